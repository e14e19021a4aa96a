import { quoteClaim } from "../gate/gate.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { addDays } from "../text/dates.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { contentWords } from "../text/words.ts"
import type { FigureRow, FigureSeries } from "./answer.ts"
import { type FigureMention, figureMentions, sortsOf } from "./figure-mentions.ts"

/** One article's figure for what is asked, and the day of which it tells. */
interface Told {
  readonly mention: FigureMention
  readonly day: string
}

const ARTICLES = 8
/** Days of fewer are asked for themselves. */
const MONTH_DAYS = 31
const MOST_ROWS = 6
/** A figure that is so many times another measures something else. */
const LARGEST_RATIO = 20
/** Of the question's words, how many the sentence and the title must say. */
const LEAST_COVERED = 0.75
/** What is near enough to a rough figure. */
const ROUGHLY = 0.1

const CHANGE = /变化|变动|变成|涨到|降到|增加到|升到|走势|调整/u
const GENERIC =
  /^(?:人数|数量|总数|数|金额|多少|情况|变化|最新|现在|目前|如今|进展|今年|去年|一共|总共|共|全|累计|达到|已经|已|到|几|个|人|名|家|亿元|万元|元|亩|吨|位|户)$/u
const NUMBER_WORDS = /(?:人数|数量|总数|总量|总额|金额|面积|数|量|额)$/u
const ASKED_FOR = /多少|几(?!乎)|多[久长宽深高大重远]|变化|$/u

/**
 * The figures that several articles tell for what a question asks: at different dates, or different ones for one date.
 * Undefined where they agree, and wherever it is not sure that they measure the same: a wrong series misleads.
 */
export function figureSeries(question: Question, found: readonly RankedArticle[]): FigureSeries | undefined {
  const ways = readAsked(question)
  const articles = ways.length === 0 ? [] : found.slice(0, ARTICLES).flatMap((one) => readDated(one) ?? [])
  for (const asked of ways) {
    const series = seriesOf(asked, articles)
    if (series) return series
  }
  return undefined
}

function seriesOf(asked: Asked, articles: readonly DatedMentions[]): FigureSeries | undefined {
  const told = articles.flatMap((article) => tellOf(article, asked) ?? [])
  // A headline among them has other words beside the figure: the most that are alike count.
  let most: readonly Told[] = []
  for (const { mention } of told) {
    const alike = told.filter((one) => sameMeasure(one.mention, mention, asked))
    if (alike.length > most.length) most = alike
  }
  return disagreement(most) ?? change(most)
}

interface Asked {
  /** What stands beside the question word and is measured. */
  readonly measured: readonly string[]
  /** Of what it is measured: what stands before that. */
  readonly subject: readonly string[]
  readonly words: readonly string[]
  readonly names: readonly string[]
  /** Of these the one that is a place. */
  readonly place: string | undefined
  /** The sorts of figure that it asks for: see `FigureMention`. */
  readonly sorts: ReadonlySet<string>
  readonly unit: string | undefined
}

/** What may be measured, the most exact first: 入园企业, 企业. Empty where no figure is asked for. */
function readAsked(question: Question): Asked[] {
  const { wish, range } = question
  if (range && addDays(range.from, MONTH_DAYS) > range.to) return []
  const text = fold(toSimplified(question.plainText))
  if (wish.kind !== "number" && !wish.newest && !CHANGE.test(text)) return []
  const at = text.search(ASKED_FOR)
  const names = [...question.names, question.placeInText?.words ?? ""].flatMap(bareName)
  const [place] = bareName(question.placeInText?.words ?? "")
  const isMeasured = (word: string) =>
    word.length > 1 && !GENERIC.test(word) && !names.some((name) => word.includes(name))
  const left = contentWords(text.slice(0, at)).flatMap(withoutNumberWord).filter(isMeasured)
  const right = contentWords(text.slice(at)).flatMap(withoutNumberWord).filter(isMeasured)
  const after = right.slice(0, 1)
  const counted = wish.counted?.replace(/^个(?=.)/u, "") ?? ""
  const unit = UNITS_ASKED.find(([said]) => counted.startsWith(said))?.[1]
  const subject = left.slice(0, -1).filter((word, at) => at < left.length - 2 || word.length > 2)
  const sorts = sortsOf(fold(toSimplified(question.text)))
  const said = { subject, words: [...left, ...right], names, place, unit }
  const measures = [left.slice(-2), left.slice(-1)].map((words) => [...words, ...after])
  // What is only expected so far is told as such by all.
  return [sorts, new Set([...sorts, "planned"])].flatMap((sorts) =>
    measures.filter((measured) => measured.length > 0).map((measured) => ({ ...said, measured, sorts })),
  )
}

