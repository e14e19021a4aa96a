import { readByline } from "./byline.ts"
import { type ColumnMap, columnsByName, FIELDS, type FieldName, fieldOf } from "./field-names.ts"
import { isArticleUrl } from "./identity.ts"
import { readDate } from "./published-at.ts"

/** How a table or a file of records is read. */
export interface Mapping {
  /** What a person told and what the contents tell; the other fields go by the names of columns. */
  readonly columns: ColumnMap
  /** Every field that is found, in which way ever. */
  readonly all: ColumnMap
  readonly guessed: ReadonlySet<FieldName>
  readonly ignored: readonly string[]
  /** Told columns that are not there. */
  readonly missing: readonly string[]
}

/** A column with the filled values of the first rows. */
interface Column {
  readonly name: string
  readonly values: readonly string[]
  readonly rows: number
}

/** How well a column holds a field: the best wins; null where it cannot be. */
type Fit = (column: Column) => number | null

const LEAST_PROSE = 20
const MOST_TITLE = 80
const USUAL_TITLE = 40
const SENTENCE = /[。！？]|[.!?](?:\s|$)/
const MARKUP = /<p[\s>]|<br/i
const PICTURE = /\.(?:jpe?g|png|gif|webp|svg|mp[34])(?:\?|$)/i
const MARKED_DATE = /^\d{8}$|^1\d{9}(?:\d{3})?$|\d[-/.年: ]\d/
const OUTLET = /(?:报|社|网|台|新闻|客户端|在线|发布)$/
/** Times that tell when a record was changed or fetched, not when the paper printed it. */
const OTHER_TIME = /更新|修改|采集|抓取|入库|updat|modif|edit|crawl|fetch|scrap|collect/i

/** In this order: a column that one takes is none of the others'. */
const FITS: readonly (readonly [FieldName, Fit])[] = [
  ["text", proseFit],
  ["url", (column) => (share(column.values, isPageUrl) >= 0.8 ? distinct(column.values) : null)],
  // The earliest: what is fetched or changed is published before.
  [
    "publishedAt",
    ({ name, values }) =>
      share(values, isDate) >= 0.8 && !OTHER_TIME.test(name) ? -averageTime(values) : null,
  ],
  ["bylines", ({ values }) => (share(values, isByline) >= 0.5 ? 1 : null)],
  ["source", ({ values }) => (share(values, isOutlet) >= 0.6 ? 1 : null)],
  ["title", titleFit],
]

/** Names first, then what stands in the first rows. `byContent` says whether the latter counts at all. */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  told: ColumnMap,
  byContent: boolean,
): Mapping {
  const columns: Partial<Record<FieldName, string>> = {}
  const missing: string[] = []
  for (const [field, name] of Object.entries(told) as [FieldName, string][]) {
    if (names.includes(name)) columns[field] = name
    else missing.push(name)
  }
  const mapped = new Set(Object.values(columns))
  const byName: Partial<Record<FieldName, string>> = {
    ...columnsByName(names.filter((name) => !mapped.has(name))),
    ...columns,
  }
  const guessed = new Set<FieldName>()
  const guess = (field: FieldName, name: string): void => {
    columns[field] = name
    guessed.add(field)
  }
  let unknown = columnsOf(names, rows).filter(({ name }) => fieldOf(name) === null && !mapped.has(name))
  for (const [field, fit] of byContent ? FITS : []) {
    if (byName[field] !== undefined) continue
    const best = bestOf(unknown, fit)
    if (best === null) continue
    guess(field, best.name)
    unknown = unknown.filter((column) => column !== best)
  }
  if (byContent && columns.text === undefined && byName.text === undefined) {
    const summaries = columnsOf(names, rows).filter(({ name }) => name === byName.abstract)
    const best = bestOf(summaries, proseFit)
    if (best !== null) {
      guess("text", best.name)
      delete byName.abstract
    }
  }
  const all = { ...byName, ...columns }
  const ignored = names.filter((name) => !Object.values(all).includes(name))
  return { columns, all, guessed, ignored, missing }
}

