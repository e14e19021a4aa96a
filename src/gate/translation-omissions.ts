import { timeRange } from "../text/time-range.ts"
import { statedWords } from "../text/words.ts"
import { spelledSo } from "./english-names.ts"
import { mayMean } from "./english-words.ts"
import type { Clause } from "./translation-clauses.ts"
import { isMarked } from "./translation-marks.ts"

/** Words that change nothing where they are left out. */
const EMPTY =
  /^(?:已经|正式|顺利|进行|开展|予以|得到|进一步|有关|相关|方面|情况|工作|其中|目前|同时|分别|共有|记者|本报|消息|日前|近日|设有|拥有|位于|来自|截至|各种|一些|成功|依法|公开|目标|附近|各地|人员|群众|市民|水毁|问题)$/u

/**
 * A word of the clause that the sentence leaves out: whose brother, which price, down. What is left out may turn what is
 * left, so a translation has to render each.
 */
export function omittedFrom({ text, meanings }: Clause, english: string): string | undefined {
  const said = text.slice(text.lastIndexOf("，") + 1)
  const offset = text.length - said.length
  const tokens = english.match(/[A-Za-zü]+(?:'[a-z]+)?/gu) ?? []
  const names = tokens.filter((token) => /^[A-Z]/u.test(token)).flatMap((token) => spelledSo(token, text))
  const time = timeRange(said, "2000-01-01")?.words ?? ""
  return statedWords(said).find(({ text: word, start, end }) => {
    const [from, to] = [start + offset, end + offset]
    if (EMPTY.test(word) || isMarked(word) || time.includes(word)) return false
    if (names.some((name) => name.start < to && name.end > from)) return false
    const meant = meanings.filter((one) => one.start < to && one.end > from)
    return !meant.some((one) => tokens.some((token) => mayMean(token.replace(/'s?$/u, ""), one)))
  })?.text
}
