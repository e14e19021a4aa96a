import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  type Article,
  type ArticleStore,
  articleText,
  type IndexedArticle,
  type IndexedPassage,
  type LeadReason,
  type PassageId,
  type PassageIndex,
  type PassageSource,
  type PreparedArticle,
} from "../../src/corpus.ts"
import { compared, isOriginal, type Relation, relate } from "../../src/ingest/same-story.ts"
import { article, prepared } from "../fixtures/articles.ts"

export interface OpenStore {
  readonly store: ArticleStore & PassageSource
  close(): void
}

const LONG =
  "汐江二桥昨日合龙，全桥长一点二公里，双向四车道，沿江两岸的居民从此不必再绕行老桥，预计明年通车。"
const OTHER =
  "青屏产业园新增企业十七家，园区道路今年全部改造完毕，工人宿舍和食堂同时投入使用，周边公交增开两条线路。"
const THIRD =
  "云岭县医院门诊楼封顶，新楼共九层，设床位三百二十张，检验科和影像科将搬到二楼，老楼改作体检中心，来年春天启用。"
/** A report long enough to have a head that a shortened version shares. */
const REPORT = [
  "汐江二桥昨日上午合龙，全桥长1.2公里，双向四车道，沿江两岸的居民从此不必再绕行老桥。市住建局说，桥面铺装本月开始。",
  "这座桥于2023年3月动工，总投资6.8亿元，由市交通建设公司承建。施工队伍说，今年汛期水位高，主墩的承台比计划晚了四十天浇筑。",
  "家住河西的退休教师韩玉成说，过去到城东看病要坐四站公交，堵车时一个钟头也不够，往后走路就能过江。",
]
const MORE = [
  "桥头的两个公园同时开工，河西一侧有球场和步道，城东一侧保留了老码头的石阶，明年五月先开放步道。",
  "市公交公司介绍，通车以后新开两条线路，12路改走新桥，高峰时每六分钟一班，末班车推迟到晚上十点。",
]
const NOW = new Date("2025-10-08T12:00:00Z")

/** Holds what an index would hold, and refuses what no index should be told. */
class ListIndex implements PassageIndex {
  readonly held = new Map<PassageId, IndexedPassage>()
  #articles: IndexedArticle[] = []
  add(articles: readonly IndexedArticle[]): void {
    for (const passage of articles.flatMap(({ passages }) => passages)) {
      if (this.held.has(passage.id)) throw new Error(`passage ${passage.id} came twice`)
      this.held.set(passage.id, passage)
    }
    this.#articles.push(...articles)
  }
  remove(ids: readonly PassageId[]): void {
    for (const id of ids) if (!this.held.delete(id)) throw new Error(`passage ${id} was never there`)
  }
  /** In the order of ids. */
  articles(): IndexedArticle[] {
    const first = ({ passages }: IndexedArticle) => passages[0]?.id ?? 0
    const live = this.#articles.filter((article) => this.held.has(first(article)))
    return live.sort((a, b) => first(a) - first(b))
  }
}

