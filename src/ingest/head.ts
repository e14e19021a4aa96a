import type { Byline } from "../corpus.ts"
import { readByline } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { givenUrl, isArticleUrl } from "./identity.ts"
import { ADDRESS, labelledSource, SOURCE } from "./labelled-source.ts"
import { halfWidth, isParagraph, type Line } from "./lines.ts"
import { type PageLine, pageNamed, readPageLine } from "./page-line.ts"
import { isTrail, placeFromTrail, sectionOfTrail, trailParts } from "./place-trail.ts"
import { crawlDay, type FoundDate, findDate } from "./published-at.ts"
import { isAbstract, isCaption } from "./story.ts"
import type { Trace } from "./trace.ts"

/** A line above the story that may be its title: no byline, trail, date, sentence or furniture. */
export interface TitleLine {
  readonly text: string
  /** How many lines from the date line, or above the story where there is none. */
  readonly distance: number
  /** Below the date line. */
  readonly below: boolean
}

/** What the lines above the story say. */
export interface Head {
  readonly titles: readonly TitleLine[]
  readonly source: string | null
  /** What may be the day of publication, the likeliest first. */
  readonly dates: readonly FoundDate[]
  /** Where a line says on which day the page was fetched. */
  readonly crawledOn: string | null
  readonly place: readonly string[]
  /** The parts of the page's trails: what it calls its site and channels. */
  readonly names: readonly string[]
  readonly url: string | null
  readonly page: string | null
  readonly section: string | null
  readonly bylines: readonly Byline[]
}

const MAX_HEAD_LINES = 1500
/** So many lines above the story the title is looked for. */
const TITLE_REACH = 60
/** 时间 and 日期 only alone or as words for publication: 活动时间 is no label of an article. */
const META_LABEL =
  /(?:[来來]源|稿源|(?:(?<!\p{Script=Han})|[发發][布佈稿表]|刊[发發]|见报|見報|更新)(?:[时時][间間]|日期)|作者|[编編][辑輯]|[责責][编編]|[点點][击擊]|[阅閱][读讀])\s{0,2}[:：]/u
const OUTLET = /^\p{Script=Han}{2,12}(?:报|報|网|網|社|台|周刊|在线|融媒|融媒体中心|客户端)$/u
/** A line of its own for the page's address, as scrapers write it. */
const OWN_ADDRESS =
  /^(?:原文|本文|文章|页面)?(?:链接|网址|地址|url|link)\s{0,2}[:：]\s{0,2}(https?:\/\/\S{3,500})$/i

const OF_PICTURE = /^[(（【[]?\s?(?:图片?|视频|照片|资料|素材|配图)来?源\s?[:：]/

/** Whether a line is about the article rather than of it: where it is from, and when. */
export function isMeta(line: string): boolean {
  if (line.length > 160 || OF_PICTURE.test(line)) return false
  const date = findDate(line)
  const words = line.replace(ADDRESS, "")
  if (META_LABEL.test(words))
    return words.length <= 120 && (date !== null || /^\S{0,8}[:：]/.test(words)) && !isParagraph(words)
  if (date === null) return false
  const rest = (halfWidth(line).slice(0, date.start) + line.slice(date.end))
    .replace(ADDRESS, "")
    .replace(/[[\]【】()（）|｜\s]/g, "")
  // A month and a day with a time may be a match or a meeting where more stands beside them than who prints this.
  if (date.year === null && !date.labelled) return rest === "" || OUTLET.test(rest)
  return rest.length <= 24 && !/[。！？，]/.test(rest)
}

/** Reads the lines above the story. */
export function readHead(above: readonly Line[], trace?: Trace): Head {
  const lines = above.slice(-MAX_HEAD_LINES)
  const titles: { text: string; at: number }[] = []
  const imprint = new Imprint()
  const bylines: Byline[] = []
  const pages: PageLine[] = []
  let section: string | null = null
  const names: string[] = []
  let place: string[] = []
  let datedAt = -1
  for (const [i, line] of lines.entries()) {
    const { text } = line
    const rule = furnitureRule(text)
    const people = readByline(text)
    const printed = readPageLine(text)
    trace?.leaveOut(line, rule?.name ?? "above the story")
    if (isTrail(text)) {
      trace?.keep(line, "place trail")
      if (place.length === 0) place = placeFromTrail(text)
      names.push(...trailParts(text))
      section = sectionOfTrail(text) ?? section
    } else if (people !== null) {
      trace?.keep(line, "byline")
      bylines.push(...people)
    } else if (isMeta(text)) {
      trace?.keep(line, "date and source")
      if (imprint.read(text)) datedAt = i
    } else if (imprint.readNote(text)) trace?.keep(line, "note of the crawler")
    else if (printed !== null) {
      trace?.keep(line, "page number")
      pages.push(printed)
    } else if (rule === null && canBeTitle(text) && lines.length - i <= TITLE_REACH)
      titles.push({ text, at: i })
  }
  const middle = datedAt < 0 ? lines.length : datedAt
  const { source, dates, crawledOn, url } = imprint
  // Several page lines are the paper's table of contents.
  const page = imprint.page ?? (pages.length === 1 ? (pages[0] ?? null) : null)
  section = page?.section ?? labelledSection(lines) ?? section
  bylines.push(...imprint.bylines)
  return {
    titles: titles.map(({ text, at }) => ({ text, distance: Math.abs(middle - at), below: at > middle })),
    source,
    dates,
    crawledOn,
    place,
    names,
    url,
    page: page?.page ?? null,
    section,
    bylines,
  }
}

const SECTION =
  /(?:栏目|频道|(?:所属)?分类)(?:名称)?\s{0,2}[:：]\s{0,4}([\p{Script=Han}·]{2,12})(?=$|[\s|｜)）\]】])/u
