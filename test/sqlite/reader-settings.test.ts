import { expect, it } from "vitest"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createReaderSettings } from "../../src/sqlite/reader-settings.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

it("keeps the language of each reader, the last that was chosen", () => {
  const db = openDatabase(temporaryFolder())
  const settings = createReaderSettings(db)
  expect(settings.language(1)).toBeUndefined()
  settings.chooseLanguage(1, "en")
  settings.chooseLanguage(2, "zh-CN")
  settings.chooseLanguage(1, "zh-TW")
  expect([settings.language(1), settings.language(2), settings.language(3)]).toEqual([
    "zh-TW",
    "zh-CN",
    undefined,
  ])
  db.prepare("UPDATE reader_settings SET language = 'fr' WHERE reader_id = 1").run()
  expect(settings.language(1)).toBeUndefined()
  db.close()
})
