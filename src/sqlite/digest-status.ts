import type {
  DigestStatus,
  EditionStatus,
  ReadersStatus,
  StateCounts,
  UnsettledMessage,
} from "../digest/digest-status.ts"
import type { Edition } from "../digest/edition.ts"
import type { Db } from "./database.ts"
import { IS_PRIVATE } from "./outbox.ts"

const COUNTED = ["pending", "sending", "sent", "failed", "ambiguous"]
  .map((state) => `count(*) FILTER (WHERE o.state = '${state}') AS ${state}`)
  .join(", ")
/** The colon and the sign after it: a range of the index of occurrences. */
export const IS_SKIP = "occurrence > 'skipped:' AND occurrence < 'skipped;'"
const KIND = "substr(e.occurrence, 1, instr(e.occurrence, ':') - 1)"
/** A clock that was set back in between gives 0. */
const SECONDS = "max(0, round((julianday(e.last_sent_at) - julianday(e.created_at)) * 86400, 1))"

/** What the newsroom sees of its digests; lists are capped by `limit`. */
export function digestStatus(db: Db, limit: number): Omit<DigestStatus, "cutoff"> {
  const editions = db
    .prepare<[number], Counted>(
      `SELECT e.occurrence, e.date, e.created_at AS createdAt, e.content, ${SECONDS} AS seconds, ${COUNTED}
       FROM editions e LEFT JOIN outbox o ON o.edition_id = e.id
       WHERE ${KIND} NOT IN ('skipped', 'own', 'awaited') GROUP BY e.id ORDER BY e.id DESC LIMIT ?`,
    )
    .all(limit)
  const readers = db
    .prepare<[number], ReadersStatus>(
      `SELECT ${KIND} AS kind, e.date, count(DISTINCT e.id) AS editions, max(${SECONDS}) AS seconds, ${COUNTED}
       FROM editions e LEFT JOIN outbox o ON o.edition_id = e.id
       WHERE e.date IN (SELECT DISTINCT date FROM editions ORDER BY date DESC LIMIT ?)
         AND ${KIND} IN ('own', 'awaited') GROUP BY kind, e.date ORDER BY e.date DESC, kind DESC`,
    )
    .all(limit)
  const skipped = db
    .prepare<[number], DigestStatus["skipped"][number]>(
      `SELECT date, content ->> 'reason' AS reason, coalesce(content ->> 'earlier', 0) AS earlier FROM editions
       WHERE ${IS_SKIP} ORDER BY id DESC LIMIT ?`,
    )
    .all(limit)
  const unsettled = db
    .prepare<[number], UnsettledMessage>(
      `SELECT e.occurrence, o.chat_id AS chatId, o.part, o.state, o.error AS why
       FROM outbox o JOIN editions e ON e.id = o.edition_id
       WHERE o.state IN ('failed', 'ambiguous') ORDER BY o.state, o.id DESC LIMIT ?`,
    )
    .all(limit)
  const { ambiguousPrivate, ...totals } = db
    .prepare<[], StateCounts & { ambiguousPrivate: number }>(
      `SELECT ${COUNTED}, count(*) FILTER (WHERE o.state = 'ambiguous' AND ${IS_PRIVATE}) AS ambiguousPrivate
       FROM outbox o`,
    )
    .get() ?? { pending: 0, sending: 0, sent: 0, failed: 0, ambiguous: 0, ambiguousPrivate: 0 }
  const slowest = db
    .prepare<[], { occurrence: string; seconds: number }>(
      `SELECT e.occurrence, ${SECONDS} AS seconds FROM editions e
       WHERE e.last_sent_at IS NOT NULL ORDER BY seconds DESC LIMIT 1`,
    )
    .get()
  return {
    editions: editions.map(editionStatus),
    readers,
    skipped,
    unsettled,
    totals,
    ambiguousPrivate,
    slowest: slowest ?? null,
  }
}

type Counted = Omit<EditionStatus, "articles"> & { readonly content: string }

function editionStatus({ content, ...row }: Counted): EditionStatus {
  const { groups } = JSON.parse(content) as Pick<Edition, "groups">
  return { ...row, articles: groups.reduce((sum, group) => sum + group.items.length, 0) }
}
