import { figures } from "../text/numerals.ts"
import { fold } from "../text/scripts.ts"
import { properNames, words } from "../text/words.ts"

export type WordFault = "figure" | "name" | "negation" | "modality" | "comparison" | "words"

/** Words with 不, 无, 未 or 没 inside that deny nothing. */
const NO_DENIAL =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|无不|未来|不足|不超过|不低于|不少于|不得不|不锈钢/gu
const MARKS: readonly { readonly fault: WordFault; readonly marks: RegExp }[] = [
  { fault: "negation", marks: /不|未|没|无|非(?!常|洲|遗)|否认|拒绝|取消|停止|暂停/u },
  { fault: "modality", marks: /拟|计划|预计|有望|或将|可能|据称|据悉|疑似|力争|争取|将(?!军|来)|目标|规划/u },
  {
    fault: "comparison",
    marks:
      /超过|超(?!市|级|声)|突破|逾|不足|不低于|不少于|不超过|至少|最多|近(?=[\d一二三四五六七八九])|约(?=[\d一二三四五六七八九])/u,
  },
]
/** How much of what a sentence says, by length of its words, must stand in the quotes. */
const SHARED_WORDS = 0.6

/**
 * Whether a sentence says nothing that its quotes do not: each figure with what it counts and each name stands in
 * them; denial, intention and comparison stand in both or in neither; most words are theirs. A sentence that is part
 * of a quote passes. Conservative: what cannot be told is a fault.
 */
export function checkWords(
  sentence: string,
  quotes: readonly string[],
): { readonly fault: WordFault; readonly detail: string } | undefined {
  const said = fold(sentence)
  const source = fold(quotes.join("\n"))
  if (source.includes(said.replace(/[。！？!?;；，,]+$/u, ""))) return undefined
  const known = figures(source)
  const figure = figures(said).find(
    ({ value, unit }) => !known.some((other) => other.value === value && sameUnit(unit, other.unit)),
  )
  if (figure) return { fault: "figure", detail: figure.value + figure.unit }
  const name = properNames(said).find((word) => !source.includes(word))
  if (name) return { fault: "name", detail: name }
  const bare = { said: said.replace(NO_DENIAL, ""), source: source.replace(NO_DENIAL, "") }
  for (const { fault, marks } of MARKS) {
    const [here, there] =
      fault === "negation"
        ? [marks.exec(bare.said), marks.exec(bare.source)]
        : [marks.exec(said), marks.exec(source)]
    if ((here === null) !== (there === null)) return { fault, detail: (here ?? there)?.[0] ?? "" }
  }
  const share = sharedWords(said, source)
  return share < SHARED_WORDS ? { fault: "words", detail: share.toFixed(2) } : undefined
}

function sameUnit(one: string, other: string): boolean {
  return one === "" || other === "" || one === other
}

function sharedWords(said: string, source: string): number {
  let shared = 0
  let all = 0
  for (const { text } of words(said)) {
    if (text.length < 2) continue
    all += text.length
    if (source.includes(text)) shared += text.length
  }
  return all === 0 ? 0 : shared / all
}
