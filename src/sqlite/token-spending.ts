import type { Budget } from "../answer/budget.ts"
import { dayIn } from "../text/dates.ts"
import type { Db } from "./database.ts"

export interface TokenLimits {
  readonly perReaderDay: number
  readonly perDay: number
  /** IANA zone of the newspaper, in which days end. */
  readonly timeZone: string
}

const NOBODY = 0

/**
 * A budget that survives restarts; a power cut may forget the last calls, which is not worth that each answer waits
 * for the disk twice. Who spent what is kept until the day ends, then only the sum of the day.
 */
export function createTokenSpending(db: Db, { perReaderDay, perDay, timeZone }: TokenLimits): Budget {
  const spent = db
    .prepare<[string], number>("SELECT coalesce(sum(tokens), 0) FROM token_spending WHERE day = ?")
    .pluck()
  const spentBy = db
    .prepare<[string, number], number>("SELECT tokens FROM token_spending WHERE day = ? AND reader_id = ?")
    .pluck()
  const add = db.prepare(
    `INSERT INTO token_spending (day, reader_id, tokens) VALUES (?, ?, ?)
      ON CONFLICT (day, reader_id) DO UPDATE SET tokens = max(0, tokens + excluded.tokens)`,
  )
  const sumUp = db.prepare(
    `INSERT INTO token_spending (day, reader_id, tokens)
      SELECT day, ${NOBODY}, sum(tokens) FROM token_spending WHERE day < ? AND reader_id <> ${NOBODY} GROUP BY day
      ON CONFLICT (day, reader_id) DO UPDATE SET tokens = tokens + excluded.tokens`,
  )
  const forgetReaders = db.prepare(`DELETE FROM token_spending WHERE day < ? AND reader_id <> ${NOBODY}`)
  let lastDay = ""

  const take = db.transaction((tokens: number, readerId: number, day: string): string | undefined => {
    if (day > lastDay) {
      sumUp.run(day)
      forgetReaders.run(day)
    }
    if ((spent.get(day) ?? 0) + tokens > perDay) {
      return `TOKENS_PER_DAY: of ${perDay} tokens too few are left for ${day}, readers get answers without the model`
    }
    if (readerId !== NOBODY && (spentBy.get(day, readerId) ?? 0) + tokens > perReaderDay) {
      return `TOKENS_PER_READER_DAY: of ${perReaderDay} tokens a reader has too few left for ${day}, and gets answers without the model`
    }
    add.run(day, readerId, tokens)
    return undefined
  })
  return {
    reserve(tokens, readerId, now) {
      const day = dayIn(now, timeZone)
      const why = unsynced(db, () => take.immediate(tokens, readerId, day))
      if (day > lastDay) lastDay = day
      if (why !== undefined) return { kind: "exhausted", why }
      let open = true
      return {
        kind: "reserved",
        settle(used) {
          if (open) unsynced(db, () => add.run(day, readerId, used - tokens))
          open = false
        },
      }
    },
  }
}

/** Commits without waiting for the disk. Not to be called in a transaction. */
function unsynced<T>(db: Db, work: () => T): T {
  db.pragma("synchronous = NORMAL")
  try {
    return work()
  } finally {
    db.pragma("synchronous = FULL")
  }
}
