import type { Article } from "../corpus.ts"
import { boundedLines } from "./bounded-lines.ts"
import { readCorrection } from "./correction-notice.ts"
import { looksLikeHeader, RowReader } from "./csv.ts"
import { decode, looksBinary, markedEncoding } from "./decode.ts"
import { readFeed } from "./feed.ts"
import { markupLines, readHtmlPage } from "./html-page.ts"
import { identified } from "./identity.ts"
import { readMarkdown } from "./markdown.ts"
import { readPageDump } from "./page-dump.ts"
import { fieldOf, givenFields, recordArticle } from "./record.ts"
import { fileReason, type SourceFile } from "./source-files.ts"

export type Item =
  | { readonly kind: "article"; readonly input: string; readonly article: Article }
  | { readonly kind: "rejected"; readonly input: string; readonly reason: string }

type Format = "dump" | "html" | "markdown" | "jsonl" | "csv" | "feed"

const MEGABYTE = 1024 * 1024
/** Longest line of an export, and largest page or feed, in bytes. */
const MAX_LINE_BYTES = 5 * MEGABYTE
const MAX_FILE_BYTES = 20 * MEGABYTE
/** Stands for a line of an export that is not text: no row and no JSON. */
const UNREADABLE = "\uFFFD"
const SNIFFED_BYTES = 64 * 1024
const FORMATS: ReadonlyMap<string, Format> = new Map([
  [".html", "html"],
  [".htm", "html"],
  [".xhtml", "html"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".csv", "csv"],
  [".tsv", "csv"],
  [".xml", "feed"],
  [".rss", "feed"],
  [".atom", "feed"],
])

/**
 * The articles of a file, or why there is none: one item a page, a line, a row or a feed's entry. Exports are
 * streamed. Never throws: this is the boundary behind which parsers of foreign data may fail.
 */
export async function* readItems(file: SourceFile): AsyncGenerator<Item> {
  const reject = (reason: string, input = file.input): Item => ({ kind: "rejected", input, reason })
  try {
    const { head, all } = await peek(file.open())
    if (head.length === 0) yield reject("the file is empty")
    else if (looksBinary(head) && markedEncoding(head) === null) yield reject("a binary file, not text")
    else {
      const format = formatOf(file.extension, head)
      if (format === "jsonl") yield* jsonItems(file.input, all)
      else if (format === "csv") yield* csvItems(file.input, all)
      else yield* wholeFile(file.input, format, all)
    }
  } catch (error) {
    yield reject(failure(error))
  }
}

function failure(error: unknown): string {
  if (error instanceof RangeError) return "nested too deeply to be read"
  return fileReason(error)
}

/** The first bytes, and all of them: the first are not read twice. */
async function peek(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let bytes = 0
  while (bytes < SNIFFED_BYTES) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(value)
    bytes += value.length
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* first
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(first).subarray(0, SNIFFED_BYTES), all: all() }
}

