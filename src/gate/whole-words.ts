import type { Pair } from "./align.ts"
import type { Otherwise } from "./fault.ts"
import { lastOf } from "./left-out.ts"
import type { Token } from "./reading.ts"

/** 白渡 for 白渡县: what may be left out at the end of a name. */
const DIVISION = /^[省市县区镇乡村]$/u

/** A word of the quotes of which the sentence has a part only: 市长 of 副市长, 国强 of 韦国强. */
export function cutWord(pairs: readonly Pair[], source: readonly Token[]): Otherwise | undefined {
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i] as Pair
    const token = source[pair.at]
    const last = source[lastOf(source, pair)]
    if (!token || !last || pair.said.kind !== "word") continue
    const left = pair.start - token.start
    const right = last.end - pair.end
    const joinedLeft = left > 0 && pairs.some(({ end }) => end === pair.start)
    const joinedRight = right > 0 && pairs.some(({ start }) => start === pair.end)
    const kept = pair.end - pair.start
    if (left > 0 && !joinedLeft && !mayCut(token.text.slice(0, left), kept, "left")) {
      return { fault: "name", detail: token.text }
    }
    if (right > 0 && !joinedRight && !mayCut(last.text.slice(last.text.length - right), kept, "right")) {
      return { fault: "name", detail: last.text }
    }
  }
  return undefined
}

function mayCut(cut: string, kept: number, side: "left" | "right"): boolean {
  if (kept < 2) return false
  return side === "right" ? DIVISION.test(cut) : cut.length >= 2
}

/** 甲和乙 where the quotes do not join the two. */
export function joinedOtherwise(
  sentence: readonly Token[],
  pairs: readonly Pair[],
  source: readonly Token[],
): Otherwise | undefined {
  for (const token of sentence) {
    if (token.kind !== "conjunction") continue
    const before = pairs.findLast(({ saidEnd }) => saidEnd <= token.start)
    const after = pairs.find(({ saidStart }) => saidStart >= token.end)
    if (!before || !after) continue
    const [low, high] = before.start < after.start ? [before, after] : [after, before]
    const joined = source.some(
      ({ kind, start, end, text }) =>
        start >= low.end && end <= high.start && (kind === "conjunction" || text === "并"),
    )
    // 高级导游52人，中级导游194人 may be joined by 、.
    const figures =
      before.said.kind === "figure" && source[before.at]?.kind === "figure" && before.start < after.start
    const nextClause = (source[after.at]?.clause ?? 0) - (source[before.at]?.clause ?? 0) === 1
    if (figures && nextClause && token.text !== "或") continue
    const sameClause = source[low.at]?.clause === source[high.at]?.clause
    if (!joined || !sameClause) return { fault: "roles", detail: token.text }
  }
  return undefined
}
