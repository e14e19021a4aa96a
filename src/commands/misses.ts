import type { Archive } from "../app.ts"
import type { QuestionResult } from "../evaluate/figures.ts"
import type { Question } from "../retrieve/question.ts"
import { type ExplanationPart, explainByDays } from "../retrieve/retriever.ts"

/** Why a question missed: the days that it names, if any, and two articles. */
interface MissExplanation {
  /** Only what was printed then is searched, where there is anything to find: YYYY-MM-DD, both included. */
  readonly days: { readonly from: string; readonly to: string } | null
  readonly articles: readonly ExplainedArticle[]
}

/** An article beside a miss: the one that came first, or the gold one that came nearest. */
interface ExplainedArticle {
  readonly role: "first" | "gold"
  readonly id: string
  /** Null where the archive has no such article. */
  readonly title: string | null
  /** Null where it is not among the first `DEPTH`. */
  readonly rank: number | null
  readonly parts: readonly ExplanationPart[]
}

/** How far down the gold article is looked for. */
const DEPTH = 100

/** A question with gold whose first article is none of it. */
export function isMiss({ scores }: QuestionResult): boolean {
  return scores.hitAt1 === 0
}

/** The first article, where any was found, and the gold article, with what each leg of the search says of them. */
export async function explainMiss(
  { store, retriever }: Archive,
  { question: { gold } }: QuestionResult,
  question: Question,
): Promise<MissExplanation> {
  const ranking = await explainByDays(retriever, question, DEPTH)
  const describe = (role: ExplainedArticle["role"], id: string): ExplainedArticle => {
    const at = ranking.findIndex(({ articleId }) => articleId === id)
    return {
      role,
      id,
      title: store.get(id)?.title ?? null,
      rank: at < 0 ? null : at + 1,
      parts: ranking[at]?.parts ?? [],
    }
  }
  // A printing stands behind its lead, which is what a search finds.
  const wanted = gold.map((id) => describe("gold", store.get(id)?.lead?.id ?? id))
  const nearest = wanted.reduce((a, b) => ((b.rank ?? Infinity) < (a.rank ?? Infinity) ? b : a))
  const [first] = ranking
  return {
    days: question.range ? { from: question.range.from, to: question.range.to } : null,
    articles: first ? [describe("first", first.articleId), nearest] : [nearest],
  }
}

/** One line, and below it one for each article that is explained. */
export function missLines(
  { question: { q, gold }, found }: QuestionResult,
  explained: MissExplanation | null,
): string[] {
  if (!explained) return [`miss: ${q}  gold ${gold[0]}  first ${found[0]?.id ?? "nothing"}`]
  const { days, articles } = explained
  return [`miss: ${q}${days ? `  (${days.from} to ${days.to})` : ""}`, ...articles.map(explainedLine)]
}

function explainedLine({ role, id, title, rank, parts }: ExplainedArticle): string {
  const where = title === null ? "not in the archive" : (rank ?? `not among the first ${DEPTH}`)
  const why = parts.length > 0 ? `  ${partsLine(parts)}` : ""
  return `  ${role.padEnd(5)} ${where}${why}  ${title ?? ""} [${id}]`
}

export function missJson(
  { question: { q, gold }, found }: QuestionResult,
  explained: MissExplanation | null,
): object {
  return { q, gold, found: found.map(({ id }) => id), ...(explained ? { explained } : {}) }
}

/** `lexical #4 18.204`: the rank where there is one, and the score. */
export function partsLine(parts: readonly ExplanationPart[]): string {
  return parts
    .map(({ name, rank, score }) => `${name}${rank === null ? "" : ` #${rank}`} ${score.toFixed(3)}`)
    .join("  ")
}
