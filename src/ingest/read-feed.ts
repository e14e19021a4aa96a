import type { Article } from "../corpus.ts"
import { type ByteSource, wholeText } from "./byte-stream.ts"
import type { ReadContext } from "./draft.ts"
import { markupLines } from "./html-page.ts"
import { type Item, itemOf } from "./item.ts"
import { cleanLine, type Line } from "./lines.ts"
import { mendEncoding } from "./mojibake.ts"
import { recordArticle, textOf } from "./record.ts"
import { withoutTail } from "./title.ts"
import type { Trace } from "./trace.ts"

/** An item of any kind of feed, reduced to what an article needs. */
interface FeedItem {
  readonly id: unknown
  readonly url: unknown
  /** May hold markup. */
  readonly title: string | null
  readonly publishedAt: unknown
  readonly bylines: readonly string[]
  readonly source: unknown
  readonly content: string | null
  readonly description: string | null
}

type Raw = Readonly<Record<string, unknown>>

/** One item an entry of RSS, RDF, Atom or JSON Feed. A truncated feed is read as far as it goes. */
export async function* readFeed(source: ByteSource, { trace }: ReadContext): AsyncGenerator<Item> {
  const read = await wholeText(source)
  if ("reason" in read) return yield itemOf(source.input, read.reason)
  const { parseFeed } = await import("feedsmith")
  const { text: xml, repaired } = mendEncoding(read.text)
  const whole = END.test(xml.slice(-END_LENGTH))
  // Of an entry that breaks off nothing is believed: what is left of it may be its summary only.
  const entries = upToLast(xml, /<\/(?:item|entry)\s{0,4}>/gi)
  for (const text of whole ? [xml, entries] : [entries, xml, upToLast(xml, />/g)]) {
    const feed = text === null ? null : parsed(() => parseFeed(text))
    if (feed !== null)
      return yield* feedItems(source.input, feed, { truncated: !whole || text !== xml, repaired, trace })
  }
  yield itemOf(source.input, "not a feed that can be read")
}

/** Some servers add lines of their own behind the end. */
const END = /<\/(?:rss|feed|rdf:RDF)\s{0,4}>|\}\s{0,200}$/i
const END_LENGTH = 4000

async function* feedItems(
  input: string,
  feed: Raw,
  {
    truncated,
    repaired,
    trace,
  }: {
    readonly truncated: boolean
    readonly repaired: boolean
    readonly trace: Trace | undefined
  },
): AsyncGenerator<Item> {
  const channel = channelName(feed)
  const entries = list(feed.items ?? feed.entries)
  for (const [i, raw] of entries.entries())
    yield itemOf(`${input}:${i + 1}`, await itemArticle(feedItem(raw), channel, trace), repaired)
  if (truncated) yield itemOf(input, `the feed breaks off after ${entries.length} items`)
  else if (entries.length === 0) yield itemOf(input, "the feed has no items")
}

function parsed(parse: () => { feed: unknown }): Raw | null {
  try {
    const { feed } = parse()
    return typeof feed === "object" && feed !== null ? (feed as Raw) : null
  } catch {
    return null
  }
}

function upToLast(xml: string, mark: RegExp): string | null {
  let end = -1
  for (const match of xml.matchAll(mark)) end = match.index + match[0].length
  return end < 0 ? null : xml.slice(0, end)
}

async function itemArticle(
  item: FeedItem,
  channel: string | null,
  trace: Trace | undefined,
): Promise<Article | string> {
  const own = item.content === null ? [] : await markupLines(item.content)
  const described = item.description === null ? [] : await markupLines(item.description)
  const lines = own.length > 0 ? own : described
  const article = recordArticle(
    {
      id: item.id,
      url: item.url,
      title: item.title === null ? null : (await markupLines(item.title)).map(({ text }) => text).join(" "),
      publishedAt: item.publishedAt,
      source: item.source ?? channel,
      bylines: item.bylines,
      abstract: own.length > 0 && described.length > 0 ? beyond(described, own) : undefined,
    },
    lines,
    trace,
  )
  return article ?? "no text"
}

/** A description as the paper's abstract, unless it is only the beginning of the text. */
export function beyond(described: readonly Line[], own: readonly Line[]): string | undefined {
  const text = described.map((line) => line.text).join(" ")
  const start = text.replace(/(?:\.{3,}|…+|\[…\])\s*$/, "").slice(0, 60)
  return own.some((line) => line.text.startsWith(start)) ? undefined : text
}

function feedItem(raw: Raw): FeedItem {
  const content = raw.content
  const encoded =
    object(content)?.encoded ?? object(content)?.value ?? content ?? raw.content_html ?? raw.content_text
  const creators = [raw.dc, raw.authors].flatMap(people)
  return {
    id: object(raw.guid)?.value ?? raw.guid ?? raw.id ?? object(raw.rdf)?.about,
    url: raw.link ?? raw.url ?? alternate(raw.links) ?? raw.external_url,
    title: plain(raw.title),
    publishedAt: raw.pubDate ?? raw.published ?? raw.date_published ?? dublinDate(raw.dc) ?? raw.updated,
    bylines: creators,
    source: plain(object(raw.source)?.title),
    content: plain(encoded),
    description: plain(raw.description ?? raw.summary),
  }
}

/** An author as RSS has it: `desk@paper.example (柳如烟)`. */
const MAIL = /^\S{1,200}@\S{1,200} \(([^()]{1,100})\)$/

function people(value: unknown): string[] {
  const core = object(value)
  const names = core === null ? value : [core.creator, core.creators].flat()
  return (Array.isArray(names) ? names : [])
    .map((entry) => (typeof entry === "string" ? entry : object(entry)?.name))
    .filter((name) => typeof name === "string")
    .map((name) => MAIL.exec(name)?.[1] ?? name)
    .filter((name, i, all) => all.indexOf(name) === i)
}

function dublinDate(value: unknown): unknown {
  const core = object(value)
  return core?.date ?? (Array.isArray(core?.dates) ? core.dates[0] : undefined)
}

function alternate(links: unknown): unknown {
  const all = list(links)
  return (all.find((link) => (link.rel ?? "alternate") === "alternate") ?? all[0])?.href
}

function channelName(feed: Raw): string | null {
  const name = textOf(plain(feed.title))
  return name === null ? null : withoutTail(cleanLine(name))
}

/** The text of a field that is a string or, in Atom, an object with one. */
function plain(value: unknown): string | null {
  const text = object(value)?.value ?? value
  return typeof text === "string" && text.trim() !== "" ? text : null
}

function object(value: unknown): Raw | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : null
}

function list(value: unknown): Raw[] {
  return (Array.isArray(value) ? value : []).filter((entry): entry is Raw => object(entry) !== null)
}
