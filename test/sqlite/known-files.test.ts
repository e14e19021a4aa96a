import { expect, it } from "vitest"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createKnownFiles } from "../../src/sqlite/known-files.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

it("knows a file by its path, size and time of change", () => {
  const db = openDatabase(temporaryFolder())
  const known = createKnownFiles(db)
  const file = { path: "corpus/a.txt", bytes: 10, modifiedMs: 1_759_900_000_000.125 }
  expect(known.has(file)).toBe(false)
  known.add([file, { ...file, path: "corpus/b.txt" }])
  expect(known.has(file)).toBe(true)
  expect(known.has({ ...file, bytes: 11 })).toBe(false)
  expect(known.has({ ...file, modifiedMs: file.modifiedMs + 0.5 })).toBe(false)
  known.add([{ ...file, bytes: 11 }])
  expect(known.has(file)).toBe(false)
  expect(known.has({ ...file, bytes: 11 })).toBe(true)
  db.close()
})
