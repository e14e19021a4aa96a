import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import { sentences } from "../text/sentences.ts"
import { type Candidate, candidates } from "./candidates.ts"
import { lexRank } from "./lexrank.ts"
import type { Summarizer, SummaryStyle } from "./summary.ts"

/** How much a summary may say. Lengths are in UTF-16 code units and give way where the article has no less. */
export interface Budget {
  /** So many sentences come even where they are longer than `units`. */
  readonly least: number
  readonly most: number
  readonly units: number
  /** A longer sentence is taken only where there is no shorter one. */
  readonly sentenceUnits: number
  /** How much likeness to the title counts against a place near the lead, 0 to 1. */
  readonly titleShare: number
}

const BUDGETS: Readonly<Record<SummaryStyle, Budget>> = {
  brief: { least: 1, most: 2, units: 120, sentenceUnits: 90, titleShare: 0.5 },
  points: { least: 3, most: 5, units: 400, sentenceUnits: 200, titleShare: 0 },
  long: { least: 3, most: 8, units: 800, sentenceUnits: 400, titleShare: 0 },
}

/** Lengths of an abstract that can stand for a brief summary, in UTF-16 code units. */
const LEAST_ABSTRACT = 15
const MOST_ABSTRACT = 120
/** What a question, or a sentence that opens with somebody's words, is worth beside a plain statement. */
const WEAK = 0.5

/**
 * Summaries of the article's own sentences, in their order, verbatim: each is a claim that is its own quote. They
 * are chosen by `chooseSentences`; a brief summary is the paper's own abstract where there is one. An article without a whole sentence gives the first of its abstract, or nothing.
 */
export function createExtractiveSummarizer(): Summarizer {
  return {
    async summarize(article, style) {
      const { id: articleId, version } = article
      const told = style === "brief" ? ownWords(article) : undefined
      const sentences = told ? [told] : extract(article, BUDGETS[style])
      return { articleId, version, style, sentences, mode: "keyless" }
    },
  }
}

/** The paper's own abstract, where it is a sentence and more than the title. Nobody sums up a story better. */
function ownWords(article: StoredArticle): Claim | undefined {
  const { abstract, title } = article
  if (abstract === null || abstract.length < LEAST_ABSTRACT || abstract.length > MOST_ABSTRACT)
    return undefined
  if (!/[，。,]/u.test(abstract) || title.includes(abstract) || abstract.includes(title)) return undefined
  return quoteClaim(fieldEvidence(article, "abstract"), 0, abstract.length)
}

function extract(article: StoredArticle, budget: Budget): Claim[] {
  const chosen = chooseSentences(candidates(article.body, article.text), article.title, budget)
  if (chosen.length > 0) {
    const evidence = fieldEvidence(article, "text")
    return chosen.map(({ start, end }) => quoteClaim(evidence, start, end))
  }
  const first = sentences(article.abstract ?? "")[0]
  return first ? [quoteClaim(fieldEvidence(article, "abstract"), first.start, first.end)] : []
}

/**
 * Greedy choice by LexRank with lead bias, each sentence discounted by its likeness to those already chosen
 * (maximal marginal relevance, Carbonell & Goldstein 1998), within the budget. A sentence that leans on the one
 * before it comes only after that one. In the order of the text.
 */
export function chooseSentences(from: readonly Candidate[], title: string, budget: Budget): Candidate[] {
  const short = from.filter((candidate) => candidate.text.length <= budget.sentenceUnits)
  const pool = short.length >= budget.least ? short : from
  const { scores, similarity } = lexRank(
    pool.map((candidate) => candidate.text),
    title,
    budget.titleShare,
  )
  const chosen = new Set<number>()
  const starts = new Set<number>()
  let units = 0
  while (chosen.size < budget.most) {
    let best = -1
    let bestScore = 0
    for (const [i, candidate] of pool.entries()) {
      const room = units + candidate.text.length <= budget.units || chosen.size < budget.least
      if (chosen.has(i) || !room || !stands(candidate, starts)) continue
      const repeated = [...chosen].reduce((most, j) => Math.max(most, similarity(i, j)), 0)
      const score = (scores[i] ?? 0) * (candidate.weak ? WEAK : 1) * (1 - repeated)
      if (score > bestScore) {
        best = i
        bestScore = score
      }
    }
    const next = pool[best]
    if (!next) break
    chosen.add(best)
    starts.add(next.start)
    units += next.text.length
  }
  return pool.filter((_, i) => chosen.has(i))
}

function stands({ leans, previousStart }: Candidate, chosenStarts: ReadonlySet<number>): boolean {
  return !leans || (previousStart !== undefined && chosenStarts.has(previousStart))
}
