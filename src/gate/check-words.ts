import { figures } from "../text/numerals.ts"
import { fold } from "../text/scripts.ts"
import { properNames, unlistedWords, words } from "../text/words.ts"

export type WordFault = "figure" | "name" | "negation" | "modality" | "comparison" | "words"

/** Words with 不, 无, 未, 没 or 非 inside that deny nothing. */
const NO_DENIAL =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|无不|未来|不足|不到|不超过|不低于|不少于|不得不|不锈钢|非常|非洲|非遗|非物质/gu
const DENIAL = /不|未|没|无|非|否认|拒绝|取消|停止|暂停/gu
/** What must stand in both or in neither. */
const MARKS: readonly { readonly fault: WordFault; readonly marks: RegExp }[] = [
  {
    fault: "modality",
    marks: /拟|计划|预计|有望|或将|可能|据称|疑似|力争|争取|将(?!军|来)|目标|规划(?!局|馆|师|院)/u,
  },
  { fault: "comparison", marks: /(?<!不)超过|超(?!过|市|级|声)|突破|逾|不低于|不少于|至少|以上/u },
  { fault: "comparison", marks: /不足|不到|不超过|至多|最多|以下|以内/u },
  { fault: "comparison", marks: /(?:近|约)(?=[\d一二三四五六七八九十百千])|左右|将近|接近|大约/u },
]
/** What may not be said of quotes that have nothing of the kind: each line is the contrary of its neighbour. */
const CONTRARIES: readonly RegExp[] = [
  /增加|增长|增至|增幅|上升|上涨|提高|提升|升至|扩大|攀升|回升|多于|高于/u,
  /减少|减至|下降|下跌|下滑|降低|降至|降幅|缩小|缩减|回落|少于|低于/u,
  /同意|支持|赞成|通过|批准/u,
  /反对|否决|驳回|拒绝/u,
  /开工|开建|动工|启动|开始/u,
  /完工|竣工|建成|落成|完成|结束/u,
  /战胜|击败|获胜|取胜|胜/u,
  /不敌|落败|惜败|负于|败/u,
]
const UNIT =
  /[个名人家位次项座条所起亩吨米元件台辆户天日年月岁届期级套栋层倍张号度公里千克斤两分秒点时小周余株头只艘架枚本册部间幢村镇县乡区市组支场块片盏棵口平立升瓦页首篇封]/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
/** How much of what a sentence says, by length of its words, must stand in the quotes. */
const SHARED_WORDS = 0.6
/** So many characters of words in a row that the quotes do not have are a statement of their own: 市长受贿. */
const OWN_WORDS = 4
const AMOUNT = /^[\d〇零一二两三四五六七八九十百千万亿.,%]+\p{L}{0,2}$/u

/**
 * Whether a sentence says nothing that its quotes do not: each figure with what it counts and each name stands in
 * them; denial, intention and comparison stand in both or in neither; it names no rise, start or victory that they do
 * not; most words are theirs, and no two in a row are not. Whole clauses of a quote pass. Conservative: what cannot be told is a fault.
 */
export function checkWords(
  sentence: string,
  quotes: readonly string[],
): { readonly fault: WordFault; readonly detail: string } | undefined {
  const said = fold(sentence)
  const source = fold(quotes.join("\n"))
  if (isWholeClause(said.replace(/[。！？!?;；，,]+$/u, ""), source)) return undefined
  const known = figures(source)
  const figure = figures(said).find(
    ({ value, unit }) => !known.some((other) => other.value === value && sameUnit(unit, other.unit)),
  )
  if (figure) return { fault: "figure", detail: figure.value + figure.unit }
  const name = strangeName(said, source)
  if (name) return { fault: "name", detail: name }
  const otherwise = saidOtherwise(said, source)
  if (otherwise) return otherwise
  const contrary = CONTRARIES.find((marks) => marks.test(said) && !marks.test(source))
  if (contrary) return { fault: "comparison", detail: contrary.exec(said)?.[0] ?? "" }
  const own = ownWords(said, source)
  if (own) return { fault: "words", detail: own }
  const share = sharedWords(said, source)
  return share < SHARED_WORDS ? { fault: "words", detail: share.toFixed(2) } : undefined
}

/** Where one of two folded texts denies, intends or compares and the other does not; null where they agree. */
export function saidOtherwise(
  said: string,
  source: string,
): { readonly fault: WordFault; readonly detail: string } | null {
  const denied = wronglyDenied(said, source)
  if (denied) return { fault: "negation", detail: denied }
  for (const { fault, marks } of MARKS) {
    const [here, there] = [marks.exec(said), marks.exec(source)]
    if ((here === null) !== (there === null)) return { fault, detail: (here ?? there)?.[0] ?? "" }
  }
  return null
}

/** Whether the words stand in the source from one punctuation mark to another: cut elsewhere they may lose a 未 or 拟. */
function isWholeClause(said: string, source: string): boolean {
  if (said === "") return false
  for (let at = source.indexOf(said); at !== -1; at = source.indexOf(said, at + 1)) {
    const before = source[at - 1] ?? "\n"
    const after = source[at + said.length] ?? "\n"
    if (!LETTER_OR_DIGIT.test(before) && !LETTER_OR_DIGIT.test(after)) return true
  }
  return false
}

/** What follows a figure of the sentence without being a unit (3比1战胜) counts nothing. */
function sameUnit(said: string, known: string): boolean {
  return said === known || known === "" || !UNIT.test(said)
}

/** A name that the quotes do not have. An unlisted word may be a chance cut: its characters must be theirs. */
function strangeName(said: string, source: string): string | undefined {
  return (
    properNames(said).find((word) => !source.includes(word)) ??
    unlistedWords(said).find((word) => [...word].some((char) => !source.includes(char)))
  )
}

/** Denial must stand in both or in neither, and in both before the same: 未完工 is not in 已完工,不收费. */
function wronglyDenied(said: string, source: string): string | undefined {
  const [here, there] = [denials(said), denials(source)]
  if (here.length === 0 || there.length === 0) return (here[0] ?? there[0])?.mark
  const kept = new Set(there.map(({ next }) => next))
  const added = here.find(({ next }) => next !== "" && !kept.has(next))
  if (added) return added.mark + added.next
  const saidDenied = new Set(here.map(({ next }) => next))
  const dropped = there.find(({ next }) => next.length > 1 && !saidDenied.has(next) && said.includes(next))
  return dropped && dropped.mark + dropped.next
}

/** Every denying word with the two characters that it stands before, up to the next punctuation. */
function denials(text: string): { readonly mark: string; readonly next: string }[] {
  const bare = text.replace(NO_DENIAL, "")
  return [...bare.matchAll(DENIAL)].map((match) => {
    const after = bare.slice(match.index + match[0].length)
    return { mark: match[0], next: /^[\p{L}\p{N}]{0,2}/u.exec(after)?.[0] ?? "" }
  })
}

/** Words in a row that the quotes do not have, where they are enough to say something; amounts are looked at elsewhere. */
function ownWords(said: string, source: string): string | undefined {
  let run = ""
  for (const { text } of words(said)) {
    if (text.length < 2 || AMOUNT.test(text)) continue
    run = source.includes(text) ? "" : run + text
    if (run.length >= OWN_WORDS && run.length > text.length) return run
  }
  return undefined
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
