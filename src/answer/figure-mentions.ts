import type { Evidence } from "../corpus.ts"
import { figures } from "../text/numerals.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { type Span, sentences } from "../text/sentences.ts"

/** A figure of a sentence, with the words that say what it measures. */
export interface FigureMention {
  readonly evidence: Evidence
  readonly sentence: Span
  /** As printed, with its unit. */
  readonly printed: string
  /** In its base unit. */
  readonly value: number
  readonly unit: string
  /** 约, 近, 余, 超过: it stands for values near it. */
  readonly rough: boolean
  /** Digits that it tells. */
  readonly digits: number
  /** Its clause alone. */
  readonly ownClause: string
  /** The words that measure it: of its clause, and of the one before it where that has no figure. Folded, Simplified. */
  readonly clause: string
  /** The sentence, folded and Simplified. */
  readonly text: string
  /** What sort of figure it is: planned, new, average, a part, a change, of a period. Figures of other sorts are other measures. */
  readonly sorts: ReadonlySet<string>
}

const NUMBER = "(?:\\d[\\d,]*(?:\\.\\d+)?|[〇零一二两三四五六七八九十百千]+)"
const UNITS =
  "个百分点|百分点|公里|千米|厘米|毫米|平方公里|平方米|立方米|公顷|公斤|千克|小时|分钟|美元|欧元|港元|人次|户次|元|人|名|位|口|户|家|所|个|起|例|处|座|条|亩|吨|斤|克|米|天|日|岁|层|倍|度|票|辆|台|套|栋|间|只|头|株|棵|项|件|张|场|次|门|万|亿|%"
const FIGURE = new RegExp(
  `(约|近|超过|超|逾|不足|至少|大约|接近|达到?|)(${NUMBER}[余多]?[十百千]?[万亿]{0,2}[余多]?)(${UNITS})`,
  "gu",
)
/** Other words for a unit, and units in which the same is measured, with what they come to. */
const SAME_UNIT: Readonly<Record<string, readonly [string, number]>> = {
  名: ["人", 1],
  位: ["人", 1],
  口: ["人", 1],
  公里: ["米", 1000],
  千米: ["米", 1000],
  千克: ["公斤", 1],
  个百分点: ["百分点", 1],
}
const ROUGH_BEFORE = /^(?:约|近|超过|超|逾|不足|至少|大约|接近)$/u
const ROUGH_INSIDE = /[余多]/u
/** Not beside its digits: 2013年, 第3名, 3至5人, 1.2万. */
const PART_OF_OTHER = /[\d.,第〇零一二两三四五六七八九十百千万亿至~—–-]/u
const SCALED = /[万亿]|公里|千米/u

const SORTS: readonly (readonly [sort: string, said: RegExp])[] = [
  ["planned", /计划|规划|拟|预计|预算|将(?!近)|目标|力争|有望|可达|概算|估算|设计/u],
  ["new", /新增|新建|新改建|(?<!最)新[签入]|今年新|又(?:有|转)|再(?:转|增)/u],
  ["average", /每(?!天都)|平均|人均|户均|亩均|单价|均价|日均|年均/u],
  ["part", /其中|仅|包括|另有|另外|还有|除|占|余下|剩余|首批|第[一二三四五]批|一期|二期|当[日天]|单日/u],
  [
    "change",
    /增加(?![到至])|增长|减少(?![到至])|下降(?![到至])|上升(?![到至])|提高(?![到至])|同比|环比|涨幅|降幅|多[出了]|少了|翻|净增|比.{1,14}(?:多|少|高|低|增|减|升|降)/u,
  ],
  ["past", /去年同期|上年|[前先]期|此前|之前|原来|原有|原为|过去|曾经|当年|往年|前年|历史/u],
  ["limit", /以上|以下|以内|不超过|不少于|不低于|不得|上限|限额|最高可|最多可/u],
  ["denied", /网传|谣言|不实|传言|误传|并非|不是|否认/u],
]
const PERIOD =
  /(?:上|下)半年|[一二三四]季度|前[一二三四]季度|前\d+个月|\d+月?[-—至~]\d+月|全年|去年|今年以来|(?:19|20)\d{2}年(?!\d{1,2}月\d{1,2}日)|(?<!\d月)\d{1,2}月份|本月|上月|本周|国庆|中秋|春节|黄金周|假期/gu

