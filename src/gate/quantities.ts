import { amounts } from "../text/numerals.ts"
import type { Span } from "../text/sentences.ts"

/** How a figure bounds what it counts: 超过, 近, 约, 不足, 至少, 至多; null where it says it exactly. */
export type Bound = "over" | "near" | "about" | "under" | "at-least" | "at-most"
/** Whether a change ends at the figure (增至), begins there (由 … 增至) or is as large (增长了). */
export type Change = "to" | "from" | "by"

/** A figure with all that its meaning hangs on. The span holds the words of its bound and its unit. */
export interface Quantity extends Span {
  /** Value and unit in normal form; equal for equal amounts: 12万米 and 120公里. */
  readonly key: string
  readonly value: string
  readonly unit: string
  readonly bound: Bound | null
  readonly change: Change | null
}

/** Units that are a multiple of another one. Those of one dimension that no rule joins exactly (亩, 平方米) stay apart. */
const MULTIPLES: Readonly<Record<string, readonly [base: string, factor: number]>> = {
  公里: ["米", 1000],
  千米: ["米", 1000],
  里: ["米", 500],
  厘米: ["米", 0.01],
  毫米: ["米", 0.001],
  平方公里: ["平方米", 1e6],
  平米: ["平方米", 1],
  平方: ["平方米", 1],
  公顷: ["亩", 15],
  方: ["立方米", 1],
  立方: ["立方米", 1],
  升: ["立方米", 0.001],
  吨: ["公斤", 1000],
  千克: ["公斤", 1],
  斤: ["公斤", 0.5],
  克: ["公斤", 0.001],
  块: ["元", 1],
  块钱: ["元", 1],
  人民币: ["元", 1],
  小时: ["分钟", 60],
  个小时: ["分钟", 60],
  个钟头: ["分钟", 60],
  个星期: ["天", 7],
  日: ["天", 1],
  周: ["天", 7],
  星期: ["天", 7],
  月: ["个月", 1],
  周年: ["年", 1],
  名: ["人", 1],
  位: ["人", 1],
  个人: ["人", 1],
  度电: ["千瓦时", 1],
  万千瓦: ["千瓦", 1e4],
  兆瓦: ["千瓦", 1000],
}
const UNIT = new RegExp(
  "^(?:" +
    (
      "标箱 册次 平方公里 平方千米 立方米/秒 公里/小时 千瓦时 人民币 平方米 立方米 摄氏度 百分点 块钱 度电 公里 千米 海里 厘米 毫米 平米 平方 公顷 立方 公斤 千克 美元 欧元 日元 港元 英镑 " +
      "个小时 个星期 个工作日 个钟头 小时 分钟 星期 个月 周年 周岁 个人 千瓦 兆瓦 千伏 伏 车次 人次 架次 班次 件次 场次 航次 批次 频次 次 户次 " +
      "吨 斤 克 米 里 亩 元 块 角 天 日 周 月 年 岁 届 期 级 套 栋 层 倍 张 号 度 两 分 秒 点 时 个 名 人 家 位 项 座 条 所 起 件 台 辆 户 余 株 头 只 艘 架 枚 本 册 部 间 幢 " +
      "村 镇 乡 县 市 省 区 街 组 支 场 片 盏 棵 口 升 方 页 首 篇 封 处 种 类 门 道 路 排 对 双 副 把 根 颗 粒 袋 箱 瓶 桶 罐 盒 包 批 班 列 节 段 集 则 幅 尊 例 宗 笔 份 股 尾 匹 羽 窝 畦 垄 顶 面 杆 眼 桩 " +
      "字 词 句 代 季 轮 局 盘 环 圈 步 趟 遍 回 顿 克拉 公分 英里 英尺 英寸 码 赫兹 字节 比特 像素 焦耳 卡 千卡 大卡 帧 g kg km m cm mm"
    )
      .split(" ")
      .sort((a, b) => b.length - a.length)
      .join("|") +
    ")",
  "u",
)
/** Not units though a figure stands before them: 3中队, 5成员. */
const NO_UNIT =
  /^(?:日常|年级|年度|家庭|人员|人均|人口|人工|级别|号线|路公交|点半?钟?以|所有|位于|项目|区域|市民|村民|镇上)/u
/** 22个采果工 are 22名. */
const PERSON =
  /^(?!人工|人造|人文|人口|人行|工程|生态|生产|师资)\p{Script=Han}{0,4}?(?:[工员者师生孩](?![程产活态资])|人(?![工口造文行])|儿童|干部|选手|居民|村民)/u
const HALF = /^半(?!径|数|夜|岛|导|决)/u

