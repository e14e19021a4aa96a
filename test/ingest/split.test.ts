import fc from "fast-check"
import { expect, test } from "vitest"
import { type Article, articleText, type Block, type Passage } from "../../src/corpus.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { splitPassages } from "../../src/ingest/split.ts"

function article(body: readonly Block[], abstract: string | null = null): Article {
  return { ...BLANK_DRAFT, id: "a", title: "题目", abstract, body }
}

async function textPassages(body: readonly Block[]): Promise<Passage[]> {
  return (await splitPassages(article(body))).filter(({ field }) => field === "text")
}

const words = fc
  .array(
    fc.constantFrom(
      "水",
      "退了",
      "，",
      "。",
      "；",
      "“",
      "”",
      "《",
      "》",
      " ",
      "𠮷",
      "3.5",
      "（",
      "）",
      "……",
      "路".repeat(90),
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""))
  .filter((text) => text.trim() !== "")
const block: fc.Arbitrary<Block> = fc.oneof(
  words.map((text) => ({ text: text.trim() })),
  fc.constantFrom("小标题", "又一个").map((heading) => ({ heading })),
)

test("every character but white space is in exactly one passage, and passages are what their offsets say", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(block, { maxLength: 12 }), async (body) => {
      const text = articleText(body)
      let at = 0
      for (const passage of await textPassages(body)) {
        expect(text.slice(passage.start, passage.end)).toBe(passage.text)
        expect(text.slice(at, passage.start).trim()).toBe("")
        expect(passage.text.trim()).toBe(passage.text)
        expect(passage.text.length).toBeGreaterThan(0)
        expect(passage.text.length).toBeLessThanOrEqual(400)
        expect(passage.text).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/)
        at = passage.end
      }
      expect(text.slice(at).trim()).toBe("")
    }),
  )
})

test("title and abstract are passages of their own", async () => {
  const passages = await splitPassages(article([{ text: "水退了。" }], "摘要在此。"))
  expect(passages).toEqual([
    { field: "title", start: 0, end: 2, text: "题目" },
    { field: "abstract", start: 0, end: 5, text: "摘要在此。" },
    { field: "text", start: 0, end: 4, text: "水退了。" },
  ])
})

test("whole sentences are packed, and a sub-heading begins a passage", async () => {
  const sentence = `${"长".repeat(59)}。`
  const body = [{ text: sentence.repeat(6) }, { heading: "小标题" }, { text: sentence }]
  const passages = await textPassages(body)
  expect(passages.map(({ text }) => text)).toEqual([
    sentence.repeat(4),
    sentence.repeat(2),
    `小标题\n${sentence}`,
  ])
})

test("a sentence of up to 400 stays whole, a longer one is cut behind a clause", async () => {
  const long = `${"甲".repeat(299)}。`
  expect((await textPassages([{ text: `短句。${long}短句。` }])).map(({ text }) => text)).toEqual([
    "短句。",
    long,
    "短句。",
  ])
  const clause = `${"乙".repeat(99)}，`
  const passages = await textPassages([{ text: `${clause.repeat(5)}完。` }])
  expect(passages.map(({ text }) => text)).toEqual([clause.repeat(2), clause.repeat(2), `${clause}完。`])
})
