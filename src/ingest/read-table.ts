import type { ByteSource } from "./byte-stream.ts"
import { decodedLines, overlong } from "./decoded-lines.ts"
import type { ReadContext } from "./draft.ts"
import { type ColumnMap, fieldOf } from "./field-names.ts"
import { describeMapping, guessColumns, isDate, isPageUrl, isProse, textMissing } from "./guess-columns.ts"
import { type Item, itemOf, type Note } from "./item.ts"
import { lookAhead } from "./look-ahead.ts"
import { readRecord } from "./record.ts"
import { delimiterOf, type Row, RowReader, statedDelimiter } from "./table-rows.ts"

/** By so much of its beginning it is told how a table is to be read. */
const SAMPLED_LINES = 100
const SAMPLED_ROWS = 50
const SAMPLED_LENGTH = 1_000_000
/** A longer cell is no name of a column. */
const LONGEST_NAME = 40

/** One item a row of a CSV or TSV file, also with semicolons or bars; with or without a row of names. */
export async function* readTable(
  source: ByteSource,
  { columns = {}, trace }: ReadContext,
): AsyncGenerator<Item | Note> {
  const { input } = source
  const { first, all } = await lookAhead(rowsOf(source), costOfRow)
  const sample = first.flatMap((row) => ("fields" in row ? [row.fields] : []))
  const [top] = sample
  if (top === undefined) {
    for await (const row of all) if ("reason" in row) yield itemOf(`${input}:${row.number}`, row.reason)
    return yield itemOf(input, "no rows")
  }
  const named = isHeader(top, columns)
  const names = uniqueNames(named ? top : top.map(() => ""))
  const mapping = guessColumns(names, named ? sample.slice(1) : sample, columns, true)
  const { text } = mapping.all
  if (text === undefined) return yield itemOf(input, textMissing(names))
  const line = describeMapping(mapping)
  if (line !== null) yield { kind: "note", input, text: line }
  let rows = named ? -1 : 0
  for await (const row of all) {
    const name = `${input}:${row.number}`
    if ("reason" in row) yield itemOf(name, row.reason)
    else if (rows++ >= 0) {
      const fault = countFault(row.fields, names, text)
      const record = Object.fromEntries(names.map((column, at) => [column, row.fields[at]]))
      const { what, repaired } = await readRecord(record, mapping.columns, trace)
      yield itemOf(name, fault ?? what, repaired)
    }
  }
  if (rows === 0) yield itemOf(input, "no rows below the names of the columns")
}

async function* rowsOf(source: ByteSource): AsyncGenerator<Row> {
  const { first, all } = await lookAhead(
    decodedLines(source),
    ({ text }) => 1 / SAMPLED_LINES + (text?.length ?? 0) / SAMPLED_LENGTH,
  )
  const stated = statedDelimiter(first[0]?.text ?? "")
  const reader = new RowReader(stated ?? delimiterOf(first))
  for await (const { number, text } of all) {
    if (stated !== null && number === 1) continue
    if (text === null) yield { number, reason: overlong(number) }
    else yield* reader.add(number, text)
  }
  yield* reader.end()
}

function costOfRow(row: Row): number {
  const length = "fields" in row ? row.fields.reduce((sum, field) => sum + field.length, 0) : 0
  return 1 / SAMPLED_ROWS + length / SAMPLED_LENGTH
}

/** A first row names the columns where one name is known, or where nothing in it can only be data. */
function isHeader(cells: readonly string[], told: ColumnMap): boolean {
  const names = Object.values(told)
  if (cells.some((cell) => fieldOf(cell) !== null || names.includes(cell))) return true
  return !cells.some(
    (cell) =>
      cell.length > LONGEST_NAME || /^\d+$/.test(cell) || isProse(cell) || isPageUrl(cell) || isDate(cell),
  )
}

/** A column without a name is called by its number, a second one of the same name has the number behind it. */
function uniqueNames(header: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return header.map((cell, at) => {
    const name = cell.trim() || `column ${at + 1}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** A row with too many cells was cut within one; one with too few may have been cut within its text. */
function countFault(fields: readonly string[], names: readonly string[], text: string): string | null {
  const count = fields.findLastIndex((field) => field !== "") + 1
  if (count > names.length)
    return `${count} columns instead of ${names.length}: is a separator not in quotation marks?`
  if (fields.length < names.length && fields.length <= names.indexOf(text) + 1)
    return `${fields.length} of ${names.length} columns: the row breaks off`
  return null
}
