import type { Byline, Flag, Seam } from "../corpus.ts"
import { readByline, unique } from "./byline.ts"
import { BLANK_DRAFT, type Draft, type ReadContext } from "./draft.ts"
import { furnitureRule } from "./furniture.ts"
import { type Head, labelledSection, readHead } from "./head.ts"
import { isParagraph, type Line, textLines } from "./lines.ts"
import { type PageClues, publicationOf } from "./page-date.ts"
import { printedTitle } from "./printed-title.ts"
import type { Publication } from "./publication.ts"
import { isAbstract, isCaption, isHeadingLike, readStory, type Story, tellsStory } from "./story.ts"
import { type StorySpan, storySpan } from "./story-span.ts"
import { isBroken, type RepairedTitle, repairedTitle, withoutTail } from "./title.ts"
import type { Trace } from "./trace.ts"

/** What the markup of a page tells beside its lines. */
export interface Markup extends PageClues {
  /** The lines of the page that are the article's. */
  readonly main: ReadonlySet<Line> | null
  readonly title: string | null
}

/** What a scraper keeps of a page when it drops the tags, or a plain article; null where no story stands on it. */
export function readPageDump(text: string, context?: ReadContext): Draft | null {
  const { crawledOn = null, trace } = context ?? {}
  return draftFromLines(textLines(text), { ...NO_MARKUP, crawledOn }, trace)
}

export function draftFromLines(page: readonly Line[], markup: Markup, trace?: Trace): Draft | null {
  const lines = datesInOne(page)
  trace?.begin(lines)
  const { main } = markup
  const span = storySpan(lines, main)
  if (span === null) return null
  const above = lines.slice(0, span.from)
  const head = readHead(above, trace)
  const within = lines.slice(span.from, span.to)
  const told = within.filter((line, i) => !span.boxed.has(span.from + i) && isOfStory(line, main))
  const names = head.source === null ? head.names : [...head.names, head.source]
  const official = markup.title
  const printed = official === null ? printedTitle(head, told, names) : withoutTail(official, names)
  const story = [...preface(lines.slice(span.anchor + 1, span.from), span.anchor), ...told]
  if (trace !== undefined) traceLeft(lines, span, main, trace)
  const credits = creditsBehind(lines, span.to)
  const read = readStory([...story, ...credits], printed, span.cells, trace)
  if (!tellsStory(read.body)) return null
  const section = head.section ?? labelledSection(lines.slice(span.to))
  const draft = assemble({ ...head, section }, read, printed, publicationOf(head, lines, markup))
  traceTitle(above, printed, draft.titleFrom === "page", trace)
  return draft
}

const NO_MARKUP: Markup = {
  main: null,
  title: null,
  address: null,
  crawledOn: null,
  stated: null,
  beside: null,
}

/** A date whose parts the page's layout put on lines of their own, on one line. */
function datesInOne(lines: readonly Line[]): readonly Line[] {
  const joined: Line[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line
    const day = lines[at + 1]?.text ?? ""
    if (!/^(?:19|20)\d\d[年./-]?$/.test(line.text) || !/^\d{1,2}[月./-]\d{1,2}日?$/.test(day))
      joined.push(line)
    else {
      const time = /^\d{1,2}:\d{2}(?::\d{2})?$/.exec(lines[at + 2]?.text ?? "")?.[0]
      const [month, date] = day.split(/\D/)
      joined.push({
        text: `${line.text.slice(0, 4)}-${month}-${date}${time === undefined ? "" : ` ${time}`}`,
      })
      at += time === undefined ? 1 : 2
    }
  }
  return joined
}

/** Labels what stands behind the story, and within its bounds what is none of it. */
function traceLeft(
  lines: readonly Line[],
  { from, to, boxed }: StorySpan,
  main: ReadonlySet<Line> | null,
  trace: Trace,
): void {
  let ended = "behind the last sentence"
  for (const [i, line] of lines.entries()) {
    if (i < from || (i < to && !boxed.has(i) && isOfStory(line, main))) continue
    const rule = furnitureRule(line.text)
    if (i < to) trace.leaveOut(line, boxed.has(i) ? "related headlines" : "outside the article")
    else {
      if (rule?.effect === "tail") ended = `end of the story (${rule.name})`
      trace.leaveOut(line, rule?.effect === "line" ? rule.name : ended)
    }
  }
}

