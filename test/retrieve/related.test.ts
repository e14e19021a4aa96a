import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Article, LinkKind, StoredArticle } from "../../src/corpus.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { createRelated, type RelatedTo } from "../../src/retrieve/related.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { article, prepared, stored } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

/** Enough words for a query. */
const WORDS =
  "市图书馆的夜间阅览室开到凌晨，保安说每晚总有几十个备考的年轻人留到最后，馆里添了热水和小桌灯，读者可以租用柜子。"

/** What the words alone give: scores as a search would find them, the article's own being 10. */
interface Found {
  readonly score?: number
  readonly day?: string | null
  readonly link?: LinkKind
  readonly given?: Partial<StoredArticle>
}

/** "a" is the article asked about; the others by id. Lists `id kind`, best first. */
function ask(others: Readonly<Record<string, Found>>, limit = 10, own: Partial<StoredArticle> = {}) {
  const ids = Object.keys(others)
  const links = ids.flatMap((id) => {
    const { link, day = "2025-10-01" } = others[id] ?? {}
    return link ? { kind: link, id, title: id, url: null, publishedAt: day } : []
  })
  const asked = stored(article("a", [WORDS]), { number: 100, links, ...own })
  const all = [
    asked,
    ...ids.map((id, at) => {
      const { day = "2025-10-01", given } = others[id] ?? {}
      return stored(article(id, ["正文"], { publishedAt: day }), { number: at, ...given })
    }),
  ]
  const scores = [[100, 10] as const, ...ids.map((id, at) => [at, others[id]?.score ?? 0] as const)]
  const related = createRelated({
    store: {
      get: (id) => all.find((one) => one.id === id),
      byNumbers: (numbers) => numbers.flatMap((number) => all.find((one) => one.number === number) ?? []),
    },
    lexical: {
      size: 100,
      documentFrequency: () => 3,
      search: (_, most, accept = () => true) =>
        scores
          .filter(([number, score]) => score > 0 && accept(number))
          .sort((one, other) => other[1] - one[1])
          .slice(0, most)
          .map(([number, score]) => ({ article: number, score })),
    },
  })
  return related("a", limit).map(({ article: { id }, kind }) => (kind ? `${id} ${kind}` : id))
}

describe("what is offered, and in which order", () => {
  const cases: [name: string, others: Record<string, Found>, found: string[]][] = [
    ["the nearest first", { b: { score: 4 }, c: { score: 7 } }, ["c", "b"]],
    ["nothing below the floor", { b: { score: 2.4 }, c: { score: 2.5 } }, ["c"]],
    ["nothing where nothing is alike", { b: {} }, []],
    [
      "newest first among those that are equally near, the undated last",
      {
        undated: { score: 5.1, day: null },
        old: { score: 5.1, day: "2025-09-01" },
        new: { score: 4.9, day: "2025-10-20T08:00:00+08:00" },
        far: { score: 4, day: "2025-10-30" },
      },
      ["new", "old", "undated", "far"],
    ],
    [
      "corrections and follow-ups before all, as such, whatever their words",
      {
        alike: { score: 9 },
        before: { link: "updates" },
        wrong: { link: "corrects" },
        later: { link: "updated-by", score: 9 },
        notice: { link: "corrected-by", score: 1 },
      },
      ["notice corrected-by", "later updated-by", "wrong corrects", "before updates", "alike"],
    ],
    [
      "the newest of several follow-ups first",
      { one: { link: "updated-by", day: "2025-10-02" }, two: { link: "updated-by", day: "2025-10-03" } },
      ["two updated-by", "one updated-by"],
    ],
    [
      "the story in the place of a printing that is linked, once",
      {
        printing: { link: "updated-by", given: { lead: { id: "story", why: "reprint" } } },
        story: { score: 6, link: "corrects" },
      },
      ["story updated-by"],
    ],
    [
      "no link to itself by a printing of its own, nor to what was retracted",
      {
        own: { link: "updated-by", given: { lead: { id: "a", why: "reprint" } } },
        gone: { link: "updated-by", given: { status: "retracted" } },
      },
      [],
    ],
  ]
  it.each(cases)("%s", (_, others, found) => {
    expect(ask(others)).toEqual(found)
  })

  it("at most as many as asked for", () => {
    const others: Record<string, Found> = { b: { score: 9 }, c: { score: 8 }, d: { link: "updated-by" } }
    expect(ask(others, 2)).toEqual(["d updated-by", "b"])
    expect(ask(others, 0)).toEqual([])
  })

  it("nothing for an article that is retracted", () => {
    expect(ask({ b: { score: 9 } }, 10, { status: "retracted" })).toEqual([])
  })
})

