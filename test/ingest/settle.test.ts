import fc from "fast-check"
import { expect, test } from "vitest"
import type { Article, PreparedArticle, StoredArticle } from "../../src/corpus.ts"
import { readCorrection } from "../../src/ingest/correction-notice.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { pairHalves } from "../../src/ingest/halves.ts"
import { identified } from "../../src/ingest/identity.ts"
import { readPageDump } from "../../src/ingest/page-dump.ts"
import { type JoinedArticle, type SettlingStore, settle } from "../../src/ingest/settle.ts"
import { article, stored } from "../fixtures/articles.ts"

/** The part of the store that settling needs, over articles as they were read. */
class SettlingMemory implements SettlingStore {
  readonly #read = new Map<string, StoredArticle>()
  readonly #now = new Map<string, StoredArticle>()
  readonly links: string[] = []
  /** Ids of articles that nothing can be found of. */
  readonly waiting = new Set<string>()

  constructor(articles: readonly Article[]) {
    for (const one of articles) this.read(one)
  }

  read(one: Article): void {
    this.#read.set(one.id, stored(one))
    this.#now.set(one.id, stored(one))
  }

  get(id: string) {
    return this.#now.get(id)
  }

  list({ fromDay = "", toDay = "9" }) {
    return [...this.#now.values()].filter(({ publishedAt, lead }) => {
      const day = publishedAt?.slice(0, 10) ?? ""
      return lead === null && day >= fromDay && day <= toDay
    })
  }

  halves() {
    return [...this.#read.values()].filter(({ openEnds }) => openEnds.length > 0)
  }

  corrections() {
    return [...this.#now.values()].filter(
      ({ id, correction }) => correction !== null && !this.links.some((link) => link.startsWith(`${id} `)),
    )
  }

  link(from: string, to: string) {
    this.links.push(`${from} ${to}`)
  }

  joined() {
    return [...this.#now.values()].filter(({ version, lead }) => version > 1 && lead === null)
  }

  async join(batch: readonly JoinedArticle[]) {
    for (const { article: whole, secondHalf } of batch) {
      const half = this.#now.get(secondHalf)
      this.#now.set(whole.id, stored(whole, { version: 2 }))
      if (half) this.#now.set(secondHalf, { ...half, lead: { id: whole.id, why: "second-half" } })
    }
  }

  async part(batch: readonly PreparedArticle[]) {
    for (const { article: half } of batch) {
      this.#now.set(half.id, stored(half))
      for (const [id, one] of this.#now)
        if (one.lead?.id === half.id) this.#now.set(id, { ...one, lead: null })
    }
  }

  place() {}

  unindexed() {
    return [...this.#now.values()].filter(({ id, lead }) => lead === null && this.waiting.has(id))
  }

  async index(batch: readonly PreparedArticle[]) {
    for (const { article: one, passages } of batch) if (passages.length > 0) this.waiting.delete(one.id)
  }
}

async function settled(store: SettlingStore): Promise<string[]> {
  const lines: string[] = []
  for await (const line of settle({
    store,
    now: new Date("2025-10-09T00:00:00Z"),
    locate: (one) => one,
    early: [],
  }))
    lines.push(line)
  return lines
}

const TITLE = "白渡县水毁道路修复通车"

function firstHalf(change: Partial<Article> = {}): Article {
  return article("a", ["头一段。", "副县长说，"], {
    title: TITLE,
    page: "01",
    openEnds: [{ side: "goes-on", page: "2", title: null, within: false }],
    flags: ["incomplete"],
    ...change,
  })
}

function secondHalf(change: Partial<Article> = {}): Article {
  return article("b", ["路通了。", "末一段。"], {
    title: TITLE,
    bylines: [{ role: "correspondent", name: "韦小禾" }],
    page: "02",
    openEnds: [{ side: "began", page: "1", title: null, within: false }],
    flags: ["incomplete"],
    ...change,
  })
}

test("two halves become the first one, whole; a second run finds nothing to do; new words are joined anew", async () => {
  const store = new SettlingMemory([secondHalf(), firstHalf()])
  expect(await settled(store)).toHaveLength(1)
  const whole = store.get("a")
  expect(whole).toMatchObject({
    title: TITLE,
    text: "头一段。\n副县长说，路通了。\n末一段。",
    seams: [{ at: 10, from: "1", to: "2" }],
    openEnds: [],
    flags: ["stitched"],
  })
  expect(whole?.bylines.map(({ name }) => name)).toEqual(["田一苇", "韦小禾"])
  expect(store.get("b")?.lead).toEqual({ id: "a", why: "second-half" })
  expect(await settled(store)).toEqual([])
  store.read(firstHalf({ body: [{ text: "县长说。" }] }))
  expect(await settled(store)).toHaveLength(1)
  expect(store.get("a")).toMatchObject({
    text: "县长说。\n路通了。\n末一段。",
    seams: [{ at: 5, from: "1", to: "2" }],
  })
})

test("a half that is changed to be none is parted, and the other half stands for itself again", async () => {
  const store = new SettlingMemory([secondHalf(), firstHalf()])
  await settled(store)
  store.read(secondHalf({ body: [{ text: "另一件事。" }], openEnds: [], flags: [] }))
  expect(await settled(store)).toEqual([`parted a: the other half of 《${TITLE}》 has changed`])
  expect(store.get("a")).toMatchObject({ text: "头一段。\n副县长说，", flags: ["incomplete"] })
  expect(store.get("b")?.lead).toBeNull()
  expect(await settled(store)).toEqual([])
})

test("what has come to stand for itself is made searchable", async () => {
  const store = new SettlingMemory([article("a", ["头一段。"]), article("b", ["路通了。"])])
  store.waiting.add("b")
  expect(await settled(store)).toEqual([])
  expect([...store.waiting]).toEqual([])
})

test.each(["（下转第二版）", "（紧接02版）", ">>>下转2版"])(
  "two dumps of pages are joined: %s",
  async (marker) => {
    const dump = (page: string, paragraphs: string) =>
      identified(
        readPageDump(`${TITLE}\n汐川日报 2025-10-08\n第0${page}版：要闻\n\n${paragraphs}\n`) ?? BLANK_DRAFT,
        null,
      )
    const lead = "白渡县63处水毁道路昨天全部修复通车，最后一处在红枫乡。沿线六个村的班车同时恢复。"
    const a = dump("1", `${lead}\n\n副县长说，${marker}`)
    const b = dump(
      "2",
      `（上接第一版）下一步要加固沿河的路基，今年汛期之前完工。\n\n${lead.slice(0, 9)}之后，菜价也回落了。`,
    )
    const store = new SettlingMemory([a, b])
    expect(await settled(store)).toHaveLength(1)
    expect(store.get(a.id)?.text).toContain("副县长说，下一步要加固沿河的路基")
  },
)

test.each([
  ["another paper", firstHalf(), secondHalf({ source: "汐川晚报" })],
  [
    "text behind the first half's marker",
    firstHalf({ openEnds: [{ side: "goes-on", page: "2", title: null, within: true }] }),
    secondHalf(),
  ],
  ["another day", firstHalf(), secondHalf({ publishedAt: "2025-10-09" })],
  ["no day", firstHalf({ publishedAt: null }), secondHalf({ publishedAt: null })],
  ["another page", firstHalf(), secondHalf({ page: "A03" })],
  ["from another page", firstHalf({ page: "4" }), secondHalf()],
  ["another headline", firstHalf(), secondHalf({ title: "清坪县油茶丰收在望" })],
  ["a headline that says little", firstHalf({ title: "简讯" }), secondHalf({ title: "简讯" })],
  [
    "another headline in the marker",
    firstHalf(),
    secondHalf({ openEnds: [{ side: "began", page: "1", title: "清坪县油茶丰收在望", within: false }] }),
  ],
  ["other reporters", firstHalf(), secondHalf({ bylines: [{ role: "reporter", name: "章一舟" }] })],
])("never joined: %s", (_name, a, b) => expect(pairHalves([a, b])).toEqual([]))

test("the headline in the marker is enough", () => {
  const b = secondHalf({
    title: "路通了",
    openEnds: [{ side: "began", page: "1", title: TITLE, within: false }],
  })
  expect(pairHalves([b, firstHalf()])).toHaveLength(1)
})

test("two halves that fit one are ambiguous", () => {
  expect(pairHalves([firstHalf(), secondHalf(), secondHalf({ id: "c" })])).toEqual([])
  expect(pairHalves([firstHalf(), firstHalf({ id: "c" }), secondHalf()])).toEqual([])
})

const NAMES = [
  "云岭县医院新楼封顶",
  "清坪县油茶丰收在望",
  "白渡古镇渔灯节开幕",
  "城东污水厂投入运行",
  "河西区二小秋季开学",
]

/** One jumping story of a paper: what was scraped of it, and how its second half says where it belongs. */
const story = fc.record({
  title: fc.constantFrom(...NAMES),
  paper: fc.constantFrom("汐川日报", "汐川晚报"),
  day: fc.constantFrom("2025-10-08", "2025-10-09"),
  from: fc.constantFrom("1", "A01"),
  to: fc.constantFrom("2", "3"),
  first: fc.boolean(),
  second: fc.boolean(),
  sign: fc.constantFrom("headline", "marker", "nothing"),
  printed: fc.boolean(),
})

test("of generated papers no two stories are ever joined, and each clear pair is, in any order", () => {
  fc.assert(
    fc.property(fc.array(story, { maxLength: 8 }), fc.func(fc.nat()), (stories, order) => {
      const halves = stories.flatMap((given, i) => {
        const common = { source: given.paper, publishedAt: given.day, bylines: [] }
        const on = { side: "goes-on", page: given.to, title: null, within: false } as const
        const began = {
          side: "began",
          page: given.from,
          title: given.sign === "marker" ? given.title : null,
          within: false,
        } as const
        const a = article(`${i} a`, ["甲，"], {
          ...common,
          title: given.title,
          page: given.printed ? given.from : null,
          openEnds: [on],
        })
        const b = article(`${i} b`, ["乙。"], {
          ...common,
          title: given.sign === "headline" ? given.title : `续文${i}`,
          page: given.printed ? given.to : null,
          openEnds: [began],
        })
        return [...(given.first ? [a] : []), ...(given.second ? [b] : [])]
      })
      const mixed = [...halves].sort((x, y) => order(x.id) - order(y.id))
      const pairs = pairHalves(mixed).map(({ first, second }) => [first.id, second.id])
      const alike = (i: number) =>
        stories.filter(
          ({ title, paper, day }) =>
            title === stories[i]?.title && paper === stories[i]?.paper && day === stories[i]?.day,
        ).length
      for (const [a = "", b = ""] of pairs) {
        const [x, y] = [Number.parseInt(a, 10), Number.parseInt(b, 10)]
        expect(stories[x]?.title).toBe(stories[y]?.title)
        if (alike(x) === 1) expect(x).toBe(y)
      }
      for (const [i, { first, second, sign }] of stories.entries())
        if (first && second && sign !== "nothing" && alike(i) === 1)
          expect(pairs).toContainEqual([`${i} a`, `${i} b`])
    }),
  )
})

function notice(text: string, publishedAt = "2025-10-09"): Article {
  const body = [{ text }]
  const correction = readCorrection({ title: "更正", body, publishedAt })
  expect(correction).not.toBeNull()
  return article("n", [text], { title: "更正", publishedAt, correction })
}

test.each([
  ["by title and day", "本报10月8日《白渡县水毁道路修复通车》一文中，“甲”应为“乙”。", ["n a"]],
  ["by title alone", "本报《白渡县水毁道路修复通车》一文中，“甲”应为“乙”。", ["n a"]],
  ["by day, page and words", "本报昨日1版报道中，“副县长”应为“县长”。", ["n a"]],
  ["words that two have", "本报昨日报道中，“头一段”应为“第一段”。", []],
  ["words that nobody has", "本报昨日报道中，“六十三”应为“三十六”。", []],
  ["another page", "本报昨日3版报道中，“副县长”应为“县长”。", []],
  ["another day", "本报10月6日《白渡县水毁道路修复通车》一文中，“甲”应为“乙”。", []],
  ["a title that the archive lacks", "本报昨日《清坪县油茶丰收在望》一文，“副县长”应为“县长”。", []],
] as const)("a correction is linked: %s", async (_name, text, expected) => {
  const other = article("z", ["头一段。"], { title: "城东污水厂投入运行", page: "1" })
  const store = new SettlingMemory([notice(text), firstHalf(), other])
  await settled(store)
  expect(store.links).toEqual(expected)
  expect(await settled(store)).toEqual([])
})