const BOUNDS: readonly (readonly [Bound, RegExp])[] = [
  ["at-most", /(?:不超过|不高于|不多于|至多|最多|最高)(?:为|达)?$/u],
  ["at-least", /(?:不少于|不低于|不小于|至少|最少|最低)(?:为|达)?$/u],
  ["over", /(?:超过了?|超出|超|逾|突破了?|高于|多于|大于)$/u],
  ["under", /(?:不足|不到|不及|未达到?|未满|不满|低于|少于|小于)$/u],
  ["near", /(?:将近|接近|临近|(?<![最附临靠邻贴])近)$/u],
  ["about", /(?:大约|约为|约合|约有|大概|大致|(?<![节合条公大特])约)(?:为|达)?$/u],
]
const BOUND_AFTER: readonly (readonly [Bound, RegExp])[] = [
  ["about", /^(?:左右|上下)/u],
  ["at-most", /^(?:以下|以内|之内)/u],
  ["at-least", /^(?:以上|及以上|起(?![义来草步点]))/u],
  ["over", /^(?:多|余|开外|有余)(?!名义)/u],
]
/** Words of change right before a figure or its bound. */
const CHANGE =
  /(?:(?<to>(?:增|升|涨|提|降|减|缩|跌|扩|减少|下降|增加|增长|上升|提高|提升|下跌|回落|降低|扩大|缩小|缩短|延长|改|变|调整|压缩|压减)(?:到|至|为|成)了?)|(?<by>增长|增加|增|新增|上升|上涨|提高|提升|下降|下跌|下滑|减少|降低|降|跌|涨|多出?|少|高出?|低|增幅|降幅|涨幅|跌幅|翻|扩大|缩小|缩短|延长)了?(?:达|为)?|(?<from>[从由](?:原来|原先|去年|上年|最初|以前|此前|过去|当初)?的?))$/u
/** What of a change is a word of its own: 多 in 最多 and 低 in 最低 bound the figure. */
const NO_CHANGE = /(?:最|许|很|更|大)[多少高低]$/u
const LOOK_BACK = 8
const DIGITS = 15

/** The figures of a folded text, in order. Spans do not overlap. */
export function quantities(text: string): Quantity[] {
  const found: Quantity[] = []
  const read = amounts(text)
  for (let i = 0; i < read.length; i++) {
    const amount = read[i]
    if (!amount || isRough(text, amount)) continue
    const next = read[i + 1]
    const joined = next && pair(text, amount, next)
    if (joined) i++
    found.push(joined ?? quantity(text, amount.start, amount.end, amount.value))
  }
  return [...found, ...articles(text, found), ...shares(text)].sort((a, b) => a.start - b.start)
}

/** Whether the sentence's figure says what the quote's does: the same amount with the same bound. */
export function sameAmount(said: Quantity, source: Quantity): boolean {
  return said.key === source.key && said.bound === source.bound
}

/** 数十, 几百 and 十几 name no amount. */
function isRough(text: string, { start, end }: Span): boolean {
  const name = /^[〇零一二三四五六七八九]{2,3}$/u.test(text.slice(start, end)) && unitAt(text, end) === ""
  return (
    name ||
    (/[几数]$/u.test(text.slice(0, start)) && /^[十百千万亿]/u.test(text.slice(start))) ||
    text[end] === "几"
  )
}

/** 3比1, 3:1 and 3至5天 are one figure each. */
function pair(
  text: string,
  first: { readonly value: string; readonly start: number; readonly end: number },
  second: { readonly value: string; readonly start: number; readonly end: number },
): Quantity | undefined {
  const between = text.slice(first.end, second.start)
  if (/^[比:∶]$/u.test(between) && !/[.%]/u.test(first.value + second.value)) {
    const key = `${first.value}:${second.value}`
    return { start: first.start, end: second.end, key, value: key, unit: "", bound: null, change: null }
  }
  const to = /^(?<unit>[^\d\p{P}\s]{0,3}?)(?:至|到|-|—|~|～|–)$/u.exec(between)
  if (!to || /[增升涨提降减跌少长加高落低大小短]$/u.test(to.groups?.unit ?? "")) return undefined
  const end = quantity(text, second.start, second.end, second.value)
  const unit = to.groups?.unit ?? ""
  const begin = quantity(text, first.start, first.end, first.value)
  if (unit !== "" && begin.end !== first.end + unit.length) return undefined
  // 3至5万: the scale of the second figure counts for both.
  return {
    ...end,
    start: begin.start,
    key: `${unit === "" ? first.value : begin.key}~${end.key}`,
    bound: begin.bound ?? end.bound,
    change: begin.change,
  }
}

