import type { Byline } from "../corpus.ts"
import { readByline } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { givenUrl, isArticleUrl } from "./identity.ts"
import { halfWidth, isParagraph, type Line } from "./lines.ts"
import { channelsOfTrail, isTrail, placeFromTrail } from "./place-trail.ts"
import { findDate } from "./published-at.ts"
import { pageOf } from "./story.ts"
import type { Trace } from "./trace.ts"

/** What the lines above the story say. */
export interface Head {
  /** Lines that may be the title, in order; none of them is a byline, trail, date or furniture line. */
  readonly titles: readonly string[]
  readonly source: string | null
  readonly publishedAt: string | null
  readonly place: readonly string[]
  /** The names that the place trail gives the page's channel. */
  readonly channels: readonly string[]
  readonly url: string | null
  readonly page: string | null
  readonly bylines: readonly Byline[]
  /** Index of the first line that belongs to the story. */
  readonly storyFrom: number
}

const MAX_HEAD_LINES = 1500
/** More lines than these above the date line or the first paragraph are the page's navigation but for the last. */
const MOST_TITLES = 6
/** A sentence among navigation, no longer than this, tells what a channel is for. */
const MAX_SLOGAN = 40
const MOST_BELOW_TICKER = 40
const META_LABEL =
  /(?:来源|稿源|发布时间|发稿时间|发布日期|发表时间|时间|日期|更新时间|作者|编辑|责编|点击|阅读)\s{0,2}[:：]/
const SOURCE =
  /(?:来源|稿源|出处)\s{0,2}[:：]\s{0,4}([^\s\d:：|｜，,;；()（）[\]【】<>《》]{1,6}(?:[^\s:：|｜，,;；()（）[\]【】<>《》]{0,20}?))(?=\s|$|\d{4}|[|｜，,;；()（）[\]【】]|(?:作者|记者|编辑|责编|时间|发布|发稿|日期|点击|浏览|阅读|原标题|字号)\s?[:：]?)/
