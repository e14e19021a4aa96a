import { readByline } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { isMeta } from "./head.ts"
import { hasJump } from "./jumps.ts"
import { endsSentence, isParagraph, type Line } from "./lines.ts"
import { isTrail } from "./place-trail.ts"
import { isAbstract, isCaption, isTold } from "./story.ts"

/** Where the story stands among the lines of a page, `to` excluded. */
export interface StorySpan {
  readonly from: number
  readonly to: number
  /** The last line about the article above the story: its date line; -1 where there is none. */
  readonly anchor: number
  /** Indexes within it of lines that are a box of related headlines. */
  readonly boxed: ReadonlySet<number>
  /** Lines that are cells of a table whose rows the scraper broke up. */
  readonly cells: ReadonlySet<Line>
}

/** What a line tells on whether it is story: letters of prose for it, a cost for what stands around stories. */
interface Weight {
  readonly score: number
  /** The story cannot go on behind this line. */
  readonly barrier?: true
  /** About the article, as its source and date; within a text only with a day. */
  readonly anchor?: "by a day" | "by a label"
}

/** A longer line counts no more: one paragraph is not the story. */
const MOST_LETTERS = 200
/** Cost of a line that is furniture by a rule, a link, a repeated or a dated short line, any other short line. */
const FURNITURE = -12
const LINK = -20
const REPEATED = -15
const STAMP = -15
const SHORT = -8
/** Cost of a short line that reads like a part of a sentence. */
const TOLD = -3
/** What each further short line of a row costs more: stories rarely have two in a row, lists always. */
const ROW = -4
const LONGEST_ROW = 4
/** So many short lines of a row cost no more than one by one. */
const SHORT_ROW = 3
/** Below this a run is none; below the second one it is a slogan or a notice where there is a longer one. */
const LEAST_RUN = 20
const LEAST_STORY = 40
/** How many lines may stand between the date line and the story. */
const ANCHOR_REACH = 40
/** The first run below a date line is the story unless another one is so many times as long. */
const ANCHORED = 8
/** Prose above a date line is another text, unless it is longer: a story whose date stands at its end. */
const LONG_ABOVE = 250
const REPEATS = 3

const STAMPED =
  /\d{1,2}[:：]\d{2}|\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]|(?:^|[^\d])\d{1,2}[-/]\d{1,2}(?:$|[^\d])|\d{1,3}\s?(?:秒|分钟|小时|天|周|个?月|年)(?:之?前)|^(?:刚刚|昨天|前天|今天)/

/**
 * Finds the run of lines that weighs most, where lines of prose weigh their letters and all that stands around a story
 * costs (maximum subsequence segmentation: Pasternack and Roth, Extracting article text from the web with maximum
 * subsequence segmentation, WWW 2009). The first run below a date line goes before a longer one without. `main` holds the
 * lines that the page's markup says are the article's; null where there is no markup. Null where there is no prose.
 */
export function storySpan(lines: readonly Line[], main: ReadonlySet<Line> | null): StorySpan | null {
  const repeated = repeatedLines(lines)
  const boxed = boxesWithin(lines)
  const cells = tableCells(lines)
  const weights = lines.map((line, i): Weight => {
    if (boxed.has(i)) return { score: 0 }
    return cells.has(line) ? { score: TOLD } : weightOf(line, repeated, main)
  })
  const best = chosenRun([...unpunctuatedRuns(lines, weights), ...positiveRuns(weights)])
  if (best === null) return null
  const from = extendedStart(lines, weights, best, main)
  const to = extendedEnd(lines, weights, best.to, main)
  return { from, to, anchor: best.anchor, boxed, cells }
}

interface Run {
  readonly from: number
  readonly to: number
  readonly anchor: number
  readonly score: number
  /** No other run stands between it and its date line. */
  readonly first: boolean
}

/** Maximal runs, each up to where its sum is highest. */
function positiveRuns(weights: readonly Weight[]): Run[] {
  const runs: Run[] = []
  let anchor = -1
  let taken = true
  let row = 0
  let from = -1
  let sum = 0
  let best = 0
  let to = -1
  const close = (): void => {
    if (from >= 0 && best >= LEAST_RUN) {
      const near = anchor >= 0 && from - anchor <= ANCHOR_REACH
      runs.push({ from, to, anchor: near ? anchor : -1, score: best, first: near && !taken })
      taken = true
    }
    from = -1
    sum = best = 0
  }
  for (const [i, { score, barrier, anchor: dated }] of weights.entries()) {
    if (barrier !== undefined) close()
    if (dated && (from < 0 || (best < LONG_ABOVE && dated === "by a day"))) {
      close()
      anchor = i
      taken = false
    }
    row = score <= SHORT ? row + 1 : 0
    const cost = row > SHORT_ROW ? score + ROW * Math.min(row - SHORT_ROW, LONGEST_ROW) : score
    if (from < 0 && cost <= 0) continue
    if (from < 0) from = i
    sum += cost
    if (sum > best) {
      best = sum
      to = i + 1
    }
    if (sum <= 0) close()
  }
  close()
  return runs
}