const UNITS_ASKED: readonly (readonly [said: string, unit: string])[] = [
  ["人", "人"],
  ...["群众", "居民", "村民", "市民", "学生", "孩子", "老人", "工人", "职工", "选手"].map(
    (said) => [said, "人"] as const,
  ),
  ["名", "人"],
  ["位", "人"],
  ["钱", "元"],
  ["元", "元"],
  ["亿元", "元"],
  ["万元", "元"],
  ["家", "家"],
  ["户", "户"],
  ["所", "所"],
  ["亩", "亩"],
  ["吨", "吨"],
  ["米", "米"],
  ["公里", "米"],
  ["座", "座"],
  ["起", "起"],
  ["例", "例"],
  ["辆", "辆"],
  ["套", "套"],
]

/** Folded, and without the kind of place: 白渡县 is 白渡 too. */
function bareName(name: string): string[] {
  const folded = fold(toSimplified(name))
  const bare = folded.replace(/(?<=..)[省市县区镇乡村]$/u, "")
  return bare === "" ? [] : [bare]
}

/** 死亡人数 is told as 12人死亡. */
function withoutNumberWord(word: string): string[] {
  const bare = word.replace(NUMBER_WORDS, "")
  return bare.length > 1 ? [bare] : [word]
}

interface DatedMentions {
  readonly published: string
  readonly mentions: readonly FigureMention[]
  /** What the passages say, folded and Simplified. */
  readonly around: string
}

/** Undefined for an undated article, a correction, and what was corrected. */
function readDated({ passages }: RankedArticle): DatedMentions | undefined {
  const [first] = passages
  const published = first?.publishedAt?.slice(0, 10)
  if (!first || !published || first.correcting || first.corrections.length > 0) return undefined
  return {
    published,
    mentions: passages.filter(({ field }) => field !== "title").flatMap(figureMentions),
    around: fold(toSimplified(passages.map(({ text }) => text).join("\n"))),
  }
}

/** The figure of an article, where it tells one for what is asked and not two. */
function tellOf({ published, mentions, around }: DatedMentions, asked: Asked): Told | undefined {
  const right = mentions.filter((mention) => measuresAsked(mention, around, asked))
  const best = right[0]
  if (!best || right.some((other) => !near(other, best))) return undefined
  return { mention: best, day: toldDay(best, published) }
}

/**
 * `around`: the article's passages. Where title, place or sentence name the place that is asked about, what the story is
 * about may be said anywhere in it; else it stands with the figure, for an article may name a bridge in passing.
 */
function measuresAsked(
  mention: FigureMention,
  around: string,
  { measured, words, names, place, sorts, unit }: Asked,
): boolean {
  if (unit !== undefined && mention.unit !== unit) return false
  if (!measured.every((word) => mention.clause.includes(word))) return false
  if (!sameSorts(mention.sorts, sorts)) return false
  const subject = subjectOf(mention)
  if (place !== undefined && !subject.includes(place)) return false
  const said = place === undefined ? subject : subject + around
  if (!names.every((name) => said.includes(name))) return false
  const covered = words.filter((word) => said.includes(word)).length
  return words.length === 0 || covered / words.length >= LEAST_COVERED
}

function sameSorts(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((sort) => b.has(sort))
}

/** Beside what is asked for, two clauses must share a word, unless one says nothing more. */
function sameMeasure(a: FigureMention, b: FigureMention, asked: Asked): boolean {
  if (a.unit !== b.unit) return false
  const ratio = Math.max(a.value, b.value) / Math.max(1e-9, Math.min(a.value, b.value))
  if (ratio > LARGEST_RATIO) return false
  const [mine, other] = [beside(a, asked), beside(b, asked)]
  const alike = mine.size === 0 || other.size === 0 || [...mine].some((word) => other.has(word))
  return alike && sameSubject(a, b, asked)
}

