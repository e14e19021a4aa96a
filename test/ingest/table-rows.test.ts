import fc from "fast-check"
import { expect, test } from "vitest"
import { delimiterOf, type Row, RowReader } from "../../src/ingest/table-rows.ts"

/** As RFC 4180 says; `quoteAll` also where it need not be. */
function written(rows: readonly (readonly string[])[], delimiter: string, quoteAll: boolean): string {
  const cell = (field: string) =>
    quoteAll || /["\n,;|\t]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  return rows.map((row) => row.map(cell).join(delimiter)).join("\n")
}

function read(text: string, delimiter: string): Row[] {
  const reader = new RowReader(delimiter)
  const rows = text.split("\n").flatMap((line, i) => reader.add(i + 1, line))
  return [...rows, ...reader.end()]
}

const field = fc.string({ unit: fc.constantFrom(...'灯塔a1 """\'\n,;|\t。'), maxLength: 12 })
const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.array(
    fc
      .array(field, { minLength: width, maxLength: width })
      .filter((row) => row.some((cell) => cell.trim() !== "")),
    { maxLength: 8 },
  ),
)

test("what is written as a table is read as the same rows", () => {
  const delimiters = fc.constantFrom(",", "\t", ";", "|")
  fc.assert(
    fc.property(table, delimiters, fc.boolean(), (rows, delimiter, quoteAll) => {
      const header = (rows[0] ?? ["", ""]).map((_, i) => `name ${i}`)
      const text = written([header, ...rows], delimiter, quoteAll)
      const lines = text.split("\n").map((line, i) => ({ number: i + 1, text: line }))
      expect(delimiterOf(lines)).toBe(delimiter)
      const found = read(text, delimiter).map((row) => ("fields" in row ? row.fields : row.reason))
      expect(found).toEqual([header, ...rows])
    }),
    { numRuns: 500 },
  )
})

test("a quotation mark that is never closed costs one row, wherever it stands", () => {
  const plain = fc.array(
    fc.tuple(fc.constantFrom("甲", "乙 丙"), fc.constantFrom("亮了。", "停了，\n又亮了。", 'say "so"')),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(plain, plain, (before, after) => {
      const text = [
        ...(before.length > 0 ? [written(before, ",", false)] : []),
        '坏,"没有关',
        ...(after.length > 0 ? [written(after, ",", false)] : []),
      ].join("\n")
      const rows = read(text, ",")
      expect(rows.filter((row) => "reason" in row)).toHaveLength(1)
      expect(rows.flatMap((row) => ("fields" in row ? [row.fields] : []))).toEqual([...before, ...after])
    }),
  )
})

test("lines that open and never close take time by their number only", () => {
  const reader = new RowReader(",")
  let rows = 0
  for (let i = 0; i < 200_000; i++) rows += reader.add(i + 1, 'x","').length
  rows += reader.end().length
  expect(rows).toBe(200_000)
})
