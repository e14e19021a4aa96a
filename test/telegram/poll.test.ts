import { type Api, GrammyError, HttpError } from "grammy"
import type { Update } from "grammy/types"
import { describe, expect, it } from "vitest"
import type { Inbox } from "../../src/telegram/inbox.ts"
import type { Log } from "../../src/telegram/log.ts"
import { type PollEnd, poll } from "../../src/telegram/poll.ts"

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }
const NOW = new Date("2025-10-25T00:00:00Z")

function answer(code: number, retryAfter?: number): GrammyError {
  const parameters = retryAfter === undefined ? {} : { retry_after: retryAfter }
  const error = { ok: false as const, error_code: code, description: `${code}`, parameters }
  return new GrammyError("failed", error, "getUpdates", {})
}

const update = (id: number): Update => ({ update_id: id })

interface Run {
  readonly end: PollEnd
  readonly stored: readonly number[]
  readonly offsets: readonly (number | undefined)[]
  readonly waits: readonly number[]
  readonly asked: readonly unknown[]
}

/** Polls a Telegram that gives these replies and is then stopped. `fullDisk`: how often the inbox refuses a batch. */
async function run(replies: readonly (readonly Update[] | Error)[], fullDisk = 0): Promise<Run> {
  const left = [...replies]
  const stopping = new AbortController()
  const stored: number[] = []
  const offsets: (number | undefined)[] = []
  const waits: number[] = []
  const asked: unknown[] = []
  let refusals = fullDisk
  const api = {
    async getUpdates(request: { offset?: number; allowed_updates?: unknown }) {
      offsets.push(request.offset)
      asked.push(request.allowed_updates)
      const reply = left.shift()
      if (left.length === 0) stopping.abort()
      if (reply instanceof Error) throw reply
      return reply ?? []
    },
    // As much of the API as polling needs.
  } as unknown as Api
  const inbox: Pick<Inbox, "add"> = {
    add(batch) {
      if (refusals-- > 0) throw new Error("database or disk is full")
      stored.push(...batch.map(({ body }) => body.update_id))
    },
  }
  const end = await poll(
    {
      api,
      inbox: inbox as Inbox,
      arrived() {},
      now: () => NOW,
      wait: async (ms) => void waits.push(ms),
      log: quiet,
      describe: String,
    },
    stopping.signal,
  )
  return { end, stored, offsets, waits, asked }
}

describe("poll", () => {
  it("confirms a batch only by the offset of the next call, after it is stored", async () => {
    const { stored, offsets, asked, end } = await run([[update(5), update(6)], [], [update(9)], []])
    expect(stored).toEqual([5, 6, 9])
    expect(offsets).toEqual([undefined, 7, 7, 10])
    expect(asked[0]).toEqual(["message", "callback_query", "my_chat_member"])
    expect(end).toEqual({ kind: "stopped" })
  })

  it("does not confirm what could not be stored", async () => {
    const { stored, offsets, waits } = await run([[update(5)], [update(5)], []], 1)
    expect(offsets).toEqual([undefined, undefined, 6])
    expect(stored).toEqual([5])
    expect(waits).toEqual([500])
  })

  it("waits longer and longer while Telegram cannot be reached, at most 30 s, and obeys it", async () => {
    const down = Array.from({ length: 8 }, () => new HttpError("down", new Error("ECONNREFUSED")))
    const { waits, stored } = await run([...down, answer(429, 90), [update(1)], answer(502), []])
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 90_000, 500])
    expect(stored).toEqual([1])
  })

  it.each([401, 404, 409])("ends with a line for the operator on %s", async (code) => {
    const { end, waits } = await run([answer(code), [update(1)], []])
    expect(end).toMatchObject({ kind: "refused", line: expect.stringContaining(String(code)) })
    expect(waits).toEqual([])
  })
})
