import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "../fixtures/ingest")
const names = readdirSync(FIXTURES)
const pages = names.filter((name) => !name.endsWith(".json"))

test.each(pages)("%s is read as its pair says", async (name) => {
  const pair = name.replace(/\.\w+$/, ".json")
  const expected: Record<string, unknown> = JSON.parse(readFileSync(join(FIXTURES, pair), "utf8"))
  const items = []
  for await (const item of readItems(bytesSource(name, readFileSync(join(FIXTURES, name))))) items.push(item)
  expect(items).toEqual([
    {
      kind: "article",
      input: name,
      article: { ...BLANK_DRAFT, id: expect.stringMatching(/^[0-9a-f]{12}$/), ...expected },
    },
  ])
})
