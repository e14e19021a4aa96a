import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { compose, LONGEST_LINE } from "../../src/digest/compose.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import type { Summarizer } from "../../src/summarize/summary.ts"
import { article } from "./articles.ts"

const long = `${"数".repeat(LONGEST_LINE)}。`

/** Gives the sentences that the article's paragraphs are. */
const honest: Summarizer = {
  async summarize(given, style) {
    const evidence = fieldEvidence(given, "text")
    const sentences = given.text.split("\n").flatMap((line) => {
      const at = given.text.indexOf(line)
      return line === "" ? [] : [quoteClaim(evidence, at, at + line.length)]
    })
    return { articleId: given.id, version: given.version, style, sentences, mode: "keyless" }
  },
}

const cases: [string, Partial<StoredArticle>, string][] = [
  ["the first sentence", { text: "一期已经完工。\n二期下月开工。" }, "一期已经完工。"],
  [
    "not what the title says already",
    { title: "大桥合龙", text: "大桥合龙。\n工期提前一月。" },
    "工期提前一月。",
  ],
  ["a shorter one where the first is long", { text: `${long}\n二期下月开工。` }, "二期下月开工。"],
  ["the long one where there is no other", { text: long }, long],
  ["the title where there is no sentence", { title: "大桥合龙", text: "" }, "大桥合龙"],
]

test.each(cases)("line: %s", async (_name, given, line) => {
  const one = article({ id: "1", version: 3, ...given })
  const [group] = await compose([{ name: "白渡", articles: [one] }], honest)
  const [item] = group?.items ?? []
  expect(item?.line.text).toBe(line)
  const [citation] = item?.line.citations ?? []
  expect(citation?.version).toBe(3)
  expect(citation && one[citation.field]?.slice(citation.start, citation.end)).toBe(line)
})

test("words of time in a line carry their dates", async () => {
  const one = article({ id: "1", text: "一期去年9月完工。", publishedAt: "2025-09-10" })
  const [group] = await compose([{ name: "白渡", articles: [one] }], honest)
  expect(group?.items[0]?.line.dates).toMatchObject([{ start: 2, end: 6, shown: "2024年9月" }])
})

test("groups and items keep their order, whatever takes how long", async () => {
  const waiting: (() => void)[] = []
  const slow: Summarizer = {
    async summarize(given, style) {
      await new Promise<void>((done) => {
        waiting.push(done)
        if (waiting.length === 4) for (const go of waiting.splice(0).reverse()) go()
      })
      return honest.summarize(given, style)
    },
  }
  const articles = Array.from({ length: 8 }, (_, i) => article({ id: `${i}` }))
  const groups = [
    { name: "甲", articles: articles.slice(0, 3) },
    { name: "乙", articles: articles.slice(3) },
  ]
  const composed = await compose(groups, slow)
  expect(composed.map(({ name }) => name)).toEqual(["甲", "乙"])
  const ids = composed.flatMap(({ items }) => items.map(({ articleId }) => articleId))
  expect(ids).toEqual(articles.map(({ id }) => id))
})
