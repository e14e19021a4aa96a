import { personNames, unlistedWords } from "../text/words.ts"

/** What kind of thing a question asks for, and how a sentence shows that it has one. */
export interface AnswerType {
  readonly name: "number" | "person" | "date" | "place" | "reason" | "other"
  /** Whether the sentence, apart from what the question says itself, has something of the kind. */
  readonly present: (sentence: string) => boolean
}

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

/** What each question of measure is answered in. */
const MEASURES: readonly (readonly [asked: RegExp, units: string])[] = [
  [/多久|多长时间|多少时间/u, "个?(?:年|月|天|日|小时|分钟|分|秒|周|星期)"],
  [/多[长远宽深]/u, "(?:米|公里|千米|厘米|里|海里)"],
  [/(?<![比率例])多高/u, "(?:米|层|厘米|度|℃)"],
  [/多大/u, "(?:岁|平方|亩|公顷|米|平米)"],
  [/多重/u, "(?:吨|公斤|千克|克|斤)"],
]

/** Reads the kind off the question's own words; linear in its length. */
export function answerType(question: string): AnswerType {
  const measured = MEASURES.find(([asked]) => asked.test(question))
  if (measured) return kind("number", new RegExp(`${DIGITS}[余多]?${measured[1]}`, "u"))
  const counted = question.match(/(?:多少|几(?!乎))(?:[万亿]?)(个?[\p{Script=Han}a-zA-Z]{0,2})/u)
  if (/什么时候|何时|哪一?[天年月日]|几[月号日点时](?!个)|日期/u.test(question)) return kind("date", DATE)
  if (counted) return { name: "number", present: (sentence) => counts(sentence, counted[1] ?? "") }
  if (/比例|占比|百分之|数量|金额|价格|总投资|面积/u.test(question)) return kind("number", FIGURE)
  if (/谁|哪[位些]?.{0,4}(?:人|员|长|运动员|选手|专家)|什么人|何人|叫什么/u.test(question))
    return { name: "person", present: namesSomebody }
  if (/哪里|哪儿|在哪|何处|何地|什么地方|哪个?(?:省|市|县|区|镇|村|国家|城市|地方)|地点/u.test(question)) {
    return kind("place", PLACE)
  }
  if (/为什么|为何|为啥|原因|缘何|怎么会/u.test(question)) return kind("reason", REASON)
  return { name: "other", present: () => true }
}

/** Names that the dictionary does not have are people's for the most part. */
function namesSomebody(sentence: string): boolean {
  return SPEAKER.test(sentence) || personNames(sentence).length > 0 || unlistedWords(sentence).length > 0
}

function kind(name: AnswerType["name"], pattern: RegExp): AnswerType {
  return { name, present: (sentence) => pattern.test(sentence) }
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
