import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Embedder, ModelError } from "../../src/models.ts"
import {
  type EmbeddedPassage,
  embedPassages,
  type UnembeddedPassage,
  type VectorStore,
} from "../../src/retrieve/embed-passages.ts"
import { createTermEmbedder } from "../fixtures/term-embedder.ts"

/** Passages by id, and vectors by text. */
class Store implements VectorStore {
  readonly vectors = new Map<string, Float32Array>()
  readonly texts: readonly string[]
  constructor(texts: readonly string[]) {
    this.texts = texts
  }
  missingVectors() {
    return this.texts.filter((text) => !this.vectors.has(text)).length
  }
  unembedded(after: number, limit: number): UnembeddedPassage[] {
    const all = this.texts.map((text, at) => ({ id: at + 1, text }))
    return all.filter(({ id, text }) => id > after && !this.vectors.has(text)).slice(0, limit)
  }
  keepVectors(batch: readonly EmbeddedPassage[]) {
    for (const { text, vector } of batch) this.vectors.set(text, vector)
  }
}

async function run(store: Store, embedder: Embedder, signal?: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  for await (const line of embedPassages(store, embedder, signal)) lines.push(line)
  return lines
}

const many = (count: number) => Array.from({ length: count }, (_, at) => `第${at}段说渡口。`)

describe("embedPassages", () => {
  it("asks for each text once in its life, however often it is broken off", async () => {
    const failures = fc.array(fc.nat(3), { maxLength: 6 })
    const texts = fc.array(
      fc.nat(900).map((n) => `第${n}段`),
      { maxLength: 1_200 },
    )
    await fc.assert(
      fc.asyncProperty(texts, failures, async (list, plan) => {
        const store = new Store(list)
        const terms = createTermEmbedder()
        const waits = [...plan]
        let calls = waits.shift()
        const flaky: Embedder = {
          ...terms,
          async embed(some) {
            if (calls !== undefined && calls-- === 0) {
              calls = waits.shift()
              throw new ModelError("unavailable", "no connection")
            }
            return terms.embed(some)
          },
        }
        for (let round = 0; round <= plan.length; round++) await run(store, flaky)
        expect(store.missingVectors()).toBe(0)
        expect(terms.asked.toSorted()).toEqual([...new Set(list)].sort())
        const [right] = await terms.embed([list[0] ?? ""])
        if (list[0] !== undefined) expect(store.vectors.get(list[0])).toEqual(right)
      }),
      { numRuns: 30 },
    )
  })

  it("says why it stopped, and what is left", async () => {
    const store = new Store(many(300))
    const terms = createTermEmbedder()
    const failing: Embedder = {
      ...terms,
      embed: (texts) =>
        terms.asked.length > 0 ? Promise.reject(new ModelError("quota", "429")) : terms.embed(texts),
    }
    expect(await run(store, failing)).toEqual([
      "44 passages have no vector yet (quota: 429); the next run goes on with them",
    ])
    expect(await run(store, terms)).toEqual([])
    expect(await run(store, failing)).toEqual([])
  })

  const costs: [name: string, billing: Embedder["billing"], said: string][] = [
    ["nobody", undefined, "embedding 2000 passages with terms"],
    [
      "a service of a known price",
      { tokens: () => 1_500, dollarsPerMillion: 0.02 },
      "embedding 2000 passages with terms: about 3.0 million tokens, about 0.06 USD",
    ],
    [
      "a service of an unknown price",
      { tokens: () => 0.25, dollarsPerMillion: undefined },
      "embedding 2000 passages with terms: about 1 thousand tokens, at a price that is not known here",
    ],
  ]
  it.each(costs)(
    "says before a large run what it takes, paid to %s, and how far it is",
    async (_, billing, said) => {
      const terms = createTermEmbedder()
      const lines = await run(new Store(many(2_000)), { ...terms, ...(billing ? { billing } : {}) })
      expect(lines[0]).toBe(said)
      expect(lines.slice(1)).toEqual(
        [256, 512, 768, 1024, 1280, 1536, 1792, 2000].map((done) => `embedded ${done} of 2000 passages`),
      )
    },
  )

  it("counts a text that stands twice once", async () => {
    const store = new Store([...many(1_000), ...many(1_000)])
    const billed = { ...createTermEmbedder(), billing: { tokens: () => 1_000, dollarsPerMillion: 0.1 } }
    expect((await run(store, billed))[0]).toBe(
      "embedding 2000 passages with terms: about 1.0 million tokens, about 0.10 USD",
    )
  })

  it("stops without a word when it is told to", async () => {
    const control = new AbortController()
    const store = new Store(many(600))
    const terms = createTermEmbedder()
    const stopping: Embedder = {
      ...terms,
      async embed(texts) {
        control.abort()
        return terms.embed(texts)
      },
    }
    expect(await run(store, stopping, control.signal)).toEqual([])
    expect(store.missingVectors()).toBe(344)
  })

  it("keeps nothing of a reply that is too short", async () => {
    const store = new Store(many(3))
    const short: Embedder = { ...createTermEmbedder(), embed: async () => [Float32Array.of(1)] }
    expect((await run(store, short))[0]).toContain("rubbish: 1 vectors for 3 texts")
    expect(store.vectors.size).toBe(0)
  })

  it("does not hide a mistake as a failure of the model", async () => {
    const broken: Embedder = { ...createTermEmbedder(), embed: () => Promise.reject(new TypeError("a bug")) }
    await expect(run(new Store(many(3)), broken)).rejects.toThrow("a bug")
  })
})
