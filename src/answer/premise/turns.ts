import { clauses } from "../../text/sentences.ts"
import { contentWords } from "../../text/words.ts"
import { amounts } from "./amounts.ts"
import { bestTold, type Matter, type Told } from "./told.ts"

/** What happens one way or the other: what stands in the one sense contradicts the other. `far`: in any clause behind what it is said of. */
interface Turn {
  readonly one: RegExp
  readonly other: RegExp
  readonly far?: boolean
  /** How many words before it may be what it is said of; 1 without it. */
  readonly words?: number
}

const UP =
  "增加|增长|增至|增到|增产|增了|净增|加到|多出|多了|多(?=[\\d?？]|$)|高出|上升|上涨|上调|涨价|涨了|涨(?![停到])|提高|提升|升至|升到|升高|扩大|翻番|回升"
const DOWN =
  "减少|减至|减到|减了|减产|减掉|少了|(?<!多)少(?=[\\d?？]|$)|下降|下跌|下调|跌到|跌了|下滑|降低|降到|降至|降为|降了|缩小|缩减|回落"
const STILL = "不变|没有变|没变|维持原|照旧|一样|不涨|不降|不增|不减|不提高|不降低"

const TURNS: readonly Turn[] = [
  { one: bare(UP), other: bare(DOWN) },
  { one: bare(`${UP}|${DOWN}|加价|加收|改变|变动|要变|会变|变了`), other: new RegExp(STILL, "u") },
  { one: bare("延长|拉长"), other: bare("缩短|压缩") },
  { one: /提前|提早/u, other: /推迟|延期|延后|推后|延迟/u },
  { one: /如期|按时|按期|准时/u, other: /推迟|延期|延后|推后|延迟|改期|取消/u, far: true },
  {
    one: /接受了?|(?<![不未没]|没有)(?:同意|答应)/u,
    other: /没有答应|不同意|没有同意|拒绝|婉拒|否决|未批准/u,
    far: true,
  },
  { one: /取消|废除|停办/u, other: /保留|降为|恢复|照常|继续/u },
  { one: /增加|新增|增设|加上|保留/u, other: /去掉|取消|撤销|删去|拆除/u },
  { one: /收费|收门票/u, other: /免费|不收/u },
  { one: /不合格|不达标/u, other: /(?:全部|均|都)(?:合格|达标)/u, far: true, words: 4 },
  { one: /冠军|夺冠|头名|第一名|金牌/u, other: /亚军|第二名|银牌|季军|第三名/u, words: 4 },
]

/** Not behind a denial. */
function bare(words: string): RegExp {
  return new RegExp(`(?<![不没未])(?:${words})`, "u")
}

/** What denies, and how far, in characters, the denied word may stand behind it. */
const DENIED: readonly (readonly [mark: RegExp, scope: number])[] = [
  [/不会再?|没有|没能|未能|并未|尚未|不再|从未/gu, 7],
  [/不要|不用|不收|不设|无需|免收/gu, 2],
  [/不|未|没/gu, 0],
]
const NONE = /为零|零(?:发生|事故|死亡|伤亡)/u
const NO_DENIAL =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|未来|不足|不到|不超过|不锈钢|不低于|不少于/gu
const ASKS_NOT = /没有|没能|未能|未|没|不(?!仅|同|足|断)|无/u
/** Words that deny or befall as one. */
const SAME: readonly (readonly string[])[] = [
  ["死亡", "遇难", "伤亡", "受伤", "死伤", "丧生"],
  ["火灾", "火警", "火情", "山火"],
]
const SAYS = 0.3
const NO_MEASURE = /^[\d.%]|^(?:每[年月天日]|今年|去年|明年|万元|亿元|公斤|公里|平方米|结果|情况|时候)$/u

export interface Finding {
  readonly premise: string
  readonly told: Told
}

/** 扩大5000亩 for 减了5000亩. */
export function otherSign(question: string, matter: Matter): Finding | undefined {
  const [asked] = signed(question)
  if (!asked) return undefined
  const same = ({ text }: Told, up: boolean) =>
    signed(text).some((one) => one.up === up && one.unit === asked.unit && one.value === asked.value)
  if (matter.told.some((one) => same(one, asked.up))) return undefined
  const told = bestTold(matter.told, (one) => (same(one, !asked.up) ? 1 + matter.cover(one) : 0))
  return told && { premise: asked.premise, told }
}

