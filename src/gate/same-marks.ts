import type { Pair } from "./align.ts"
import type { Otherwise, WordFault } from "./fault.ts"
import { type Mark, type MarkKind, sameMark } from "./marks.ts"
import { isNominal, type Token } from "./reading.ts"

/** What may be left out, but not added: 全部, 共, 首次; and who told it, where it is told as a fact. */
const LOOSE = new Set(["全", "共", "首", "仅", "正在", "介绍"])
const FAULTS: Readonly<Record<MarkKind, WordFault>> = {
  negation: "negation",
  modality: "modality",
  comparison: "comparison",
  speaker: "speaker",
  quantity: "quantity",
}

/** Where a word of the sentence is denied, intended, reported or bounded and the same word of the quotes is not, or the reverse. */
export function otherwiseMarked(pairs: readonly Pair[], source: readonly Token[]): Otherwise | undefined {
  for (const { said, saidStart, at, end } of pairs) {
    const token = source[at]
    if (!token) continue
    const first = saidStart === said.start
    // A noun by its tag at the end of a clause may be its verb: 计划明年投入使用.
    const nominal = isNominal(said) && isNominal(token) && !isLastWord(token, at, source)
    const wanted = token.kind === "figure" ? figureMarks : nominal ? headMarks : allMarks
    const mine = wanted(said)
    const theirs = wanted(token)
    const added = first ? missing(mine, theirs, () => true) : undefined
    const dropped =
      end >= token.end || token.kind === "figure"
        ? missing(theirs, mine, ({ key }) => !LOOSE.has(key))
        : undefined
    const mark = added ?? dropped
    if (mark) return { fault: FAULTS[mark.kind], detail: mark.text }
  }
  return undefined
}

export function isLastWord(token: Token, at: number, tokens: readonly Token[]): boolean {
  return !tokens
    .slice(at + 1)
    .some((other) => other.clause === token.clause && (other.kind === "word" || other.kind === "figure"))
}

function figureMarks({ under, headOf }: Token): Mark[] {
  return [...under, ...[...headOf].filter(({ reach }) => reach === "word")]
}

function headMarks({ headOf }: Token): Mark[] {
  return [...headOf].filter(({ key, kind, reach }) => kind === "negation" || reach === "word" || key === "每")
}

function allMarks({ under, headOf }: Token): Mark[] {
  const far = [...under].filter(({ kind }) => kind !== "comparison")
  return [...far, ...[...headOf].filter(({ reach }) => reach === "word")]
}

/** A mark that stands more often on the one side than on the other: 没有蜡烛就没有魂 denies the last word twice. */
function missing(
  some: readonly Mark[],
  others: readonly Mark[],
  counts: (mark: Mark) => boolean,
): Mark | undefined {
  const left = [...others]
  return some.find((mark) => {
    const same = left.findIndex((other) => sameMark(mark, other))
    if (same !== -1) left.splice(same, 1)
    return same === -1 && counts(mark)
  })
}
