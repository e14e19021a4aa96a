import { personNames, unlistedWords } from "../text/words.ts"
import type { Measure, Wish } from "./wish.ts"

/** Whether a sentence, folded, has something of the kind that is asked for. */
export type AnswerTest = (sentence: string) => boolean

const DIGITS = "[\\d〇零一二两三四五六七八九十百千万亿.,%]"
const DATE =
  /\d{1,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*[日号](?![线楼])|\d{1,2}[时点:：]|[昨今明前]日|上午|下午|晚上|凌晨|周[一二三四五六日]|星期/u
const SPEAKER = /[\u4e00-\u9fff]{2,3}(?:说|表示|介绍|告诉|认为|指出)|先生|女士/u
const PLACE =
  /省|市|县|区|镇|乡|村|街道|路|广场|大学|医院|学校|小学|中学|公园|中心|馆|站|港|山|江|河|湖|海|国/u
const REASON = /因为|由于|因此|所以|原因|为了|旨在|导致|造成|缘于|受.{1,20}影响|使得|以便|从而|目的/u
const FIGURE = new RegExp(
  `\\d|[一二两三四五六七八九十百千万亿]${DIGITS}*[个名人家位次项座条所起亩吨米元张件台辆户]`,
  "u",
)

/** What each measure is told in. */
const UNITS: Readonly<Record<Measure, string>> = {
  duration: "个?(?:年|月|天|日|小时|分钟|分|秒|周|星期)",
  length: "(?:米|公里|千米|厘米|里|海里)",
  height: "(?:米|层|厘米|度|℃)",
  size: "(?:岁|平方|亩|公顷|米|平米)",
  weight: "(?:吨|公斤|千克|克|斤)",
}

const ANYTHING: AnswerTest = () => true

export function answerTest({ kind, measure, counted }: Wish): AnswerTest {
  if (measure) return matching(new RegExp(`${DIGITS}[余多]?${UNITS[measure]}`, "u"))
  if (counted !== undefined) return (sentence) => counts(sentence, counted)
  const tests = {
    number: matching(FIGURE),
    date: matching(DATE),
    person: namesSomebody,
    place: matching(PLACE),
    reason: matching(REASON),
    "yes-no": ANYTHING,
    other: ANYTHING,
  }
  return tests[kind]
}

/** Names that the dictionary does not have are people's for the most part. */
function namesSomebody(sentence: string): boolean {
  return SPEAKER.test(sentence) || personNames(sentence).length > 0 || unlistedWords(sentence).length > 0
}

function matching(pattern: RegExp): AnswerTest {
  return (sentence) => pattern.test(sentence)
}

const MEASURE =
  /^[个名人家位次项座条所起亩吨米元张件台辆户天日年月岁届期级套栋层倍公里千克斤小周株头只艘本部间村镇县乡区市场块棵]/u

/** How far, in characters, an amount may stand from the noun that it counts: 转移群众3217人, 3217名受灾群众. */
const NEAR = 10
const AMOUNT = /\d|[〇零一二两三四五六七八九十百千万亿]{2,}/u

/** A figure with the measure word that is asked for, or near the noun; any figure where neither is named. */
function counts(sentence: string, asked: string): boolean {
  const unit = asked.startsWith("钱") ? "元" : asked.replace(/^个(?=.)/u, "")
  if (MEASURE.test(unit)) {
    return new RegExp(`${DIGITS}[余多]?[万亿]?[余多]?${[...unit][0]}`, "u").test(sentence)
  }
  if (unit.length < 2) return FIGURE.test(sentence)
  for (let at = sentence.indexOf(unit); at !== -1; at = sentence.indexOf(unit, at + 1)) {
    if (AMOUNT.test(sentence.slice(Math.max(0, at - NEAR), at + unit.length + NEAR))) return true
  }
  return false
}