/** By extension, unless a text or feed file is plainly something else; by content where there is no known one. */
function formatOf(extension: string, head: Uint8Array): Format {
  const known = FORMATS.get(extension)
  if (known !== undefined && known !== "feed") return known
  const decoded = decode(head)
  const start = (decoded.kind === "text" ? decoded.text : "").replace(/^\uFEFF/, "").trimStart()
  const tag =
    /^(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?<(!doctype html|[a-z:]{1,20})/i.exec(
      start,
    )?.[1]
  const name = tag?.toLowerCase() ?? ""
  if (name === "rss" || name === "feed" || name === "rdf:rdf") return "feed"
  if (name === "!doctype html" || name === "html") return "html"
  if (known === "feed") return "feed"
  if (extension === ".txt") return "dump"
  if (/^(?:head|body|div|article|section|meta|p|table|h1)$/.test(name)) return "html"
  if (/^\{\s{0,20}"/.test(start)) return "jsonl"
  if (/^---\s*\n/.test(start)) return "markdown"
  return looksLikeHeader(start.split(/\r?\n/, 1)[0] ?? "") ? "csv" : "dump"
}

async function* wholeFile(
  input: string,
  format: "dump" | "html" | "markdown" | "feed",
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Item> {
  const reject = (reason: string): Item => ({ kind: "rejected", input, reason })
  const bytes = await gathered(chunks)
  if (bytes === null) return yield reject(`the file is over ${MAX_FILE_BYTES / MEGABYTE} MB`)
  const decoded = decode(bytes)
  if (decoded.kind === "binary") return yield reject("a binary file, or text in an unknown encoding")
  if (decoded.text.trim() === "") return yield reject("the file is empty")
  if (format === "feed") return yield* feedItems(input, decoded.text)
  if (format === "markdown") {
    const article = readMarkdown(decoded.text)
    return yield typeof article === "string" ? reject(article) : { kind: "article", input, article }
  }
  const draft = format === "html" ? await readHtmlPage(decoded.text) : readPageDump(decoded.text)
  if (draft === null) yield reject("no article on this page")
  else
    yield {
      kind: "article",
      input,
      article: identified({ ...draft, correction: readCorrection(draft) }, null),
    }
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > MAX_FILE_BYTES) return null
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

async function* feedItems(input: string, xml: string): AsyncGenerator<Item> {
  const feed = await readFeed(xml)
  if (feed === null) return yield { kind: "rejected", input, reason: "not a feed that can be read" }
  for (const [i, item] of feed.items.entries()) {
    const name = `${input}:${i + 1}`
    if (typeof item === "string") yield { kind: "rejected", input: name, reason: item }
    else yield { kind: "article", input: name, article: item }
  }
  if (feed.truncated) {
    yield { kind: "rejected", input, reason: `the feed breaks off after ${feed.items.length} items` }
  } else if (feed.items.length === 0) yield { kind: "rejected", input, reason: "the feed has no items" }
}

async function* jsonItems(input: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  let found = false
  for await (const line of textLinesOf(chunks)) {
    const name = `${input}:${line.number}`
    if (line.text === null) yield overlong(name, line.number)
    else if (line.text.trim() === "") continue
    else {
      const article = await jsonArticle(line.text)
      if (typeof article === "string") yield { kind: "rejected", input: name, reason: article }
      else yield { kind: "article", input: name, article }
    }
    found = true
  }
  if (!found) yield { kind: "rejected", input, reason: "the file is empty" }
}

async function jsonArticle(line: string): Promise<Article | string> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return "not JSON"
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not a JSON object"
  return recordFrom(value as Record<string, unknown>)
}

async function recordFrom(record: Record<string, unknown>): Promise<Article | string> {
  const given = givenFields(record)
  if (typeof given.text !== "string" || given.text.trim() === "") return "no text"
  return recordArticle(given, await markupLines(given.text)) ?? "no text"
}

async function* csvItems(input: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  let reader: RowReader | undefined
  let header: readonly string[] | undefined
  for await (const line of textLinesOf(chunks)) {
    const name = `${input}:${line.number}`
    if (line.text === null) {
      yield overlong(name, line.number)
      continue
    }
    reader ??= new RowReader(line.text)
    for (const row of reader.add(line.number, line.text)) {
      if (header !== undefined) yield await rowItem(input, header, row)
      else {
        header = row.fields ?? []
        const missing = headerFault(header)
        if (missing !== null) return yield { kind: "rejected", input, reason: missing }
      }
    }
  }
  for (const row of reader?.end() ?? []) yield await rowItem(input, header ?? [], row)
  if (header === undefined) yield { kind: "rejected", input, reason: "no row of column names" }
}

function headerFault(header: readonly string[]): string | null {
  if (header.some((name) => fieldOf(name) === "text")) return null
  const names = header.map((name) => name.trim()).join(", ")
  return `no column holds the text (columns: ${names.slice(0, 200)})`
}

async function rowItem(
  input: string,
  header: readonly string[],
  row: { number: number; fields: readonly string[] | null },
): Promise<Item> {
  const name = `${input}:${row.number}`
  if (row.fields === null)
    return { kind: "rejected", input: name, reason: "a quotation mark is never closed" }
  const record: Record<string, unknown> = {}
  for (const [i, column] of header.entries()) record[column] = row.fields[i]
  const article = await recordFrom(record)
  return typeof article === "string"
    ? { kind: "rejected", input: name, reason: article }
    : { kind: "article", input: name, article }
}

function overlong(input: string, number: number): Item {
  return { kind: "rejected", input, reason: `line ${number} is over ${MAX_LINE_BYTES / MEGABYTE} MB` }
}

/** Decoded lines; `text` is null for one that is too long. Each line may have its own encoding, as in merged exports. */
async function* textLinesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ number: number; text: string | null }> {
  for await (const line of boundedLines(inUtf8(chunks), MAX_LINE_BYTES)) {
    if (line.overlong) yield { number: line.number, text: null }
    else {
      const decoded = decode(line.bytes)
      yield {
        number: line.number,
        text: decoded.kind === "text" ? decoded.text.replace(/\r$/, "") : UNREADABLE,
      }
    }
  }
}

/** UTF-16 in UTF-8, since its line feeds cannot be found byte by byte; anything else as it is. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | null | undefined
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      const marked = markedEncoding(chunk)
      decoder = marked === null || marked === "utf-8" ? null : new TextDecoder(marked)
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }))
  }
}
