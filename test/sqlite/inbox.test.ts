import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createChatMemory } from "../../src/sqlite/chat-memory.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { createInbox } from "../../src/sqlite/inbox.ts"

const NOW = new Date("2025-10-25T00:00:00Z")
const NOBODY: ReadonlySet<number> = new Set()

interface Body {
  readonly update_id: number
  readonly word?: string
}

let folder: string
let db: Db
const inbox = () => createInbox<Body>(db)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inbox-"))
  db = openDatabase(folder)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const incoming = (id: number, chatId: number) => ({ chatId, body: { update_id: id, word: `问题${id}` } })

describe("inbox", () => {
  it("gives back what was put in", () => {
    inbox().add([incoming(7, 70)], NOW)
    const [update] = inbox().claim(NOBODY, 10)
    const body = { update_id: 7, word: "问题7" }
    expect(update).toEqual({ id: 7, chatId: 70, body, receivedAt: NOW, attempts: 0 })
  })

  it("keeps the first of two updates with one id", () => {
    inbox().add([incoming(7, 70)], NOW)
    inbox().add([{ chatId: 71, body: { update_id: 7, word: "another" } }], NOW)
    expect(inbox().claim(NOBODY, 10)).toMatchObject([{ chatId: 70, body: { word: "问题7" } }])
  })

  it("puts nothing of a batch in where one cannot be", () => {
    const unwritable = () => {
      throw new Error("cannot be written")
    }
    const broken = { chatId: 1, body: { update_id: 3, toJSON: unwritable } }
    expect(() => inbox().add([incoming(1, 1), broken, incoming(2, 2)], NOW)).toThrow("cannot be written")
    expect(inbox().claim(NOBODY, 10)).toEqual([])
  })

  it("forgets what is settled and old, and nothing else", () => {
    const old = new Date("2025-10-01T00:00:00Z")
    inbox().add([incoming(1, 1), incoming(2, 2), incoming(3, 3)], old)
    inbox().add([incoming(4, 4)], NOW)
    inbox().done(1)
    inbox().failed(2, "why", "parked")
    inbox().done(4)
    expect(inbox().prune(new Date("2025-10-18T00:00:00Z"))).toBe(2)
    expect(db.prepare("SELECT update_id FROM updates ORDER BY 1").pluck().all()).toEqual([3, 4])
  })

  it("parks an update on which the process keeps dying", () => {
    inbox().add([incoming(1, 1), incoming(2, 1)], NOW)
    const lives = [1, 2, 3].map(() => {
      const claimed = inbox().claim(NOBODY, 10)
      return [claimed[0]?.id, inbox().reopen(3)]
    })
    expect(lives).toEqual([
      [1, 1],
      [1, 1],
      [1, 0],
    ])
    expect(inbox().claim(NOBODY, 10)).toMatchObject([{ id: 2 }])
  })

  it("does as a list in memory would, over any number of restarts", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("add" as const), id: fc.nat(30), chat: fc.nat(4) }),
      fc.record({ do: fc.constant("claim" as const), busy: fc.nat(4), limit: fc.nat(3) }),
      fc.record({
        do: fc.constantFrom("done" as const, "again" as const, "parked" as const),
        pick: fc.nat(9),
      }),
      fc.record({ do: fc.constant("restart" as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        db.exec("DELETE FROM updates")
        const model = new Model()
        for (const now of steps) {
          switch (now.do) {
            case "add":
              inbox().add([incoming(now.id, now.chat)], NOW)
              model.add(now.id, now.chat)
              break
            case "claim": {
              const claimed = inbox().claim(new Set([now.busy]), now.limit)
              const seen = claimed.map(({ id, chatId, attempts }) => ({ id, chat: chatId, attempts }))
              expect(seen).toEqual(model.claim(now.busy, now.limit))
              break
            }
            case "restart":
              db.close()
              db = openDatabase(folder)
              expect(inbox().reopen(1000)).toBe(model.reopen())
              break
            default: {
              const row = model.working()[now.pick]
              if (!row) break
              if (now.do === "done") inbox().done(row.id)
              else inbox().failed(row.id, "why", now.do)
              model.settle(row.id, now.do)
            }
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

class Model {
  readonly #rows: { id: number; chat: number; state: string; attempts: number }[] = []

  add(id: number, chat: number): void {
    if (this.#rows.some((row) => row.id === id)) return
    this.#rows.push({ id, chat, state: "new", attempts: 0 })
    this.#rows.sort((a, b) => a.id - b.id)
  }

  claim(busy: number, limit: number) {
    const open = this.#rows.filter((row) => row.state === "new" || row.state === "working")
    const heads = open.filter((row) => open.find((other) => other.chat === row.chat) === row)
    const taken = heads.filter((row) => row.state === "new" && row.chat !== busy).slice(0, limit)
    for (const row of taken) row.state = "working"
    return taken.map(({ id, chat, attempts }) => ({ id, chat, attempts }))
  }

  working() {
    return this.#rows.filter((row) => row.state === "working")
  }

  settle(id: number, how: "done" | "again" | "parked"): void {
    const row = this.#rows.find((other) => other.id === id)
    if (!row) return
    row.state = how === "again" ? "new" : how
    if (how !== "done") row.attempts++
  }

  reopen(): number {
    const working = this.working()
    for (const row of working) {
      row.state = "new"
      row.attempts++
    }
    return working.length
  }
}

describe("chat memory", () => {
  it("remembers the last list of each chat", () => {
    const memory = createChatMemory(db)
    memory.remember(1, ["a", "b"], NOW)
    memory.remember(2, ["c"], NOW)
    memory.remember(1, ["d"], NOW)
    expect([1, 2, 3].map((chat) => memory.recall(chat))).toEqual([["d"], ["c"], []])
  })
})