const UP_BEFORE = new RegExp(`(?:${UP}|[多增涨升])$`, "u")
const DOWN_BEFORE = new RegExp(`(?:${DOWN}|[少减跌降])$`, "u")

/** The amounts that are said to be more or less than before. */
function signed(text: string) {
  return amounts(text).flatMap(({ start, end, value, unit }) => {
    const before = text.slice(Math.max(0, start - 3), start).replace(/了$/u, "")
    const sign = UP_BEFORE.exec(before) ?? DOWN_BEFORE.exec(before)
    if (!sign) return []
    return [
      {
        up: UP_BEFORE.test(before),
        value,
        unit,
        premise: text.slice(start - 3, end).replace(/^.*?(?=[增多涨升提扩减少降跌])/u, ""),
      },
    ]
  })
}

/** What goes the other way in the archive than in the question (减少, 推迟). */
export function otherTurn(question: string, matter: Matter): Finding | undefined {
  for (const { one, other, far, words = far ? 2 : 1 } of TURNS) {
    for (const [asked, contrary] of [
      [one, other],
      [other, one],
    ] as const) {
      const word = asked.exec(question)
      if (!word || contrary.test(question) || /(?:[不没未别]|没有)$/u.test(question.slice(0, word.index)))
        continue
      const measures = beside(question, word.index, word[0].length, words)
      const says = (pattern: RegExp) => (told: Told) =>
        measures.some((measure) => turns(told.text, measure, pattern, far ?? false))
      if (matter.told.some(says(asked))) continue
      const turned = says(contrary)
      const numbers: readonly string[] = question.match(/\d[\d.]*/gu) ?? []
      const told = bestTold(matter.told, (told) => {
        if (!turned(told) || matter.cover(told) <= SAYS) return 0
        return matter.cover(told) + numbers.filter((number) => told.text.includes(number)).length
      })
      if (told) return { premise: withMeasure(question, word, measures), told }
    }
  }
  return undefined
}

/** 摊位增加 for 增加, where nothing that asks stands between. */
function withMeasure(question: string, word: RegExpExecArray, measures: readonly string[]): string {
  const at = question.lastIndexOf(measures[0] ?? "", word.index)
  const whole = question.slice(Math.max(0, at), word.index + word[0].length)
  return at === -1 || whole.length > LONGEST || ASKING.test(whole) ? word[0] : whole
}

const LONGEST = 12
const ASKING = /为什么|为何|怎么|如何|多少|什么|几|[?？\s]/u

/** What is measured or done: the words right before and right after the turn. */
function beside(question: string, at: number, length: number, most: number): string[] {
  const known = (text: string) =>
    contentWords(text).filter((word) => word.length > 1 && !NO_MEASURE.test(word))
  return [...known(question.slice(0, at)).slice(-most), ...known(question.slice(at + length)).slice(0, 1)]
}

function turns(text: string, measure: string, pattern: RegExp, far: boolean): boolean {
  const parts = clauses(text)
  return parts.some((clause, i) => {
    if (!clause.includes(measure)) return false
    const behind = far ? parts.slice(i + 1) : parts.slice(i + 1, i + 2).filter((part) => GOES_ON.test(part))
    return pattern.test(clause) || behind.some((part) => pattern.test(part))
  })
}

/** Such a clause says more of what the one before names. */
const GOES_ON = /^(?:比|同比|环比|较|由|从|上|下|涨|跌|降|净)/u

/** 从11只减少到4只, where the archive goes from 4 to 11. */
export function otherWay(question: string, matter: Matter): Finding | undefined {
  const way = /[从由].{1,12}?(?:到|至|为).{1,10}/u.exec(question)?.[0]
  const [from, to] = way ? amounts(way) : []
  if (!way || !from || !to || from.unit !== to.unit) return undefined
  const told = bestTold(matter.told, (one) =>
    goesBack(one.text, to.value, from.value) ? 1 + matter.cover(one) : 0,
  )
  return told && { premise: way.replace(/[?？]+$/u, ""), told }
}

const BEFORE = /(?:去年|上年|前年|过去|此前|原来|从前|以前|[从由]|\d{4}年)[^,;。]{0,10}$/u

