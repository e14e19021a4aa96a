import { figures } from "../../text/numerals.ts"

/** A figure with what it counts and the words around it. */
export interface Amount {
  readonly start: number
  readonly end: number
  readonly value: string
  readonly unit: string
  /** 约, 多 and the like stand with it. */
  readonly roughly: boolean
  readonly atLeast: boolean
  readonly atMost: boolean
}

const NUMBER =
  /(?:百分之)?(?:\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+(?:点[〇零一二三四五六七八九]+)?)[十百千万亿]*(?:个百分点|成半?|%)?/gu
/** Each group counts the same. */
const UNITS: readonly (readonly [name: string, words: RegExp])[] = [
  ["平方米", /^(?:平方米|平米)/u],
  ["立方米", /^(?:立方米|方水)/u],
  ["公里", /^(?:公里|千米)/u],
  ["厘米", /^(?:厘米|公分)/u],
  ["毫米", /^毫米/u],
  ["米", /^米/u],
  ["公顷", /^公顷/u],
  ["亩", /^亩/u],
  ["吨", /^吨/u],
  ["公斤", /^(?:公斤|千克)/u],
  ["斤", /^斤/u],
  ["元", /^(?:元|块钱|块)/u],
  ["人次", /^人次/u],
  ["人", /^(?:人(?!民)|名|位)/u],
  ["年", /^年(?![级度初底中])/u],
  ["月", /^个月/u],
  ["天", /^(?:天|日(?!处理))/u],
  ["小时", /^(?:个?小时|个?钟头)/u],
  ["分钟", /^分钟/u],
  ["岁", /^岁/u],
  ["家", /^家/u],
  ["套", /^套/u],
  ["盏", /^盏/u],
  ["层", /^层/u],
  ["户", /^户/u],
  ["张", /^张/u],
  ["台", /^台/u],
  ["间", /^间/u],
  ["栋", /^栋/u],
  ["座", /^座/u],
  ["条", /^条/u],
  ["处", /^处/u],
  ["只", /^只/u],
  ["尾", /^尾/u],
  ["支", /^支/u],
  ["艘", /^艘/u],
  ["辆", /^辆/u],
  ["架", /^架/u],
  ["件", /^件/u],
  ["所", /^所/u],
  ["门", /^门/u],
  ["场", /^场/u],
  ["次", /^次/u],
  ["分", /^分(?![获别之])/u],
  ["度", /^度/u],
  ["倍", /^倍/u],
  ["万千瓦时", /^千瓦时/u],
  ["种", /^种/u],
  ["部", /^部(?!分)/u],
  ["个", /^个/u],
]
/** Of names and ranks: 3号楼, 二期, 一中. */
const NAMES = /^(?:号|路|线|期|中(?!标)|小(?!时)|桥|单元|楼|院|季度|月|级|届|班(?!车)|区|团|里)/u
const ROUGH_BEFORE = /(?:近|约|大约|将近|上|左右|几|数)$/u
const LEAST_BEFORE = /(?:超过|逾|超|至少|不少于|不低于|突破)$/u
const MOST_BEFORE = /(?:不足|不到|不超过|至多|最多)$/u
/** 只办一天: here 一 is a figure. */
const ONLY = /(?:[只仅][\p{Script=Han}]{0,2}|成立|为期)$/u
const MORE_AFTER = /^(?:多|余|以上)/u
const LESS_AFTER = /^(?:以下|以内|之内)/u

/** The amounts of a folded text; no dates, ranks or names. */
export function amounts(text: string): Amount[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const start = match.index
    const end =
      start + match[0].length + (/^\s{1,2}/u.exec(text.slice(start + match[0].length))?.[0].length ?? 0)
    const before = text.slice(Math.max(0, start - 4), start)
    let after = text.slice(end, end + 6)
    if (/第$|[a-z-]$/u.test(before) || /^\d/u.test(after)) return []
    const more = MORE_AFTER.test(after)
    const less = LESS_AFTER.test(after)
    if (/^[多余]/u.test(after)) after = after.slice(1)
    const percent = /%|成|百分/u.test(match[0])
    if (!percent && NAMES.test(after)) return []
    const unit = percent ? "%" : (UNITS.find(([, words]) => words.test(after))?.[0] ?? "")
    if (unit === "" || (unit === "年" && /^\d{4}$/u.test(match[0]))) return []
    if (unit === "天" && /^日/u.test(after) && /月$/u.test(before)) return []
    // 平均一户: each of them.
    if (match[0] === "一" && !ONLY.test(before)) return []
    const value = match[0] === "一" ? "1" : figures(match[0] + after.slice(0, 2))[0]?.value
    if (value === undefined) return []
    return [
      {
        start,
        end: end + (after.length > 0 && !percent ? unitLength(text.slice(end)) : 0),
        value,
        unit,
        roughly: ROUGH_BEFORE.test(before) || /^(?:左右|上下)/u.test(after.slice(1)),
        atLeast: LEAST_BEFORE.test(before) || more,
        atMost: MOST_BEFORE.test(before) || less,
      },
    ]
  })
}

function unitLength(after: string): number {
  const skip = /^[多余]/u.test(after) ? 1 : 0
  const found = UNITS.find(([, words]) => words.test(after.slice(skip)))
  return found ? skip + (found[1].exec(after.slice(skip))?.[0].length ?? 0) : 0
}

/** What may also be counted by 个. */
const COUNTED = new Set([
  "人",
  "家",
  "套",
  "户",
  "间",
  "座",
  "处",
  "所",
  "门",
  "场",
  "件",
  "支",
  "条",
  "盏",
  "张",
])

export function sameUnit(a: Amount, b: Amount): boolean {
  const general = (one: Amount, other: Amount) => one.unit === "个" && COUNTED.has(other.unit)
  return a.unit === b.unit || general(a, b) || general(b, a)
}

/** Whether what is told bears the amount that a question takes for granted. */
export function agrees(asked: Amount, told: Amount): boolean {
  if (asked.value === told.value) return true
  const [a, b] = [Number.parseFloat(asked.value), Number.parseFloat(told.value)]
  if (Number.isNaN(a) || Number.isNaN(b)) return false
  if (asked.atLeast || told.atMost) return b >= a && b <= a * WIDE
  if (asked.atMost || told.atLeast) return b <= a && b * WIDE >= a
  return (asked.roughly || told.roughly) && Math.abs(a - b) <= ROUGHLY * Math.max(a, b)
}

const ROUGHLY = 0.1
/** How far above 超过 and below 不足 an amount may lie. */
const WIDE = 1.5

/** Whether it is the sum or the difference of two amounts of one sentence: from 320 to 560 beds are 240. */
export function isDerived(asked: Amount, found: readonly Amount[]): boolean {
  const values = found.flatMap(({ unit, value }) => (unit === asked.unit ? [Number.parseFloat(value)] : []))
  const wanted = Number.parseFloat(asked.value)
  return values.some((a, i) =>
    values.slice(i + 1).some((b) => isClose(a + b, wanted) || isClose(Math.abs(a - b), wanted)),
  )
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b))
}
