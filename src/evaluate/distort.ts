import type { DraftClaim } from "../gate/claim-reader.ts"

/** One way to say what the paper did not: null where the sentence has nothing of the kind. */
type Distortion = (claim: DraftClaim) => DraftClaim | null

const DIGITS = "0123456789"
const HAN_DIGITS = "一二三四五六七八九"

/** The next one, the last becoming the first; never 0 at the front of a figure. */
function next(char: string, among: string): string {
  return among[(among.indexOf(char) + 1) % among.length] ?? char
}

/** The sentence with its first match replaced, the quote as it was. */
function swap(pattern: RegExp, by: string | ((found: string) => string)): Distortion {
  return (claim) => {
    const text = claim.text.replace(pattern, (found) => (typeof by === "string" ? by : by(found)))
    return text === claim.text ? null : { ...claim, text }
  }
}

function ended(text: string): string {
  return text.replace(/[。！？!?]?$/u, "")
}

const DISTORTIONS: readonly Distortion[] = [
  swap(/\d(?=[\d.]*(?:[^\d.]|$))/u, (digit) => (digit === "9" ? "8" : next(digit, DIGITS))),
  swap(/[一二三四五六七八九](?=[十百千万亿名人家个项])/u, (digit) => next(digit, HAN_DIGITS)),
  swap(/万(?=[元人吨亩平户辆])/u, "亿"),
  swap(/亿(?=[元人吨立])/u, "万"),
  swap(/(?:19|20)\d\d(?=年)/u, (year) => String(Number(year) + 1)),
  swap(/\d{1,2}(?=月)/u, (month) => String((Number(month) % 12) + 1)),
  swap(/[\p{Script=Han}]{2}(?=[县市镇区村乡])/u, (name) => (name === "临江" ? "望海" : "临江")),
  swap(/尚未|没有(?=[\p{Script=Han}]{2})|未(?![来成必免央婚知])/u, "已"),
  swap(/不(?=[会能得予再是])/u, ""),
  swap(/(?<![模虚草比])拟(?=[\p{Script=Han}]{2})|(?:计划|预计|有望)(?=[于在将到投新建开])|或将/u, "已经"),
  swap(/(?<!不)超过|逾|突破/u, "不足"),
  swap(/不足|不到|不超过/u, "超过"),
  swap(/增长|增加|上升|提高/u, "下降"),
  swap(/下降|减少|下跌|降低/u, "增长"),
  swap(/否认/u, "承认"),
  swap(/(?=[。！？!?]?$)/u, "，并已造成37人受伤"),
  swap(/^/u, "市长陈大海承认："),
  // The quote is bent to fit.
  (claim) => {
    const bend = (text: string) => text.replace(/\d|[大中新]/u, (char) => (char === "7" ? "3" : "7"))
    const text = bend(claim.text)
    return text === claim.text ? null : { ...claim, text, quote: bend(claim.quote) }
  },
  // The quote stands elsewhere.
  (claim) => ({ ...claim, text: `${ended(claim.text)}，总投资99亿元。`, source: claim.source + 1 }),
  // The quote is a true one, of other words.
  (claim) => ({ ...claim, text: `${ended(claim.text)}的说法不实。` }),
]

/** Lies made of a true sentence: two, of the kinds whose turn it is, each told with the true quote or a bent one. */
export function distort(claim: DraftClaim, turn: number): DraftClaim[] {
  const lies: DraftClaim[] = []
  for (let at = 0; at < DISTORTIONS.length && lies.length < 2; at++) {
    const lie = DISTORTIONS[(turn * 2 + at) % DISTORTIONS.length]?.(claim)
    if (lie && !claim.quote.includes(ended(lie.text))) lies.push(lie)
  }
  return lies
}
