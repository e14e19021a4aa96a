import { articleText, type Block, type Byline, type Flag, type OpenEnd, type Seam } from "../corpus.ts"
import { datelineBylines, readByline, trailingByline, unique } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { hasJump, type StitchedLine, stitchJumps } from "./jumps.ts"
import { bare, endsSentence, isParagraph, type Line } from "./lines.ts"
import type { Trace } from "./trace.ts"

/** The story of a page: what is left of its lines when furniture, bylines and captions are out. */
export interface Story {
  readonly body: Block[]
  readonly bylines: Byline[]
  readonly abstract: string | null
  /** A line that looks like a headline and stands before byline and first paragraph. */
  readonly headline: string | null
  readonly page: string | null
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
const STOCK = /[(（]?(?:资料图片?|网络图片)[)）]?$/
const PAGE =
  /^(?:第\s?([A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版|([A-Z]\d{1,3})\s?版?|版次\s?[:：]\s?([A-Z]?\d{1,3}))(?:\s{0,2}[:：]?\s{0,2}[\p{Script=Han}·]{2,8})?$/u
const MAX_HEADING = 34
const VERY_SHORT = 80

export interface StoryOptions {
  /** Whether a box title such as 相关新闻 ends the story. */
  readonly tails: boolean
  /** The page's own channel names; a line that begins with one and a comma is the channel's slogan. */
  readonly channels?: readonly string[]
}

/**
 * Reads the lines from the first after the title to the end. `tails: false` is for text that an export or a feed
 * gives as the story: only whole lines of furniture go, and nothing ends it early.
 */
export function readStory(
  lines: readonly Line[],
  title: string | null,
  options: StoryOptions,
  trace?: Trace,
): Story {
  const bylines: Byline[] = []
  const kept: Line[] = []
  const captions: string[] = []
  let abstract: string | null = null
  let headline: string | null = null
  let page: string | null = null
  let begun = false
  let credited = false
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line
    const text = line.text
    const rule = furnitureRule(text)
    if (begun && options.tails && rule?.name === "recommended") {
      const behind = behindBox(lines, at)
      if (behind > 0) {
        for (const boxed of lines.slice(at, behind)) trace?.leaveOut(boxed, rule.name)
        at = behind - 1
        continue
      }
    }
    if (begun && options.tails && (rule?.effect === "tail" || isSlogan(text, options.channels ?? []))) {
      for (const left of lines.slice(at))
        trace?.leaveOut(left, `end of the story (${rule?.name ?? "slogan"})`)
      break
    }
    const people = readByline(text)
    const printed = pageOf(text)
    if (rule !== null) trace?.leaveOut(line, rule.name)
    if (printed !== null) {
      trace?.keep(line, "page number")
      page ??= printed
    } else if (people !== null) {
      trace?.keep(line, "byline")
      bylines.push(...people)
      credited ||= people.some(({ role }) => role !== "editor" && role !== "photographer")
      if (begun && options.tails && endsStory(people)) break
    } else if (rule === null || (rule.effect === "tail" && !options.tails && !begun)) {
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
          headline = text
        kept.push(line)
        begun ||= isParagraph(text)
      }
    }
  }
  const told = options.tails ? trimmed(kept) : kept
  if (trace !== undefined) traceTold(kept, told.length, trace)
  const { lines: whole, openEnds } = stitchJumps(told)
  const { body, seams } = blocks(whole, bylines)
  const flags: Flag[] = []
  if (seams.length > 0) flags.push("stitched")
  if (openEnds.length > 0) flags.push("incomplete")
  if (storyLength(body) < VERY_SHORT) flags.push("very-short")
  return { body, bylines: unique(bylines), abstract, headline, page, captions, seams, openEnds, flags }
}

/** Labels the lines that are the story, and those behind its last sentence. */
function traceTold(kept: readonly Line[], length: number, trace: Trace): void {
  for (const [i, line] of kept.entries()) {
    if (i >= length) trace.leaveOut(line, "behind the last sentence")
    else trace.keep(line, isSubHeading(line, kept[i + 1]?.text) ? "sub-heading" : "paragraph")
  }
}

/** A byline or remark behind the last full stop. */
const NOTED = /[（(][^（）()]{1,30}[）)]$/

/** Without the short lines behind the last sentence: forms, buttons, lists of links. One that goes on elsewhere stays. */
function trimmed(lines: readonly Line[]): readonly Line[] {
  const last = lines.findLastIndex(({ text }) => {
    const words = text.replace(NOTED, "")
    return isParagraph(words) || hasJump(text) || (words.length >= 8 && endsSentence(words))
  })
  return lines.slice(0, last + 1)
}

const BOX_WITHIN = /相关|延伸/
const MAX_BOX = 8

/** Where the story goes on after a short list of related headlines within it: two full paragraphs; 0 where it does not. */
function behindBox(lines: readonly Line[], at: number): number {
  if (!BOX_WITHIN.test(lines[at]?.text ?? "")) return 0
  let next = at + 1
  while (next - at <= MAX_BOX && isLink(lines[next]?.text)) next++
  const follows = lines.slice(next, next + 2)
  return next > at + 1 && follows.length === 2 && follows.every(({ text }) => isFullParagraph(text))
    ? next
    : 0
}

function isLink(text: string | undefined): boolean {
  return text !== undefined && text.length <= 40 && !endsSentence(text) && furnitureRule(text) === null
}

function isFullParagraph(text: string): boolean {
  return text.length >= 30 && isParagraph(text) && endsSentence(text) && furnitureRule(text) === null
}

function isSlogan(text: string, channels: readonly string[]): boolean {
  return channels.some((name) => text.startsWith(name) && /^[,，]/.test(text.slice(name.length)))
}

/** A 责任编辑 line closes a page's story; 编辑 in a list with reporters does not. */
function endsStory(people: readonly Byline[]): boolean {
  return people.length > 0 && people.every(({ role }) => role === "editor")
}

export function storyLength(body: readonly Block[]): number {
  let length = 0
  for (const block of body) if ("text" in block) length += block.text.length
  return length
}

/** Whether there is a paragraph that tells something: what navigation, login forms and error pages lack. */
export function tellsStory(body: readonly Block[]): boolean {
  return storyLength(body) >= 20 && body.some((block) => "text" in block && /[。！？!?…”]/.test(block.text))
}

/** The printed page that a line names, such as `第A02版：要闻`. */
export function pageOf(line: string): string | null {
  if (line.length > 20) return null
  const match = PAGE.exec(line)
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null)
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

function isHeadingLike(text: string): boolean {
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

function isCaption(text: string): boolean {
  if (text.length > 160) return false
  return CAPTION.test(text) || SHOT.test(text) || STOCK.test(text)
}

function photographers(text: string): Byline[] {
  const name = SHOT.exec(text)?.[1]
  return name === undefined ? [] : [{ role: "photographer", name: name.replace(/\s/g, "") }]
}
