import { type ByteSource, wholeText } from "./byte-stream.ts"
import { decodedLines, overlong } from "./decoded-lines.ts"
import type { ReadContext } from "./draft.ts"
import type { ColumnMap } from "./field-names.ts"
import { describeMapping, guessColumns, listed, type Mapping, textMissing } from "./guess-columns.ts"
import { type Item, itemOf, type Note } from "./item.ts"
import { lookAhead } from "./look-ahead.ts"
import { readRecord } from "./record.ts"
import type { Trace } from "./trace.ts"

/** By so many records, and so much text, it is told which keys hold what. */
const SAMPLED_RECORDS = 50
const SAMPLED_LENGTH = 1_000_000
const NO_OBJECT = "not a JSON object"

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
  { columns, trace }: ReadContext,
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
    yield await recordItem(`${input}:${number}`, value, mapping.columns, trace)
  }
}

/** One item an entry of a list of records, wherever it stands in a JSON file; or the one record that the file is. */
export async function* readJson(
  source: ByteSource,
  { columns, trace }: ReadContext,
): AsyncGenerator<Item | Note> {
  const { input } = source
  const whole = await wholeText(source)
  if ("reason" in whole) return yield itemOf(input, whole.reason)
  const value = parsed(whole.text)
  if (value === undefined) return yield itemOf(input, "not JSON, or JSON that breaks off")
  if (isRecord(value) && mappingOf([value], columns, false).all.text !== undefined)
    return yield await recordItem(input, value, columns, trace)
  const list = articleList(value, columns)
  if (typeof list === "string") return yield itemOf(input, list)
  const line = describeMapping(list.mapping)
  if (line !== null) yield { kind: "note", input, text: line }
  for (const [i, entry] of list.entries.entries()) {
    const record = isRecord(entry) ? entry : NO_OBJECT
    yield await recordItem(`${input}:${i + 1}`, record, list.mapping.columns, trace)
  }
}

async function recordItem(
  name: string,
  record: JsonRecord | string,
  columns: ColumnMap | undefined,
  trace: Trace | undefined,
): Promise<Item> {
  if (typeof record === "string") return itemOf(name, record)
  const { what, repaired } = await readRecord(record, columns, trace)
  return itemOf(name, what, repaired)
}

interface ArticleList {
  /** Keys that lead to it, joined by points; empty for the whole file. */
  readonly path: string
  readonly entries: readonly unknown[]
  readonly mapping: Mapping
}

/** The list whose records have a text by the names of their keys, or else by what stands in them; or why there is none. */
function articleList(value: unknown, told: ColumnMap | undefined): ArticleList | string {
  const lists = listsIn(value, "", 0)
  for (const byContent of [false, true]) {
    const found = lists
      .map((list) => ({ ...list, mapping: mappingOf(sampled(list.entries), told, byContent) }))
      .filter(({ mapping }) => mapping.all.text !== undefined)
    const [first, ...others] = found
    if (first === undefined) continue
    // The guess of the other fields goes by contents in any case.
    if (others.length === 0) return { ...first, mapping: mappingOf(sampled(first.entries), told) }
    return `several lists could be the articles: ${listed(found.map(({ path }) => path))}`
  }
  const [only, ...others] = lists
  if (only === undefined || others.length > 0) return "no list of articles in it"
  return textMissing([...new Set(sampled(only.entries).flatMap(Object.keys))])
}

const DEEPEST_LIST = 3

function listsIn(value: unknown, path: string, depth: number): { path: string; entries: unknown[] }[] {
  if (Array.isArray(value)) return value.some(isRecord) ? [{ path, entries: value }] : []
  if (!isRecord(value) || depth > DEEPEST_LIST) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    listsIn(inner, path === "" ? key : `${path}.${key}`, depth + 1),
  )
}

function sampled(entries: readonly unknown[]): JsonRecord[] {
  return entries.slice(0, SAMPLED_RECORDS).filter(isRecord)
}

async function* recordLines(source: ByteSource): AsyncGenerator<RecordLine> {
  for await (const { number, text } of decodedLines(source)) {
    if (text === null) yield { number, length: 0, value: overlong(number) }
    else if (text.trim() !== "") yield { number, length: text.length, value: recordOf(text) }
  }
}

function recordOf(line: string): JsonRecord | string {
  const value = parsed(line)
  if (value === undefined) return "not JSON"
  return isRecord(value) ? value : NO_OBJECT
}

/** Undefined for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Records that call their text `text` speak our names: nothing is guessed of their other keys. */
function mappingOf(records: readonly JsonRecord[], told: ColumnMap = {}, byContent = true): Mapping {
  const names = [...new Set(records.flatMap(Object.keys))]
  const rows = records.map((record) => names.map((name) => comparable(record[name])))
  return guessColumns(names, rows, told, byContent && !names.includes("text"))
}

function comparable(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}