function quantity(text: string, start: number, end: number, value: string): Quantity {
  if (text[start - 1] === "第") return ordinal(text, start - 1, end, value)
  const back = text.slice(Math.max(0, start - LOOK_BACK), start)
  const before = BOUNDS.find(([, pattern]) => pattern.test(back))
  const boundWords = before?.[1].exec(back)?.[0] ?? ""
  const begin = start - boundWords.length
  let at = end
  let amount = value
  let bound = before?.[0] ?? null
  const early = /^(?:多|余|来)(?=[\p{Script=Han}])/u.exec(text.slice(at))
  if (early) {
    bound ??= early[0] === "来" ? "about" : "over"
    at++
  }
  let counted = /[%]$|points$/u.test(value) ? "" : unitAt(text, at)
  at += counted.length
  const tail = text.slice(at, at + 4)
  if (counted !== "" && HALF.test(tail)) {
    amount = plain(Number(amount) + 0.5)
    at++
  }
  const after = BOUND_AFTER.find(([, pattern]) => pattern.test(text.slice(at, at + 4)))
  if (after) {
    bound ??= after[0]
    at += after[1].exec(text.slice(at, at + 4))?.[0].length ?? 0
  }
  if (counted === "个" && PERSON.test(text.slice(at, at + 6))) counted = "人"
  const [unit, factor] = MULTIPLES[counted] ?? [counted, 1]
  const scaled = factor === 1 ? amount : plain(Number(amount) * factor)
  const change = changeBefore(text, begin)
  return { start: begin, end: at, key: `${scaled} ${unit}`, value: amount, unit, bound, change }
}

function unitAt(text: string, at: number): string {
  const rest = text.slice(at, at + 8)
  if (NO_UNIT.test(rest)) return ""
  return UNIT.exec(rest)?.[0] ?? ""
}

function ordinal(text: string, start: number, end: number, value: string): Quantity {
  const unit = unitAt(text, end)
  return {
    start,
    end: end + unit.length,
    key: `第${value}${unit}`,
    value,
    unit,
    bound: null,
    change: null,
  }
}

function changeBefore(text: string, start: number): Change | null {
  const back = text.slice(Math.max(0, start - LOOK_BACK), start)
  if (NO_CHANGE.test(back)) return null
  const groups = CHANGE.exec(back)?.groups
  if (!groups) return null
  return groups.to ? "to" : groups.by ? "by" : "from"
}

/** 一名 and 一座 count, too; 半年 and 一半. */
function articles(text: string, found: readonly Quantity[]): Quantity[] {
  const pattern =
    /(?<![\d〇零一二两三四五六七八九十百千万亿第同统唯逐另每任某这那])(?:(?<digit>一)(?<unit>个小时|个月|平方米|公斤|公里|千克|小时|分钟|名|位|个|家|座|条|所|起|件|台|辆|户|人|次|艘|架|栋|幢|间|支|批|份|项|场|处|倍|年|天|周|吨|亩|元|米|只|头|匹|棵|本|张|瓶|箱|袋|部|枚|班|杯|把|块|片)(?![半直共起般定再带路样家体])|(?<more>[二两三四五六七八九])(?<units>平方米|公斤|公里|千克|小时|分钟|星期|只|头|匹|棵|本|张|杯|瓶|箱|袋|吨|斤|升|处|种|类|轮|场|局|例|株|间|支|批|份|艘|架|幢|部|队|篇|封|门|把|枚|片|块|节|段|道|周)(?![中小大])|半(?<half>年|天|个月|小时)|一半(?<share>))/gu
  return [...text.matchAll(pattern)].flatMap((match) => {
    const start = match.index
    const end = start + match[0].length
    if (found.some((other) => other.start < end && start < other.end)) return []
    const { more, units, half } = match.groups ?? {}
    const unit = match.groups?.unit ?? units ?? ""
    const count = more ? "一二三四五六七八九".indexOf(more === "两" ? "二" : more) + 1 : 1
    const [base, factor] = MULTIPLES[half ?? unit] ?? [half ?? unit, 1]
    const key = half ? `${plain(0.5 * factor)} ${base}` : unit ? `${plain(count * factor)} ${base}` : "50% "
    const value = half ? "0.5" : unit ? String(count) : "50%"
    return [
      bounded(text, { start, end, key, value, unit: base, bound: null, change: changeBefore(text, start) }),
    ]
  })
}

/** With the words of a bound right before it. */
function bounded(text: string, quantity: Quantity): Quantity {
  const back = text.slice(Math.max(0, quantity.start - LOOK_BACK), quantity.start)
  const before = BOUNDS.find(([, pattern]) => pattern.test(back))
  if (!before) return quantity
  const start = quantity.start - (before[1].exec(back)?.[0].length ?? 0)
  return { ...quantity, start, bound: before[0], change: changeBefore(text, start) }
}

/** 三分之一 is a share like any other. */
function shares(text: string): Quantity[] {
  return [...text.matchAll(/(?<of>[二三四五六七八九十]|\d+)分之(?<part>[一二三四五六七八九]|\d+)/gu)].map(
    (match) => {
      const key = `${match.groups?.part}/${match.groups?.of}`
      const start = match.index
      return { start, end: start + match[0].length, key, value: key, unit: "", bound: null, change: null }
    },
  )
}

/** Without the noise of binary fractions. */
function plain(value: number): string {
  return String(Number(value.toPrecision(DIGITS)))
}
