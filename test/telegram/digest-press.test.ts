import fc from "fast-check"
import { expect, test } from "vitest"
import { choicesOf } from "../../src/digest/choice.ts"
import { placeTree } from "../../src/digest/place-tree.ts"
import { PLAIN_CHOICE, type Subscription } from "../../src/digest/subscription.ts"
import { showPage } from "../../src/telegram/digest-pages.ts"
import { type Page, press, withKeywords } from "../../src/telegram/digest-press.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { LANGUAGES } from "../../src/text/languages.ts"

const OFFER = {
  places: placeTree(
    Array.from({ length: 60 }, (_, at) => ({
      path: ["广南省", `第${at % 7}${"很长的名字".repeat(3)}市`, `第${at}县`],
      articles: at + 1,
    })),
  ),
  topics: ["教育", "医院", "很长的题目".repeat(10)],
}
const START: Subscription = {
  ...PLAIN_CHOICE,
  id: 123_456_789_012_345,
  chatId: 1,
  language: null,
  draft: true,
  since: "",
  doneDay: null,
}
const TEXTS = LANGUAGES.map(loadTexts)

test("whatever is pressed, the choice stays sound and the page fits Telegram", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.constantFrom(...TEXTS), (presses, texts) => {
      let digest = { ...START, ...withKeywords(START, ["何青", "词".repeat(30)]) }
      let page: Page = { kind: "main" }
      for (const which of presses) {
        const shrunk = choicesOf(digest.wants)
        const words = { texts, own: { hour: 8, minute: 0 }, offer: OFFER, shrunk, link: undefined }
        const { text, buttons } = showPage(digest, page, words)
        expect(text.length).toBeLessThan(4096)
        const all = buttons.inline_keyboard.flat()
        expect(all.length).toBeLessThanOrEqual(100)
        const data = all.map((one) => ("callback_data" in one ? one.callback_data : ""))
        for (const one of data) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(64)
        expect(new Set(data).size).toBe(data.length)
        const [, , action = "", value = ""] = data[which % data.length]?.split(":") ?? []
        const done = press(digest, action, value, OFFER)
        if (["go", "stop", "type", "list", "restore"].includes(action)) continue
        expect(done).toBeDefined()
        if (!done) continue
        digest = { ...digest, ...done.choice }
        page = done.page
        expect(digest.weekdays.length).toBeGreaterThan(0)
        expect([...digest.weekdays].sort()).toEqual([...new Set(digest.weekdays)])
        expect(digest.at?.hour ?? 0).toBeLessThan(24)
        for (const list of Object.values(digest.wants)) expect(new Set(list).size).toBe(list.length)
        expect(digest.wants.places.length).toBeLessThanOrEqual(20)
      }
    }),
    { numRuns: 60 },
  )
})

test.each([
  ["hour", "24"],
  ["hour", "7:30"],
  ["hour", ""],
  ["day", "0"],
  ["day", "8"],
  ["place", "nothing"],
  ["in", "00000000"],
  ["topic", "00000000"],
  ["what", ""],
])("a forged press chooses nothing: %s %s", (action, value) => {
  expect(press(START, action, value, OFFER)).toBeUndefined()
})
