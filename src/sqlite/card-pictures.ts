import type { CardPictures } from "../digest/card.ts"
import type { Db } from "./database.ts"

/** Cards of published editions in SQLite. Each method is one transaction. */
export function createCardPictures(db: Db): CardPictures {
  const find = db.prepare<[string], { png: Buffer; remoteId: string | null }>(
    `SELECT c.png, c.remote_id AS remoteId FROM edition_cards c JOIN editions e ON e.id = c.edition_id
     WHERE e.occurrence = ?`,
  )
  const uploaded = db.prepare(
    `UPDATE edition_cards SET remote_id = ?
     WHERE edition_id = (SELECT id FROM editions WHERE occurrence = ?)`,
  )
  return {
    find(occurrence) {
      const row = find.get(occurrence)
      return row && { png: row.png, remoteId: row.remoteId ?? undefined }
    },
    uploaded(occurrence, remoteId) {
      uploaded.run(remoteId, occurrence)
    },
  }
}
