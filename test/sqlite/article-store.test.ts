import { describe, expect, it } from "vitest"
import type { PassageIndex } from "../../src/corpus.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { testArticleStore } from "../contract/article-store.ts"
import { article, prepared, unitVector } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const NOW = new Date("2025-10-08T12:00:00Z")

function open(folder: string, embedderId = "test-2", indexes: readonly PassageIndex[] = []) {
  const db = openDatabase(folder)
  return { store: new SqliteArticleStore(db, { embedderId, indexes }), close: () => db.close() }
}

function passagesOf(store: Pick<SqliteArticleStore, "articles">) {
  return [...store.articles(0)].flatMap(({ passages }) => passages)
}

describe("the contract", () => {
  testArticleStore((indexes) => open(temporaryFolder(), "test-2", indexes))
})

describe("in a file", () => {
  it("is there again after it was closed, and counts ids on", async () => {
    const folder = temporaryFolder()
    const first = open(folder)
    await first.store.put([prepared(article("a", ["一段。", "二段。"]))], NOW)
    const passages = passagesOf(first.store)
    const state = first.store.state()
    first.close()

    const second = open(folder)
    expect(passagesOf(second.store)).toEqual(passages)
    expect(second.store.state()).toEqual(state)
    await second.store.retract("a", "x")
    await second.store.put([prepared(article("b", ["三段。"]))], NOW)
    expect(second.store.passageIds()[0]).toBeGreaterThan(passages.at(-1)?.id ?? 0)
    second.close()
  })

  it("sees what another connection wrote", async () => {
    const folder = temporaryFolder()
    const [one, other] = [open(folder), open(folder)]
    expect(other.store.state().articles).toBe(0)
    await one.store.put([prepared(article("a", ["一段。"]))], NOW)
    expect(other.store.state().articles).toBe(1)
    expect(other.store.get("a")?.text).toBe("一段。")
    one.close()
    other.close()
  })
})

describe("vectors", () => {
  const texts = Array.from({ length: 7 }, (_, at) => `第${at}段。`)
  type Store = ReturnType<typeof open>["store"]
  const vectorOf = (text: string) => unitVector(text.charCodeAt(1))
  const embed = (store: Store, limit = 100) =>
    store.keepVectors(store.unembedded(0, limit).map((one) => ({ ...one, vector: vectorOf(one.text) })))
  const embedded = (store: Store) =>
    passagesOf(store.embedded()).map(({ text, vector }) => ({ text, vector }))

  it("are given with the passages whose text they were made of", async () => {
    const { store, close } = open(temporaryFolder())
    await store.put([prepared(article("a", texts))], NOW)
    expect(store.missingVectors()).toBe(7)
    expect(store.unembedded(0, 2).map(({ text }) => text)).toEqual(texts.slice(0, 2))
    embed(store, 3)
    expect(store.missingVectors()).toBe(4)
    const [next] = store.unembedded(0, 1)
    expect(next?.text).toBe(texts[3])
    expect(store.unembedded(next?.id ?? 0, 100).map(({ text }) => text)).toEqual(texts.slice(4))
    expect(embedded(store)).toEqual(texts.slice(0, 3).map((text) => ({ text, vector: vectorOf(text) })))
    expect([...store.embedded().passageIds()]).toEqual([...store.passageIds()].slice(0, 3))
    expect(passagesOf(store).every(({ vector }) => vector.length === 0)).toBe(true)
    close()
  })

  const again: [what: string, change: (store: Store) => Promise<unknown>, missing: string[]][] = [
    ["comes in again", (store) => store.put([prepared(article("a", texts))], NOW), []],
    [
      "is changed in one paragraph",
      (store) => store.put([prepared(article("a", [...texts.slice(0, 6), "改了的一段。"]))], NOW),
      ["改了的一段。"],
    ],
    [
      "is retracted, and its words come in under another name",
      async (store) => {
        await store.retract("a", "x")
        await store.put([prepared(article("b", texts))], NOW)
      },
      [],
    ],
    [
      "is quoted by another one",
      (store) => store.put([prepared(article("b", ["另一篇说。", texts[2] as string]))], NOW),
      ["另一篇说。"],
    ],
  ]
  it.each(again)("are not asked for again where an article %s", async (_, change, missing) => {
    const { store, close } = open(temporaryFolder())
    await store.put([prepared(article("a", texts))], NOW)
    embed(store)
    await change(store)
    expect(store.unembedded(0, 100).map(({ text }) => text)).toEqual(missing)
    close()
  })

  it("of another embedder are kept beside, and there again when it is", async () => {
    const folder = temporaryFolder()
    const old = open(folder, "old")
    await old.store.put([prepared(article("a", texts))], NOW)
    embed(old.store)
    old.close()
    const other = open(folder, "new")
    expect(other.store.missingVectors()).toBe(7)
    expect(embedded(other.store)).toEqual([])
    embed(other.store)
    other.close()
    const back = open(folder, "old")
    expect(back.store.missingVectors()).toBe(0)
    back.close()
  })

  it("of a batch that cannot be kept are not kept at all", async () => {
    const { store, close } = open(temporaryFolder())
    await store.put([prepared(article("a", texts))], NOW)
    const batch = store.unembedded(0, 100).map((one) => ({ ...one, vector: vectorOf(one.text) }))
    const failing = {
      id: 1,
      text: "x",
      get vector(): Float32Array {
        throw new Error("no vector")
      },
    }
    expect(() => store.keepVectors([...batch, failing])).toThrow("no vector")
    expect(store.missingVectors()).toBe(7)
    close()
  })
})
