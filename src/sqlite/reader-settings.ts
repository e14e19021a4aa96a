import { LANGUAGES, type Language } from "../text/languages.ts"
import type { Db } from "./database.ts"

/** What readers have chosen for themselves. */
export function createReaderSettings(db: Db) {
  const read = db
    .prepare<[number], string>("SELECT language FROM reader_settings WHERE reader_id = ?")
    .pluck()
  const write = db.prepare(
    `INSERT INTO reader_settings (reader_id, language) VALUES (?, ?)
      ON CONFLICT (reader_id) DO UPDATE SET language = excluded.language`,
  )
  return {
    /** undefined: nothing was chosen, or a language that is no longer spoken. */
    language(readerId: number): Language | undefined {
      const chosen = read.get(readerId)
      return LANGUAGES.find((language) => language === chosen)
    },
    chooseLanguage(readerId: number, language: Language): void {
      write.run(readerId, language)
    },
  }
}
