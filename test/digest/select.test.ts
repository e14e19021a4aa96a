import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { ArticleLink, StoredArticle } from "../../src/corpus.ts"
import {
  LEAST_FOR_LEAD,
  MOST_CORRECTIONS,
  MOST_ITEMS,
  type Selection,
  selectDay,
  selectNew,
} from "../../src/digest/select.ts"
import { FIRST_ROUND } from "../../src/digest/spread.ts"
import { article, articleList, HEADINGS } from "./articles.ts"

const CUTOFF = "2025-10-24T00:00:00.000Z"
const DAY = "2025-10-24"
const options = { headings: HEADINGS }

const names = (selection: Selection) => selection.groups.map((group) => group.name)
const chosen = (selection: Selection) => selection.groups.flatMap((group) => [...group.articles])
const ids = (selection: Selection) => chosen(selection).map(({ id }) => id)
const fresh = (articles: readonly StoredArticle[]) => selectNew(articleList(articles), CUTOFF, DAY, options)

/** Words of its own, so that no two are the same news. */
const WORDS =
  "桥梁 水库 学校 医院 公园 车站 码头 果园 剧场 球馆 粮仓 茶山 渔港 电站 矿井 庙会 灯展 书店 菜场 牧场 林区 渡口".split(
    " ",
  )
const topic = (i: number) => `${WORDS[i % WORDS.length]}第${i}号`

test.each([
  ["ingested after the cutoff, published today", {}, true],
  ["ingested at the cutoff", { ingestedAt: CUTOFF }, false],
  ["ingested before the cutoff", { ingestedAt: "2025-10-23T23:59:59.000Z" }, false],
  ["published three days before", { publishedAt: "2025-10-21" }, true],
  ["published four days before", { publishedAt: "2025-10-20T23:00:00+08:00" }, false],
  ["tomorrow's paper", { publishedAt: "2025-10-25" }, true],
  ["dated later than that", { publishedAt: "2025-10-26" }, false],
  ["undated", { publishedAt: null }, false],
  ["retracted", { status: "retracted" }, false],
  ["an advertisement", { flags: ["advertisement"] }, false],
  ["a text that speaks to a machine", { flags: ["instructions"] }, false],
  ["behind another printing", { lead: { id: "1", why: "reprint" } }, false],
] satisfies [string, Partial<StoredArticle>, boolean][])("new: %s", async (_name, given, isNew) => {
  expect(ids(await fresh([article({ id: "7", ...given })]))).toEqual(isNew ? ["7"] : [])
})

test("what is dated in days to come is counted, and the rest goes on", async () => {
  const selection = await fresh([article({ id: "1", publishedAt: "2031-01-01" }), article({ id: "2" })])
  expect({ ids: ids(selection), ahead: selection.ahead }).toEqual({ ids: ["2"], ahead: 1 })
})

test("three days before the first of March are counted by the calendar", async () => {
  const store = articleList([article({ id: "7", publishedAt: "2024-02-27" })])
  expect(ids(await selectNew(store, CUTOFF, "2024-03-01", options))).toEqual(["7"])
  expect(ids(await selectNew(store, CUTOFF, "2024-03-02", options))).toEqual([])
})

test("city-wide first, then by size and name; without a place last; one place under two spellings", async () => {
  const city = ["海岳省", "汐川市"]
  const at = (i: number, place: readonly string[]) =>
    article({ id: `${i}`, title: topic(i), text: topic(i), place })
  const selection = await fresh([
    at(1, []),
    at(2, []),
    at(3, []),
    at(4, [...city, "白渡县"]),
    at(5, ["汐川市", "白渡"]),
    at(6, [...city, "禾溪"]),
    at(7, [...city, "云岭"]),
    at(8, city),
  ])
  expect(names(selection)).toEqual(["汐川市", "白渡县", "云岭", "禾溪", "其他"])
  expect(selection.groups[1]?.articles.map(({ id }) => id)).toEqual(["4", "5"])
})

