import type { ByteSource } from "./byte-stream.ts"
import { decodedLines, overlong } from "./decoded-lines.ts"
import type { ReadContext } from "./draft.ts"
import type { ColumnMap } from "./field-names.ts"
import { describeMapping, guessColumns, type Mapping } from "./guess-columns.ts"
import { type Item, itemOf, type Note } from "./item.ts"
import { lookAhead } from "./look-ahead.ts"
import { readRecord } from "./record.ts"

/** By so many records, and so much text, it is told which keys hold what. */
const SAMPLED_RECORDS = 50
const SAMPLED_LENGTH = 1_000_000

type JsonRecord = Readonly<Record<string, unknown>>

/** A line of JSON Lines: the record on it, or why there is none. */
interface RecordLine {
  readonly number: number
  readonly length: number
  readonly value: JsonRecord | string
}

/** One item a line of JSON Lines. */
export async function* readJsonLines(
  source: ByteSource,
  { columns }: ReadContext,
): AsyncGenerator<Item | Note> {
  const { input } = source
  const { first, all } = await lookAhead(
    recordLines(source),
    ({ length }) => 1 / SAMPLED_RECORDS + length / SAMPLED_LENGTH,
  )
  if (first.length === 0) return yield itemOf(input, "the file is empty")
  const mapping = mappingOf(
    first.flatMap(({ value }) => (typeof value === "string" ? [] : [value])),
    columns,
  )
  const line = describeMapping(mapping)
  if (line !== null) yield { kind: "note", input, text: line }
  for await (const { number, value } of all) {
    const article = typeof value === "string" ? value : await readRecord(value, mapping.columns)
    yield itemOf(`${input}:${number}`, article)
  }
}

async function* recordLines(source: ByteSource): AsyncGenerator<RecordLine> {
  for await (const { number, text } of decodedLines(source)) {
    if (text === null) yield { number, length: 0, value: overlong(number) }
    else if (text.trim() !== "") yield { number, length: text.length, value: parsed(text) }
  }
}

function parsed(line: string): JsonRecord | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return "not JSON"
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not a JSON object"
  return value as JsonRecord
}

/** Records that call their text `text` speak our names: nothing is guessed of their other keys. */
function mappingOf(records: readonly JsonRecord[], told: ColumnMap = {}): Mapping {
  const names = [...new Set(records.flatMap(Object.keys))]
  const rows = records.map((record) => names.map((name) => comparable(record[name])))
  return guessColumns(names, rows, told, !names.includes("text"))
}

function comparable(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}
