import type { ChoicePresses, Unpressed } from "../digest/choice-presses.ts"
import type { Db } from "./database.ts"
import { RETRACTED } from "./editions.ts"

/** Of one choice, with those that were passed over and with the others: more change nothing. */
const MOST_KEPT = 20

/** The last part carries the buttons, of those that a retraction has left. */
const SENT = `'sent' = (SELECT state FROM outbox o WHERE o.edition_id = b.edition_id AND o.error IS NOT '${RETRACTED}'
  ORDER BY part DESC LIMIT 1)`

/** Presses in SQLite. Each method is one transaction. */
export function createChoicePresses(db: Db): ChoicePresses {
  const counts = db.prepare<[number], Unpressed & { readonly choice: string }>(
    `SELECT choice, count(*) AS digests, sum(passed) AS passed FROM unpressed_buttons b
     WHERE digest_id = ? AND ${SENT} GROUP BY choice`,
  )
  const add = db.prepare(
    `INSERT OR IGNORE INTO unpressed_buttons (digest_id, choice, edition_id, passed)
     SELECT d.id, @choice, e.id, 0 FROM reader_digests d, editions e
     WHERE d.id = @digestId AND e.occurrence = @occurrence
       AND NOT EXISTS (SELECT 1 FROM kept_choices k WHERE k.digest_id = d.id AND k.choice = @choice)
       AND (SELECT count(*) FROM unpressed_buttons b
         WHERE b.digest_id = d.id AND b.choice = @choice AND b.passed = 1) < ${MOST_KEPT}`,
  )
  const trim = db.prepare(
    `DELETE FROM unpressed_buttons WHERE digest_id = @digestId AND choice = @choice AND passed = 0
       AND edition_id <= (SELECT edition_id FROM unpressed_buttons
         WHERE digest_id = @digestId AND choice = @choice AND passed = 0
         ORDER BY edition_id DESC LIMIT 1 OFFSET ${MOST_KEPT})`,
  )
  const take = db.prepare("DELETE FROM unpressed_buttons WHERE digest_id = ? AND choice = ?")
  const keep = db.prepare(
    "INSERT OR IGNORE INTO kept_choices (digest_id, choice) SELECT id, ? FROM reader_digests WHERE id = ?",
  )
  const pass = db.prepare(
    `UPDATE unpressed_buttons SET passed = 1 WHERE digest_id = ? AND choice = ?
       AND edition_id = (SELECT id FROM editions WHERE occurrence = ?)`,
  )
  const left = db.prepare(
    `DELETE FROM unpressed_buttons WHERE edition_id = (SELECT id FROM editions WHERE occurrence = ?)
       AND choice NOT IN (SELECT value FROM json_each(?))`,
  )
  const stood = db.transaction((digestId: number, occurrence: string, choices: readonly string[]) => {
    for (const choice of choices) {
      add.run({ digestId, choice, occurrence })
      trim.run({ digestId, choice })
    }
  })
  const pressed = db.transaction(
    (digestId: number, occurrence: string, choice: string, passedOver: readonly string[]) => {
      take.run(digestId, choice)
      for (const other of passedOver) pass.run(digestId, other, occurrence)
    },
  )
  const kept = db.transaction((digestId: number, choice: string) => {
    keep.run(choice, digestId)
    take.run(digestId, choice)
  })
  return {
    unpressed: (digestId) =>
      new Map(counts.all(digestId).map(({ choice, digests, passed }) => [choice, { digests, passed }])),
    stood: (...given) => stood.immediate(...given),
    left: (occurrence, choices) => void left.run(occurrence, JSON.stringify(choices)),
    pressed: (...given) => pressed.immediate(...given),
    keep: (...given) => kept.immediate(...given),
  }
}
