import { readByline } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { isMeta } from "./head.ts"
import { hasJump } from "./jumps.ts"
import { endsSentence, isParagraph, type Line } from "./lines.ts"
import { channelsOfTrail, isTrail } from "./place-trail.ts"
import { isAbstract, isCaption, isTold } from "./story.ts"

/** What a line tells on whether it is story: letters of prose for it, a cost for what stands around stories. */
export interface Weight {
  readonly score: number
  /** The story cannot go on behind this line. */
  readonly barrier?: true
  /** About the article, as its source and date; within a text only with a day. */
  readonly anchor?: "by a day" | "by a label"
}

/** The lines of a page, weighed, and what only several lines together show. */
export interface WeighedLines {
  readonly weights: readonly Weight[]
  /** Indexes of lines that are a box of related headlines within the story. */
  readonly boxed: ReadonlySet<number>
  /** Lines that are cells of a table whose rows the scraper broke up. */
  readonly cells: ReadonlySet<Line>
}

/** A longer line counts no more: one paragraph is not the story. */
const MOST_LETTERS = 200
/** Cost of a line that is furniture by a rule, a link, a repeated or a dated short line, any other short line. */
export const FURNITURE = -12
const LINK = -20
const REPEATED = -15
const STAMP = -15
export const SHORT = -8
/** Cost of a short line that reads like a part of a sentence. */
export const TOLD = -3
/** Weight of the line that a jump marker stands in, whatever its end. */
const JUMPS = 40
const ABSTRACT = 10
/** Part of its weight that prose keeps outside the main part of the markup, and within a link. */
const OUTSIDE = 0.3
const LINKED = 0.3
/** From this share of its letters on a line is a link. */
const MOSTLY = 0.7
const REPEATS = 3

const STAMPED =
  /\d{1,2}[:：]\d{2}|\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]|(?:^|[^\d])\d{1,2}[-/]\d{1,2}(?:$|[^\d])|\d{1,3}\s?(?:秒|分钟|小时|天|周|个?月|年)(?:之?前)|^(?:刚刚|昨天|前天|今天)/

/** `main` holds the lines that the page's markup says are the article's; null where there is no markup. */
export function weigh(lines: readonly Line[], main: ReadonlySet<Line> | null): WeighedLines {
  const repeated = repeatedLines(lines)
  const boxed = boxesWithin(lines)
  const cells = tableCells(lines)
  const channels = lines.flatMap(({ text }) => (isTrail(text) ? channelsOfTrail(text) : []))
  const weights = lines.map((line, i): Weight => {
    if (boxed.has(i)) return { score: 0 }
    if (isSlogan(line.text, channels)) return { score: FURNITURE, barrier: true }
    return cells.has(line) ? { score: TOLD } : weightOf(line, repeated, main)
  })
  return { weights, boxed, cells }
}

/** What a channel says of itself: its name and a comma. */
function isSlogan(text: string, channels: readonly string[]): boolean {
  return channels.some((name) => text.startsWith(name) && /^[,，]/.test(text.slice(name.length)))
}

function weightOf(line: Line, repeated: ReadonlySet<string>, main: ReadonlySet<Line> | null): Weight {
  const { text } = line
  const rule = furnitureRule(text)
  if (rule?.effect === "tail") return { score: FURNITURE, barrier: true }
  const people = readByline(text)
  if (people !== null) {
    const closes = people.length > 0 && people.every(({ role }) => role === "editor")
    return closes ? { score: 0, barrier: true } : { score: 0 }
  }
  if (isMeta(text)) return { score: STAMP, anchor: STAMPED.test(text) ? "by a day" : "by a label" }
  if (rule !== null || isTrail(text)) return { score: FURNITURE }
  if (isAbstract(text)) return { score: ABSTRACT }
  if (hasJump(text)) return { score: Math.max(JUMPS, text.length) }
  if (isCaption(text)) return { score: 0 }
  const outside = main !== null && !main.has(line)
  const linked = (line.links ?? 0) >= MOSTLY
  const letters = proseLetters(text)
  if (letters > 0)
    return { score: Math.min(letters, MOST_LETTERS) * (outside ? OUTSIDE : 1) * (linked ? LINKED : 1) }
  if (repeated.has(template(text))) return { score: REPEATED }
  if (linked) return { score: LINK }
  if (isStamp(text)) return { score: STAMP }
  if (main !== null && !outside) return { score: text.length >= 5 ? 1 : -2 }
  if (/[。！？!?]$/.test(text) || (/[:：]$/.test(text) && text.length > 5)) return { score: 0 }
  return { score: isTold(text) ? TOLD : SHORT }
}

