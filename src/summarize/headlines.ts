import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence, passageEvidence } from "../gate/field-evidence.ts"
import { gate, quoteClaim } from "../gate/gate.ts"
import { isInstruction } from "../text/instructions.ts"
import type { Span } from "../text/sentences.ts"
import { taggedWords } from "../text/words.ts"
import { inOwnVoice, newsworthy } from "./newsworthy.ts"

const MOST = 3
const SHORTEST = 6
/** Of a clause or sub-heading; the paper's own headline may be longer. */
const LONGEST = 30
/** A headline of which so much of the pairs of characters stands in one above it says nothing else. */
const REPEATED = 0.6
/** Tags of jieba. */
const VERB = /^v(?!n)/
const NOUN = /^(?:n|x|f|b|j|s|m|vn)/
/** Such a clause only sets the scene for the next one, or leans on what was said. */
const SUBORDINATE =
  /^(?:如果|若|虽然|尽管|由于|因为|为了?|在|当|随着|自|从|据|按|根据|除了?|对于?|经|通过|记者|近日|日前|目前|此外|同时|而|并|也|还|又|其中|但|却)/u

/**
 * Up to three headlines, each verbatim in the article: the paper's own, then sub-headings, then short clauses of its
 * most newsworthy sentences that say something by themselves (`gate` lets them stand without the rest).
 */
export function headlinesOf(article: StoredArticle): Claim[] {
  const found: Claim[] = []
  for (const claim of offered(article)) {
    if (found.length === MOST) break
    if (!found.some((other) => repeats(claim.text, other.text))) found.push(claim)
  }
  return found
}

function* offered(article: StoredArticle): Generator<Claim> {
  if (article.title.trim() !== "") yield quoteClaim(fieldEvidence(article, "title"), 0, article.title.length)
  const evidence = fieldEvidence(article, "text")
  for (const { start, end } of subHeadings(article)) yield quoteClaim(evidence, start, end)
  for (const { start, end, text, weak, context } of inOwnVoice(article, newsworthy(article))) {
    const paragraph = passageEvidence(article, { field: "text", ...context }, 0)
    for (const clause of weak ? [] : clausesOf(text)) {
      if (!tells(clause) || !gate(clause, [{ quote: clause, evidence: paragraph }]).passed) continue
      const at = article.text.indexOf(clause, start)
      if (at !== -1 && at < end) yield quoteClaim(evidence, at, at + clause.length)
    }
  }
}

function clausesOf(sentence: string): string[] {
  return sentence.split(/[，。；：！？]/u).filter((clause) => !/[“”（）()《》]/u.test(clause))
}

function subHeadings({ body }: StoredArticle): Span[] {
  const found: Span[] = []
  let start = 0
  for (const block of body) {
    const text = "heading" in block ? block.heading : block.text
    const fits = text.length >= SHORTEST && text.length <= LONGEST
    if ("heading" in block && fits && !isInstruction(text)) found.push({ start, end: start + text.length })
    start += text.length + 1
  }
  return found
}

/** Such a clause says who told it. */
const TELLING = /记者|获悉|了解到|介绍|据悉|(?:表示|说|称|指出|认为)$/u

/** Somebody or something, and what happens. */
function tells(clause: string): boolean {
  if (clause.length < SHORTEST || clause.length > LONGEST || SUBORDINATE.test(clause) || TELLING.test(clause))
    return false
  const [first, ...rest] = taggedWords(clause)
  return (
    first !== undefined &&
    NOUN.test(first.tag) &&
    rest.some(({ text, tag }) => text.length > 1 && VERB.test(tag))
  )
}

function repeats(text: string, other: string): boolean {
  const own = new Set(pairs(text))
  const there = new Set(pairs(other))
  return [...own].filter((pair) => there.has(pair)).length >= REPEATED * Math.max(1, own.size)
}

function pairs(text: string): string[] {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, "")
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2))
}