/** One line for people; null where the names are the fields' own and nothing is left over. */
export function describeMapping({ all, guessed, ignored, missing }: Mapping): string | null {
  const own = FIELDS.every((field) => (all[field] ?? field) === field || all[field] === "date")
  if (own && ignored.length === 0 && missing.length === 0) return null
  const found = FIELDS.filter((field) => all[field] !== undefined).map(
    (field) => `${field} ← ${clipped(all[field] ?? "")}${guessed.has(field) ? " (guessed)" : ""}`,
  )
  const parts = [found.join(", ")]
  if (ignored.length > 0) parts.push(`ignored: ${listed(ignored)}`)
  if (missing.length > 0) parts.push(`no column ${listed(missing)}`)
  return parts.join("; ")
}

/** What to say where no column or key holds the text. */
export function textMissing(names: readonly string[]): string {
  return `no column holds the text (columns: ${listed(names)}); --map text=COLUMN says which`
}

const MOST_NAMES = 12

export function listed(names: readonly string[]): string {
  const some = names.slice(0, MOST_NAMES).map(clipped).join(", ")
  return names.length > MOST_NAMES ? `${some} and ${names.length - MOST_NAMES} more` : some
}

function clipped(name: string): string {
  const line = name.replace(/\s+/g, " ")
  return line.length > 30 ? `${line.slice(0, 29)}…` : line
}

function columnsOf(names: readonly string[], rows: readonly (readonly string[])[]): Column[] {
  return names.flatMap((name, at) => {
    const values = rows.map((row) => (row[at] ?? "").trim()).filter((value) => value !== "")
    return values.length === 0 ? [] : [{ name, values, rows: rows.length }]
  })
}

function bestOf(columns: readonly Column[], fit: Fit): Column | null {
  let best: Column | null = null
  let bestFit = Number.NEGATIVE_INFINITY
  for (const column of columns) {
    const how = fit(column)
    if (how !== null && how > bestFit) [best, bestFit] = [column, how]
  }
  return best
}

/** Sentences; the longest. */
function proseFit({ values }: Column): number | null {
  const length = median(values)
  return length >= LEAST_PROSE && share(values, isProse) >= 0.5 ? length : null
}

/** Short, nearly all different, no sentences, no codes. Titles are longer than names, but not long. */
function titleFit({ values, rows }: Column): number | null {
  const length = median(values)
  if (values.length < rows * 0.8 || distinct(values) < 0.9 || length < 4 || length > MOST_TITLE) return null
  if (share(values, isProse) >= 0.3 || share(values, isWords) < 0.8 || share(values, isDate) > 0.2)
    return null
  return length <= USUAL_TITLE ? length : 2 * USUAL_TITLE - length
}

function share(values: readonly string[], holds: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length
}

function distinct(values: readonly string[]): number {
  return values.length === 0 ? 0 : new Set(values).size / values.length
}

function median(values: readonly string[]): number {
  const lengths = values.map((value) => value.length).sort((a, b) => a - b)
  return lengths[lengths.length >> 1] ?? 0
}

export function isProse(value: string): boolean {
  return SENTENCE.test(value) || MARKUP.test(value)
}

/** Words in a language, not a code or a path. */
function isWords(value: string): boolean {
  return /\p{Script=Han}/u.test(value) || /\p{L}\s+\p{L}/u.test(value)
}

export function isPageUrl(value: string): boolean {
  return isArticleUrl(value) && !PICTURE.test(value)
}

export function isDate(value: string): boolean {
  return value.length <= 40 && MARKED_DATE.test(value) && readDate(value) !== null
}

function averageTime(values: readonly string[]): number {
  const times = values.map((value) => Date.parse(readDate(value) ?? "")).filter((time) => !Number.isNaN(time))
  return times.reduce((sum, time) => sum + time, 0) / times.length
}

function isByline(value: string): boolean {
  return value.length <= 80 && (readByline(value)?.length ?? 0) > 0
}

function isOutlet(value: string): boolean {
  return value.length >= 2 && value.length <= 20 && OUTLET.test(value)
}