/** Within the story's bounds a line outside the main part of the markup is story only where it is plainly prose. */
function isOfStory(line: Line, main: ReadonlySet<Line> | null): boolean {
  return main === null || main.has(line) || (isParagraph(line.text) && (line.links ?? 0) < 0.5)
}

/** More short lines than these between the date line and the first sentence are no sub-headings. */
const MOST_HEADINGS = 2
/** In Chinese characters: shorter ones are buttons. */
const LEAST_HEADING = 4

/** What belongs to the story of the lines between its date line and its first sentence. */
function preface(lines: readonly Line[], anchor: number): Line[] {
  if (anchor < 0) return []
  const special = (line: Line) => isAbstract(line.text) || isCaption(line.text)
  const headings = lines.filter(
    (line) =>
      !special(line) &&
      line.text.replace(/[^\p{Script=Han}]/gu, "").length >= LEAST_HEADING &&
      (line.links ?? 0) < 0.5 &&
      isHeadingLike(line.text) &&
      furnitureRule(line.text) === null &&
      readByline(line.text) === null,
  )
  const kept = new Set(headings.length <= MOST_HEADINGS ? headings : [])
  return lines.filter((line) => kept.has(line) || special(line))
}

const MOST_CREDITS = 10

/** Credits and captions right behind the story. */
function creditsBehind(lines: readonly Line[], to: number): Line[] {
  const found: Line[] = []
  for (const line of lines.slice(to, to + MOST_CREDITS)) {
    const rule = furnitureRule(line.text)
    const credit = readByline(line.text) !== null || isCaption(line.text)
    if (credit) found.push(line)
    else if (rule === null || (rule.effect === "tail" && rule.name !== "closing credits")) break
  }
  return found
}

/** Labels the last line above the story that prints the title. */
function traceTitle(
  above: readonly Line[],
  printed: string | null,
  whole: boolean,
  trace: Trace | undefined,
): void {
  const line = printed === null ? undefined : above.findLast(({ text }) => text.startsWith(printed))
  if (line === undefined) return
  if (whole) trace?.keep(line, "title")
  else trace?.leaveOut(line, "a title that is not whole")
}

/** One article from what stands above the story, the story, the printed title where there is one, and its date. */
function assemble(
  head: Head,
  story: Story,
  printed: string | null,
  { publishedAt, flags: dateFlags }: Publication,
): Draft {
  const bylines = writersFirst(unique([...head.bylines, ...story.bylines]))
  const broken = printed === null || isBroken(printed, story.body, bylines)
  const { title, titleFrom }: RepairedTitle = broken
    ? repairedTitle(story.abstract, story.headline, story.body)
    : { title: printed, titleFrom: "page" }
  const first = story.body[0]
  const isHeadline =
    titleFrom === "heading" && first !== undefined && "heading" in first && first.heading === title
  const flags: Flag[] = [...dateFlags, ...(broken ? (["title-repaired"] as const) : []), ...story.flags]
  return {
    ...BLANK_DRAFT,
    url: head.url,
    title,
    titleFrom,
    abstract: story.abstract,
    bylines,
    source: head.source ?? story.source,
    publishedAt,
    place: head.place,
    body: isHeadline ? story.body.slice(1) : story.body,
    captions: story.captions,
    seams: isHeadline ? seamsBehind(story.seams, title.length + 1) : story.seams,
    openEnds: story.openEnds,
    page: head.page ?? story.page,
    section: head.section,
    flags,
  }
}

/** Of a text that begins `cut` characters later. */
function seamsBehind(seams: readonly Seam[], cut: number): Seam[] {
  return seams.filter(({ at }) => at >= cut).map((seam) => ({ ...seam, at: seam.at - cut }))
}

const ROLE_ORDER = ["reporter", "correspondent", "intern", "photographer", "editor"]

function writersFirst(bylines: readonly Byline[]): Byline[] {
  return [...bylines].sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role))
}