const COUNTING = /^(?:累计|共|共有|总共|已|已经|达|达到|达到了|截至|目前|月底|超过|统计|[\d.]+.?)$/u

function beside({ ownClause, printed }: FigureMention, { measured }: Asked): Set<string> {
  const rest = [fold(printed), ...measured].reduce((left, word) => left.replaceAll(word, " "), ownClause)
  return new Set(contentWords(rest).filter((word) => word.length > 1 && !COUNTING.test(word)))
}

/** Where the question says no more than what is measured, the articles must be of one place. */
function sameSubject(a: FigureMention, b: FigureMention, { names, subject }: Asked): boolean {
  const said = [subjectOf(a), subjectOf(b)]
  if (
    names.length > 0 ||
    (subject.length > 0 && subject.every((word) => said.every((text) => text.includes(word))))
  )
    return true
  const [mine, other] = [a.evidence.place.join("/"), b.evidence.place.join("/")]
  return mine !== "" && mine === other
}

/** Title, place and sentence, folded and Simplified. */
function subjectOf({ evidence: { title, place }, text }: FigureMention): string {
  return fold(toSimplified(`${title}\n${place.join("")}\n`)) + text
}

/** Rough figures and rounded ones are equal to what they stand for. */
function near(a: FigureMention, b: FigureMention): boolean {
  if (a.value === b.value) return true
  const larger = Math.max(a.value, b.value)
  const difference = Math.abs(a.value - b.value)
  if (a.rough || b.rough) return difference <= ROUGHLY * larger
  const lastDigit = 10 ** (Math.floor(Math.log10(larger)) + 1 - Math.min(a.digits, b.digits))
  return difference < lastDigit
}

/** Different figures that different papers give for the newest day. */
function disagreement(told: readonly Told[]): FigureSeries | undefined {
  const newest = told
    .map(({ day }) => day)
    .sort()
    .at(-1)
  const rows = distinct(told.filter(({ day }) => day === newest))
  const sources = new Set(rows.map(({ mention }) => mention.evidence.source))
  if (rows.length < 2 || sources.size < rows.length || sources.has(null)) return undefined
  return { kind: "disagreement", rows: rows.slice(0, MOST_ROWS).map(rowOf) }
}

function change(told: readonly Told[]): FigureSeries | undefined {
  const byDay = [...told].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
  const ofDays = byDay.filter(({ day }, at) => byDay.findIndex((other) => other.day === day) === at)
  const conflicting = byDay.some(({ day, mention }) => {
    const kept = ofDays.find((other) => other.day === day)
    return kept !== undefined && !near(kept.mention, mention)
  })
  const rows = distinct(ofDays)
  if (conflicting || rows.length < 2) return undefined
  return { kind: "change", rows: rows.slice(0, MOST_ROWS).map(rowOf) }
}

/** Each figure once, the first. */
function distinct(told: readonly Told[]): Told[] {
  return told.filter(({ mention }, at) => !told.slice(0, at).some((other) => near(other.mention, mention)))
}

function rowOf({ mention: { evidence, sentence, printed }, day }: Told): FigureRow {
  return { day, figure: printed, claim: quoteClaim(evidence, sentence.start, sentence.end) }
}

const NAMED_DAY = /(?:((?:19|20)\d{2})年)?(\d{1,2})月(?:(\d{1,2})日|底|末)/gu

/** The last day that the clause of a figure names, or else its sentence, not after the day of publication; else that day. */
function toldDay({ clause, text }: FigureMention, published: string): string {
  for (const words of [clause, text]) {
    const named = [...words.matchAll(NAMED_DAY)].map(([, year, month, day]) =>
      dayOf(
        Number(year ?? published.slice(0, 4)),
        Number(month),
        day === undefined ? undefined : Number(day),
      ),
    )
    const last = named
      .filter((day) => day <= published)
      .sort()
      .at(-1)
    if (last !== undefined) return last
  }
  return published
}

/** The end of the month where there is no day. */
function dayOf(year: number, month: number, day: number | undefined): string {
  const at = day === undefined ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, day)
  return new Date(at).toISOString().slice(0, 10)
}