const BRIDGE = [
  "汐江二桥昨日上午合龙，全桥长1.2公里，双向四车道，沿江两岸的居民从此不必再绕行老桥。市住建局说，桥面铺装本月开始。",
  "这座桥于2023年3月动工，总投资6.8亿元，由市交通建设公司承建。施工队伍说，今年汛期水位高，主墩的承台比计划晚了四十天浇筑。",
  "家住河西的退休教师韩玉成说，过去到城东看病要坐四站公交，堵车时一个钟头也不够，往后走路就能过江。",
]
const PIER = [
  "汐江二桥的主墩昨天浇筑完成。市住建局介绍，汐江二桥由市交通建设公司承建，合龙安排在十月，桥面铺装随后开始。",
  "施工队伍在汛期过后抢回了工期，主墩承台一次浇筑用了三十个钟头。",
]
const OTHERS: readonly (readonly [id: string, text: string])[] = [
  ["tea", "青屏县的秋茶开采，茶农把鲜叶送到合作社，价格比春天涨了两成，收购点一直开到夜里。"],
  ["clinic", "云岭县医院门诊楼封顶，新楼共九层，检验科和影像科将搬到二楼，老楼改作体检中心。"],
  ["rice", "禾溪县的晚稻开镰，收割机下田第一天收了四千亩，农技员说今年的病虫害比往年轻。"],
  ["lamps", "白渡古镇的鱼灯又亮了，九旬老人教出五十多个徒弟，最小的只有七岁。"],
  ["school", "禾溪二小的新校区启用，操场有四百米跑道，千余名学生在开学典礼上唱了校歌。"],
  ["bus", "市公交公司从下周起调整七条线路，末班车推迟到晚上十点，老年卡照旧使用。"],
  ["weather", "市气象台预报，今夜起降温九度，周三早晨城区只有八度，果农要防霜冻。"],
  ["library", "市图书馆的夜间阅览室开到凌晨，保安说每晚总有几十个备考的年轻人留到最后。"],
  ["court", "汐川中院公开审理非法采砂案，五名被告人当庭认罪，法院将择期宣判。"],
  ["run", "半程马拉松报名截止，九千多人争八千个名额，组委会说抽签结果周五公布。"],
  ["museum", "市博物馆的新展开幕，一只铜盉在江底睡了两千年，讲解员一天讲了六场。"],
  ["vaccine", "疾控专家说，流感疫苗每年都要打，老人和孩子到社区卫生服务中心就能接种。"],
]

describe("over an archive", () => {
  let db: Db
  let store: SqliteArticleStore
  let related: RelatedTo
  beforeEach(async () => {
    const lexical = new LexicalIndex()
    db = openDatabase(temporaryFolder())
    store = new SqliteArticleStore(db, { embedderId: "test", indexes: [lexical] })
    related = createRelated({ store, lexical })
    await put(...OTHERS.map(([id, text]) => article(id, [text])))
    await put(article("bridge", BRIDGE, { title: "汐江二桥合龙" }))
  })
  afterEach(() => db.close())

  const put = (...articles: Article[]) => store.put(articles.map(prepared), new Date("2025-10-08T12:00:00Z"))
  const found = (id: string, limit = 10) =>
    related(id, limit).map(({ article: one, kind }) => (kind ? `${one.id} ${kind}` : one.id))

  it("offers what is on the same matter, and not what is merely there", async () => {
    expect(found("bridge")).toEqual([])
    await put(article("pier", PIER, { title: "汐江二桥主墩浇筑完成", publishedAt: null }))
    expect(found("bridge")).toEqual(["pier"])
    expect(found("pier")).toEqual(["bridge"])
    expect(found("tea")).toEqual([])
    expect(found("nowhere")).toEqual([])
  })

  it("takes a story and its printings for one, whichever of them is asked about", async () => {
    await put(
      article("pier", PIER),
      article("reprint", BRIDGE, { source: "雁洲晚报", publishedAt: "2025-10-09" }),
    )
    expect(store.get("reprint")?.lead?.id).toBe("bridge")
    expect(found("bridge")).toEqual(["pier"])
    expect(found("reprint")).toEqual(["pier"])
    expect(found("pier")).toEqual(["bridge"])
  })

  it("names a later report with another figure as a follow-up", async () => {
    const [lead = "", ...rest] = BRIDGE
    const given = { title: "汐江二桥合龙", publishedAt: "2025-10-09" }
    await put(article("later", [lead.replace("1.2公里", "1.3公里"), ...rest], given))
    expect(found("bridge")).toEqual(["later updated-by"])
    expect(found("later")).toEqual(["bridge updates"])
  })

  it("finds the rest of the matter behind another paper's report of the same event", async () => {
    const [lead, works, teacher] = BRIDGE
    await put(
      article("other", [`${works}${lead}`, `${teacher}新桥两头的公园明年开放。`], {
        title: "汐江二桥昨日合龙",
        publishedAt: "2025-10-20",
      }),
      article("pier", PIER, { title: "汐江二桥主墩浇筑完成" }),
    )
    expect(store.get("other")?.lead).toBeNull()
    expect(found("bridge")).toEqual(["other", "pier"])
    expect(found("pier").sort()).toEqual(["bridge", "other"])
  })

  it("forgets what was retracted", async () => {
    await put(article("pier", PIER))
    await store.retract("pier", "wrong")
    expect(found("bridge")).toEqual([])
    expect(found("pier")).toEqual([])
  })

  it("goes by url as well", async () => {
    const url = "https://paper.example/pier"
    await put(article("pier", PIER, { url }))
    expect(found(url)).toEqual(["bridge"])
  })
})
