import fc from "fast-check"
import { expect, it } from "vitest"
import type { ArticleFilter, StoredArticle } from "../../src/corpus.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { article, prepared } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const NOW = new Date("2025-10-08T12:00:00Z")
const IDS = ["a", "b", "c", "d", "e", "f"]
const PATHS = [[], ["海岳省", "汐川市"], ["海岳省", "汐川市", "禾溪县"], ["海岳省", "雁洲"], ["汐川市"]]
const DAYS = [null, "2024-12-31", "2025-10-07", "2025-10-08T07:00:00+08:00", "2025-10-08T21:00:00+08:00"]
/** The first two are printings of one story. */
const TEXTS = [
  "汐江二桥昨日合龙，全桥长一点二公里，双向四车道，沿江两岸的居民从此不必再绕行老桥，预计明年通车。",
  "汐江二桥昨日合龙,全桥长一点二公里,双向四车道,沿江两岸的居民从此不必再绕行老桥,预计明年通车。",
  "今日停水。",
  "医院门诊楼封顶，新楼共九层，明年春天启用。",
]

const oneArticle = fc
  .record({
    id: fc.constantFrom(...IDS),
    text: fc.constantFrom(...TEXTS),
    publishedAt: fc.constantFrom(...DAYS),
    place: fc.constantFrom(...PATHS),
  })
  .map(({ id, text, ...given }) => article(id, [text], given))
type Step =
  | { readonly by: 0 | 1; readonly put: ReturnType<typeof article>[] }
  | { readonly by: 0 | 1; readonly retract: string }
  | { readonly by: 0 | 1; readonly fail: ReturnType<typeof article> }
const by = fc.constantFrom(0 as const, 1 as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ by, put: fc.array(oneArticle, { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ by, retract: fc.constantFrom(...IDS) }) },
  { weight: 1, arbitrary: fc.record({ by, fail: oneArticle }) },
)
const day = fc.option(fc.constantFrom("2024-12-31", "2025-10-07", "2025-10-08", "2026-01-01"), {
  nil: undefined,
})
const filter: fc.Arbitrary<ArticleFilter> = fc
  .record({
    fromDay: day,
    toDay: day,
    place: fc.option(fc.constantFrom("汐川", "汐川市", "海岳", "禾溪", "雁洲市", "月球"), { nil: undefined }),
  })
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))

/** By looking at each article. */
function keeps({ status, lead, publishedAt, place }: StoredArticle, by: ArticleFilter): boolean {
  const printed = publishedAt?.slice(0, 10)
  if (status !== "live" || lead !== null) return false
  if (by.fromDay !== undefined && (printed === undefined || printed < by.fromDay)) return false
  if (by.toDay !== undefined && (printed === undefined || printed > by.toDay)) return false
  const bare = (name: string) => name.replace(/[省市县]$/u, "")
  return by.place === undefined || place.some((name) => bare(name) === bare(by.place ?? ""))
}

function newestFirst(a: StoredArticle, b: StoredArticle): number {
  const [x, y] = [a.publishedAt ?? "", b.publishedAt ?? ""]
  return x === y ? b.number - a.number : x < y ? 1 : -1
}

it("two connections keep what a look at each article keeps, after any changes by either", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 10 }),
      fc.array(filter, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (steps, filters, limit) => {
        const folder = temporaryFolder()
        const dbs = [openDatabase(folder), openDatabase(folder)]
        const stores = dbs.map((db) => new SqliteArticleStore(db, { embedderId: "test-2", indexes: [] }))
        for (const one of steps) {
          const store = stores[one.by] as SqliteArticleStore
          if ("put" in one) await store.put(one.put.map(prepared), NOW)
          else if ("retract" in one) await store.retract(one.retract, "x")
          else await failing(store, one.fail)
          for (const asked of stores) check(asked, filters, limit)
        }
        for (const db of dbs) db.close()
      },
    ),
    { numRuns: 40 },
  )
})

/** A batch that is taken back, though the filters were asked in the middle of it. */
async function failing(store: SqliteArticleStore, first: ReturnType<typeof article>): Promise<void> {
  const second = {
    article: article("g", ["坏了。"]),
    get passages(): never {
      store.places()
      throw new Error("no passages")
    },
  }
  await expect(store.put([prepared(first), second], NOW)).rejects.toThrow("no passages")
}

function check(store: SqliteArticleStore, filters: readonly ArticleFilter[], limit: number): void {
  const all = IDS.flatMap((id) => store.get(id) ?? [])
  const live = all.filter((one) => keeps(one, {}))
  for (const by of filters) {
    const kept = all.filter((one) => keeps(one, by))
    const accepts = store.accepting(by)
    expect(all.filter(({ number }) => accepts(number))).toEqual(kept)
    expect(store.list(by, limit)).toEqual(kept.toSorted(newestFirst).slice(0, limit))
  }
  const places = new Map<string, number>()
  for (const { place } of live) {
    const name = JSON.stringify(place)
    if (place.length > 0) places.set(name, (places.get(name) ?? 0) + 1)
  }
  const counted = [...places].map(([name, articles]) => ({ path: JSON.parse(name), articles }))
  expect(store.places()).toHaveLength(counted.length)
  expect(store.places()).toEqual(expect.arrayContaining(counted))
  expect(store.places()).toBe(store.places())
  const printed = live.flatMap(({ publishedAt }) => publishedAt?.slice(0, 10) ?? []).sort()
  expect(store.state()).toMatchObject({
    articles: live.length,
    oldestDay: printed[0] ?? null,
    newestDay: printed.at(-1) ?? null,
  })
}