/** Whether a sentence has `was` as what was before, and `is` beside it. */
function goesBack(text: string, was: string, is: string): boolean {
  const found = amounts(text)
  const earlier = found.find(({ value, start }) => value === was && BEFORE.test(text.slice(0, start)))
  const later = found.find(
    ({ value, start }) => value === is && !BEFORE.test(text.slice(Math.max(0, start - 6), start)),
  )
  return earlier !== undefined && later !== undefined
}

/** 不需要 and the like deny nothing that a question takes for done. */
const GENERAL = /^(?:需要|可以|能够|应当|应该|知道|认为|决定|可能|必须|存在|进行|出现|超过|发生|问题|影响)$/u

/** The archive denies what the question takes for done. */
export function denied(question: string, matter: Matter): Finding | undefined {
  if (ASKS_NOT.test(question)) return undefined
  const asked = [...new Set(contentWords(question))].filter((word) => word.length > 1 && !GENERAL.test(word))
  for (const word of asked) {
    const alike = SAME.find((group) => group.includes(word)) ?? [word]
    const least = alike.length > 1 ? SAYS / 2 : SAYS
    const mentions = matter.told.filter(({ text }) => alike.some((one) => text.includes(one)))
    if (mentions.some(({ text }) => alike.some((one) => !deniedIn(text, one)))) continue
    const told = bestTold(mentions, (one) => (matter.cover(one) > least ? matter.cover(one) : 0))
    if (told) return { premise: word, told }
  }
  return undefined
}

/** The archive has done what the question takes for not done: 没有按时开学. */
export function doneAfterAll(question: string, matter: Matter): Finding | undefined {
  const match = NOT_DONE.exec(question)
  const deed = match?.groups?.done ?? ""
  const words = contentWords(deed).filter((word) => word.length > 1)
  const done = words.length > 0 ? words : [deed.slice(0, 2)]
  if (!match || done.some((word) => GENERAL.test(word))) return undefined
  const mentions = matter.told.filter(({ text }) => done.every((word) => text.includes(word)))
  const undone = ({ text }: Told) => UNDONE.test(text) || done.some((word) => deniedIn(text, word))
  if (mentions.some(undone)) return undefined
  const told = bestTold(mentions, (one) =>
    matter.cover(one) > SAYS_MOST && !PLANNED.test(one.text) ? matter.cover(one) : 0,
  )
  return told && { premise: match[0], told }
}

const NOT_DONE =
  /(?:没有|没能|未能|没(?![收错])|未(?![来必免成知]))(?:按时|如期|按期|准时|及时|能|再)?(?<done>[\p{Script=Han}]{2,6})/u
const UNDONE = /推迟|延期|延后|暂停|停止|暂缓|搁置|取消|中断|停(?=[业运课工产])/u
const PLANNED = /计划|预计|拟|将|有望|争取|力争|明年/u
const SAYS_MOST = 0.5

const HAN = /^\p{Script=Han}{2,}$/u

/** 不增加总投资, where the question takes it that the total has been increased. */
export function deniedDeed(question: string, matter: Matter): Finding | undefined {
  const asked = contentWords(question).filter((word) => HAN.test(word))
  for (const [i, deed] of asked.entries()) {
    const what = asked[i + 1]
    if (what === undefined || !question.includes(deed)) continue
    const said = new RegExp(`${deed}了?.?${what}`, "u")
    const premise = said.exec(question)
    if (!premise || /(?:[不没未]|无法|不能|没有|拒绝)$/u.test(question.slice(0, premise.index))) continue
    const mentions = matter.told.filter(({ text }) => said.test(text))
    const refused = new RegExp(`(?:[不未没]|没有)${said.source}`, "u")
    if (mentions.length > 0 && mentions.every(({ text }) => refused.test(text)))
      return { premise: premise[0], told: mentions[0] as Told }
  }
  return undefined
}

/** Whether every mention of a word stands behind a denial of its clause. */
function deniedIn(text: string, word: string): boolean {
  return clauses(text.replace(NO_DENIAL, "")).every((clause) => {
    const at = clause.indexOf(word)
    if (at === -1 || NONE.test(clause)) return true
    return DENIED.some(([mark, scope]) =>
      [...clause.matchAll(mark)].some(({ index, 0: { length } }) => {
        const between = at - index - length
        return between >= 0 && between <= scope
      }),
    )
  })
}
