import { expect, it } from "vitest"
import { createLocalEmbedder } from "../../src/retrieve/local-embedder.ts"

const embedder = createLocalEmbedder()
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)

it("gives unit vectors of its size, in order, the same every time", async () => {
  const texts = ["梧州市卫生局", "", "😀😀", "的", "火龙果种植协会成立", "((((", "a".repeat(5_000)]
  const vectors = await embedder.embed(texts)
  expect(vectors).toHaveLength(texts.length)
  for (const vector of vectors) {
    expect(vector).toHaveLength(embedder.dimensions)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  }
  const again = await createLocalEmbedder().embed([...texts].reverse())
  expect(again.reverse()).toEqual(vectors)
  expect(vectors[1]).toEqual(vectors[2])
})

it("puts texts that share rare words nearer than those that share common ones", async () => {
  const [base, near, common, far] = (await embedder.embed([
    "木双镇的火龙果种植协会",
    "火龙果种植协会成立了",
    "我们的学校的协会",
    "电影定档春节",
  ])) as [Float32Array, Float32Array, Float32Array, Float32Array]
  expect(cosine(base, near)).toBeGreaterThan(cosine(base, common) + 0.1)
  expect(Math.abs(cosine(base, far))).toBeLessThan(0.25)
})

it("writes either script alike", async () => {
  const [simplified, traditional] = (await embedder.embed(["出租车软件", "計程車軟體"])) as [
    Float32Array,
    Float32Array,
  ]
  expect(cosine(simplified, traditional)).toBeCloseTo(1, 5)
})
