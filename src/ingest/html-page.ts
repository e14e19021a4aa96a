import type { Flag } from "../corpus.ts"
import { readByline } from "./byline.ts"
import type { Draft, ReadContext } from "./draft.ts"
import { type DomElement, htmlLines, removeHidden, treeSize } from "./html-lines.ts"
import { agrees, type PageMeta, readMeta } from "./html-meta.ts"
import { labelledSource } from "./labelled-source.ts"
import { type Line, textLines } from "./lines.ts"
import { draftFromLines } from "./page-dump.ts"
import { isTooMuchMarkup, plainMarkupLines } from "./plain-markup.ts"
import { readDate } from "./published-at.ts"
import { readSavedPage } from "./saved-page.ts"
import { applySiteRule, type SiteParts } from "./site-rules.ts"

/** Beyond these Readability takes minutes or overflows; such a page is read by its lines alone. */
const MAX_DEPTH = 120
const MAX_SIBLINGS = 2000
const MAX_ELEMENTS = 20_000
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
  if (isTooMuchMarkup(html)) return readPlainMarkup(html, context)
  const document = await parse(html)
  const { depth, widest, elements } = treeSize(document, MAX_ELEMENTS)
  const deep = depth > MAX_DEPTH || widest > MAX_SIBLINGS || elements >= MAX_ELEMENTS
  const hidden: Line[] = []
  if (!deep) removeHidden(document, (element) => hidden.push(...htmlLines(element)))
  const meta = readMeta(document)
  const saved = readSavedPage(html)
  const address = meta.url ?? saved.address
  const told = applySiteRule(document, address, context?.sites ?? [])
  const whole = htmlLines(document, deep)
  const lines = told.body === null ? whole : [...above(whole, told.body), ...told.body]
  const title = told.title ?? shownTitle(meta.title, lines.slice(0, MAX_TITLE_LINES))
  const main =
    told.body !== null ? new Set(told.body) : deep ? null : linesOf(lines, await mainLines(document))
  const crawledOn = context?.crawledOn ?? saved.day
  const { publishedAt: stated, shownAt: beside } = meta
  const trace = context?.trace
  const draft = draftFromLines(lines, { main, title, address, crawledOn, stated, beside }, trace)
  trace?.wentBefore(hidden, "hidden on the page")
  trace?.wentBefore(told.removed, "rule of the site")
  return draft === null ? null : withSite(withMeta({ ...draft, url: address ?? draft.url }, meta), told)
}

/** The lines of a page above its story. */
function above(page: readonly Line[], story: readonly Line[]): readonly Line[] {
  return page.slice(0, Math.max(0, startOf(page, story)))
}

const UNSURE_DATES: readonly Flag[] = ["undated", "year-inferred", "date-from-address"]

/** What the newsroom says of the site goes before what the page says. */
function withSite(draft: Draft, { date, source }: SiteParts): Draft {
  const publishedAt = readDate(date)
  const named = source === null ? draft : { ...draft, source: labelledSource(source) ?? source }
  if (publishedAt === null) return named
  return { ...named, publishedAt, flags: draft.flags.filter((flag) => !UNSURE_DATES.includes(flag)) }
}

/** A page of which no tree is made: what it says of itself in its head is not looked at. */
function readPlainMarkup(html: string, context: ReadContext | undefined): Draft | null {
  const { address, day } = readSavedPage(html)
  const markup = { main: null, title: null, stated: null, beside: null, address }
  const crawledOn = context?.crawledOn ?? day
  const draft = draftFromLines(plainMarkupLines(html), { ...markup, crawledOn }, context?.trace)
  return draft === null ? null : { ...draft, url: address ?? draft.url }
}

/** The lines of a piece of markup, such as an item of a feed. */
export async function markupLines(markup: string): Promise<Line[]> {
  if (!/<[a-z!/][^<]{0,2000}>/i.test(markup)) return textLines(markup)
  if (isTooMuchMarkup(markup)) return plainMarkupLines(markup)
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

/** Where a line of the main part is looked for among those of the page, below the last one found. */
const NEAR = 40

/** The lines of the page that are the main part's: the same text in the same order. Null where hardly any is. */
function linesOf(page: readonly Line[], main: readonly Line[]): ReadonlySet<Line> | null {
  const found = new Set<Line>()
  const first = startOf(page, main)
  let next = Math.max(0, first - NEAR)
  for (const { text } of main) {
    const reach = text.length >= 12 ? page.length : next + NEAR
    for (let at = next; at < Math.min(reach, page.length); at++) {
      const line = page[at] as Line
      if (line.text !== text) continue
      found.add(line)
      next = at + 1
      break
    }
  }
  return found.size === 0 ? null : found
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

function withMeta(draft: Draft, meta: PageMeta): Draft {
  const paper = [meta.siteName, meta.publisher].find((name) => name !== null && PAPER.test(name)) ?? null
  const writer = meta.writer === null ? null : readByline(`记者 ${meta.writer}`)
  return {
    ...draft,
    bylines: draft.bylines.some(({ role }) => role !== "editor")
      ? draft.bylines
      : [...(writer ?? []), ...draft.bylines],
    source: draft.source ?? meta.source ?? paper,
    section: draft.section ?? meta.section,
  }
}
