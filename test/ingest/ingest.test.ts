import { expect, test } from "vitest"
import { type Article, articleText, type PreparedArticle, type PutResult } from "../../src/corpus.ts"
import { type IngestDeps, type IngestLine, ingest, summarizeLines } from "../../src/ingest/ingest.ts"
import type { RejectedSource, SourceFile } from "../../src/ingest/source-files.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

/** A store in memory with the statuses of the real one. */
class MemoryStore {
  readonly articles = new Map<string, Article>()
  readonly batches: PreparedArticle[][] = []
  readonly times = new Set<Date>()
  /** Makes `put` fail for a batch that holds this title. */
  failOn = ""

  plan(article: Article): PutResult["status"] {
    const known = this.articles.get(article.id)
    if (known !== undefined)
      return JSON.stringify(known) === JSON.stringify(article) ? "unchanged" : "updated"
    return this.twin(article) === undefined ? "added" : "duplicate"
  }

  async put(batch: readonly PreparedArticle[], now: Date): Promise<PutResult[]> {
    this.times.add(now)
    if (batch.some(({ article }) => article.title === this.failOn))
      throw new Error("database or disk is full")
    this.batches.push([...batch])
    return batch.map(({ article }) => {
      const status = this.plan(article)
      if (status === "duplicate")
        return { status, id: article.id, of: this.twin(article)?.id ?? "", why: "same-text" }
      this.articles.set(article.id, article)
      return { status, id: article.id, version: 1 }
    })
  }

  private twin(article: Article): Article | undefined {
    return [...this.articles.values()].find(({ body }) => articleText(body) === articleText(article.body))
  }
}

const NOW = new Date("2024-05-18T08:00:00+08:00")

interface Case {
  id?: string
  title: string
  text: string
}

function exported(name: string, cases: readonly Case[]): SourceFile {
  return bytesSource(name, Buffer.from(cases.map((record) => JSON.stringify(record)).join("\n")))
}

async function run(
  files: readonly (SourceFile | RejectedSource)[],
  deps: Omit<IngestDeps, "now" | "locate">,
): Promise<IngestLine[]> {
  async function* each(): AsyncGenerator<SourceFile | RejectedSource> {
    yield* files
  }
  const lines: IngestLine[] = []
  for await (const line of ingest(each(), { ...deps, locate: (article) => article, now: NOW }))
    if ("status" in line) lines.push(line)
  return lines
}

const CASES = [
  { id: "1", title: "灯塔", text: "老灯塔亮了。" },
  { id: "2", title: "码头", text: "码头修好了。" },
]

test("each item has one line in the order of the input, twice the same changes nothing", async () => {
  const store = new MemoryStore()
  const missing: RejectedSource = { kind: "rejected", input: "gone.txt", reason: "no such file or folder" }
  const files = () => [
    exported("a.jsonl", CASES),
    missing,
    exported("b.jsonl", [{ id: "3", title: "桥", text: "老灯塔亮了。" }]),
  ]
  expect(await run(files(), { store })).toEqual([
    { status: "added", id: "1", title: "灯塔", url: null, input: "a.jsonl:1", reason: null },
    { status: "added", id: "2", title: "码头", url: null, input: "a.jsonl:2", reason: null },
    {
      status: "rejected",
      id: null,
      title: null,
      url: null,
      input: "gone.txt",
      reason: "no such file or folder",
    },
    {
      status: "duplicate",
      id: "3",
      title: "桥",
      url: null,
      input: "b.jsonl:1",
      reason: "the same text as 1",
    },
  ])
  const again = await run([exported("a.jsonl", CASES)], { store })
  expect(again.map(({ status }) => status)).toEqual(["unchanged", "unchanged"])
  expect(store.batches).toHaveLength(1)
})

test("an article is stored with its passages, and with the time of the run", async () => {
  const store = new MemoryStore()
  await run([exported("a.jsonl", CASES)], { store })
  const passages = store.batches.flat().flatMap((prepared) => prepared.passages)
  expect(passages.map(({ text }) => text)).toEqual(["灯塔", "老灯塔亮了。", "码头", "码头修好了。"])
  expect(store.times).toEqual(new Set([NOW]))
})

test("the same article twice in one export is added, then updated", async () => {
  const store = new MemoryStore()
  const changed = [...CASES, { id: "1", title: "灯塔", text: "老灯塔又亮了。" }, CASES[0] as Case]
  const lines = await run([exported("a.jsonl", changed)], { store })
  expect(lines.map(({ status }) => status)).toEqual(["added", "added", "updated", "updated"])
})

const MANY = Array.from({ length: 200 }, (_, i) => ({
  id: `${i}`,
  title: `第${i}条`,
  text: `第${i}座灯塔亮了。`,
}))

test("a batch that the store refuses is rejected with the reason, the others are stored", async () => {
  const store = new MemoryStore()
  store.failOn = "第0条"
  const lines = await run([exported("a.jsonl", MANY)], { store })
  expect(lines).toHaveLength(200)
  expect(lines[0]).toMatchObject({
    status: "rejected",
    id: "0",
    reason: "could not be stored: database or disk is full",
  })
  expect(lines.at(-1)?.status).toBe("added")
})

test("an aborted run stores nothing more", async () => {
  const store = new MemoryStore()
  const lines = await run([exported("a.jsonl", MANY)], {
    store,
    signal: AbortSignal.abort(),
  })
  expect(lines).toEqual([])
  expect(store.batches).toEqual([])
})

test("lines are counted by status", () => {
  expect(summarizeLines([{ status: "added" }, { status: "added" }, { status: "rejected" }], 1.5)).toEqual({
    added: 2,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 1,
    seconds: 1.5,
  })
})
