import { type ByteSource, openSource, wholeText } from "./byte-stream.ts"
import { readCorrection } from "./correction-notice.ts"
import { looksBinary, markedEncoding } from "./decode.ts"
import type { Draft, ReadContext } from "./draft.ts"
import { type Format, formatOf } from "./formats.ts"
import { readHtmlPage } from "./html-page.ts"
import { identified } from "./identity.ts"
import { type Item, itemOf, type Note } from "./item.ts"
import { readMarkdown } from "./markdown.ts"
import { mendEncoding } from "./mojibake.ts"
import { notAnArticle } from "./not-an-article.ts"
import { readPageDump } from "./page-dump.ts"
import { readFeed } from "./read-feed.ts"
import { readJson, readJsonLines } from "./read-json.ts"
import { readTable } from "./read-table.ts"
import { readWordPress } from "./read-wordpress.ts"
import { fileReason, type SourceFile } from "./source-files.ts"

type Reader = (source: ByteSource, context: ReadContext) => AsyncIterable<Item | Note>

const NOTHING_KNOWN: ReadContext = { crawledOn: null }

/** Exports are streamed, the others are held as a whole. */
const READERS: Readonly<Record<Format, Reader>> = {
  dump: (source, context) => readPage(source, (text) => readPageDump(text, context)),
  html: (source, context) => readPage(source, (text) => readHtmlPage(text, context)),
  markdown: readMarkdownFile,
  feed: readFeed,
  wordpress: readWordPress,
  jsonl: readJsonLines,
  json: readJson,
  table: readTable,
}

/**
 * The articles of a file, or why there is none. Never throws: this is the boundary behind which parsers of foreign
 * data may fail.
 */
export async function* readItems(file: SourceFile, context = NOTHING_KNOWN): AsyncGenerator<Item | Note> {
  const { input } = file
  try {
    const source = await openSource(file)
    const { head } = source
    if (head.length === 0) yield itemOf(input, "the file is empty")
    else if (looksBinary(head) && markedEncoding(head) === null)
      yield itemOf(input, "a binary file, not text")
    else {
      const format = formatOf(file.extension, head)
      if ((format === "feed" || format === "wordpress") && ENTITIES.test(latin(head)))
        yield itemOf(input, "defines entities of its own (DTD), which no feed needs and which is not read")
      else yield* READERS[format](source, context)
    }
  } catch (error) {
    yield itemOf(input, failure(error))
  }
}

/** A few of them can stand for gigabytes. */
const ENTITIES = /<!ENTITY\s/i

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1")
}

function failure(error: unknown): string {
  if (error instanceof RangeError) return "nested too deeply to be read"
  return fileReason(error)
}

async function* readPage(
  source: ByteSource,
  read: (text: string) => Draft | null | Promise<Draft | null>,
): AsyncGenerator<Item> {
  const whole = await wholeText(source)
  if ("reason" in whole) return yield itemOf(source.input, whole.reason)
  const { text, repaired } = mendEncoding(whole.text)
  const draft = await read(text)
  const fault = notAnArticle(draft, text)
  const article = draft === null ? null : identified({ ...draft, correction: readCorrection(draft) }, null)
  yield itemOf(source.input, fault ?? article ?? "no article on this page", repaired)
}

async function* readMarkdownFile(source: ByteSource, { trace }: ReadContext): AsyncGenerator<Item> {
  const whole = await wholeText(source)
  if ("reason" in whole) return yield itemOf(source.input, whole.reason)
  const { text, repaired } = mendEncoding(whole.text)
  yield itemOf(source.input, await readMarkdown(text, trace), repaired)
}