/** A time or day with hardly any words: of a comment, of another story. */
function isStamp(text: string): boolean {
  const stamp = text.length > 40 || (/[年月]\d/.test(text) && isTold(text)) ? null : STAMPED.exec(text)
  return stamp !== null && text.length - stamp[0].length <= 20
}

/** A byline or remark behind the last full stop. */
const NOTED = /[（(][^（）()]{1,30}[）)]$/

/** How many letters of prose a line has: all of a line that ends as a sentence does, half of a long one with commas. */
function proseLetters(line: string): number {
  const text = line.replace(NOTED, "")
  const latin = text.replace(/[^A-Za-z]/g, "").length
  if (latin * 2 > text.length) return 0
  // A sentence that the layout broke after a comma.
  if (/[，,、；;]$/.test(text) && text.length >= 4) return text.length
  if (isParagraph(text) && text.includes("。")) return text.length
  if (text.length >= 10 && /[。…；;][”’」』]?$/.test(text)) return text.length
  if (text.length >= (/[：:]$/.test(text) ? 14 : 8) && endsSentence(text)) return text.length / 2
  return text.length >= 50 && /[，,]/.test(text) ? text.length / 2 : 0
}

/** Short lines that stand on the page three times or more, whatever their digits: buttons, labels, counters. */
function repeatedLines(lines: readonly Line[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { text } of lines) {
    if (text.length > 40) continue
    const key = template(text)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count >= REPEATS).map(([key]) => key))
}

function template(text: string): string {
  return text.replace(/\d+/g, "#")
}

const CELL = /^[^，。！？；：:]{1,14}$/
const FIGURE = /^[-+±]?\d[\d.,，%‰:/~—-]{0,12}[\p{Script=Han}%]{0,3}$/u
const LEAST_CELLS = 6

/** Rows of short lines of which every fourth is a figure, at least. */
function tableCells(lines: readonly Line[]): Set<Line> {
  const cells = new Set<Line>()
  let row: Line[] = []
  const close = (): void => {
    const figures = row.filter(({ text }) => FIGURE.test(text)).length
    if (row.length >= LEAST_CELLS && figures * 4 >= row.length) for (const line of row) cells.add(line)
    row = []
  }
  for (const line of lines) {
    const plain = CELL.test(line.text) && (line.links ?? 0) < 0.5
    const rule = plain ? furnitureRule(line.text) : null
    if (!plain || (rule !== null && !FIGURE.test(line.text))) close()
    else row.push(line)
  }
  close()
  return cells
}

const BOX_WITHIN = /相关|延伸/
const MAX_BOX = 8

/** Lines of short lists of related headlines within the story: two full paragraphs follow. */
function boxesWithin(lines: readonly Line[]): Set<number> {
  const boxed = new Set<number>()
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at]?.text ?? ""
    if (text.length > 24 || !BOX_WITHIN.test(text) || furnitureRule(text)?.effect !== "tail") continue
    let next = at + 1
    while (next - at <= MAX_BOX && isHeadlineOnly(lines[next]?.text)) next++
    const follows = lines.slice(next, next + 2)
    if (next > at + 1 && follows.length === 2 && follows.every(({ text: t }) => isFullParagraph(t)))
      for (let i = at; i < next; i++) boxed.add(i)
  }
  return boxed
}

function isHeadlineOnly(text: string | undefined): boolean {
  return text !== undefined && text.length <= 40 && !endsSentence(text) && furnitureRule(text) === null
}

function isFullParagraph(text: string): boolean {
  return text.length >= 30 && isParagraph(text) && endsSentence(text) && furnitureRule(text) === null
}