const MAX_SECTION_LINE = 120

/** The section behind a label, such as `栏目：民生`. */
export function labelledSection(lines: readonly Line[]): string | null {
  for (const { text } of lines) {
    const section = text.length > MAX_SECTION_LINE ? null : (SECTION.exec(text)?.[1] ?? null)
    if (section !== null) return section
  }
  return null
}

function canBeTitle(text: string): boolean {
  return !isParagraph(text) && !isCaption(text) && !isAbstract(text) && !/[。，,、；;>»]$/.test(text)
}

/** What the lines about the article say so far. */
class Imprint {
  url: string | null = null
  crawledOn: string | null = null
  page: PageLine | null = null
  readonly bylines: Byline[] = []
  private labelled: string | null = null
  private outlet: string | null = null
  private readonly found: FoundDate[] = []

  /** Of dates that are as likely as each other the one further down goes first. */
  get dates(): FoundDate[] {
    return this.found.toReversed().sort((a, b) => b.rank - a.rank)
  }

  get source(): string | null {
    return this.labelled ?? this.outlet
  }

  /** Whether it gave the likeliest date so far. */
  read(line: string): boolean {
    this.crawledOn ??= crawlDay(line)
    const date = findDate(line, META_LABEL.test(line))
    const likeliest = date !== null && this.found.every(({ rank }) => rank <= date.rank)
    if (date !== null) this.found.push(date)
    this.labelled ??= labelledSource(line)
    if (this.outlet === null || likeliest) this.outlet = outletOf(line) ?? this.outlet
    this.page ??= pageNamed(line)
    this.readAddress(ADDRESS.exec(line)?.[0])
    this.bylines.push(...bylinesOf(line))
    return likeliest
  }

  /** Whether the line is what a crawler notes of the page: its address, or when it was fetched. */
  readNote(line: string): boolean {
    const address = OWN_ADDRESS.exec(line)?.[1]
    const day = crawlDay(line)
    this.readAddress(address)
    this.crawledOn ??= day
    return address !== undefined || day !== null
  }

  private readAddress(found: string | undefined): void {
    const address = givenUrl(found)
    if (address !== null && isArticleUrl(address)) this.url ??= address
  }
}

/** What parts a line about the article: marks, gaps, labels, and the buttons that stand there. */
const PART =
  /[|｜【】[\]]|\s{2,}|(?=来源|编辑|责任编辑|责编|阅读|点击|浏览|字号|分享|时间|发布|举报|打印|收藏|关闭|纠错|评论|转发|点赞|关注|订阅|投诉|朗读|我要)/

/** The people whom a line about the article names among other things. */
function bylinesOf(line: string): Byline[] {
  const date = findDate(line)
  const rest = date === null ? line : `${line.slice(0, date.start)}   ${line.slice(date.end)}`
  const parts = rest.replace(SOURCE, "   ").split(PART)
  return parts.flatMap((part) => readByline(part.trim()) ?? [])
}

/** The only outlet beside a date. */
function outletOf(line: string): string | null {
  const text = line.replace(ADDRESS, " ")
  const date = findDate(text)
  if (date === null) return null
  const rest = `${text.slice(0, date.start)} ${text.slice(date.end)}`
  return rest.split(/[\s|｜[\]【】()（）]+/).find((word) => OUTLET.test(word)) ?? null
}
