import { expect, it } from "vitest"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createMeta } from "../../src/sqlite/meta.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

it("keeps the last value of a key", () => {
  const folder = temporaryFolder()
  const db = openDatabase(folder)
  const meta = createMeta(db)
  expect(meta.get("a")).toBeUndefined()
  meta.set("a", "1")
  meta.set("a", "2")
  meta.set("b", "")
  db.close()
  const again = openDatabase(folder)
  expect(createMeta(again).get("a")).toBe("2")
  expect(createMeta(again).get("b")).toBe("")
  again.close()
})
