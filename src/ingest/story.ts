import { articleText, type Block, type Byline, type Flag, type OpenEnd, type Seam } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { datelineBylines, readByline, trailingByline, unique } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { withoutAdverts, withoutGluedEnd } from "./glued-ends.ts"
import { originalTitle, withoutGluedByline, withoutGluedTitle } from "./glued-head.ts"
import { hasJump, type StitchedLine, stitchJumps } from "./jumps.ts"
import { labelledSource } from "./labelled-source.ts"
import { bare, endsSentence, isParagraph, type Line } from "./lines.ts"
import { readPageLine } from "./page-line.ts"
import type { Trace } from "./trace.ts"

/** The story of a page: what is left of its lines when furniture, bylines and captions are out. */
export interface Story {
  readonly body: Block[]
  readonly bylines: Byline[]
  readonly abstract: string | null
  /** A line that looks like a headline and stands before byline and first paragraph. */
  readonly headline: string | null
  /** By a note that says so, or glued to the first sentence. */
  readonly originalTitle: string | null
  readonly page: string | null
  /** By a note below the first sentence. */
  readonly source: string | null
  readonly captions: string[]
  readonly seams: Seam[]
  readonly openEnds: OpenEnd[]
  readonly flags: Flag[]
}

const ABSTRACT =
  /^[[【〔「（(]?\s{0,2}(?:内容)?(?:摘要|导读|提要|核心提示|导语|阅读提示)\s{0,2}(?:[\]】〕」）)]\s{0,2}[:：]?|[:：]|\s)\s{0,4}/
const CAPTION =
  /^[(（]?(?:上图|下图|左图|右图|图[①-⑩一二三四五六七八九\d]{0,2}|图片|配图|题图|资料图片?)(?:为|是|说明|[:：])/
/** The end of a caption: `某某某 摄`, `本报记者某某某摄`, `某某/图`, `资料图`. */
const SHOT =
  /(?:(?:^|[\s。，）)])(?:本报|本网)?(?:记者|通讯员|特约记者)?\s{0,2}|(?:记者|通讯员)\s{0,2})(\p{Script=Han}{2,4}|\p{Script=Han} \p{Script=Han})\s{0,2}[/／]?\s{0,2}(?:摄影?|供图|(?<=[/／])图)\s{0,2}[)）]?$/u
const STOCK = /[(（]?(?:资料图片?|网络图片)[)）]?$|^.{4,60}供图(?:[\s，,/／]{1,2}\S{1,12})?$/
const MAX_HEADING = 34
const VERY_SHORT = 80

/** Reads the lines of a story: furniture, bylines, captions and the abstract are told apart from what it tells. */
export function readStory(
  lines: readonly Line[],
  title: string | null,
  cells: ReadonlySet<Line> = new Set(),
  trace?: Trace,
): Story {
  const bylines: Byline[] = []
  const kept: Line[] = []
  const captions: string[] = []
  let abstract: string | null = null
  let headline: string | null = null
  let noted: string | null = null
  let page: string | null = null
  let source: string | null = null
  let begun = false
  let credited = false
  for (const line of lines) {
    const text = line.text
    const rule = cells.has(line) ? null : furnitureRule(text)
    const people = readByline(text)
    const printed = readPageLine(text)
    if (rule !== null) trace?.leaveOut(line, rule.name)
    if (rule?.name === "note on the source") source ??= labelledSource(text)
    if (rule?.name === "original title" && !begun) {
      noted ??= originalTitle(text)
      headline ??= noted
    }
    if (printed !== null) {
      trace?.keep(line, "page number")
      page ??= printed.page
    } else if (people !== null) {
      trace?.keep(line, "byline")
      bylines.push(...people)
      credited ||= people.some(({ role }) => role !== "editor" && role !== "photographer")
    } else if (rule === null) {
      const marker = ABSTRACT.exec(text)
      if (marker !== null && kept.length === 0 && abstract === null) {
        trace?.keep(line, "abstract")
        abstract = text.slice(marker[0].length).trim() || null
      } else if (isCaption(text)) {
        trace?.keep(line, "caption")
        bylines.push(...photographers(text))
        captions.push(text)
      } else if (title !== null && !begun && bare(text) === bare(title)) trace?.keep(line, "title")
      else {
        if (!begun && !credited && kept.length === 0 && !isParagraph(text) && isHeadingLike(text))
          headline ??= text
        kept.push(line)
        begun ||= isParagraph(text)
      }
    }
  }
  if (abstract === null && repeatsLater(kept)) {
    const lead = kept.shift() as Line
    trace?.keep(lead, "abstract")
    abstract = lead.text
  }
  const told = unglued(kept, bylines)
  if (trace !== undefined) traceTold(kept, told.cut, trace)
  const { lines: whole, openEnds } = stitchJumps(told.lines)
  const { body, seams } = blocks(whole, bylines)
  const flags: Flag[] = []
  if (seams.length > 0) flags.push("stitched")
  if (openEnds.length > 0) flags.push("incomplete")
  if (storyLength(body) < VERY_SHORT) flags.push("very-short")
  return {
    body,
    bylines: unique(bylines),
    abstract,
    headline: headline ?? told.title,
    originalTitle: noted ?? told.title,
    source: source ?? told.source,
    page,
    captions,
    seams,
    openEnds,
    flags,
  }
}

