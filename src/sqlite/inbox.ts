import type { Db } from "./database.ts"

/** An update of any chat platform: a number that never comes twice, and a body that is kept as JSON. */
interface Incoming {
  readonly chatId: number
  readonly body: { readonly update_id: number }
}

interface Row {
  readonly update_id: number
  readonly chat_id: number
  readonly body: string
  readonly attempts: number
  readonly received_at: string
}

/** UTF-16 code units of an error that are kept. */
const ERROR_UNITS = 1000

/** The inbox of `telegram/inbox.ts` over the table `updates`. `Body` is what was put in. */
export function createInbox<Body extends { readonly update_id: number }>(db: Db) {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO updates (update_id, chat_id, body, state, received_at) VALUES (?, ?, ?, 'new', ?)",
  )
  const waiting = db.prepare<[number], Row>(
    `SELECT update_id, chat_id, body, attempts, received_at FROM updates
      WHERE update_id IN (SELECT min(update_id) FROM updates WHERE state IN ('new', 'working') GROUP BY chat_id)
        AND state = 'new'
      ORDER BY update_id LIMIT ?`,
  )
  const mark = db.prepare("UPDATE updates SET state = ?, error = NULL WHERE update_id = ?")
  const fail = db.prepare(
    "UPDATE updates SET state = ?, error = ?, attempts = attempts + 1 WHERE update_id = ?",
  )
  const parkDeadly = db.prepare(
    "UPDATE updates SET state = 'parked', error = 'the process died' WHERE state = 'working' AND attempts >= ?",
  )
  const reopenRest = db.prepare(
    "UPDATE updates SET state = 'new', attempts = attempts + 1 WHERE state = 'working'",
  )
  const prune = db.prepare("DELETE FROM updates WHERE state IN ('done', 'parked') AND received_at < ?")

  const add = db.transaction((batch: readonly (Incoming & { body: Body })[], now: Date) => {
    for (const { chatId, body } of batch) {
      insert.run(body.update_id, chatId, JSON.stringify(body), now.toISOString())
    }
  })
  const reopen = db.transaction((mostDeaths: number): number => {
    parkDeadly.run(mostDeaths - 1)
    return reopenRest.run().changes
  })
  const claim = db.transaction((busy: ReadonlySet<number>, limit: number) => {
    if (limit <= 0) return []
    const rows = waiting.all(limit + busy.size).filter((row) => !busy.has(row.chat_id))
    const taken = rows.slice(0, limit)
    for (const row of taken) mark.run("working", row.update_id)
    return taken.map(stored<Body>)
  })

  return {
    add: (batch: readonly (Incoming & { body: Body })[], now: Date): void => add.immediate(batch, now),
    claim: (busy: ReadonlySet<number>, limit: number) => claim.immediate(busy, limit),
    done(id: number): void {
      mark.run("done", id)
    },
    failed(id: number, error: string, next: "again" | "parked"): void {
      fail.run(next === "again" ? "new" : "parked", error.slice(0, ERROR_UNITS), id)
    },
    reopen: (mostDeaths: number): number => reopen.immediate(mostDeaths),
    prune: (before: Date): number => prune.run(before.toISOString()).changes,
  }
}

function stored<Body>(row: Row) {
  return {
    id: row.update_id,
    chatId: row.chat_id,
    body: JSON.parse(row.body) as Body,
    receivedAt: new Date(row.received_at),
    attempts: row.attempts,
  }
}