const LONG = "全长115米的新桥今天通车，两岸居民过河不必再绕行。".repeat(9)
const link = (kind: ArticleLink["kind"], id: string): ArticleLink => ({
  kind,
  id,
  title: `旧闻${id}`,
  url: null,
  publishedAt: "2025-10-20",
})
const many = Array.from({ length: LEAST_FOR_LEAD }, (_, i) =>
  article({ id: `n${i}`, title: topic(i), text: topic(i), place: ["汐川市"] }),
)

describe("what is singled out", () => {
  const cases: [string, Partial<StoredArticle>, (readonly [string, readonly string[]])[]][] = [
    ["the front page leads", { page: "1", text: LONG }, [["头条", ["x"]]]],
    ["a short text does not lead", { page: "1" }, []],
    ["an opinion does not lead", { page: "1", text: LONG, flags: ["opinion"] }, []],
    ["an update is a follow-up", { links: [link("updates", "old")] }, [["后续", ["x"]]]],
    ["a correction comes last", { links: [link("corrects", "old")] }, [["更正", ["x"]]]],
    [
      "a notice of correction, too, whatever it corrects",
      { correction: { title: null, day: null, page: null } },
      [["更正", ["x"]]],
    ],
  ]
  test.each(cases)("%s", async (_name, given, expected) => {
    const { groups } = await fresh([article({ id: "x", title: "新桥通车", ...given }), ...many])
    const singled = groups.filter(({ kind }) => kind !== "place")
    expect(singled.map(({ name, articles }) => [name, articles.map(({ id }) => id)])).toEqual(expected)
    const order = groups.map(({ kind }) => ["lead", "follow-ups", "place", "corrections"].indexOf(kind))
    expect(order).toEqual([...order].sort())
  })

  test("no lead among few", async () => {
    const { groups } = await fresh([
      article({ id: "x", title: "新桥通车", page: "1", text: LONG }),
      ...many.slice(2),
    ])
    expect(groups.map(({ kind }) => kind)).toEqual(["place", "place"])
  })

  test("a report that an update of the same day replaces is not told again", async () => {
    const update = article({ id: "x", title: "转移人数上升", links: [link("updates", "n1")] })
    const selection = await fresh([update, ...many])
    expect(ids(selection)).toEqual(["x", "n0", "n2", "n3"])
    expect(selection.left).toBe(0)
  })
})

test("the same news in other words is told once, by the more important one", async () => {
  const [a, b] = [
    "白渡大桥昨日合龙，全长640米，总投资3.2亿元",
    "白渡大桥昨日合龙，全长640米，总投资3.2亿元。",
  ]
  const selection = await fresh([
    article({ id: "1", title: "白渡大桥合龙", text: a }),
    article({ id: "2", title: "白渡大桥合龙", text: b, page: "1" }),
  ])
  expect({ ids: ids(selection), left: selection.left }).toEqual({ ids: ["2"], left: 0 })
})

test("a day's articles, however old they are in the archive", async () => {
  const store = articleList([
    article({ id: "1", publishedAt: "2025-10-23", ingestedAt: "2025-01-01T00:00:00.000Z" }),
    article({ id: "2", publishedAt: "2025-10-24" }),
  ])
  expect(ids(await selectDay(store, "2025-10-23", options))).toEqual(["1"])
  expect(await selectDay(store, "2025-10-22", options)).toMatchObject({
    groups: [],
    left: 0,
    newestIngest: undefined,
  })
})

const anyArticle = fc.record({
  place: fc.constantFrom("汐川市", "白渡县", "云岭县", "禾溪县", "青屏县", "河西区", ""),
  page: fc.constantFrom(null, "1", "2", "头版"),
  long: fc.boolean(),
  kind: fc.constantFrom("plain", "plain", "plain", "advertisement", "reprint", "correction", "update"),
  second: fc.integer({ min: 0, max: 59 }),
})
type Any = typeof anyArticle extends fc.Arbitrary<infer T> ? T : never