interface UngluedLines {
  readonly lines: Line[]
  readonly title: string | null
  readonly source: string | null
  /** Those of which a part went. */
  readonly cut: ReadonlySet<Line>
}

/** The lines without what a scraper glued to the first and the last of them, and the title that it glued. */
function unglued(kept: readonly Line[], bylines: Byline[]): UngluedLines {
  const lines = kept.map((line) => ({ ...line, text: withoutAdverts(line.text) }))
  const [first] = lines
  if (first === undefined) return { lines, title: null, source: null, cut: new Set() }
  const { text, title } = withoutGluedTitle(first.text)
  const unsigned = withoutGluedByline(text)
  lines[0] = { ...first, text: unsigned.text }
  bylines.push(...unsigned.bylines)
  const last = lines.at(-1) as Line
  const end = withoutGluedEnd(last.text)
  lines[lines.length - 1] = { ...last, text: end.text }
  bylines.push(...end.bylines)
  const cut = new Set(kept.filter((line, i) => lines[i]?.text.length !== line.text.trimEnd().length))
  return { lines: lines.filter((line) => line.text !== ""), title, source: end.source, cut }
}

const LEAST_LEAD = 20

/** Whether the first paragraph is a lead that the page made of sentences of the story below it. */
function repeatsLater(kept: readonly Line[]): boolean {
  const lead = kept[0]?.text ?? ""
  const letters = bare(lead).length
  if (letters < LEAST_LEAD || kept.length < 3) return false
  const rest = bare(
    kept
      .slice(1)
      .map(({ text }) => text)
      .join(""),
  )
  const repeated = lead.split(/[。！？!?]/).map((sentence) => bare(sentence))
  const found = repeated.filter((sentence) => sentence.length >= 8 && rest.includes(sentence))
  return found.join("").length * 3 >= letters * 2
}

function traceTold(kept: readonly Line[], cut: ReadonlySet<Line>, trace: Trace): void {
  for (const [i, line] of kept.entries()) {
    const as = isSubHeading(line, kept[i + 1]?.text) ? "sub-heading" : "paragraph"
    const glued = cut.has(line) || trailingByline(line.text) !== null
    const less = glued
      ? ", without what is glued to it"
      : hasJump(line.text)
        ? ", without its jump marker"
        : ""
    trace.keep(line, as + less)
  }
}

export function storyLength(body: readonly Block[]): number {
  let length = 0
  for (const block of body) if ("text" in block) length += block.text.length
  return length
}

/** Whether there is a paragraph that tells something: what navigation, login forms and error pages lack. */
export function tellsStory(body: readonly Block[]): boolean {
  const length = storyLength(body)
  if (length >= 20 && body.some((block) => "text" in block && /[。！？!?…”]/.test(block.text))) return true
  const texts = body.map((block) => ("text" in block ? block.text : block.heading))
  return length >= UNPUNCTUATED && texts.filter(isTold).length * 3 >= texts.length
}

const UNPUNCTUATED = 100
const PARTICLES = /[的了着在是和就都也还我你他她们这那]/

/** Whether a short line has a particle or pronoun, which titles and labels mostly lack. */
export function isTold(text: string): boolean {
  return text.length >= 6 && PARTICLES.test(fold(text))
}

function blocks(
  lines: readonly StitchedLine<Line>[],
  bylines: Byline[],
): { readonly body: Block[]; readonly seams: Seam[] } {
  const body: Block[] = []
  const seams: Seam[] = []
  /** Offset of the block in the article's text. */
  let start = 0
  for (const [i, line] of lines.entries()) {
    let text = line.text
    const credit = trailingByline(text)
    if (credit !== null) {
      bylines.push(...credit.bylines)
      text = credit.text
    }
    if (i === 0) bylines.push(...datelineBylines(text))
    if (text === "") continue
    const heading = isSubHeading({ ...line, text }, lines[i + 1]?.text)
    const shown = heading ? plainHeading(text) : text
    body.push(heading ? { heading: shown } : { text: shown })
    for (const seam of line.seams ?? []) seams.push({ ...seam, at: start + Math.min(seam.at, shown.length) })
    start += shown.length + 1
  }
  while (body.length > 0 && "heading" in (body.at(-1) as Block)) body.pop()
  const length = articleText(body).length
  return { body, seams: seams.filter(({ at }) => at < length) }
}

function isSubHeading(line: Line, next: string | undefined): boolean {
  return (line.heading === true && line.text.length <= 80) || isHeading(line.text, next)
}

export function isHeadingLike(text: string): boolean {
  return text.length >= 2 && text.length <= MAX_HEADING && !endsSentence(text) && !/[。；;，,、]$/.test(text)
}

/** A short line without an end, before a paragraph that has one. */
function isHeading(text: string, next: string | undefined): boolean {
  if (next === undefined || !isHeadingLike(text) || /[。]/.test(text)) return false
  return next.length > MAX_HEADING || endsSentence(next)
}

function plainHeading(text: string): string {
  return text.replace(/^[■●◆▲★◎□▶►\s]+/u, "") || text
}

export function isCaption(text: string): boolean {
  if (text.length > 160) return false
  return CAPTION.test(text) || SHOT.test(text) || STOCK.test(text)
}

export function isAbstract(text: string): boolean {
  return ABSTRACT.test(text)
}

function photographers(text: string): Byline[] {
  const name = SHOT.exec(text)?.[1]
  return name === undefined ? [] : [{ role: "photographer", name: name.replace(/\s/g, "") }]
}
