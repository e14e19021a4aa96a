import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence, passageEvidence } from "../gate/field-evidence.ts"
import { gate, quoteClaim } from "../gate/gate.ts"
import type { Span } from "../text/sentences.ts"
import { taggedWords } from "../text/words.ts"
import { candidates } from "./candidates.ts"

const MOST = 3
const SHORTEST = 6
/** Of a clause or sub-heading; the paper's own headline may be longer. */
const LONGEST = 30
/** A headline of which so much of the pairs of characters stands in one above it says nothing else. */
const REPEATED = 0.5
/** A tag of jieba's. */
const VERB = /^v(?!n)/
/** Such a clause only sets the scene for the next one, or leans on what was said. */
const SUBORDINATE =
  /^(?:如果|若|虽然|尽管|由于|因为|为了?|在|当|随着|自|从|据|按|根据|除了?|对于?|经|通过|记者|近日|日前|目前|此外|同时|而|并|也|还|又|其中|但|却)/u

/**
 * Up to three headlines, each verbatim in the article: the paper's own, then sub-headings, then short clauses that begin
 * a sentence and say something by themselves (`gate` lets them stand without the rest of it).
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
  for (const { start, end, text, leans, weak } of candidates(article.body, article.text)) {
    const clause = /^[^，。；：！？“”（）()]+(?=[，。；])/u.exec(text)?.[0] ?? ""
    if (leans || weak || !tells(clause)) continue
    const sentence = passageEvidence(article, { field: "text", start, end }, 0)
    if (gate(clause, [{ quote: clause, evidence: sentence }]).passed)
      yield quoteClaim(sentence, 0, clause.length)
  }
}

function subHeadings({ body }: StoredArticle): Span[] {
  const found: Span[] = []
  let start = 0
  for (const block of body) {
    const text = "heading" in block ? block.heading : block.text
    const fits = text.length >= SHORTEST && text.length <= LONGEST
    if ("heading" in block && fits) found.push({ start, end: start + text.length })
    start += text.length + 1
  }
  return found
}

/** Somebody or something, and what happens. */
function tells(clause: string): boolean {
  if (clause.length < SHORTEST || clause.length > LONGEST || SUBORDINATE.test(clause)) return false
  const [first, ...rest] = taggedWords(clause)
  return (
    first !== undefined &&
    !VERB.test(first.tag) &&
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
