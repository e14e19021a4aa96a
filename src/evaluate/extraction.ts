import { furnitureSign } from "./furniture-signs.ts"

/** A page and what a person found on it. `title` is empty and `day` null where nobody said. */
export interface GoldPage {
  readonly id: string
  readonly title: string
  /** YYYY-MM-DD. */
  readonly day: string | null
  readonly body: string
  /** File of the page, relative to the set's folder. */
  readonly html: string
}

/** What a reader made of a page. */
export interface ReadPage {
  readonly title: string
  /** YYYY-MM-DD. */
  readonly day: string | null
  /** Paragraphs and sub-headings. */
  readonly lines: readonly string[]
  /** What it kept beside the text, each with what it is: captions, the abstract. */
  readonly beside: readonly { readonly kind: string; readonly text: string }[]
}

export interface Difference {
  readonly side: "missing" | "too much"
  readonly text: string
  /** What it was kept as instead, or which furniture it is by its sign; null where neither is known. */
  readonly verdict: string | null
}

export interface PageScore {
  readonly id: string
  /** Against the gold as it is. */
  readonly bodyF1: number
  /** Against the gold's story: without its furniture lines, and what was kept apart not held missing. */
  readonly storyF1: number
  readonly differences: readonly Difference[]
  readonly title: string
  readonly goldTitle: string
  readonly titleExact: boolean
  readonly day: string | null
  readonly goldDay: string | null
  /** Lines of the body that are no story by a list that the reader does not know. */
  readonly furniture: readonly string[]
}

/** Means and counts over the pages; `titles` and `days` are how many could be judged. */
export interface ExtractionFigures {
  readonly pages: number
  readonly bodyF1: number
  readonly storyF1: number
  /** Pages whose body F1 is .95 or more, and the same for the story. */
  readonly from95: number
  readonly storyFrom95: number
  readonly titles: number
  readonly titlesExact: number
  readonly days: number
  readonly daysExact: number
  readonly furnitureLines: number
}

/** Scores one page; a page that was not read scores 0 with all of the gold missing. */
export function scorePage(gold: GoldPage, read: ReadPage | null): PageScore {
  const text = read?.lines.join("\n") ?? ""
  const title = tidy(read?.title ?? "")
  const beside = (read?.beside ?? []).map(({ kind, text }) => ({ kind, text: bare(text) }))
  const signed = gold.body.split("\n").flatMap((line) => {
    const sign = furnitureSign(line)
    return sign === null ? [] : [{ text: bare(line), sign }]
  })
  const verdictOn = (run: string): string | null => {
    const kept = beside.find(({ text }) => text.includes(run))
    if (kept !== undefined) return `kept as ${kept.kind}`
    const sign = signed.find(({ text }) => text.includes(run) || run.includes(text))?.sign ?? null
    return sign === null ? null : `furniture: ${sign}`
  }
  const missing = unmatched(gold.body, text).map((run) => ({ text: run, verdict: verdictOn(run) }))
  return {
    id: gold.id,
    bodyF1: gramF1(gold.body, text),
    storyF1: gramF1(storyOf(gold.body, beside), text),
    differences: [
      ...missing.map((run) => ({ side: "missing", ...run }) as const),
      ...unmatched(text, gold.body).map((run) => ({ side: "too much", text: run, verdict: null }) as const),
    ],
    title,
    goldTitle: tidy(gold.title),
    titleExact: title === tidy(gold.title),
    day: read?.day ?? null,
    goldDay: gold.day,
    furniture: (read?.lines ?? []).filter((line) => furnitureSign(line) !== null),
  }
}

