import { FURNITURE, SHORT, TOLD, type Weight, weigh } from "./line-weights.ts"
import { endsSentence, type Line } from "./lines.ts"
import { isTold } from "./story.ts"

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
/**
 * Finds the run of lines that weighs most, where lines of prose weigh their letters and all that stands around a story
 * costs (maximum subsequence segmentation: Pasternack and Roth, Extracting article text from the web with maximum
 * subsequence segmentation, WWW 2009). The first run below a date line goes before a longer one without. Null where
 * there is no prose.
 */
export function storySpan(lines: readonly Line[], main: ReadonlySet<Line> | null): StorySpan | null {
  const { weights, boxed, cells } = weigh(lines, main)
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
