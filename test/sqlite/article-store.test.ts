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

function passagesOf(store: SqliteArticleStore) {
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

describe("replaceVectors", () => {
  const texts = Array.from({ length: 7 }, (_, at) => `第${at}段。`)

  async function filled() {
    const folder = temporaryFolder()
    const old = open(folder, "old")
    await old.store.put([prepared(article("a", texts))], NOW)
    expect(old.store.foreignVectors()).toBe(0)
    old.close()
    return open(folder, "new")
  }

  it("goes on where it was broken off, and leaves the rest of the passages as they are", async () => {
    const { store, close } = await filled()
    expect(store.foreignVectors()).toBe(7)
    const before = passagesOf(store)
    const asked: string[] = []
    const done: number[] = []
    let calls = 0
    const breaking = async (batch: readonly string[]) => {
      if (++calls === 2) throw new Error("the model is down")
      asked.push(...batch)
      return batch.map((text) => unitVector(text.charCodeAt(1)))
    }
    await expect(store.replaceVectors(breaking, 3, (count) => done.push(count))).rejects.toThrow("is down")
    expect(store.foreignVectors()).toBe(4)
    const { sequence } = store.state()
    await store.replaceVectors(breaking, 3, (count) => done.push(count))
    expect(store.foreignVectors()).toBe(0)
    expect(store.state().sequence).toBeGreaterThan(sequence)
    expect(asked).toEqual(texts)
    expect(done).toEqual([3, 3, 1])
    expect(passagesOf(store)).toEqual(
      before.map((passage) => ({ ...passage, vector: unitVector(passage.text.charCodeAt(1)) })),
    )
    close()
  })

  it("keeps the old vectors of a batch that comes back too short", async () => {
    const { store, close } = await filled()
    await expect(
      store.replaceVectors(
        async () => [unitVector(1)],
        3,
        () => {},
      ),
    ).rejects.toThrow()
    expect(store.foreignVectors()).toBe(7)
    close()
  })

  it("takes what was put or retracted while it waited", async () => {
    const { store, close } = await filled()
    let retracted = false
    await store.replaceVectors(
      async (batch) => {
        if (!retracted) {
          retracted = true
          await store.retract("a", "x")
          await store.put([prepared(article("b", ["新段。"]))], NOW)
        }
        return batch.map(() => unitVector(5))
      },
      3,
      () => {},
    )
    expect(store.foreignVectors()).toBe(0)
    expect(passagesOf(store).map(({ text }) => text)).toEqual(["新段。"])
    close()
  })
})