/** The figures of a passage that measure something, in order. */
export function figureMentions(evidence: Evidence): FigureMention[] {
  return sentences(evidence.text).flatMap((sentence) => {
    const text = fold(toSimplified(evidence.text.slice(sentence.start, sentence.end)))
    if (text.length !== sentence.end - sentence.start || /[?？]$/u.test(text)) return []
    return [...text.matchAll(FIGURE)].flatMap((match) => {
      const mention = readMention(match, text)
      return mention ? [{ ...mention, evidence, sentence, text }] : []
    })
  })
}

function readMention(match: RegExpMatchArray, text: string) {
  const [whole = "", before = "", amount = "", unit = ""] = match
  const start = (match.index ?? 0) + before.length
  if (PART_OF_OTHER.test(text.slice(Math.max(0, start - 1), start))) return undefined
  if (/^[\d〇零一二两三四五六七八九十]/u.test(text.slice((match.index ?? 0) + whole.length)) && unit !== "%")
    return undefined
  const read = figures(amount.replace(/[余多]/gu, "") + (unit === "%" ? "%" : ""))[0]
  const value = Number.parseFloat(read?.value ?? chineseDigit(amount) ?? "")
  if (!Number.isFinite(value)) return undefined
  const [base, times] = SAME_UNIT[unit] ?? [unit, 1]
  const { clause, ownClause } = measuring(text, start, start + amount.length + unit.length)
  return {
    printed: amount + unit,
    value: value * times,
    unit: base,
    rough:
      ROUGH_BEFORE.test(before) ||
      ROUGH_INSIDE.test(amount) ||
      /^左右|^上下/u.test(text.slice(start + amount.length + unit.length)),
    digits: SCALED.test(amount + unit) ? amount.replace(/\D/gu, "").length : Number.POSITIVE_INFINITY,
    clause,
    ownClause,
    sorts: sortsOf(clause),
  }
}

/** By words; what a period is of is a sort of its own. */
export function sortsOf(text: string): Set<string> {
  return new Set([
    ...SORTS.flatMap(([sort, said]) => (said.test(text) ? [sort] : [])),
    ...(text.match(PERIOD) ?? []),
  ])
}

function chineseDigit(amount: string): string | undefined {
  const at = "零一二三四五六七八九".indexOf(amount)
  return at > 0 ? String(at) : amount === "两" ? "2" : undefined
}

const BREAK = /[，,；;。！!：:]/u
/** Between the halves of a headline. */
const GAP = /^\p{Script=Han}\s\p{Script=Han}$/u
const HAS_FIGURE = new RegExp(`${NUMBER}[余多]?[万亿]*(?:${UNITS})`, "u")

/** The clause of a figure; with the clause before it, where that measures nothing itself. */
function measuring(text: string, start: number, end: number): { clause: string; ownClause: string } {
  const breakAt = (at: number) => {
    const around = text.slice(at - 1, at + 2)
    return (BREAK.test(text[at] ?? "") && !/\d,\d/u.test(around)) || GAP.test(around)
  }
  let from = start
  while (from > 0 && !breakAt(from - 1)) from--
  let to = end
  while (to < text.length && !breakAt(to)) to++
  let earlier = from - 1
  while (earlier > 0 && !breakAt(earlier - 1)) earlier--
  const before = from > 0 ? text.slice(Math.max(0, earlier), from) : ""
  const ownClause = text.slice(from, to)
  return { clause: (HAS_FIGURE.test(before) ? "" : before) + ownClause, ownClause }
}
