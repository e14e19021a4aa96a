import type { Claim } from "../corpus.ts"
import { quoteClaim } from "../gate/gate.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { ASKING_WHEN } from "../retrieve/wish.ts"
import { type DatedWords, datedWords } from "../text/relative-dates.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { clauses, type Span, sentences } from "../text/sentences.ts"
import { contentWords } from "../text/words.ts"
import type { FigureSeries } from "./answer.ts"

const ARTICLES = 8
const MOST_ROWS = 6
const LONGEST_PLAN_DAYS = 92
/** What was planned before the article. */
const FORMERLY = /原计划|原定|原先|原本|此前|之前(?:曾|计划|公布)|曾(?:计划|定)/u
const BEFORE = /^[之以]?前/u
const GENERIC = /^(?:时候|时间|日期|计划|预计|正式|能|会|将|开始|现在|目前|到底|究竟)$/u

/** What one article says of the day that something is planned for. */
interface Plan {
  /** YYYY-MM-DD of its publication. */
  readonly published: string
  readonly date: DatedWords
  /** 2026年5月1日前 */
  readonly told: string
  readonly claim: Claim
}

/**
 * The days that several articles give for what a question asks the day of, where it was still to come when the newest
 * was printed, and they differ: the plan has changed. Undefined where they agree, and wherever it could be something
 * else that happened or comes again: an earlier article's day must lie after the newest article was printed.
 */
export function rescheduled(
  { wish, text }: Pick<Question, "wish" | "text">,
  found: readonly RankedArticle[],
): FigureSeries | undefined {
  if (wish.kind !== "date" || wish.list) return undefined
  const asked = readAsked(fold(toSimplified(text)))
  const told = asked ? found.slice(0, ARTICLES).flatMap((one) => planOf(one, asked) ?? []) : []
  const [newest, ...earlier] = told.sort((a, b) => (a.published < b.published ? 1 : -1))
  if (!newest) return undefined
  const plans = [newest]
  for (const plan of earlier) {
    if (plan.published === newest.published && !sameDays(plan.date, newest.date)) return undefined
    const isNew = !plans.some(({ date }) => sameDays(date, plan.date))
    if (isNew && plan.date.from > newest.published) plans.push(plan)
  }
  if (plans.length < 2) return undefined
  const rows = plans.slice(0, MOST_ROWS)
  return {
    kind: "rescheduled",
    rows: rows.map(({ published, told, claim }) => ({ day: published, figure: told, claim })),
  }
}

interface Asked {
  /** What is to happen on the day: 通车, 投入使用. */
  readonly event: readonly string[]
  /** To what. */
  readonly subject: readonly string[]
}

function readAsked(question: string): Asked | undefined {
  const asking = ASKING_WHEN.exec(question)
  if (!asking) return undefined
  const words = (part: string) => contentWords(part).filter((word) => word.length > 1 && !GENERIC.test(word))
  const before = words(question.slice(0, asking.index))
  const after = words(question.slice(asking.index + asking[0].length))
  const event = after.length > 0 ? after : before.slice(-1)
  const subject = after.length > 0 ? before : before.slice(0, -1)
  return event.length > 0 && subject.length > 0 ? { event, subject } : undefined
}

/** The one day that the article gives for it; undefined for none, or several. */
function planOf({ passages }: RankedArticle, asked: Asked): Plan | undefined {
  const published = passages[0]?.publishedAt?.slice(0, 10)
  if (published === undefined || passages[0]?.correcting || passages[0]?.corrections.length) return undefined
  const plans: Plan[] = []
  for (const evidence of passages) {
    if (evidence.field === "title") continue
    for (const span of sentences(evidence.text)) {
      const date = plannedDay(evidence.text, span, evidence.title, published, asked)
      if (!date) continue
      const before = BEFORE.test(evidence.text.slice(span.start + date.end)) ? "前" : ""
      const claim = quoteClaim(evidence, span.start, span.end)
      plans.push({ published, date, told: date.shown + before, claim })
    }
  }
  const [first] = plans
  return first && plans.every(({ date }) => sameDays(date, first.date)) ? first : undefined
}

function plannedDay(
  text: string,
  { start, end }: Span,
  title: string,
  published: string,
  { event, subject }: Asked,
): DatedWords | undefined {
  const sentence = text.slice(start, end)
  const said = fold(toSimplified(`${title}\n${sentence}`))
  if (/[?？]$/u.test(sentence) || !subject.every((word) => said.includes(word))) return undefined
  const dates = datedWords(sentence, published)
  let at = 0
  for (const clause of clauses(sentence)) {
    const [from, to] = [at, at + clause.length]
    at = to + 1
    const own = fold(toSimplified(clause))
    if (FORMERLY.test(own) || !event.every((word) => own.includes(word))) continue
    const [date, ...more] = dates.filter((one) => one.start >= from && one.end <= to)
    if (date && more.length === 0 && isPlan(date, published)) return date
  }
  return undefined
}

function isPlan({ from, to, shown }: DatedWords, published: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  return shown !== "" && from > published && days < LONGEST_PLAN_DAYS
}

/** 5月1日 and 5月 may be the same. */
function sameDays(a: DatedWords, b: DatedWords): boolean {
  return a.from <= b.to && b.from <= a.to
}
