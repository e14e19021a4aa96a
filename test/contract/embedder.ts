import { describe, expect, it } from "vitest"
import { type Embedder, ModelError } from "../../src/models.ts"

export interface EmbedderCase {
  make(): Promise<Embedder>
  /** One that does not come back by itself once it is made; undefined where the model cannot be made to stall. */
  makeStalling?(): Promise<Embedder>
}

const TEXTS = ["渡口的新船下水了。", "油茶今年多收了两成。", "汐川日报", "the ferry", "8月16日", "😀"]
const BLANK = ["", " \n", "　"]
const VERY_LONG = ["新船".repeat(20_000), "a".repeat(50_000), "😀".repeat(20_000)]

/** What every embedder keeps to. */
export function testEmbedder({ make, makeStalling }: EmbedderCase): void {
  describe("is an embedder that", () => {
    it("has a name and a size", async () => {
      const { id, dimensions } = await make()
      expect(id).toMatch(/\S/)
      expect(dimensions).toBeGreaterThan(0)
      expect((await make()).id).toBe(id)
    })

    it.each([
      ["short", TEXTS],
      ["blank", BLANK],
      ["very long", VERY_LONG],
      ["many", Array.from({ length: 70 }, (_, at) => `第${at}段说渡口。`)],
    ])("gives one finite unit vector a text: %s ones", async (_, texts) => {
      const embedder = await make()
      const vectors = await embedder.embed(texts)
      expect(vectors).toHaveLength(texts.length)
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions)
        expect(vector.every(Number.isFinite)).toBe(true)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      }
    })

    it("gives equal vectors for equal texts, whatever stands beside them, in the order of the texts", async () => {
      const embedder = await make()
      const vectors = await embedder.embed(TEXTS)
      const mixed = await embedder.embed(
        [...TEXTS].reverse().flatMap((text) => [text, VERY_LONG[0] as string]),
      )
      const again = mixed.filter((_, at) => at % 2 === 0).reverse()
      for (const [at, vector] of vectors.entries()) {
        const cosines = again.map((other) => dot(vector, other))
        expect(cosines[at]).toBeCloseTo(1, 5)
        expect(cosines.indexOf(Math.max(...cosines))).toBe(at)
      }
    })

    it("gives nothing for nothing", async () => {
      expect(await (await make()).embed([])).toEqual([])
    })

    it("throws a ModelError where the caller has stopped it", async () => {
      const stopped = (await make()).embed(["渡口"], { signal: AbortSignal.abort() })
      await expect(stopped).rejects.toBeInstanceOf(ModelError)
    })

    it.skipIf(!makeStalling)("throws a ModelError where it is stopped or late meanwhile", async () => {
      const embedder = await (makeStalling as () => Promise<Embedder>)()
      const control = new AbortController()
      const stopped = embedder.embed(["渡口"], { signal: control.signal })
      control.abort()
      await expect(stopped).rejects.toMatchObject({ name: "ModelError", kind: "timeout" })
      const late = embedder.embed(["渡口"], { deadlineMs: 30 })
      await expect(late).rejects.toMatchObject({ name: "ModelError", kind: "timeout" })
    })
  })
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}
