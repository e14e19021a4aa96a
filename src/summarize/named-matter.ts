import type { StoredArticle } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { taggedWords } from "../text/words.ts"

/** What is built, kept or held, and has a name of its own. */
const KINDS =
  /(?:大桥|[一二三四五六]桥|立交桥?|隧道|高速公路|高速|快速路|公路|铁路|高铁|动车|地铁|号线|车站|高铁站|机场|港口?|码头|航道|水库|电站|水厂|处理厂|电厂|灌区|堤防?|水闸|枢纽|工程|项目|园区|产业园|工业园|开发区|基地|工厂|医院|卫生院|学校|中学|小学|[一二三四五六]小|[一二三四五六]中|幼儿园|学院|大学|校区|公园|景区|古镇|古城|遗址|博物馆|图书馆|体育馆|体育场|文化馆|剧院|广场|市场|商场|小区|社区|村|大厦|养老院|福利院|马拉松|大赛|联赛|博览会|运动会|艺术节|文化节|公司|集团|(?<![预方草档答议提图法])案)/gu
/** Every place has some: a place before them is not yet a name. */
const VAGUE = /^(?:工程|项目|园区|基地|工厂|市场|公司|集团|案|大赛|村|社区|小区|港|堤|高铁|高速|地铁)$/u
/** Say of what kind something is, not which. */
const GENERIC = new Set(
  (
    "新建 改建 扩建 在建 拟建 续建 重点 重大 老旧 农村 乡村 城市 城区 城乡 城镇 县城 公办 民办 中心 国家 全国 全省 全市 全县 全区 跨江 公共 文化 体育 工业 " +
    "产业 示范 特色 大型 小型 智慧 标准 普惠 公立 私立 职业 实验 人民 中医 建设 民生 惠民 扶贫 招商 投资 科技 农业 旅游 生态 环保 水利 交通 市政 社会 本地 当地 各地 国有 民营 上市 有限 股份 股份有限 有限责任 集团股份 " +
    "眼科 口腔 骨科 儿童 妇幼 妇产 康复 精神 传染病 肿瘤"
  ).split(" "),
)
/** 某公司 names none. */
const UNNAMED = /某/u
/** jieba's tags of words that end what leads up to a name: 了一起…案, 已获委任为…公司. */
const LEADS_UP = /^(?:[pcdr]|u[a-z]*)$/
/** jieba's tags of names, and of what its dictionary does not have. */
const NAME = /^(?:nr|ns|nt|nz|x)/
/** Where many things happen that have nothing to do with each other. */
const VENUE =
  /(?:医院|卫生院|学校|中学|小学|[一二三四五六][小中]|幼儿园|学院|大学|校区|车站|高铁站|机场|港口?|码头|公园|景区|古镇|古城|博物馆|图书馆|体育馆|体育场|文化馆|剧院|广场|市场|商场|小区|社区|村|公司|集团|工厂|园区|产业园|工业园|开发区|基地)$/u
/** Dictionary words like 石门水库 hold a name of two characters or more. */
const LEAST_STEM = 2
const LEAST_NAME = 4
const LONGEST_NAME = 14
/** Where an article says what it is about: its title and so much of its text. */
const LEAD_UNITS = 200
const TITLED = /《([^《》]{4,20})》|“([^“”，。]{4,14})”/gu

/**
 * What both articles are about by name: a project or place by their titles and leads, a work by their titles alone, since
 * many are quoted in passing. A person is in the news for many matters and counts for none. undefined where there is none.
 */
export function sharedName(a: StoredArticle, b: StoredArticle): string | undefined {
  const [one, other] = [headOf(a), headOf(b)]
  return sharedProject(one, other) ?? sharedTitle(fold(a.title), fold(b.title))
}

/** Whether a name of `sharedName` is that of a place or body that is in the news for many matters. */
export function isVenue(name: string): boolean {
  return VENUE.test(name)
}

/** Whether a sentence names it. */
export function names(sentence: string, name: string): boolean {
  return fold(sentence).includes(name)
}

function headOf({ title, abstract, text }: StoredArticle): string {
  return fold([title, abstract ?? "", text.slice(0, LEAD_UNITS)].join("\n"))
}

function sharedProject(one: string, other: string): string | undefined {
  let longest: string | undefined
  for (const { 0: kind, index } of one.matchAll(KINDS)) {
    const end = index + kind.length
    for (let start = Math.max(0, end - LONGEST_NAME); end - start >= LEAST_NAME; start++) {
      const words = one.slice(start, end)
      if (!/^[\p{Script=Han}A-Za-z0-9]+$/u.test(words) || !other.includes(words)) continue
      const name = nameIn(words, kind)
      if (name !== undefined && name.length > (longest?.length ?? 0)) longest = name
      break
    }
  }
  return longest
}

/** The words without what leads up to the name; undefined where none of them is a name. */
function nameIn(words: string, kind: string): string | undefined {
  if (UNNAMED.test(words)) return undefined
  const all = taggedWords(words)
  const tokens = all.slice(all.findLastIndex(({ tag }) => LEADS_UP.test(tag)) + 1)
  const at = tokens.findIndex(({ text, tag }) => isName(text, tag, kind))
  const name = at === -1 ? "" : words.slice(tokens[at]?.start)
  const placeAlone = VAGUE.test(kind) && tokens.slice(at, -1).every(({ tag }) => tag === "ns" || tag === "zg")
  return name.length >= LEAST_NAME && !placeAlone ? name : undefined
}

function isName(text: string, tag: string, kind: string): boolean {
  const stem = text.endsWith(kind) ? text.slice(0, -kind.length) : text
  if (stem.length < LEAST_STEM || GENERIC.has(stem) || /\d/.test(stem)) return false
  return NAME.test(tag) || stem !== text
}

function sharedTitle(one: string, other: string): string | undefined {
  for (const [, work, quoted] of one.matchAll(TITLED)) {
    const name = work ?? quoted ?? ""
    const named = other.includes(`《${name}》`) || other.includes(`“${name}”`)
    if (named && !/[报网刊]$/u.test(name)) return name
  }
  return undefined
}
