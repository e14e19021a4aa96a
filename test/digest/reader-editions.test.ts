import fc from "fast-check"
import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { compose, createItemWriter } from "../../src/digest/compose.ts"
import { createReaderEditions, type Written } from "../../src/digest/reader-editions.ts"
import { selectNew } from "../../src/digest/select.ts"
import { toldChoices } from "../../src/digest/shrink.ts"
import { EVERYTHING, type Wants } from "../../src/digest/subscription.ts"
import { WantedIndex } from "../../src/digest/wanted.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { type Archive, article, articleList, HEADINGS } from "./articles.ts"

const DEMAND = new Map([["2", 5]])
const summarizer = createExtractiveSummarizer()

const anyArticle = fc.record({
  topic: fc.constantFrom("新桥", "学校", "医院", "水库"),
  place: fc.constantFrom([], ["青江市"], ["青江市", "白渡县"], ["青江市", "白渡"], ["禾溪县"]),
  page: fc.constantFrom(null, "1"),
  second: fc.integer({ min: 0, max: 9 }),
  publishedAt: fc.constantFrom("2025-10-24", "2025-10-23", "2025-10-19", "2025-10-30", null),
  kind: fc.constantFrom("plain", "plain", "plain", "advertisement", "correction", "update"),
})
type Any = typeof anyArticle extends fc.Arbitrary<infer T> ? T : never

/** No two alike: reports of one form would be a series among all articles, and perhaps not among a reader's. */
function ownWords(at: number): string {
  return Array.from({ length: 48 }, (_, i) => String.fromCodePoint(0x4e00 + at * 48 + i)).join("")
}

function made({ topic, place, page, second, publishedAt, kind }: Any, at: number): StoredArticle {
  const linked = { kind: kind === "update" ? "updates" : "corrects", id: `${at - 1}` } as const
  return article({
    id: `${at}`,
    title: `${topic}第${at}号工程${ownWords(at).slice(0, 12)}完工`,
    text: `${ownWords(at)}${topic}第${at}号工程昨日完工，总投资${at}亿元。${"群众表示满意，往来更加方便。".repeat(at % 9)}`,
    place,
    page,
    publishedAt,
    flags: kind === "advertisement" ? ["advertisement"] : [],
    links:
      kind === "update" || kind === "correction"
        ? [{ ...linked, title: "旧闻", url: null, publishedAt: "2025-10-20" }]
        : [],
    ingestedAt: `2025-10-24T01:00:0${second}.000Z`,
  })
}

const some = <T>(...values: T[]) => fc.array(fc.constantFrom(...values), { maxLength: 2 })
const anyReader = fc.record({
  since: fc.constantFrom("", "2025-10-24T01:00:03.000Z", "2025-10-24T01:00:06.000Z"),
  day: fc.constantFrom("2025-10-24", "2025-10-22"),
  wants: fc.record({
    places: some("白渡县", "禾溪", "青江市"),
    topics: some("新桥", "学校"),
    keywords: some("满意", "医院", "第3号"),
  }),
})

function matches(one: StoredArticle, wants: Wants): boolean {
  const index = new WantedIndex()
  index.add(one)
  return index.accepting(wants)(0)
}

/** As if nobody else got a digest. */
async function alone(archive: Archive, since: string, day: string, wants: Wants): Promise<Written> {
  const accepts = (one: StoredArticle) => matches(one, wants)
  const wanted = {
    ...archive,
    ...articleList(archive.list({}, 1_000).filter(accepts)),
    places: archive.places,
  }
  const selection = await selectNew(wanted, since, day, { headings: HEADINGS, demand: DEMAND })
  const groups = await compose(selection, createItemWriter({ summarizer, article: archive.get }))
  return {
    edition: {
      occurrence: null,
      date: day,
      groups,
      left: selection.left,
      choices: toldChoices(selection, wants, [], (one, { kind, word }) =>
        matches(one, { ...EVERYTHING, [kind]: [word] }),
      ),
    },
    newestIngest: selection.newestIngest,
  }
}

test("each reader gets what would be written for that reader alone", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyArticle, { maxLength: 30 }),
      fc.array(anyReader, { minLength: 1, maxLength: 6 }),
      async (given, readers) => {
        const archive = articleList(given.map(made))
        const item = createItemWriter({ summarizer, article: archive.get })
        const write = createReaderEditions({ articles: archive, headings: HEADINGS, demand: DEMAND, item })
        for (const { since, day, wants } of readers)
          expect(await write(since, day, wants, [])).toEqual(await alone(archive, since, day, wants))
      },
    ),
    { numRuns: 60 },
  )
})

test("what failed for one reader is tried again for the next", async () => {
  const archive = articleList([article({ id: "1" })])
  let calls = 0
  const item = createItemWriter({ summarizer, article: archive.get })
  const write = createReaderEditions({
    articles: archive,
    headings: HEADINGS,
    demand: DEMAND,
    item: (...given) => (++calls === 1 ? Promise.reject(new Error("broken")) : item(...given)),
  })
  const wants = { places: [], topics: [], keywords: [] }
  await expect(write("", "2025-10-24", wants, [])).rejects.toThrow("broken")
  expect((await write("", "2025-10-24", wants, [])).edition.groups).toHaveLength(1)
})