function made({ place, page, long, kind, second }: Any, i: number): StoredArticle {
  const name = topic(i)
  return article({
    id: `${i}`,
    title: name,
    text: long ? `${name}${"甲乙丙丁戊己庚辛".charAt(i % 8).repeat(130)}` : name,
    page,
    place: place === "" ? [] : ["汐川市", place],
    flags: kind === "advertisement" ? ["advertisement"] : [],
    lead: kind === "reprint" ? { id: "0", why: "reprint" } : null,
    links:
      kind === "correction" ? [link("corrects", "old")] : kind === "update" ? [link("updates", "old")] : [],
    ingestedAt: `2025-10-24T01:00:${String(second).padStart(2, "0")}.000Z`,
  })
}

test("the cap holds, nothing comes twice, places take turns, all is accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyArticle, { maxLength: 60 }), async (given) => {
      const articles = given.map(made)
      const selection = await fresh(articles)
      const told = chosen(selection)
      const news = articles.filter((one, i) => given[i]?.kind !== "advertisement" && one.lead === null)
      expect(told.length).toBeLessThanOrEqual(MOST_ITEMS)
      expect(new Set(told).size).toBe(told.length)
      expect(told.every((one) => news.includes(one))).toBe(true)
      const corrections = (all: readonly StoredArticle[]) =>
        all.filter(({ links }) => links[0]?.kind === "corrects")
      expect(corrections(told).length).toBe(Math.min(MOST_CORRECTIONS, corrections(news).length))
      expect(selection.left).toBe(news.length - told.length)
      const plain = (all: readonly StoredArticle[]) => all.filter((one) => !corrections(all).includes(one))
      const placeOf = (one: StoredArticle) => one.place.at(-1) ?? ""
      const withNews = new Set(plain(news).map(placeOf))
      const lines = (place: string) => plain(told).filter((one) => placeOf(one) === place).length
      if ([...withNews].some((place) => lines(place) === 0)) {
        for (const place of withNews) expect(lines(place)).toBeLessThanOrEqual(FIRST_ROUND)
      }
      const instants = news.map(({ ingestedAt }) => ingestedAt).sort()
      expect(selection.newestIngest).toBe(instants.at(-1))
    }),
    { numRuns: 100 },
  )
})

test("with many places each has a line before one has its third", async () => {
  const articles = Array.from({ length: 40 }, (_, i) =>
    article({
      id: `${i}`,
      title: topic(i),
      text: i < 22 ? topic(i) + LONG.slice(i * 7, i * 7 + 9) : topic(i),
      page: i < 22 ? "1" : "4",
      place: [i < 22 ? "汐川市" : `${WORDS[i - 22]}县`],
    }),
  )
  const selection = await fresh(articles)
  const inCity = chosen(selection).filter(({ place }) => place[0] === "汐川市")
  expect(chosen(selection)).toHaveLength(MOST_ITEMS)
  expect(inCity).toHaveLength(FIRST_ROUND)
})

test("of notices that are filled in after one form the most important stands for all, and never leads", async () => {
  const notice = (i: number) =>
    article({
      id: `n${i}`,
      title: `行情快报：${WORDS[i]}股份（60${i}1）10月24日主力资金净流入${i + 1}.5万元`,
      text: `截至10月24日收盘，${WORDS[i]}股份报收于${i + 3}.2元，上涨0.${i}%，换手率1.${i}%。`.repeat(9 + i),
      page: "1",
    })
  const report = (i: number) => article({ id: `r${i}`, title: topic(i + 8), text: topic(i + 8).repeat(30) })
  const selection = await fresh([0, 1, 2, 3, 4, 5].map(notice).concat([0, 1, 2, 3].map(report)))
  expect(ids(selection).toSorted()).toEqual(["n5", "r0", "r1", "r2", "r3"])
  expect(selection.groups[0]?.kind).toBe("lead")
  expect(selection.groups[0]?.articles[0]?.id).toMatch(/^r/)
  expect(selection.left).toBe(5)
})
