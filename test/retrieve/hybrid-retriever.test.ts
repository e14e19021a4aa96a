import { describe, expect, it } from "vitest"
import type { Evidence, Field } from "../../src/corpus.ts"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { type Embedder, ModelError } from "../../src/models.ts"
import type { FusionWeights } from "../../src/retrieve/fuse.ts"
import {
  createRetriever,
  EVEN_WEIGHTS,
  LEXICAL_ONLY,
  PASSAGES_PER_ARTICLE,
} from "../../src/retrieve/hybrid-retriever.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { type Question, readQuestion } from "../../src/retrieve/question.ts"
import { createSpelling } from "../../src/retrieve/spelling.ts"
import { MemoryStore } from "../fixtures/memory-store.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { createTermEmbedder } from "../fixtures/term-embedder.ts"

const terms = createTermEmbedder()

interface Story {
  readonly id: string
  readonly day: string | null
  readonly place: readonly string[]
  readonly passages: readonly (readonly [Field, string])[]
}

const stories: Story[] = [
  {
    id: "bridge",
    day: "2024-05-01",
    place: ["东县"],
    passages: [
      ["title", "青石大桥合龙"],
      ["abstract", "大桥年底通车"],
      ["text", "施工队昨日完成最后一段浇筑。"],
      ["text", "工程总投资三亿元。"],
    ],
  },
  {
    id: "school",
    day: "2024-05-09",
    place: ["西县"],
    passages: [
      ["title", "学校食堂"],
      ["text", "学校附近的大桥正在维修。"],
    ],
  },
  {
    id: "harvest",
    day: null,
    place: ["东县"],
    passages: [["text", "火龙果丰收，种植户笑开颜。"]],
  },
]

async function archive(embedder: Embedder, weights: FusionWeights) {
  const lexical = new LexicalIndex()
  const vectors = new ExactScan(embedder.dimensions)
  const maker = new PassageMaker()
  const evidence: Evidence[] = []
  for (const [number, { id, day, place, passages }] of stories.entries()) {
    const embedded = await terms.embed(passages.map(([, text]) => text))
    const indexed = passages.map(([field, text], i) =>
      maker.passage(number, field, text, embedded[i] as Float32Array),
    )
    lexical.add([{ number, place: [], bylines: [], passages: indexed }])
    vectors.add(indexed)
    const shared = {
      articleId: id,
      article: number,
      version: 1,
      title: id,
      url: null,
      source: null,
      printings: [],
      correcting: false,
      incomplete: false,
      corrections: [],
      updates: [],
    }
    for (const { id: passageId, field, start, end, text } of indexed) {
      evidence.push({ ...shared, passageId, field, start, end, text, publishedAt: day, place })
    }
  }
  const store = new MemoryStore(evidence)
  return createRetriever({ store, lexical, spelling: createSpelling(lexical), vectors, embedder, weights })
}

function question(text: string, more: Partial<Question> = {}): Question {
  return {
    ...readQuestion(text, { now: new Date("2024-06-01T00:00:00Z"), timeZone: "Asia/Shanghai" }),
    ...more,
  }
}

it.each([
  ["田一苇", "by its byline"],
  ["禾溪县", "by its place"],
  ["补贴三千元", "by an amount in other words"],
  ["出租车", "by the words of another region"],
])("finds %s %s, and gives its beginning", async (text) => {
  const lexical = new LexicalIndex()
  const maker = new PassageMaker()
  const article = maker.article(0, ["計程車司機獲得補貼", "每人3,000元"], {
    place: ["禾溪县"],
    bylines: ["田一苇"],
  })
  lexical.add([article])
  const shared = {
    articleId: "a",
    article: 0,
    version: 1,
    title: "",
    url: null,
    source: null,
    publishedAt: null,
  }
  const more = {
    printings: [],
    correcting: false,
    incomplete: false,
    corrections: [],
    updates: [],
    place: [],
  }
  const evidence = article.passages.map(({ id: passageId, field, start, end, text: line }): Evidence => {
    return { ...shared, ...more, passageId, field, start, end, text: line }
  })
  const vectors = new ExactScan(terms.dimensions)
  const store = new MemoryStore(evidence)
  const retriever = createRetriever({
    store,
    lexical,
    spelling: createSpelling(lexical),
    vectors,
    embedder: terms,
    weights: LEXICAL_ONLY,
  })
  const [found] = await retriever.retrieve(question(text), 5)
  expect(found?.passages.length).toBeGreaterThan(0)
})

