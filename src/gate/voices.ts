import type { Pair } from "./align.ts"
import { isVerb, type Token } from "./reading.ts"

/** A pair with its place in the order of doer, verb and object. */
export interface Ranked extends Pair {
  readonly rank: number
}

const PASSIVE = /^(?:被|由|遭到?)$/u
const DISPOSAL = /^(?:把|将)$/u
const BEHIND_ALL = 1_000_000

/**
 * The words of a clause, and their ranks in the quotes, in the order of 乙收购甲, where one of the two says 甲被乙收购
 * or 乙把甲收购 and the other does not.
 */
export function inVoice(
  sentence: readonly Token[],
  spoken: readonly Pair[],
  source: readonly Token[],
): readonly Ranked[] {
  const passive = find(sentence, PASSIVE)
  const disposal = find(sentence, DISPOSAL)
  const clauses = new Set(spoken.map(({ at }) => source[at]?.clause))
  const theirs = source.filter(({ clause }) => clauses.has(clause))
  const samePassive = passive !== undefined && find(theirs, PASSIVE) !== undefined
  const sameDisposal = disposal !== undefined && find(theirs, DISPOSAL) !== undefined
  let ordered = spoken.map((pair) => ({
    ...pair,
    rank: rank(pair, spoken, source, samePassive, sameDisposal),
  }))
  if (passive && !samePassive) {
    const isPatient = ({ saidStart }: Pair) => saidStart < passive.start
    const verb = sentence.find((token) => token.start >= passive.end && isDoing(token))
    const upToVerb = ({ saidStart }: Pair) => verb === undefined || saidStart < verb.end
    ordered = [
      ...ordered.filter((pair) => !isPatient(pair) && upToVerb(pair)),
      ...ordered.filter(isPatient),
      ...ordered.filter((pair) => !isPatient(pair) && !upToVerb(pair)),
    ]
  }
  if (disposal && !sameDisposal) {
    const verb = sentence.find((token) => token.start >= disposal.end && isVerb(token))
    if (verb) {
      const isObject = ({ saidStart }: Pair) => saidStart >= disposal.end && saidStart < verb.start
      const upToVerb = ({ saidStart }: Pair) => saidStart < verb.end
      ordered = [
        ...ordered.filter((pair) => upToVerb(pair) && !isObject(pair)),
        ...ordered.filter(isObject),
        ...ordered.filter((pair) => !upToVerb(pair)),
      ]
    }
  }
  return ordered
}

function rank(
  pair: Pair,
  spoken: readonly Pair[],
  source: readonly Token[],
  samePassive: boolean,
  sameDisposal: boolean,
): number {
  const clause = source.filter((token) => token.clause === source[pair.at]?.clause)
  const passive = samePassive ? undefined : find(clause, PASSIVE)
  const saysDoing =
    passive && spoken.some(({ at, start }) => source[at]?.clause === passive.clause && start >= passive.end)
  if (saysDoing && pair.end <= passive.start) {
    const doing = clause.find((token) => token.start >= passive.end && isDoing(token))
    return doing ? doing.end - 1 + (pair.start + 1) / BEHIND_ALL : pair.start + BEHIND_ALL
  }
  const disposal = sameDisposal ? undefined : find(clause, DISPOSAL)
  const verb = disposal && clause.find((token) => token.start >= disposal.end && isVerb(token))
  const isObject = disposal && verb && pair.start >= disposal.end && pair.start < verb.start
  return isObject ? verb.end - 1 + (pair.start + 1) / BEHIND_ALL : pair.start
}

function find(tokens: readonly Token[], pattern: RegExp): Token | undefined {
  return tokens.find(({ kind, text }) => kind === "role" && pattern.test(text))
}

/** A verb, or one that is read as a mark: 责令, 要求. */
function isDoing(token: Token): boolean {
  return isVerb(token) || token.mark?.kind === "modality"
}