function chosenRun(runs: readonly Run[]): Run | null {
  const longest = runs.reduce<Run | null>((a, b) => (a === null || b.score > a.score ? b : a), null)
  const first = runs.find((run) => run.first && run.score >= LEAST_STORY) ?? null
  if (first === null || longest === null) return longest
  return longest.score > ANCHORED * first.score ? longest : first
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
  if (isAbstract(text)) return { score: 10 }
  if (hasJump(text)) return { score: Math.max(LEAST_STORY, text.length) }
  if (isCaption(text)) return { score: 0 }
  const outside = main !== null && !main.has(line)
  const linked = (line.links ?? 0) >= 0.7
  const letters = proseLetters(text)
  if (letters > 0)
    return { score: Math.min(letters, MOST_LETTERS) * (outside ? 0.3 : 1) * (linked ? 0.3 : 1) }
  if (repeated.has(template(text))) return { score: REPEATED }
  if (linked) return { score: LINK }
  if (isStamp(text)) return { score: STAMP }
  if (main !== null && !outside) return { score: text.length >= 5 ? 1 : -2 }
  if (/[。！？!?]$/.test(text) || (/[:：]$/.test(text) && text.length > 5)) return { score: 0 }
  return { score: isTold(text) ? TOLD : SHORT }
}

/** A time or day with hardly any words: of a comment, of another story. */
function isStamp(text: string): boolean {
  const stamp = text.length > 40 ? null : STAMPED.exec(text)
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

const LEAST_LINES = 8
const LEAST_LETTERS = 120

/**
 * Lines below a date line that are told without any punctuation, as some official accounts print whole stories: no
 * furniture among them, and every third one with a particle or pronoun.
 */
function unpunctuatedRuns(lines: readonly Line[], weights: readonly Weight[]): Run[] {
  const runs: Run[] = []
  for (const [anchor, weight] of weights.entries()) {
    if (weight.anchor === undefined) continue
    const plain = (i: number) => {
      const score = weights[i]?.score ?? FURNITURE
      return score >= SHORT && weights[i]?.barrier === undefined && (lines[i]?.text.length ?? 0) >= 4
    }
    let from = anchor + 1
    while (from < anchor + ABOVE + LEAST_LINES && !(plain(from) && plain(from + 1))) from++
    let to = from
    while (plain(to)) to++
    const told = lines.slice(from, to)
    const letters = told.reduce((sum, { text }) => sum + text.length, 0)
    if (told.length < LEAST_LINES || letters < LEAST_LETTERS) continue
    if (told.filter(({ text }) => isTold(text) || endsSentence(text)).length * 3 < told.length) continue
    runs.push({ from, to, anchor, score: letters / 3, first: false })
  }
  return runs
}

const BOX_WITHIN = /相关|延伸|推荐/
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

const ABOVE = 6

/** The note in brackets below the title of a law or decision. */
const ADOPTED = /^[（(].{10,80}[）)]$/

/** Short lines that are story by their end, and those that the markup counts to it, right above the first sentence. */
function extendedStart(
  lines: readonly Line[],
  weights: readonly Weight[],
  { from, anchor }: Run,
  main: ReadonlySet<Line> | null,
): number {
  let start = from
  for (let at = from - 1; at > Math.max(anchor, from - 1 - ABOVE); at--) {
    const score = weights[at]?.score ?? SHORT
    const line = lines[at] as Line
    const told = (score === 0 && /[。！？!?:：]$/.test(line.text)) || ADOPTED.test(line.text)
    if (told || (score > 0 && main?.has(line))) start = at
    else if (score < TOLD) break
  }
  return start
}

const LONGEST_LIST = 300
const ANNOUNCES = /(?:如下|名单|包括|分别|[是为有])[:：]$/
const SIGNED_ON =
  /^(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$/

/** A list that the last sentence announces with a colon, and the signature of a notice with its day, belong to the story. */
function extendedEnd(
  lines: readonly Line[],
  weights: readonly Weight[],
  end: number,
  main: ReadonlySet<Line> | null,
): number {
  let to = end
  const plain = (i: number): boolean => {
    const line = lines[i]
    const weight = weights[i]
    if (line === undefined || weight === undefined || weight.barrier !== undefined) return false
    if (main !== null && !main.has(line)) return false
    return weight.score >= SHORT && weight.anchor === undefined
  }
  const announced = [to - 1, to].find((i) => plain(i) && ANNOUNCES.test(lines[i]?.text ?? ""))
  if (announced !== undefined) {
    to = announced + 1
    while (to - end < LONGEST_LIST && plain(to)) to++
  }
  for (let day = to; day <= to + 2; day++) {
    if (SIGNED_ON.test(lines[day]?.text.replace(/\s/g, "") ?? "")) return day + 1
    if (!plain(day) || (lines[day]?.text.length ?? 0) > 30) break
  }
  return to
}