/** Means over the pages. Titles named in `unjudged` count neither as right nor as wrong. */
export function extractionFigures(
  scores: readonly PageScore[],
  unjudged: ReadonlySet<string>,
): ExtractionFigures {
  const titles = scores.filter(({ id }) => !unjudged.has(id))
  const days = scores.filter(({ goldDay }) => goldDay !== null)
  return {
    pages: scores.length,
    bodyF1: mean(scores.map(({ bodyF1 }) => bodyF1)),
    storyF1: mean(scores.map(({ storyF1 }) => storyF1)),
    from95: scores.filter(({ bodyF1 }) => bodyF1 >= 0.95).length,
    storyFrom95: scores.filter(({ storyF1 }) => storyF1 >= 0.95).length,
    titles: titles.length,
    titlesExact: titles.filter(({ titleExact }) => titleExact).length,
    days: days.length,
    daysExact: days.filter(({ day, goldDay }) => day === goldDay).length,
    furnitureLines: scores.reduce((sum, { furniture }) => sum + furniture.length, 0),
  }
}

/** The gold without lines that are furniture by their signs and lines that were kept apart, such as captions. */
function storyOf(body: string, beside: readonly { readonly text: string }[]): string {
  const lines = body.split("\n").filter((line) => {
    const words = bare(line)
    return furnitureSign(line) === null && !beside.some(({ text }) => text === words)
  })
  return lines.join("\n")
}

const GRAM = 4
/** Names of sites and sections behind a separator, or a separator with nothing behind it. */
const SITE_TAIL =
  /(?:\s[-–—|]\s|[_|｜]|::|-(?=[^-]{0,16}$))\s{0,4}(?:[^_|｜]{0,16}(?:网|报|新闻|频道|在线|社区|博客|客邦|电视台|中心|门户|\.(?:com|cn|net))[^_|｜]{0,8})?\s{0,4}$/i

/**
 * Why a gold title is no bare, whole title, told from the gold and, where a site's name is too particular, from what
 * was read; null where it is one.
 */
export function goldTitleFault(gold: string, read: string): string | null {
  const title = tidy(gold)
  if (title === "") return "the gold is empty"
  if (/(?:\.{3}|…)$/.test(title)) return "the gold is cut off"
  if (SITE_TAIL.test(title)) return "the gold keeps names of section and site"
  const behind = read !== "" && title.startsWith(read) ? title.slice(read.length) : ""
  return /^\s{0,4}[-_|｜—–:：@]/.test(behind) ? "the gold keeps names of section and site" : null
}

/** F1 of two texts as multisets of character 4-grams, white space left out; a text under 4 characters is one gram. */
export function gramF1(gold: string, read: string): number {
  const wanted = gramCounts(bare(gold))
  const found = gramCounts(bare(read))
  let shared = 0
  for (const [gram, count] of found) shared += Math.min(count, wanted.get(gram) ?? 0)
  const total = size(wanted) + size(found)
  return total === 0 ? 1 : (2 * shared) / total
}

/** The runs of `text` of which no 4-gram is left in `other`, in order and without white space. */
export function unmatched(text: string, other: string): string[] {
  const here = bare(text)
  const left = gramCounts(bare(other))
  const matched = new Uint8Array(here.length)
  for (let at = 0; at + GRAM <= here.length; at++) {
    const gram = here.slice(at, at + GRAM)
    const count = left.get(gram) ?? 0
    if (count === 0) continue
    left.set(gram, count - 1)
    matched.fill(1, at, at + GRAM)
  }
  const runs: string[] = []
  let start = -1
  for (let at = 0; at <= here.length; at++) {
    if (at < here.length && matched[at] === 0) {
      if (start < 0) start = at
    } else if (start >= 0) {
      runs.push(here.slice(start, at))
      start = -1
    }
  }
  return runs
}

function gramCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  if (text !== "" && text.length < GRAM) counts.set(text, 1)
  for (let at = 0; at + GRAM <= text.length; at++) {
    const gram = text.slice(at, at + GRAM)
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

function size(counts: ReadonlyMap<string, number>): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}

/** Without white space, and without the marks of characters that were lost before. */
function bare(text: string): string {
  return text.replace(/[\s\uFFFD]/g, "")
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function tidy(title: string): string {
  return title.replace(/\s+/g, " ").trim()
}