describe.each([
  ["lexical alone", LEXICAL_ONLY],
  ["fused", EVEN_WEIGHTS],
])("createRetriever, %s", (_, weights) => {
  const cases: [asked: Question, first: string | undefined][] = [
    [question("火龙果怎么样了？"), "harvest"],
    [question("請問火龍果豐收了嗎"), "harvest"],
    [question("青石大桥什么时候合龙？"), "bridge"],
    [question("大桥", { place: "西县" }), "school"],
    [question("大桥", { days: { from: "2024-05-02", to: "2024-05-31" } }), "school"],
    [question("大桥", { days: { from: "2023-01-01", to: "2023-12-31" } }), undefined],
    [question("5月合龙的大桥"), "bridge"],
    [question("是什么？"), undefined],
    [question("😀😀😀"), undefined],
    [question(""), undefined],
  ]
  it.each(cases)("$text", async (asked, first) => {
    const found = await (await archive(terms, weights)).retrieve(asked, 5)
    expect(found[0]?.articleId).toBe(first)
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a))
  })

  it("finds only what is accepted, days and place besides", async () => {
    const retriever = await archive(terms, weights)
    const ids = async (asked: Question, accept: (article: number) => boolean) =>
      (await retriever.retrieve(asked, 5, { accept })).map(({ articleId }) => articleId)
    const bridge = stories.findIndex(({ id }) => id === "bridge")
    const ofBridge = await ids(question("大桥"), (article) => article === bridge)
    expect(ofBridge).toEqual(["bridge"])
    expect(await ids(question("大桥"), (article) => article !== bridge)).not.toContain("bridge")
    expect(await ids(question("大桥", { place: "西县" }), (article) => article === bridge)).toEqual([])
  })

  it("explains the ranking that it gives, leg by leg", async () => {
    const retriever = await archive(terms, weights)
    for (const [asked] of cases) {
      const found = await retriever.retrieve(asked, 5)
      const explained = (await retriever.explain?.(asked, 5)) ?? []
      const ranking = ({ articleId, score }: { articleId: string; score: number }) => [articleId, score]
      expect(explained.map(ranking)).toEqual(found.map(ranking))
      for (const { score, parts } of explained) {
        const legs = parts.filter(({ name }) => name === "lexical" || name === "vector")
        expect(legs.map(({ name }) => name)).toEqual(
          weights === EVEN_WEIGHTS ? ["lexical", "vector"] : ["lexical"],
        )
        const fused = legs.reduce((sum, { rank }) => sum + (rank === null ? 0 : 1 / (60 + rank)), 0)
        expect(score).toBeCloseTo(fused, 12)
        const [lexical] = legs
        const features = parts.filter(({ rank }) => rank === null).map((part) => part.score)
        if (lexical?.rank)
          expect(lexical.score).toBeCloseTo(
            features.reduce((sum, one) => sum + one, 0),
            9,
          )
      }
    }
  })

  it("keeps to its limits, and reads a very long question", async () => {
    const retriever = await archive(terms, weights)
    expect(await retriever.retrieve(question("大桥"), 1)).toHaveLength(1)
    expect(await retriever.retrieve(question("大桥"), 0)).toEqual([])
    const [long] = await retriever.retrieve(question("大桥".repeat(5_000)), 3)
    expect(long?.passages.length).toBeLessThanOrEqual(PASSAGES_PER_ARTICLE)
  })
})

describe("createRetriever", () => {
  it("adds the beginning of the body where only the title and the abstract match", async () => {
    const [bridge] = await (await archive(terms, LEXICAL_ONLY)).retrieve(question("大桥合龙通车"), 1)
    expect(bridge?.articleId).toBe("bridge")
    expect(bridge?.passages.map(({ field }) => field).sort()).toEqual(["abstract", "text", "title"])
    expect(bridge?.passages.at(-1)?.text).toMatch(/^施工队/)
  })

  it("finds by vectors what shares no term, where the vectors count", async () => {
    const near: Embedder = { ...terms, embed: () => terms.embed(["火龙果丰收"]) }
    const asked = question("水果收成")
    expect((await (await archive(near, EVEN_WEIGHTS)).retrieve(asked, 1))[0]?.articleId).toBe("harvest")
    expect(await (await archive(near, LEXICAL_ONLY)).retrieve(asked, 1)).toEqual([])
  })

  it("answers from the lexical leg where the embedder fails or never comes back", async () => {
    const failing: Embedder = { ...terms, embed: () => Promise.reject(new ModelError("quota", "spent")) }
    const stalled: Embedder = { ...terms, embed: () => new Promise(() => {}) }
    for (const embedder of [failing, stalled]) {
      const found = (await archive(embedder, EVEN_WEIGHTS)).retrieve(question("火龙果"), 3, {
        deadlineMs: 20,
      })
      expect((await found)[0]?.articleId).toBe("harvest")
    }
  })

  it("does not hide a mistake as a failure of the model", async () => {
    const broken: Embedder = { ...terms, embed: () => Promise.reject(new TypeError("a bug")) }
    await expect((await archive(broken, EVEN_WEIGHTS)).retrieve(question("火龙果"), 3)).rejects.toThrow(
      "a bug",
    )
  })
})