/** What every storage family keeps of the contract of ArticleStore and PassageSource. `open` gives an empty one. */
export function testArticleStore(open: (indexes: readonly PassageIndex[]) => OpenStore): void {
  let opened: OpenStore
  let store: OpenStore["store"]
  let index: ListIndex
  beforeEach(() => {
    index = new ListIndex()
    opened = open([index])
    store = opened.store
  })
  afterEach(() => opened.close())

  const put = (...articles: Article[]) => store.put(articles.map(prepared), NOW)
  const ids = () => [...store.passageIds()]

  describe("put", () => {
    it("adds, updates, leaves alone, and says so, as plan does", async () => {
      const first = article("a", [LONG])
      expect(store.plan(first)).toBe("added")
      expect(await put(first)).toEqual([{ status: "added", id: "a", version: 1 }])
      expect(store.plan(first)).toBe("unchanged")
      expect(await put(first)).toEqual([{ status: "unchanged", id: "a", version: 1 }])
      const second = article("a", [OTHER])
      expect(store.plan(second)).toBe("updated")
      expect(await put(second)).toEqual([{ status: "updated", id: "a", version: 2 }])
    })

    const changes: [part: string, change: Partial<Article>][] = [
      ["title", { title: "新题" }],
      ["abstract", { abstract: "摘要" }],
      ["bylines", { bylines: [] }],
      ["source", { source: null }],
      ["date", { publishedAt: "2025-10-09" }],
      ["place", { place: [] }],
      ["heading", { body: [{ heading: LONG }] }],
      ["page", { page: "3" }],
      ["flags", { flags: ["undated"] }],
    ]
    it.each(changes)("sees a change of the %s", async (_, change) => {
      await put(article("a", [LONG]))
      expect(await put(article("a", [LONG], change))).toEqual([{ status: "updated", id: "a", version: 2 }])
      expect(store.get("a")).toMatchObject(change)
    })

    it("keeps every version", async () => {
      await put(article("a", [LONG]))
      await store.put([prepared(article("a", [OTHER]))], new Date("2025-10-09T00:00:00Z"))
      expect(store.get("a")).toMatchObject({
        version: 2,
        text: OTHER,
        ingestedAt: "2025-10-09T00:00:00.000Z",
      })
      expect(store.get("a", 1)).toMatchObject({ version: 1, text: LONG, ingestedAt: NOW.toISOString() })
      expect(store.get("a", 3)).toBeUndefined()
      expect(store.get("a", 1)?.number).toBe(store.get("a")?.number)
    })

    it("puts a later batch later, whatever the clock says", async () => {
      const texts = [LONG, OTHER, "今日停水。"]
      for (const [at, text] of texts.entries()) {
        await store.put([prepared(article(`${at}`, [text]))], new Date(NOW.getTime() - at))
      }
      const times = texts.map((_, at) => store.get(`${at}`)?.ingestedAt ?? "")
      expect(times[0]).toBe(NOW.toISOString())
      expect([...new Set(times)].sort()).toEqual(times)
      expect(store.list({ ingestedAfter: times[0] ?? "" }, 10)).toHaveLength(2)
    })

    it("knows an article by its url as well, and keeps its id", async () => {
      const url = "https://example.org/1"
      await put(article("a", [LONG], { url }))
      expect(await put(article("b", [OTHER], { url }))).toEqual([{ status: "updated", id: "a", version: 2 }])
      expect(await put(article("b", [OTHER], { url }))).toEqual([
        { status: "unchanged", id: "a", version: 2 },
      ])
      expect(store.get(url)).toMatchObject({ id: "a", text: OTHER })
      expect(store.state().articles).toBe(1)
    })

    it("takes an update whose url names another article", async () => {
      const url = "https://example.org/1"
      await put(article("a", [LONG], { url }), article("b", [OTHER]))
      expect(await put(article("b", [`${OTHER}更正。`], { url }))).toEqual([
        { status: "updated", id: "b", version: 2 },
      ])
      expect(store.get(url)?.id).toBe("a")
      expect(store.get("b")?.text).toBe(`${OTHER}更正。`)
    })

    it("gives ids back as they were given", async () => {
      const odd = ["0012", "A/b?c#d", "汐川-1", " x ", "1e3"]
      await put(...odd.map((id, at) => article(id, [`${LONG}其${at}`])))
      for (const id of odd) expect(store.get(id)?.id).toBe(id)
      expect(store.get("12")).toBeUndefined()
      expect(store.get("x")).toBeUndefined()
    })

    it("keeps the same words under another id as a printing", async () => {
      const url = "https://example.org/2"
      await put(article("a", [LONG]))
      const reprint = article("b", [LONG.replaceAll("，", ", ")], {
        url,
        source: "雁洲晚报",
        publishedAt: null,
      })
      expect(store.plan(reprint)).toBe("duplicate")
      expect(await put(reprint)).toEqual([{ status: "duplicate", id: "b", of: "a", why: "same-text" }])
      expect(await put(reprint)).toEqual([{ status: "unchanged", id: "b", version: 1 }])
      const printing = { id: "b", url, source: "雁洲晚报", publishedAt: null }
      expect(store.get("a")).toMatchObject({ lead: null, printings: [printing] })
      for (const name of ["b", url]) {
        expect(store.get(name)).toMatchObject({ id: "b", lead: { id: "a", why: "same-text" }, printings: [] })
      }
      expect(store.evidence(ids())[0]?.printings).toEqual([printing])
      expect(store.state()).toMatchObject({ articles: 1, passages: 1 })
    })

    it("makes a printing that was edited an article of its own", async () => {
      await put(article("a", [LONG]), article("b", [LONG]))
      expect(await put(article("b", [OTHER]))).toEqual([{ status: "updated", id: "b", version: 2 }])
      expect(store.get("b")).toMatchObject({ id: "b", lead: null })
      expect(store.get("a")?.printings).toEqual([])
      expect(store.evidence(ids()).map(({ articleId }) => articleId)).toEqual(["a", "b"])
    })

    it("does not take two short notices for one", async () => {
      await put(article("a", ["今日停水。"]), article("b", ["今日停水。"]))
      expect(store.state().articles).toBe(2)
    })

    it("sees a duplicate and an update within one batch", async () => {
      expect(await put(article("a", [LONG]), article("b", [LONG]), article("a", [OTHER]))).toEqual([
        { status: "added", id: "a", version: 1 },
        { status: "duplicate", id: "b", of: "a", why: "same-text" },
        { status: "updated", id: "a", version: 2 },
      ])
      expect([...index.held.values()].map(({ text }) => text)).toEqual([OTHER])
    })

    it("credits the paper that printed it first, whichever comes in first", async () => {
      await put(article("late", [LONG], { source: "雁洲晚报", publishedAt: "2025-10-09" }))
      expect(await put(article("early", [LONG], { publishedAt: "2025-10-08" }))).toEqual([
        { status: "added", id: "early", version: 1 },
      ])
      expect(store.get("late")?.lead).toEqual({ id: "early", why: "same-text" })
      expect(store.evidence(ids())).toMatchObject([{ articleId: "early", source: "汐川日报" }])
    })

    it("searches the whole report, not its shortened version, in either order", async () => {
      const short = article("short", REPORT.slice(0, 2), { source: "雁洲晚报", publishedAt: "2025-10-09" })
      const whole = article("whole", [...REPORT, ...MORE])
      for (const order of [
        [short, whole],
        [whole, short],
      ]) {
        for (const one of order) await put(one)
        expect(store.get("short")?.lead).toEqual({ id: "whole", why: "shortened" })
        expect(store.get("whole")).toMatchObject({ lead: null, printings: [{ id: "short" }] })
        expect(new Set(store.evidence(ids()).map(({ articleId }) => articleId))).toEqual(new Set(["whole"]))
        opened.close()
        index = new ListIndex()
        opened = open([index])
        store = opened.store
      }
    })

    it("keeps an update with another figure beside the first report, and links them", async () => {
      const [lead = "", ...rest] = REPORT
      const given = { title: "汐江二桥合龙" }
      await put(article("a", REPORT, given))
      const later = article("b", [lead.replace("1.2公里", "1.3公里"), ...rest], {
        ...given,
        publishedAt: "2025-10-09",
      })
      expect(await put(later)).toEqual([{ status: "added", id: "b", version: 1, updates: "a" }])
      expect(store.get("b")).toMatchObject({ lead: null, links: [{ kind: "updates", id: "a" }] })
      expect(store.get("a")).toMatchObject({ lead: null, links: [{ kind: "updated-by", id: "b" }] })
      await put(article("b", [OTHER], given))
      expect(store.get("a")?.links).toEqual([])
    })

    it("is no news again when an earlier printing takes the place of a known one", async () => {
      await put(article("late", [LONG], { source: "雁洲晚报", publishedAt: "2025-10-09" }))
      await store.put([prepared(article("early", [LONG]))], new Date(NOW.getTime() + 600_000))
      const since = new Date(NOW.getTime() + 300_000).toISOString()
      expect(store.get("late")?.lead?.id).toBe("early")
      expect(store.list({ ingestedAfter: since }, 10)).toEqual([])
      expect(store.entries({}, 10).map(({ cameIn }) => cameIn)).toEqual([NOW.toISOString()])
    })

    it("puts all of a batch or nothing, and tells the indexes nothing of what failed", async () => {
      await put(article("a", [LONG]))
      const before = { state: store.state(), held: [...index.held.keys()] }
      const failing: PreparedArticle = {
        article: article("c", ["今日停水。"]),
        passages: [
          {
            field: "text",
            start: 0,
            end: 2,
            get text(): string {
              throw new Error("no text")
            },
          },
        ],
      }
      const batch = [prepared(article("b", [THIRD])), prepared(article("a", [OTHER])), failing]
      await expect(store.put(batch, NOW)).rejects.toThrow("no text")
      expect(store.get("b")).toBeUndefined()
      expect(store.get("c")).toBeUndefined()
      expect(store.get("a")).toMatchObject({ version: 1, text: LONG })
      expect({ state: store.state(), held: [...index.held.keys()] }).toEqual(before)
    })

    it("tells the indexes after it has committed", async () => {
      const seen: string[][] = []
      const asking: PassageIndex = {
        add: (articles) => {
          const added = articles.flatMap(({ passages }) => passages)
          seen.push(store.evidence(added.map(({ id }) => id)).map(({ text }) => text))
        },
        remove: (gone) => seen.push(store.evidence(gone).map(({ text }) => text)),
      }
      opened.close()
      opened = open([asking])
      store = opened.store
      await put(article("a", [LONG, OTHER]))
      await put(article("a", [OTHER]))
      await store.retract("a", "x")
      expect(seen).toEqual([[LONG, OTHER], [], [OTHER], []])
    })
  })

  describe("retract", () => {
    it("takes an article out everywhere, and keeps that it was there", async () => {
      await put(article("a", [LONG]), article("b", [OTHER]))
      const [passage = 0] = ids()
      await store.retract("a", "更正")
      expect(store.get("a")).toMatchObject({ status: "retracted", text: LONG })
      expect(store.evidence([passage])).toEqual([])
      expect(store.list({}, 10).map(({ id }) => id)).toEqual(["b"])
      const accepts = store.accepting({})
      expect(["a", "b"].map((id) => accepts(store.get(id)?.number ?? 0))).toEqual([false, true])
      expect(store.state()).toMatchObject({ articles: 1, passages: 1 })
      expect([...index.held.keys()]).toEqual(ids())
    })

    it("is not undone by reading the same or a changed page again, nor a reprint", async () => {
      const url = "https://example.org/1"
      await put(article("a", [LONG], { url }), article("p", [LONG]))
      await store.retract("a", "更正")
      const again = [
        article("a", [LONG], { url }),
        article("a", [OTHER]),
        article("z", [LONG], { url }),
        article("p", [LONG]),
        article("q", [LONG]),
      ]
      for (const one of again) await put(one)
      expect(store.state()).toMatchObject({ articles: 0, passages: 0 })
      expect(store.get("q")?.status).toBe("retracted")
    })

    it("goes by url and by printing, and changes nothing where there is nothing", async () => {
      const url = "https://example.org/1"
      await put(article("a", [LONG]), article("p", [LONG], { url }))
      const { sequence } = store.state()
      await store.retract("nobody", "x")
      expect(store.state().sequence).toBe(sequence)
      await store.retract(url, "x")
      expect(store.get("a")?.status).toBe("retracted")
      const after = store.state().sequence
      await store.retract("a", "x")
      expect(store.state().sequence).toBe(after)
    })
  })

  describe("byNumbers", () => {
    it("gives live articles in the order of the numbers, printings too, and leaves out what is gone", async () => {
      await put(article("a", [LONG]), article("b", [LONG]), article("c", [OTHER]), article("d", [THIRD]))
      const numbers = ["d", "b", "a", "c"].map((id) => store.get(id)?.number ?? 0)
      await store.retract("c", "x")
      expect(store.byNumbers([...numbers, 999]).map(({ id }) => id)).toEqual(["d", "b", "a"])
      expect(store.byNumbers(numbers.slice(0, 1))).toEqual([store.get("d")])
      expect(store.byNumbers([])).toEqual([])
    })
  })

  describe("evidence", () => {
    it("comes in the order of the ids, leaves out what is gone, and is a slice of its field", async () => {
      await put(article("a", [LONG, OTHER]), article("b", ["今日停水。"], { publishedAt: null, place: [] }))
      const [one = 0, two = 0, three = 0] = ids()
      expect(store.evidence([three, one, 999_999, two, one]).map(({ passageId }) => passageId)).toEqual([
        three,
        one,
        two,
        one,
      ])
      for (const evidence of store.evidence([one, two, three])) {
        const whole = store.get(evidence.articleId, evidence.version)
        expect(whole?.[evidence.field]?.slice(evidence.start, evidence.end)).toBe(evidence.text)
        expect(evidence).toMatchObject({
          title: whole?.title,
          publishedAt: whole?.publishedAt,
          place: whole?.place,
        })
      }
    })

    it("cites abstracts and titles by their own offsets", async () => {
      const of = article("a", [LONG], { abstract: "桥已合龙，明年通车。" })
      await store.put(
        [
          {
            article: of,
            passages: [
              { field: "title", start: 0, end: 3, text: "题目a" },
              { field: "abstract", start: 5, end: 10, text: "明年通车。" },
            ],
          },
        ],
        NOW,
      )
      expect(store.evidence(ids()).map(({ field, text }) => [field, text])).toEqual([
        ["title", "题目a"],
        ["abstract", "明年通车。"],
      ])
    })

    it("says what the text is", async () => {
      const passages = [
        { field: "text", start: 0, end: 3, text: LONG.slice(0, 3) },
        { field: "abstract", start: 0, end: 2, text: "桥已" },
      ] as const
      const of = (id: string, text: string, given: Partial<Article>) => ({
        article: article(id, [text], { abstract: "桥已合龙。", ...given }),
        passages,
      })
      await store.put(
        [
          of("a", LONG, {}),
          of("b", OTHER, { flags: ["advertisement"] }),
          of("c", THIRD, { flags: ["opinion"] }),
        ],
        NOW,
      )
      const kinds = store.evidence(ids()).map(({ articleId, field, kind }) => `${articleId} ${field} ${kind}`)
      expect(kinds).toEqual([
        "a text report",
        "a abstract abstract",
        "b text advertisement",
        "b abstract advertisement",
        "c text opinion",
        "c abstract opinion",
      ])
    })
  })

  describe("searched", () => {
    const numberOf = (id: string) => store.get(id)?.number ?? 0
    const numbers = (...ids: string[]) => store.searched(ids.map(numberOf)).map(({ number }) => number)

    it("comes in the order of the numbers, and leaves out what is gone, unknown or behind another", async () => {
      await put(article("a", [LONG]), article("b", [LONG]), article("c", [OTHER]), article("d", [THIRD]))
      expect(numbers("d", "a", "c")).toEqual(["d", "a", "c"].map(numberOf))
      expect(numbers("c", "a", "d", "c")).toEqual(["c", "a", "d", "c"].map(numberOf))
      expect(store.searched([999_999, numberOf("d"), -1, 0.5])).toMatchObject([{ number: numberOf("d") }])
      expect(numbers("b")).toEqual([])
      expect(numbers()).toEqual([])
      await store.retract("c", "x")
      expect(numbers("d", "b", "c", "a")).toEqual(["d", "a"].map(numberOf))
      await store.retract("b", "x")
      expect(numbers("a", "b", "d")).toEqual([numberOf("d")])
    })

    const whole = [LONG, OTHER].join("\n")
    const cases: [name: string, given: Partial<Article>, searched: object][] = [
      ["no abstract", { abstract: null }, { abstract: "", text: whole }],
      ["an abstract", { abstract: "桥已合龙。" }, { abstract: "桥已合龙。" }],
      ["a title", { title: "汐江二桥合龙" }, { title: "汐江二桥合龙" }],
      ["no day", { publishedAt: null }, { day: null }],
      ["a day", { publishedAt: "2025-10-07" }, { day: "2025-10-07" }],
      ["a time", { publishedAt: "2025-10-07T23:30:00+08:00" }, { day: "2025-10-07" }],
      ["a heading", { body: [{ heading: "小标题" }, { text: LONG }] }, { text: `小标题\n${LONG}` }],
    ]
    it.each(cases)("tells of an article with %s", async (_, given, searched) => {
      await put(article("a", [LONG, OTHER], given))
      expect(store.searched([numberOf("a")])).toMatchObject([searched])
    })

    it("names the passages that the indexes hold, by spans of the article's own fields", async () => {
      const abstract = "桥已合龙，明年通车。"
      const of = article("a", [LONG, OTHER], { abstract })
      const passages = [
        { field: "title", start: 0, end: 3, text: "题目a" },
        { field: "abstract", start: 5, end: 10, text: "明年通车。" },
        ...prepared(of).passages,
      ] as const
      await store.put([{ article: of, passages }, prepared(article("b", [THIRD]))], NOW)
      const held = index.articles()
      const found = store.searched(held.map(({ number }) => number))
      const texts = found.map((one) =>
        one.passages.map(({ id, field, start, end }) => ({ id, text: one[field].slice(start, end) })),
      )
      expect(texts).toEqual(held.map((one) => one.passages.map(({ id, text }) => ({ id, text }))))
      expect(texts[0]?.map(({ text }) => text)).toEqual(passages.map(({ text }) => text))
    })

    it("tells what the current version says", async () => {
      await put(article("a", [LONG]))
      const [before] = store.searched([numberOf("a")])
      await put(article("a", [OTHER, THIRD], { title: "新题", publishedAt: null }))
      const [after] = store.searched([numberOf("a")])
      expect(before).toMatchObject({ text: LONG, day: "2025-10-08" })
      expect(after).toMatchObject({ text: `${OTHER}\n${THIRD}`, title: "新题", day: null })
      expect(after?.passages.map(({ id }) => id)).toEqual(ids())
      expect(after?.number).toBe(before?.number)
    })

    it("gives the one that takes the place of another", async () => {
      await put(article("late", [LONG], { source: "雁洲晚报", publishedAt: "2025-10-09" }))
      expect(numbers("late")).toEqual([numberOf("late")])
      await put(article("early", [LONG]))
      expect(numbers("late", "early")).toEqual([numberOf("early")])
    })
  })

  describe("list, accepting and places", () => {
    beforeEach(async () => {
      const given: [id: string, publishedAt: string | null, place: string[]][] = [
        ["old", "2025-09-30", ["海岳省", "汐川市", "禾溪县"]],
        ["new", "2025-10-08T23:30:00+08:00", ["海岳省", "汐川市", "禾溪"]],
        ["early", "2025-10-08T07:00:00+08:00", ["海岳省", "汐川市"]],
        ["undated", null, []],
        ["far", "2025-10-01", ["海岳省", "雁洲市", "城区"]],
      ]
      for (const [at, [id, publishedAt, place]] of given.entries()) {
        const one = prepared(article(id, [`${LONG}其${at}`], { publishedAt, place }))
        await store.put([one], new Date(NOW.getTime() + at * 60_000))
      }
    })

    const cases: [name: string, filter: Parameters<ArticleStore["list"]>[0], found: string[]][] = [
      ["all, newest first, undated last", {}, ["new", "early", "far", "old", "undated"]],
      ["from a day on", { fromDay: "2025-10-01" }, ["new", "early", "far"]],
      ["up to a day", { toDay: "2025-10-01" }, ["far", "old"]],
      ["one day", { fromDay: "2025-10-08", toDay: "2025-10-08" }, ["new", "early"]],
      ["no day", { fromDay: "2026-01-01" }, []],
      ["a county, however written", { place: "禾溪" }, ["new", "old"]],
      ["a county in full", { place: "禾溪县" }, ["new", "old"]],
      ["a county in Traditional", { place: "禾溪縣" }, ["new", "old"]],
      ["a city", { place: "汐川" }, ["new", "early", "old"]],
      ["a province", { place: "海岳" }, ["new", "early", "far", "old"]],
      ["a short name as it is", { place: "城区" }, ["far"]],
      ["nowhere", { place: "月球" }, []],
      [
        "ingested since",
        { ingestedAfter: new Date(NOW.getTime() + 120_000).toISOString() },
        ["far", "undated"],
      ],
      ["all at once", { fromDay: "2025-10-01", toDay: "2025-10-31", place: "雁洲市" }, ["far"]],
    ]
    it.each(cases)("%s", (_, filter, found) => {
      const listed = store.list(filter, 100)
      expect(listed.map(({ id }) => id)).toEqual(found)
      if (filter.ingestedAfter === undefined) {
        const accepts = store.accepting(filter)
        const accepted = ["old", "new", "early", "undated", "far"].filter((id) =>
          accepts(store.get(id)?.number ?? 0),
        )
        expect(new Set(accepted)).toEqual(new Set(found))
        expect([0, -1, 999_999].some(accepts)).toBe(false)
      }
      expect(store.list(filter, 1).map(({ id }) => id)).toEqual(found.slice(0, 1))
    })

    it.each(cases)("entries, %s: the same articles", (_, filter) => {
      for (const limit of [1, 100]) {
        const entries = store.entries(filter, limit)
        const listed = store.list(filter, limit)
        expect(entries.map(({ number }) => number)).toEqual(listed.map(({ number }) => number))
        expect(entries.map(({ version }) => version)).toEqual(listed.map(({ version }) => version))
      }
      const { ingestedAfter = "", ...rest } = filter
      const later = store.entries(rest, 100).filter(({ cameIn }) => cameIn > ingestedAfter)
      expect(store.entries(filter, 100)).toEqual(later)
    })

    it("takes no correction of an article for a new one", async () => {
      await store.put([prepared(article("old", [OTHER]))], new Date(NOW.getTime() + 600_000))
      expect(store.list({ ingestedAfter: new Date(NOW.getTime() + 300_000).toISOString() }, 10)).toEqual([])
      const number = store.get("old")?.number
      const entry = store.entries({}, 10).find((one) => one.number === number)
      expect(entry).toEqual({ number, version: 2, cameIn: NOW.toISOString() })
    })

    it("counts the places, most first", async () => {
      await put(article("more", [OTHER], { place: ["海岳省", "雁洲市", "城区"] }))
      expect(store.places()).toEqual([
        { path: ["海岳省", "雁洲市", "城区"], articles: 2 },
        expect.objectContaining({ articles: 1 }),
        expect.objectContaining({ articles: 1 }),
        expect.objectContaining({ articles: 1 }),
      ])
    })

    it("knows its oldest and newest day", () => {
      expect(store.state()).toMatchObject({ articles: 5, oldestDay: "2025-09-30", newestDay: "2025-10-08" })
    })
  })

  describe("state and passages", () => {
    it("is empty at first", () => {
      expect(store.state()).toEqual({
        articles: 0,
        passages: 0,
        sequence: 0,
        oldestDay: null,
        newestDay: null,
      })
      expect([...store.articles(0)]).toEqual([])
      expect(ids()).toEqual([])
    })

    it("grows by one with each change, and not without", async () => {
      const steps: [sequence: number, step: () => Promise<unknown>][] = [
        [1, () => put(article("a", [LONG]))],
        [1, () => put(article("a", [LONG]))],
        [2, () => put(article("a", [OTHER]))],
        [3, () => put(article("p", [OTHER]))],
        [3, () => put(article("p", [OTHER]))],
        [5, () => put(article("b", ["短。"]), article("c", ["短。"]))],
        [6, () => store.retract("a", "x")],
        [6, () => put(article("a", [LONG]))],
      ]
      for (const [sequence, step] of steps) {
        await step()
        expect(store.state().sequence).toBe(sequence)
      }
    })

    it("hands out thousands of passages in the order of ids, from any id on", async () => {
      const paragraphs = Array.from({ length: 1_100 }, (_, at) => `第${at}段。`)
      const others = paragraphs.map((text) => text.replace("段", "节"))
      await put(article("a", paragraphs), article("b", others))
      const from = (after: PassageId) => [...store.articles(after)].flatMap(({ passages }) => passages)
      const all = from(0)
      expect(all.map(({ id }) => id)).toEqual(ids())
      expect(all.map(({ text }) => text)).toEqual([...paragraphs, ...others])
      const first = all[0]?.id ?? 0
      expect(all.map(({ id }) => id)).toEqual(all.map((_, at) => first + at))
      expect(from(all[1_500]?.id ?? 0)).toEqual(all.slice(1_501))
      expect([...store.articles(0)]).toEqual(index.articles())
    })

    it("hands out with an article its printed place and the names of its bylines", async () => {
      const bylines = [
        { role: "reporter", name: "田一苇" },
        { role: "photographer", name: "何满仓" },
      ] as const
      const place = ["海岳省", "汐川市"]
      await put(
        article("a", [LONG], { bylines, place, placeFrom: "page" }),
        article("b", [OTHER], { bylines: [], place, placeFrom: "text" }),
      )
      expect(index.articles()).toMatchObject([
        { place, bylines: ["田一苇", "何满仓"], passages: [{ text: LONG }] },
        { place: [], bylines: [], passages: [{ text: OTHER }] },
      ])
      expect([...store.articles(0)]).toEqual(index.articles())
    })
  })

  it("agrees with a naive archive after any puts and retractions", async () => {
    const [lead = "", ...rest] = REPORT
    const texts = [
      REPORT,
      [...REPORT, "又讯。"],
      [...REPORT, ...MORE],
      [lead.replace("1.2公里", "1.3公里"), ...rest],
      [LONG],
      [OTHER],
      ["短。"],
      ["短。", "第二段。"],
    ]
    const anyArticle = fc
      .record({
        id: fc.constantFrom("a", "b", "c", "d"),
        url: fc.constantFrom(null, null, "u:1", "u:2"),
        text: fc.constantFrom(...texts),
        title: fc.constantFrom("汐江二桥合龙", "青屏新增企业"),
        source: fc.constantFrom("汐川日报", "雁洲晚报"),
        publishedAt: fc.constantFrom("2025-10-07", "2025-10-08", null),
      })
      .map(({ id, text, ...given }) => article(id, text, given))
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(anyArticle, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom("a", "b", "c", "d") },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const held = new ListIndex()
        const { store, close } = open([held])
        try {
          const naive = new NaiveArchive()
          const given = new Map<PassageId, string>()
          for (const step of steps) {
            if (typeof step === "string") {
              await store.retract(step, "x")
              naive.retract(step)
            } else {
              for (const one of step) {
                const [result] = await store.put([prepared(one)], NOW)
                const { updates, ...expected } = naive.put(one)
                expect(result).toMatchObject(expected)
                if (result?.status === "added" || result?.status === "updated")
                  expect([...updates, undefined]).toContain(result.updates)
              }
            }
            checkAgainst(naive, store, held, given)
          }
        } finally {
          close()
        }
      }),
      { numRuns: 40 },
    )
  })
}