const OUTLET = /^\p{Script=Han}{2,12}(?:报|報|网|網|社|台|周刊|在线|融媒)$/u
const ADDRESS = /https?:\/\/[^\s"'<>，。）)】]{3,500}/

/** Whether a line is about the article rather than of it: where it is from, and when. */
export function isMeta(line: string): boolean {
  if (line.length > 160) return false
  const date = findDate(line)
  const words = line.replace(ADDRESS, "")
  if (META_LABEL.test(words))
    return words.length <= 120 && (date !== null || /^\S{0,8}[:：]/.test(words)) && !isParagraph(words)
  if (date === null) return false
  const rest = (halfWidth(line).slice(0, date.start) + line.slice(date.end))
    .replace(ADDRESS, "")
    .replace(/[[\]【】()（）|｜\s]/g, "")
  return rest.length <= 24 && !/[。！？，]/.test(rest)
}

export interface HeadOptions {
  readonly limit: number
  /** Whether the story begins at the first line that can only be a paragraph. */
  readonly toParagraph: boolean
}

/** Reads the lines down to the first paragraph of the story, or down to the limit. */
export function readHead(
  lines: readonly Line[],
  { limit, toParagraph }: HeadOptions = { limit: MAX_HEAD_LINES, toParagraph: true },
  trace?: Trace,
): Head {
  const before: string[] = []
  const after: { text: string; index: number }[] = []
  const imprint = new Imprint()
  const bylines: Byline[] = []
  const pages: string[] = []
  const channels: string[] = []
  let place: string[] = []
  let metaAt = -1
  let end = 0
  for (; end < Math.min(lines.length, limit); end++) {
    const line = lines[end] as Line
    const { text } = line
    const people = readByline(text)
    trace?.leaveOut(line, furnitureRule(text)?.name ?? "above the story")
    if (isTrail(text)) {
      trace?.keep(line, "place trail")
      if (place.length === 0) place = placeFromTrail(text)
      channels.push(...channelsOfTrail(text))
      if (metaAt < 0) before.length = 0
    } else if (people !== null) {
      trace?.keep(line, "byline")
      bylines.push(...people)
    } else if (isMeta(text)) {
      trace?.keep(line, "date and source")
      imprint.read(text)
      metaAt = end
    } else if (pageOf(text) !== null) {
      trace?.keep(line, "page number")
      pages.push(pageOf(text) ?? "")
    } else if (/^[[【（(]?\s?(?:摘要|导读|内容提要|内容摘要|核心提示|提要)/.test(text)) break
    else if (isParagraph(text)) {
      const slogan = before.length > MOST_TITLES && text.length <= MAX_SLOGAN
      if (toParagraph && (metaAt >= 0 || !(slogan || isTicker(lines, end)))) break
    } else if (furnitureRule(text) === null) {
      if (metaAt < 0) before.push(text)
      else after.push({ text, index: end })
    }
  }
  if (before.length > MOST_TITLES) before.splice(0, before.length, ...nearest(before))
  const storyFrom = metaAt >= 0 ? metaAt + 1 : firstCandidate(lines.slice(0, end), before[0], end)
  const late = before.length === 0 && metaAt >= 0 ? after.slice(0, 1) : []
  const titles = before.length > 0 ? before : late.map(({ text }) => text)
  const skip = before.length === 0 ? (late[0]?.index ?? -1) + 1 : 0
  const { source, publishedAt, url } = imprint
  // Several page lines are the paper's table of contents.
  const page = imprint.page ?? (pages.length === 1 ? (pages[0] ?? null) : null)
  bylines.push(...imprint.bylines)
  return {
    titles,
    source,
    publishedAt,
    place,
    channels,
    url,
    page,
    bylines,
    storyFrom: Math.max(storyFrom, skip),
  }
}

/** A long line of glued headlines: no full stop in it, and the date line is yet to come. */
function isTicker(lines: readonly Line[], at: number): boolean {
  if (lines[at]?.text.includes("。")) return false
  return lines.slice(at + 1, at + MOST_BELOW_TICKER).some(({ text }) => isMeta(text))
}

/** Of the lines above the story the last that is long enough for a title, and what follows it. */
function nearest(lines: readonly string[]): string[] {
  const at = lines.findLastIndex((line) => line.length >= 8)
  return at < 0 ? lines.slice(-1) : lines.slice(at)
}

/** Without a date line the title is the first line that can be one, and the story is all that follows. */
function firstCandidate(lines: readonly Line[], title: string | undefined, end: number): number {
  const at = title === undefined ? -1 : lines.findLastIndex(({ text }) => text === title)
  return at < 0 ? end : at + 1
}

/** What the lines about the article say so far. */
class Imprint {
  publishedAt: string | null = null
  url: string | null = null
  page: string | null = null
  readonly bylines: Byline[] = []
  private labelled: string | null = null
  private outlet: string | null = null
  private dateRank = -1

  get source(): string | null {
    return this.labelled ?? this.outlet
  }

  read(line: string): void {
    const date = findDate(line)
    // A labelled date goes before a bare one, a time of day before none, a later line before one further up.
    const rank = (META_LABEL.test(line) ? 2 : 0) + (date !== null && date.value.length > 10 ? 1 : 0)
    if (date !== null && rank >= this.dateRank) {
      this.publishedAt = date.value
      this.dateRank = rank
    }
    this.labelled ??= labelledSource(line)
    if (this.outlet === null || rank === this.dateRank) this.outlet = outletOf(line) ?? this.outlet
    this.page ??= /第\s?([A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版/.exec(line)?.[1] ?? null
    const address = givenUrl(ADDRESS.exec(line)?.[0])
    if (address !== null && isArticleUrl(address)) this.url ??= address
    this.bylines.push(...bylinesOf(line))
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

/** The source behind the label 来源. */
export function labelledSource(line: string): string | null {
  return SOURCE.exec(line.replace(ADDRESS, " "))?.[1] ?? null
}

/** The only outlet beside a date. */
function outletOf(line: string): string | null {
  const text = line.replace(ADDRESS, " ")
  const date = findDate(text)
  if (date === null) return null
  const rest = `${text.slice(0, date.start)} ${text.slice(date.end)}`
  return rest.split(/[\s|｜[\]【】()（）]+/).find((word) => OUTLET.test(word)) ?? null
}
