import { expect, it } from "vitest"
import { chooseWeights, createVectorLeg } from "../src/embedding.ts"
import { openIndexes } from "../src/indexes.ts"
import { ABSENT_EMBEDDER, type Embedder, ModelError } from "../src/models.ts"
import { SqliteArticleStore } from "../src/sqlite/article-store.ts"
import { openDatabase } from "../src/sqlite/database.ts"
import { article, prepared } from "./fixtures/articles.ts"
import { temporaryFolder } from "./fixtures/temporary-folder.ts"
import { createTermEmbedder } from "./fixtures/term-embedder.ts"

const NOW = new Date("2025-10-08T12:00:00Z")
const BOTH = { lexical: 1, vector: 1 }

function open(embedder: Embedder, weights = BOTH) {
  const dataDir = temporaryFolder()
  const useVectors = weights.vector > 0
  const note = (line: string) => expect.unreachable(line)
  const indexes = openIndexes({ dataDir, archive: "a", embedder, useVectors, note })
  const store = new SqliteArticleStore(openDatabase(dataDir), {
    embedderId: embedder.id,
    indexes: indexes.all,
  })
  const leg = createVectorLeg(store, indexes, embedder, weights)
  const embed = async () => {
    const lines: string[] = []
    for await (const line of leg.embed()) lines.push(line)
    return lines
  }
  const put = (id: string, count: number) =>
    store.put(
      [
        prepared(
          article(
            id,
            Array.from({ length: count }, (_, at) => `${id}的第${at}段。`),
          ),
        ),
      ],
      NOW,
    )
  return { indexes, leg, embed, put }
}

it("searches by vectors once nineteen of twenty passages have one", async () => {
  const terms = createTermEmbedder()
  let up = true
  const flaky: Embedder = {
    ...terms,
    embed: (texts) => (up ? terms.embed(texts) : Promise.reject(new ModelError("quota", "429"))),
  }
  const { indexes, leg, embed, put } = open(flaky)
  const state = () => ({ missing: leg.missing(), weight: leg.weights.vector, found: indexes.vectors.size })
  await put("渡口", 40)
  up = false
  expect(await embed()).toHaveLength(1)
  expect(state()).toEqual({ missing: 40, weight: 0, found: 0 })
  up = true
  expect(await embed()).toEqual([])
  expect(state()).toEqual({ missing: 0, weight: 1, found: 40 })
  up = false
  await put("油茶", 2)
  expect(await embed()).toHaveLength(1)
  expect(state()).toEqual({ missing: 2, weight: 1, found: 40 })
  await put("学校", 10)
  expect(await embed()).toHaveLength(1)
  expect(state()).toEqual({ missing: 12, weight: 0, found: 40 })
  up = true
  await embed()
  expect(state()).toEqual({ missing: 0, weight: 1, found: 52 })
  expect(terms.asked).toHaveLength(52)
})

it("finds by its vector a text that comes in again and need not be embedded", async () => {
  const terms = createTermEmbedder()
  const { indexes, embed, put } = open(terms)
  await put("渡口", 3)
  await embed()
  await put("渡口", 2)
  await embed()
  expect(indexes.vectors.size).toBe(2)
  expect(terms.asked).toHaveLength(3)
})

it("has nothing to do with vectors without a model, or where they do not count", async () => {
  for (const [embedder, weights] of [
    [ABSENT_EMBEDDER, chooseWeights(ABSENT_EMBEDDER, 1)],
    [createTermEmbedder(), chooseWeights(createTermEmbedder(), 0)],
  ] as const) {
    const { leg, embed, put } = open(embedder, weights)
    await put("渡口", 3)
    expect(await embed()).toEqual([])
    expect({ missing: leg.missing(), weight: leg.weights.vector }).toEqual({ missing: 0, weight: 0 })
  }
})