interface NaiveArticle {
  readonly id: string
  url: string | null
  live: boolean
  lead: { readonly id: string; readonly why: LeadReason } | null
  /** Passages were given when it came to stand for itself, not when another let go of it. */
  indexed: boolean
  readonly versions: Article[]
}

/** The contract in the plainest words: lists that are searched from end to end. */
class NaiveArchive {
  readonly articles: NaiveArticle[] = []

  put(of: Article) {
    const existing = this.articles.find(({ id }) => id === of.id) ?? this.#byUrl(of.url)
    const last = existing?.versions.at(-1)
    const same = existing && JSON.stringify({ ...last, id: "" }) === JSON.stringify({ ...of, id: "" })
    if (existing && (!existing.live || same))
      return { status: "unchanged", id: existing.id, version: existing.versions.length, updates: [] }
    const { behind, over, updates } = this.#place(of, existing)
    const one = existing ?? { id: of.id, url: of.url, live: true, lead: null, indexed: false, versions: [] }
    if (!existing) this.articles.push(one)
    else if (of.url !== null && !this.#byUrl(of.url)) existing.url = of.url
    one.versions.push(of)
    const followers = this.articles.filter(({ lead }) => lead?.id === one.id)
    const lead = behind?.lead ?? one
    if (behind) {
      one.lead = { id: lead.id, why: behind.why }
    } else {
      one.lead = null
      for (const other of over)
        followers.push(other, ...this.articles.filter((each) => each.lead?.id === other.id))
    }
    one.indexed = !behind
    for (const follower of followers) {
      const why = whyBehind(related(follower.versions.at(-1) ?? of, lead.versions.at(-1) ?? of))
      follower.lead = why ? { id: lead.id, why } : null
      follower.indexed = false
    }
    if (!lead.live) for (const each of this.articles) if (each.lead?.id === lead.id) each.live = false
    if (!existing && behind) {
      return { status: "duplicate", id: one.id, of: lead.id, why: behind.why, updates: [] }
    }
    const status = existing ? "updated" : "added"
    return { status, id: one.id, version: one.versions.length, updates: updates.map(({ id }) => id) }
  }

  retract(name: string): void {
    const found = this.articles.find(({ id }) => id === name)
    if (!found?.live) return
    const lead = found.lead?.id ?? found.id
    for (const one of this.articles) if (one.id === lead || one.lead?.id === lead) one.live = false
  }

  #place(of: Article, self: NaiveArticle | undefined) {
    const behind: { lead: NaiveArticle; why: LeadReason }[] = []
    const [over, updates]: NaiveArticle[][] = [[], []]
    for (const other of this.articles.filter((one) => one.lead === null && one !== self)) {
      const theirs = other.versions.at(-1) ?? of
      const relation = related(of, theirs)
      if (relation?.kind === "update" && other.live) updates?.push(other)
      const why = whyBehind(relation)
      const whole = relation?.kind === "shortened" && relation.shorter === "b"
      const original = why !== null && why !== "shortened" && isOriginal(printed(of), printed(theirs), why)
      if (other.live && (whole || original)) over?.push(other)
      else if (whole) behind.push({ lead: other, why: "shortened" })
      else if (why) behind.push({ lead: other, why })
    }
    const order = ["same-text", "reprint", "shortened"]
    const rank = ({ lead, why }: { lead: NaiveArticle; why: string }) =>
      (lead.live ? 3 : 0) + order.indexOf(why)
    const [first] = behind.sort((a, b) => rank(a) - rank(b))
    return { behind: first, over: first ? [] : (over ?? []), updates: first ? [] : (updates ?? []) }
  }

