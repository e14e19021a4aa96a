import type { Pair } from "./align.ts"
import type { Otherwise } from "./fault.ts"
import { claimsDone, type Token } from "./reading.ts"

const CHANGES = /增|升|涨|提高|多|减|降|跌|缩|少|低|扩|延|翻/u
/** What tells that something has happened. */
const DONE =
  /[已了过毕曾]|完成|完工|竣工|建成|昨|日前|近日|截至|至今|此前|去年|前年|上月|上周|达到?|如今|目前|到$|今[天日早晨]/u

/** Where a figure is the end of a change and not its size, or where something is said to be done that may not be. */
export function otherwiseMeasured(
  sentence: readonly Token[],
  pairs: readonly Pair[],
  source: readonly Token[],
): Otherwise | undefined {
  for (const { said, at } of pairs) {
    const [mine, theirs] = [said.quantity, source[at]?.quantity]
    if (!mine || !theirs || mine.change === theirs.change) continue
    const changes = clauseText(sentence, said.clause, mine.start, CHANGES)
    const theyChange = clauseText(source, source[at]?.clause ?? -1, theirs.start, CHANGES)
    const fits =
      (mine.change === null && theirs.change === "to" && !changes) ||
      (mine.change === null && theirs.change === "by" && changes) ||
      (mine.change === "by" && theirs.change === null && theyChange)
    if (!fits) return { fault: "figure", detail: said.text }
  }
  for (const token of sentence) {
    if (!claimsDone(token)) continue
    const next = pairs.find(({ saidStart }) => saidStart >= token.end)
    const clause = next && source[next.at]?.clause
    const done = source.some((other) => other.clause === clause && DONE.test(other.text))
    if (!done) return { fault: "modality", detail: token.text }
  }
  return undefined
}

function clauseText(tokens: readonly Token[], clause: number, before: number, pattern: RegExp): boolean {
  return tokens.some(
    (token) =>
      token.clause === clause &&
      token.end <= before + 8 &&
      token.kind !== "figure" &&
      pattern.test(token.text),
  )
}
