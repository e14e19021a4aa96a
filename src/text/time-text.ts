import { fold } from "./scripts.ts"

/** 2013 年 8 月 5 日 */
const GAP = /(?<=\d)\s{1,2}(?=[年月日号])|(?<=[年月])\s{1,2}(?=\d)/gu

/** A text as the rules of time read it: folded, without works' titles and gaps in dates; and where each unit stood. */
export function withoutGaps(text: string): { readonly compact: string; readonly at: readonly number[] } {
  const folded = fold(text)
    .replaceAll("○", "〇")
    .replace(/《[^》]{0,100}》/gu, (title) => "※".repeat(title.length))
  const gaps = new Set(
    [...folded.matchAll(GAP)].flatMap(({ 0: gap, index }) => [...gap].map((_, i) => index + i)),
  )
  const at = Array.from({ length: folded.length }, (_, i) => i).filter((i) => !gaps.has(i))
  return { compact: at.map((i) => folded.charAt(i)).join(""), at }
}
