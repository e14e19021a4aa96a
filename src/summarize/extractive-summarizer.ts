import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence, passageEvidence } from "../gate/field-evidence.ts"
import { gate, quoteClaim } from "../gate/gate.ts"
import type { Span } from "../text/sentences.ts"
import { sentences } from "../text/sentences.ts"
import { type Candidate, candidates } from "./candidates.ts"
import { type Budget, chooseSentences } from "./choose-sentences.ts"
import { headlinesOf } from "./headlines.ts"
import { lexRank } from "./lexrank.ts"
import { LONGEST_POST, type Summarizer, type SummaryStyle } from "./summary.ts"

const BUDGETS: Readonly<Record<"points" | "long" | "social", Budget>> = {
  points: { least: 3, most: 5, units: 400, sentenceUnits: 200 },
  long: { least: 3, most: 8, units: 800, sentenceUnits: 400 },
  social: { least: 0, most: 3, units: LONGEST_POST, sentenceUnits: LONGEST_POST },
}

/** Lengths of an abstract that can stand for a brief summary, in UTF-16 code units. */
const LEAST_ABSTRACT = 15
const MOST_ABSTRACT = 120
/** A longer sentence is no brief summary where the article has a shorter one. */
const LONGEST_BRIEF = 120
/** How much likeness to the title counts against a place near the lead. */
const TITLE_SHARE = 0.5
/** What a question, or a sentence that opens with somebody's words, is worth beside a plain statement. */
const WEAK = 0.5

/**
 * Summaries of the article's own sentences, in their order, verbatim: each is a claim that is its own quote. Points,
 * long ones and posts are chosen by `chooseSentences`; a brief summary is the paper's own abstract where there is one,
 * else its most newsworthy sentence. An article without a whole sentence gives the first of its abstract, or nothing.
 * There is no English to be had here: that style is empty.
 */
export function createExtractiveSummarizer(): Summarizer {
  return {
    async summarize(article, style) {
      const { id: articleId, version } = article
      return { articleId, version, style, sentences: tell(article, style), mode: "keyless" }
    },
  }
}

function tell(article: StoredArticle, style: SummaryStyle): Claim[] {
  if (style === "english") return []
  if (style === "headlines") return headlinesOf(article)
  if (style === "brief") {
    const told = ownWords(article)
    return told ? [told] : orFirstOfAbstract(article, newsworthy(article).slice(0, 1))
  }
  const told = summarySentences(article, BUDGETS[style])
  if (style === "social") return told.length > 0 ? told : titleAlone(article)
  return orFirstOfAbstract(article, told)
}

/** The sentences that `chooseSentences` finds best within the budget. */
export function summarySentences(article: StoredArticle, budget: Budget): Claim[] {
  return quoted(article, chooseSentences(backed(article), article.title, budget))
}

/**
 * Sentences that can stand alone, the one that tells the news best first: by LexRank, biased to the lead and to the
 * title. Of long ones only where there is no shorter one.
 */
export function newsworthy(article: StoredArticle): Claim[] {
  const all = backed(article)
  const alone = all.some(({ leans }) => !leans) ? all.filter(({ leans }) => !leans) : []
  const short = alone.filter(({ text }) => text.length <= LONGEST_BRIEF)
  const pool = short.length > 0 ? short : alone
  const { scores } = lexRank(
    pool.map(({ text }) => text),
    article.title,
    TITLE_SHARE,
  )
  const worth = (candidate: Candidate, at: number) => (scores[at] ?? 0) * (candidate.weak ? WEAK : 1)
  const ranked = pool.map((candidate, at) => ({ candidate, worth: worth(candidate, at) }))
  return quoted(
    article,
    ranked.sort((a, b) => b.worth - a.worth).map(({ candidate }) => candidate),
  )
}

/** The candidates that say alone what they say in their paragraph. */
function backed(article: StoredArticle): Candidate[] {
  return candidates(article.body, article.text).filter(({ text, context }) => {
    const evidence = passageEvidence(article, { field: "text", ...context }, 0)
    return gate(text, [{ quote: text, evidence }]).passed
  })
}

function quoted(article: StoredArticle, spans: readonly Span[]): Claim[] {
  const evidence = fieldEvidence(article, "text")
  return spans.map(({ start, end }) => quoteClaim(evidence, start, end))
}

/** The paper's own abstract, where it is a sentence and more than the title. Nobody sums up a story better. */
function ownWords(article: StoredArticle): Claim | undefined {
  const { abstract, title } = article
  if (abstract === null || abstract.length < LEAST_ABSTRACT || abstract.length > MOST_ABSTRACT)
    return undefined
  if (!/[，。,]/u.test(abstract) || title.includes(abstract) || abstract.includes(title)) return undefined
  return quoteClaim(fieldEvidence(article, "abstract"), 0, abstract.length)
}

function orFirstOfAbstract(article: StoredArticle, told: readonly Claim[]): Claim[] {
  if (told.length > 0) return [...told]
  const first = sentences(article.abstract ?? "")[0]
  return first ? [quoteClaim(fieldEvidence(article, "abstract"), first.start, first.end)] : []
}

function titleAlone(article: StoredArticle): Claim[] {
  const { title } = article
  if (title.trim() === "" || title.length > LONGEST_POST) return []
  return [quoteClaim(fieldEvidence(article, "title"), 0, title.length)]
}
