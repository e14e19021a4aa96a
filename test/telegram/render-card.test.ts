import { expect, test } from "vitest"
import type { DigestGroup, DigestItem, Edition } from "../../src/digest/edition.ts"
import { cardMessage, cardWords } from "../../src/telegram/render-card.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import type { Language } from "../../src/text/languages.ts"

function item(title: string, line = "总投资3.2亿元。", given: Partial<DigestItem> = {}): DigestItem {
  return {
    articleId: title,
    version: 1,
    title,
    url: null,
    place: "白渡",
    line: { text: line, citations: [] },
    more: [],
    before: null,
    ...given,
  }
}

const group = (kind: DigestGroup["kind"], ...titles: string[]): DigestGroup => ({
  kind,
  name: "",
  items: titles.map((title) => item(title)),
})

const edition = (groups: readonly DigestGroup[], date = "2026-11-26"): Edition => ({
  occurrence: null,
  date,
  groups,
  left: 0,
})

const wordsOf = (groups: readonly DigestGroup[]) => cardWords(edition(groups), "汐川日报", loadTexts("zh-CN"))

const days: [Language, string, string, string, string][] = [
  ["zh-CN", "2026-11-26", "汐川日报", "2026年11月26日", "星期四"],
  ["zh-CN", "2024-02-29", "汐川日报", "2024年2月29日", "星期四"],
  ["zh-CN", "2026-11-29", "汐川日报", "2026年11月29日", "星期日"],
  ["zh-TW", "2026-11-30", "汐川日報", "2026年11月30日", "星期一"],
  ["en", "2026-11-26", "汐川日报", "November 26, 2026", "Thursday"],
]
test.each(days)("in %s, %s", (language, date, paper, day, weekday) => {
  const { words } = cardWords(edition([group("place", "一")], date), "汐川日报", loadTexts(language))
  expect(words).toEqual({ paper, day, weekday, headlines: [expect.any(String)] })
})

test("the six headlines that the digest tells first, and no corrections", () => {
  const { words, articles } = wordsOf([
    group("lead", "一"),
    group("follow-ups", "二"),
    group("place", "三", "四"),
    group("place", "五", "六", "七"),
    group("corrections", "八"),
  ])
  expect(words.headlines).toEqual(["一", "二", "三", "四", "五", "六"])
  expect(articles).toEqual(words.headlines)
})

test("corrections where there is nothing else", () => {
  expect(wordsOf([group("corrections", "更正一")]).words.headlines).toEqual(["更正一"])
})

const headlines: [string, DigestItem, string][] = [
  ["a printed title", item("大桥合龙", "工期提前一月。"), "大桥合龙"],
  ["a line that is the title", item("大桥合龙", "大桥合龙。"), "大桥合龙"],
  [
    "a title made of the line's first words",
    item("昨日，汐江二桥", "昨日，汐江二桥合龙，工期提前一月。"),
    "昨日，汐江二桥合龙，工期提前一月",
  ],
  [
    "no more of a line without end than a card could hold",
    item("大桥合龙", `大桥合龙${"，又长又长".repeat(1_000)}。`),
    `大桥合龙${"，又长又长".repeat(39)}…`,
  ],
  ["an editor's own line", item("大桥", "大桥是大家的骄傲。", { editors: true }), "大桥"],
]
test.each(headlines)("%s", (_name, one, headline) => {
  expect(wordsOf([{ kind: "place", name: "", items: [one] }]).words.headlines).toEqual([headline])
})

test("in Traditional characters for readers of zh-TW", () => {
  const { words } = cardWords(edition([group("place", "出租车涨价")]), undefined, loadTexts("zh-TW"))
  expect(words.headlines).toEqual(["計程車漲價"])
})

test("the message is the line over the digest, and names the edition", () => {
  const message = cardMessage(
    { ...edition([group("place", "一")]), occurrence: "daily:2026-11-26" },
    "汐川日报",
    loadTexts("zh-CN"),
  )
  expect(message).toMatchObject({ text: "汐川日报新闻摘要 · 2026年11月26日", card: "daily:2026-11-26" })
  expect(message.entities).toMatchObject([{ type: "bold", offset: 0, length: message.text.length }])
})
