import { readByline } from "./byline.ts"
import type { Draft, ReadContext } from "./draft.ts"
import { type Head, isMeta, readHead } from "./head.ts"
import { type DomElement, htmlLines, removeHidden, treeSize } from "./html-lines.ts"
import { agrees, type PageMeta, readMeta } from "./html-meta.ts"
import { bare, isParagraph, type Line, textLines } from "./lines.ts"
import { assemble, draftFromLines, keepTitle } from "./page-dump.ts"
import { readStory, tellsStory } from "./story.ts"
import type { Trace } from "./trace.ts"

/** Beyond these Readability takes minutes or overflows; such a page is read by its lines alone. */
const MAX_DEPTH = 120
const MAX_SIBLINGS = 2000
const MAX_ELEMENTS = 20_000
/** How many lines above the story may say something about it. */
const HEAD_LINES = 40
/** In how many lines from the top the title is looked for. */
const MAX_TITLE_LINES = 400
const PAPER = /(?:日报|晚报|晨报|早报|时报|商报|都市报|青年报|农民报|报)$/

/** linkedom is loaded with the first page. Its own types are the whole DOM's, of which it has a part: ours name that. */
async function parse(markup: string): Promise<DomElement> {
  const { parseHTML } = await import("linkedom")
  return parseHTML(wellFormed(markup)).document as unknown as DomElement
}

/** An HTML page as an article; null where no story stands on it. No script runs, hidden text is dropped. */
export async function readHtmlPage(html: string, context?: ReadContext): Promise<Draft | null> {
  const document = await parse(html)
  const { depth, widest, elements } = treeSize(document, MAX_ELEMENTS)
  const deep = depth > MAX_DEPTH || widest > MAX_SIBLINGS || elements >= MAX_ELEMENTS
  if (!deep) removeHidden(document)
  const meta = readMeta(document)
  const lines = htmlLines(document, deep)
  const trace = context?.trace
  if (deep) return withMeta(draftFromLines(lines, trace), meta)
  const body = await mainLines(document)
  return fromMain(meta, lines, body, trace) ?? withMeta(draftFromLines(lines, trace), meta)
}

/** The lines of a piece of markup, such as an item of a feed. */
export async function markupLines(markup: string): Promise<Line[]> {
  if (!/<[a-z!/][^<]{0,2000}>/i.test(markup)) return textLines(markup)
  const document = await parse(markup)
  return htmlLines(document, true)
}

/** linkedom makes a document only of what has an html element. */
function wellFormed(html: string): string {
  return /<html[\s>]/i.test(html.slice(0, 5000)) ? html : `<!doctype html><html><body>${html}</body></html>`
}

async function mainLines(document: DomElement): Promise<Line[]> {
  const { Readability } = await import("@mozilla/readability")
  const reader = new Readability<unknown>(document as never, {
    serializer: (node) => node,
    charThreshold: 120,
  })
  const content = reader.parse()?.content
  return content === null || content === undefined ? [] : htmlLines(content as DomElement)
}

function fromMain(
  meta: PageMeta,
  lines: readonly Line[],
  main: readonly Line[],
  trace: Trace | undefined,
): Draft | null {
  trace?.begin(lines)
  const at = startOf(lines, main)
  const title = shownTitle(meta.title, [...lines.slice(0, MAX_TITLE_LINES), ...main.slice(0, 5)])
  const top = topLines(main, title)
  const above = at < 0 ? [] : lines.slice(Math.max(0, at - HEAD_LINES), at)
  const options = { limit: HEAD_LINES + top, toParagraph: false }
  const head = readHead([...above, ...main.slice(0, top)], options, trace)
  const printed = title ?? head.titles.at(-1) ?? null
  keepTitle([...above, ...main.slice(0, top)], printed, trace)
  const story = readStory(main.slice(top), printed, { tails: true, channels: head.channels }, trace)
  if (!tellsStory(story.body)) return null
  const below = at < 0 ? [] : lines.slice(at)
  return withMeta(assemble({ ...head, publishedAt: dateOf(meta, head, below) }, story, printed), meta)
}

/** The line of the page that the official title begins with, before names of sections and site. */
function shownTitle(official: string | null, lines: readonly Line[]): string | null {
  if (official === null || lines.some(({ text }) => text === official)) return official
  return (
    lines.find(({ text }) => text.length >= 6 && official.startsWith(text) && agrees(text, official))?.text ??
    official
  )
}

/** Where the story's first lines stand on the whole page. */
function startOf(lines: readonly Line[], main: readonly Line[]): number {
  for (const line of main.slice(0, 5)) {
    if (line.text.length < 12) continue
    const at = lines.findIndex(({ text }) => text === line.text)
    if (at >= 0) return at
  }
  return -1
}

/** How many lines at the top of the main part are still about the article: its title, its date line. */
function topLines(main: readonly Line[], title: string | null): number {
  let top = 0
  for (const [i, { text }] of main.slice(0, MAX_TITLE_LINES).entries()) {
    if (isParagraph(text)) break
    if (isMeta(text) || (title !== null && bare(text) === bare(title))) top = i + 1
  }
  return top
}

/** What the page shows beside the article, the time of day preferred; what it says in its head; what stands below. */
function dateOf(meta: PageMeta, head: Head, below: readonly Line[]): string | null {
  const shown = [head.publishedAt, meta.shownAt, meta.publishedAt]
  const day = shown.find((value) => value !== null)?.slice(0, 10)
  const timed = shown.find((value) => value !== null && value.length > 10 && value.startsWith(day ?? ""))
  if (timed !== undefined) return timed
  if (day !== undefined) return day
  const labelled = below.filter(
    ({ text }) => text.length <= 80 && /(?:发布|发稿|时间|日期)/.test(text) && isMeta(text),
  )
  return readHead(labelled, { limit: 10, toParagraph: false }).publishedAt
}

function withMeta(draft: Draft, meta: PageMeta): Draft
function withMeta(draft: Draft | null, meta: PageMeta): Draft | null
function withMeta(draft: Draft | null, meta: PageMeta): Draft | null {
  if (draft === null) return null
  const paper = [meta.siteName, meta.publisher].find((name) => name !== null && PAPER.test(name)) ?? null
  const writer = meta.writer === null ? null : readByline(`记者 ${meta.writer}`)
  const publishedAt = draft.publishedAt ?? meta.publishedAt
  const flags = publishedAt === null ? draft.flags : draft.flags.filter((flag) => flag !== "undated")
  return {
    ...draft,
    url: meta.url ?? draft.url,
    bylines: draft.bylines.some(({ role }) => role !== "editor")
      ? draft.bylines
      : [...(writer ?? []), ...draft.bylines],
    source: draft.source ?? meta.source ?? paper,
    publishedAt,
    flags,
  }
}