  #byUrl(url: string | null): NaiveArticle | undefined {
    return url === null ? undefined : this.articles.find((one) => one.url === url)
  }
}

function printed(of: Article) {
  return { ...of, text: articleText(of.body) }
}

function related(a: Article, b: Article): Relation | null {
  return relate(compared(printed(a)), compared(printed(b)))
}

/** Why the first of two can stand behind the second. */
function whyBehind(relation: Relation | null): Exclude<LeadReason, "second-half"> | null {
  if (relation === null || relation.kind === "update") return null
  return relation.kind === "shortened" && relation.shorter === "b" ? null : relation.kind
}

function checkAgainst(
  naive: NaiveArchive,
  store: OpenStore["store"],
  held: ListIndex,
  given: Map<PassageId, string>,
): void {
  const searched = naive.articles.filter((one) => one.live && one.lead === null)
  expect(store.state()).toMatchObject({
    articles: searched.length,
    passages: searched.reduce(
      (sum, { versions, indexed }) => sum + (indexed ? (versions.at(-1)?.body.length ?? 0) : 0),
      0,
    ),
  })
  for (const { id, versions, live, lead } of naive.articles) {
    const stored = store.get(id)
    expect(stored).toMatchObject({ id, version: versions.length, status: live ? "live" : "retracted", lead })
    const behind = naive.articles.filter((one) => one.lead?.id === id).map((one) => one.id)
    expect(stored?.printings.map((printing) => printing.id)).toEqual(behind.sort())
    for (const [at, version] of versions.entries()) {
      const { id: _, ...content } = version
      expect(store.get(id, at + 1)).toMatchObject(content)
    }
  }
  const articles = [...store.articles(0)]
  expect(articles).toEqual(held.articles())
  const passages = articles.flatMap((one) => one.passages)
  expect(store.evidence(passages.map(({ id }) => id))).toHaveLength(passages.length)
  for (const { id, article, text, start, end } of passages) {
    const known = given.get(id)
    // An id stands for one span of one article, for ever.
    expect(known ?? `${article}:${start}:${text}`).toBe(`${article}:${start}:${text}`)
    given.set(id, `${article}:${start}:${text}`)
    expect(end - start).toBe(text.length)
  }
}
