import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { IndexedArticle, PassageSource } from "../../src/corpus.ts"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { catchUp, type FollowingIndex } from "../../src/retrieve/catch-up.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { followingByPassages } from "../../src/retrieve/vector-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"

class Source implements PassageSource {
  list: IndexedArticle[] = []
  readonly #maker = new PassageMaker()

  article(number: number, passages: number): void {
    const vector = Float32Array.of(1, 0)
    const made = Array.from({ length: passages }, (_, i) =>
      this.#maker.passage(number, "text", `t${number} same${i}`, vector),
    )
    this.list.push({ number, place: [], bylines: [], passages: made })
  }
  drop(number: number): void {
    this.list = this.list.filter((article) => article.number !== number)
  }
  *articles(after: number): Iterable<IndexedArticle> {
    for (const article of this.list) {
      const passages = article.passages.filter(({ id }) => id > after)
      if (passages.length > 0) yield { ...article, passages }
    }
  }
  passageIds(): Uint32Array {
    return Uint32Array.from(
      this.list.flatMap(({ passages }) => passages),
      ({ id }) => id,
    )
  }
  state() {
    const passages = this.passageIds().length
    return { articles: 0, passages, sequence: 0, oldestDay: null, newestDay: null }
  }
}

const kinds: [name: string, make: () => FollowingIndex][] = [
  ["LexicalIndex", () => new LexicalIndex()],
  ["ExactScan", () => followingByPassages(new ExactScan(2))],
]

describe.each(kinds)("catchUp of %s", (_, make) => {
  it("ends with what the database has, from wherever it starts", async () => {
    const change = fc.record({ add: fc.nat(4), drop: fc.nat(30) })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), async (rounds) => {
        const source = new Source()
        const index = make()
        let number = 0
        for (const changes of rounds) {
          for (const { add, drop } of changes) {
            if (add > 0) source.article(++number, add)
            source.drop(drop)
          }
          await catchUp(index, source)
          expect([...index.liveIds()]).toEqual([...source.passageIds()])
        }
      }),
      { numRuns: 60 },
    )
  })

  it("counts, in chunks of whole articles, and reports progress", async () => {
    const source = new Source()
    for (let number = 1; number <= 700; number++) source.article(number, 3)
    const index = make()
    const seen: string[] = []
    const result = await catchUp(index, source, {
      onProgress: (done, total) => seen.push(`${done}/${total}`),
    })
    expect(result).toEqual({ added: 2_100, removed: 0, rebuilt: false })
    expect(seen.at(-1)).toBe("2100/2100")
    expect(seen.length).toBeGreaterThan(1)
    source.drop(3)
    source.article(701, 2)
    expect(await catchUp(index, source)).toEqual({ added: 2, removed: 3, rebuilt: false })
    expect(await catchUp(index, source)).toEqual({ added: 0, removed: 0, rebuilt: false })
  })

  it("begins anew where a passage below its highest is missing", async () => {
    const source = new Source()
    source.article(1, 2)
    source.article(2, 2)
    const index = make()
    index.add(source.list.slice(1))
    expect(await catchUp(index, source)).toEqual({ added: 4, removed: 2, rebuilt: true })
    expect([...index.liveIds()]).toEqual([1, 2, 3, 4])
  })

  it("can be broken off", async () => {
    const source = new Source()
    for (let number = 1; number <= 2_000; number++) source.article(number, 1)
    const index = make()
    const control = new AbortController()
    const broken = catchUp(index, source, { signal: control.signal, onProgress: () => control.abort() })
    await expect(broken).rejects.toThrow()
    expect(index.highestId).toBeLessThan(2_000)
    await catchUp(index, source)
    expect(index.liveIds()).toHaveLength(2_000)
  })
})
