import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import { sentences } from "../text/sentences.ts"
import { type Budget, chooseSentences } from "./choose-sentences.ts"
import { headlinesOf } from "./headlines.ts"
import { backedCandidates, inOwnVoice, newsworthy, quoted } from "./newsworthy.ts"
import { LONGEST_POST, type Summarizer, type SummaryStyle } from "./summary.ts"

const BUDGETS: Readonly<Record<"points" | "long" | "social", Budget>> = {
  points: { least: 3, most: 5, units: 400, sentenceUnits: 200 },
  long: { least: 3, most: 8, units: 800, sentenceUnits: 400 },
  social: { least: 0, most: 3, units: LONGEST_POST, sentenceUnits: LONGEST_POST },
}

/** Lengths of an abstract that can stand for a brief summary, in UTF-16 code units. */
const LEAST_ABSTRACT = 15
const MOST_ABSTRACT = 120
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
    return told ? [told] : orFirstOfAbstract(article, quoted(article, newsworthy(article).slice(0, 1)))
  }
  if (style === "social") {
    const own = inOwnVoice(article, backedCandidates(article))
    const told = quoted(article, chooseSentences(own, article.title, BUDGETS.social))
    return told.length > 0 ? told : titleAlone(article)
  }
  return orFirstOfAbstract(article, summarySentences(article, BUDGETS[style]))
}

/** The sentences that `chooseSentences` finds best within the budget. */
export function summarySentences(article: StoredArticle, budget: Budget): Claim[] {
  return quoted(article, chooseSentences(backedCandidates(article), article.title, budget))
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
