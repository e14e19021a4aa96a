import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { MOST_ITEMS, type Selection, selectDay, selectNew } from "../../src/digest/select.ts"
import { article, articleList } from "./articles.ts"

const CUTOFF = "2025-10-24T00:00:00.000Z"
const DAY = "2025-10-24"

const names = (selection: Selection) => selection.groups.map((group) => group.name)
const ids = (selection: Selection) => selection.groups.flatMap((group) => group.articles.map(({ id }) => id))

test.each([
  ["ingested after the cutoff, published today", {}, true],
  ["ingested at the cutoff", { ingestedAt: CUTOFF }, false],
  ["ingested before the cutoff", { ingestedAt: "2025-10-23T23:59:59.000Z" }, false],
  ["published three days before", { publishedAt: "2025-10-21" }, true],
  ["published four days before", { publishedAt: "2025-10-20T23:00:00+08:00" }, false],
  ["undated", { publishedAt: null }, false],
  ["retracted", { status: "retracted" }, false],
] satisfies [string, Partial<StoredArticle>, boolean][])("new: %s", (_name, given, isNew) => {
  const store = articleList([article({ id: "7", ...given })])
  expect(ids(selectNew(store, CUTOFF, DAY, "其他"))).toEqual(isNew ? ["7"] : [])
})

test("three days before the first of March are counted by the calendar", () => {
  const store = articleList([article({ id: "7", publishedAt: "2024-02-27" })])
  expect(ids(selectNew(store, CUTOFF, "2024-03-01", "其他"))).toEqual(["7"])
  expect(ids(selectNew(store, CUTOFF, "2024-03-02", "其他"))).toEqual([])
})

test("city-wide first, then by size and name; without a place last; one place under two spellings", () => {
  const city = ["海岳省", "汐川市"]
  const store = articleList([
    article({ id: "1", place: [] }),
    article({ id: "2", place: [] }),
    article({ id: "3", place: [] }),
    article({ id: "4", place: [...city, "白渡县"], publishedAt: "2025-10-24T09:00:00+08:00" }),
    article({ id: "5", place: ["汐川市", "白渡"], publishedAt: "2025-10-24T08:00:00+08:00" }),
    article({ id: "6", place: [...city, "禾溪"] }),
    article({ id: "7", place: [...city, "云岭"] }),
    article({ id: "8", place: city }),
  ])
  const selection = selectNew(store, CUTOFF, DAY, "其他")
  expect(names(selection)).toEqual(["汐川市", "白渡县", "云岭", "禾溪", "其他"])
  expect(selection.groups[1]?.articles.map(({ id }) => id)).toEqual(["4", "5"])
})

test("no more than the cap, the newest; the rest is counted; the cutoff is that of all", () => {
  const minute = (i: number) => String(i).padStart(2, "0")
  const store = articleList(
    Array.from({ length: 40 }, (_, i) =>
      article({
        id: `${i}`,
        publishedAt: `2025-10-24T07:${minute(i)}:00+08:00`,
        ingestedAt: `2025-10-24T01:${minute(59 - i)}:00.000Z`,
      }),
    ),
  )
  const selection = selectNew(store, CUTOFF, DAY, "其他")
  expect(ids(selection)).toEqual(Array.from({ length: MOST_ITEMS }, (_, i) => `${39 - i}`))
  expect(selection.left).toBe(10)
  expect(selection.newestIngest).toBe("2025-10-24T01:59:00.000Z")
})

test("a day's articles, however old they are in the archive", () => {
  const store = articleList([
    article({ id: "1", publishedAt: "2025-10-23", ingestedAt: "2025-01-01T00:00:00.000Z" }),
    article({ id: "2", publishedAt: "2025-10-24" }),
  ])
  expect(ids(selectDay(store, "2025-10-23", "其他"))).toEqual(["1"])
  expect(selectDay(store, "2025-10-22", "其他")).toEqual({ groups: [], left: 0, newestIngest: undefined })
})
