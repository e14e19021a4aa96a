import type { Db } from "./database.ts"

/**
 * Takes out all that is kept about a reader, here and in groups: questions and answers, lists, settings, digests with
 * the buttons that were not pressed, awaited questions, messages to the reader. What the newsroom spent on models
 * stays, under nobody's name. Returns how many answers there were. Deleted rows are overwritten (secure_delete), also in
 * the write-ahead log.
 */
export function createForget(db: Db): (readerId: number) => number {
  const answers = db.prepare("DELETE FROM ledger WHERE reader_id = @reader OR chat_id = @reader")
  // A number is bound as REAL, and the text of that ends in ".0".
  const chat = "CAST(CAST(@reader AS INTEGER) AS TEXT)"
  const rest = [
    "DELETE FROM chat_lists WHERE chat_id = @reader",
    "DELETE FROM subscriptions WHERE chat_id = @reader",
    "DELETE FROM reader_digests WHERE chat_id = @reader",
    "DELETE FROM awaited_questions WHERE chat_id = @reader",
    "DELETE FROM reader_settings WHERE reader_id = @reader",
    // Editions stay for corrections; what the reader had chosen does not.
    `UPDATE editions SET content = json_remove(content, '$.choices')
       WHERE occurrence GLOB 'own:*' AND id IN (SELECT edition_id FROM outbox WHERE chat_id = ${chat})`,
    `DELETE FROM outbox WHERE chat_id = ${chat}`,
    `DELETE FROM updates WHERE state IN ('done', 'parked') AND (chat_id = @reader OR @reader IN (
       json_extract(body, '$.message.from.id'), json_extract(body, '$.edited_message.from.id'),
       json_extract(body, '$.callback_query.from.id'), json_extract(body, '$.inline_query.from.id')))`,
    `INSERT INTO token_spending (day, reader_id, tokens)
       SELECT day, 0, tokens FROM token_spending WHERE reader_id = @reader
       ON CONFLICT (day, reader_id) DO UPDATE SET tokens = tokens + excluded.tokens`,
    "DELETE FROM token_spending WHERE reader_id = @reader",
  ].map((sql) => db.prepare(sql))
  const forget = db.transaction((readerId: number) => {
    const { changes } = answers.run({ reader: readerId })
    for (const statement of rest) statement.run({ reader: readerId })
    return changes
  })
  return (readerId) => {
    const count = forget.immediate(readerId)
    db.pragma("wal_checkpoint(TRUNCATE)")
    return count
  }
}
