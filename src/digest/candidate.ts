import type { StoredArticle } from "../corpus.ts"
import { contentWords } from "../text/words.ts"
import { type Demand, importance, POINTS } from "./importance.ts"
import { seriesOf } from "./series.ts"
import type { Spreadable } from "./spread.ts"

/** Of a text, in UTF-16 code units, by which its topic is known. */
const BEGINNING = 120

/** An article as the selection weighs it, for whichever digests. */
export class Candidate implements Spreadable {
  readonly article: StoredArticle
  readonly place: string
  readonly score: number
  readonly isCorrection: boolean
  /** Ids of the reports that it goes on with. */
  readonly updates: readonly string[]
  /** Of notices of one form; see `seriesOf`. */
  readonly series: number | undefined
  #words: ReadonlySet<string> | undefined

  constructor(article: StoredArticle, demand: Demand | undefined, series: number | undefined) {
    const { place, correction, links } = article
    this.article = article
    this.place = bareName(place.at(-1) ?? "")
    this.series = series
    this.score = importance(article, demand) + (series === undefined ? 0 : POINTS.ofSeries)
    this.isCorrection = correction !== null || links.some(({ kind }) => kind === "corrects")
    this.updates = links.filter(({ kind }) => kind === "updates").map(({ id }) => id)
  }

  /** Whether `words` costs nothing any more. */
  get isRead(): boolean {
    return this.#words !== undefined
  }

  get words(): ReadonlySet<string> {
    const { title, text } = this.article
    this.#words ??= new Set(contentWords(`${title}\n${text.slice(0, BEGINNING)}`))
    return this.#words
  }
}

/** Of the articles that are news, in the order given. */
export async function candidatesOf(
  articles: readonly StoredArticle[],
  demand?: Demand,
): Promise<Candidate[]> {
  const news = articles.filter(isNews)
  const series = await seriesOf(news)
  return news.map((article) => new Candidate(article, demand, series.get(article)))
}

/**
 * Undated and retracted ones, printings that stand behind another, texts that speak to a machine and advertisements are
 * not news.
 */
export function isNews({ publishedAt, status, flags, lead }: StoredArticle): boolean {
  const left = flags.includes("advertisement") || flags.includes("instructions")
  return publishedAt !== null && status === "live" && lead === null && !left
}

/** 苍梧县 and 苍梧 are one place. */
export function bareName(name: string): string {
  return name.length > 2 && /[省市县区]$/.test(name) ? name.slice(0, -1) : name
}
