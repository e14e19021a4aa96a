import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Update } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { createInbox } from "../../src/sqlite/inbox.ts"
import type { Inbox, StoredUpdate } from "../../src/telegram/inbox.ts"
import type { Log } from "../../src/telegram/log.ts"
import { createWorkers, type Workers } from "../../src/telegram/workers.ts"

const NOW = new Date("2025-10-25T00:00:00Z")
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let db: Db
let inbox: Inbox

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workers-"))
  db = openDatabase(folder)
  inbox = createInbox<Update>(db)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

/** Handling that a test follows and ends as it likes. */
class Stage {
  readonly begun: number[] = []
  readonly gaveUp: number[] = []
  readonly waits: number[] = []
  broken: unknown
  readonly workers: Workers
  readonly #open = new Map<number, { pass: () => void; fail: (error: Error) => void }>()
  readonly #watchers = new Set<() => void>()

  constructor() {
    this.workers = createWorkers({
      inbox,
      handle: (update) => this.#handle(update),
      gaveUp: async ({ id }) => {
        this.gaveUp.push(id)
        this.#tell()
      },
      broken: (error) => {
        this.broken = error
        this.#tell()
      },
      wait: async (ms, signal) => {
        if (ms < 10_000) this.waits.push(ms)
        else await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
      },
      log: quiet,
      describe: String,
    })
  }

  put(...ids: readonly (readonly [id: number, chat: number])[]): void {
    inbox.add(
      ids.map(([id, chatId]) => ({ chatId, body: { update_id: id } })),
      NOW,
    )
    this.workers.wake()
  }

  pass(id: number): void {
    this.#open.get(id)?.pass()
    this.#open.delete(id)
  }

  fail(id: number): void {
    this.#open.get(id)?.fail(new Error("no luck"))
    this.#open.delete(id)
  }

  async until(seen: () => boolean): Promise<void> {
    while (!seen()) await new Promise<void>((resolve) => this.#watchers.add(resolve))
  }

  #handle({ id }: StoredUpdate): Promise<void> {
    this.begun.push(id)
    const result = new Promise<void>((pass, fail) => this.#open.set(id, { pass, fail }))
    this.#tell()
    return result
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher()
    this.#watchers.clear()
  }
}

const states = () =>
  Object.fromEntries(
    db
      .prepare<[], { update_id: number; state: string }>("SELECT update_id, state FROM updates")
      .all()
      .map((row) => [row.update_id, row.state]),
  )

describe("workers", () => {
  it("take the updates of one chat in order, and chats side by side", async () => {
    const stage = new Stage()
    stage.put([1, 10], [2, 10], [3, 11])
    expect(stage.begun).toEqual([1, 3])
    stage.pass(3)
    stage.pass(1)
    await stage.until(() => stage.begun.includes(2))
    expect(stage.begun).toEqual([1, 3, 2])
    expect(states()).toEqual({ 1: "done", 2: "working", 3: "done" })
    stage.pass(2)
    expect(await stage.workers.stop(60_000)).toBe(true)
  })

  it("take at most sixteen at a time", async () => {
    const stage = new Stage()
    stage.put(...Array.from({ length: 20 }, (_, index) => [index + 1, index + 1] as const))
    expect(stage.begun).toHaveLength(16)
    stage.pass(5)
    await stage.until(() => stage.begun.length === 17)
    for (let id = 1; id <= 20; id++) stage.pass(id)
    expect(await stage.workers.stop(60_000)).toBe(true)
  })

  it("try three times, then park the update, say so, and go on with the next", async () => {
    const stage = new Stage()
    stage.put([1, 10], [2, 10])
    for (const tries of [1, 2, 3]) {
      await stage.until(() => stage.begun.length === tries)
      stage.fail(1)
    }
    await stage.until(() => stage.begun.includes(2))
    expect(stage.begun).toEqual([1, 1, 1, 2])
    expect(stage.waits).toEqual([1000, 5000])
    expect(stage.gaveUp).toEqual([1])
    expect(states()).toEqual({ 1: "parked", 2: "working" })
    stage.pass(2)
    await stage.workers.stop(60_000)
  })

  it("finish what runs when they stop, and leave the rest", async () => {
    const stage = new Stage()
    stage.put([1, 10], [2, 10])
    const stopped = stage.workers.stop(60_000)
    stage.put([3, 11])
    stage.pass(1)
    expect(await stopped).toBe(true)
    expect(stage.begun).toEqual([1])
    expect(states()).toEqual({ 1: "done", 2: "new", 3: "new" })
  })

  it("do not wait for ever for what does not end", async () => {
    const stage = new Stage()
    stage.put([1, 10])
    expect(await stage.workers.stop(0)).toBe(false)
    stage.pass(1)
  })

  it("report an inbox that cannot be read", async () => {
    const stage = new Stage()
    stage.put([1, 10])
    db.close()
    stage.pass(1)
    await stage.until(() => stage.broken !== undefined)
    expect(String(stage.broken)).toContain("not open")
    db = openDatabase(folder)
  })
})
