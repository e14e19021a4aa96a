import type { Byline } from "../corpus.ts"
import { isCompoundSurname, surnamed } from "../text/surnames.ts"
import { words } from "../text/words.ts"
import { readByline } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"

const MARKER = /^[（(【[]?\s?(?:本文|文章)?原标题\s{0,2}[:：]\s{0,4}/
/** A wire service's: `某某社某地8月6日电 题：…`. */
const SUBJECT = /^([^。，]{4,40}[电讯](?:\s?[（(][^（）()]{2,40}[）)])?)\s{0,3}题\s?[:：]\s{0,4}/u
const SUBJECT_WITHIN = 100
const MOST_TITLE = 80
const LEAST_TITLE = 6

/** The title in a line that is nothing but an original title. */
export function originalTitle(line: string): string | null {
  const title = line
    .replace(MARKER, "")
    .replace(/^《|》?[）)】\]]?$/g, "")
    .trim()
  return title.length >= LEAST_TITLE ? title : null
}

export interface Untitled {
  readonly text: string
  /** Null where none is glued to the text, or where its end cannot be told. */
  readonly title: string | null
}

/** A story's first paragraph, and the title that a scraper or a wire service had set before its first words. */
export function withoutGluedTitle(paragraph: string): Untitled {
  const marker = MARKER.exec(paragraph) ?? SUBJECT.exec(paragraph.slice(0, SUBJECT_WITHIN))
  if (marker === null) return { text: withoutNote(paragraph), title: null }
  const text = paragraph.slice(marker[0].length)
  const dateline = marker[1] === undefined ? "" : `${marker[1]} `
  const found = gap(text) ?? repeatedTitle(text) ?? beforeStory(text)
  if (found === null) return { text: dateline + text, title: null }
  const { title } = found
  const rest = text.slice(found.end).trimStart()
  const again = rest.startsWith(title) && /^[\s\p{L}\p{N}“‘（(【《]/u.test(rest.slice(title.length))
  return { text: dateline + withoutNote(again ? rest.slice(title.length).trimStart() : rest), title }
}

interface Headline {
  readonly title: string
  /** Where the text goes on. */
  readonly end: number
}

function gap(text: string): Headline | null {
  const found = /^(.{6,80}?)\s{2,}/.exec(text)
  return found === null ? null : { title: found[1] ?? "", end: found[0].length }
}

const ROLES =
  /(?:全媒体|融媒体|见习|实习|首席|特约|特派)?(?:记者|通讯员|实习生)(?=[\s:：]{1,2}\p{Script=Han})/gu
const NOTED = /【[^【】]{0,24}(?:报道|记者|[讯电]|消息|特稿)[^【】]{0,24}】/gu
const DATED =
  /(?<![\d月])(?:\d{1,2}月)?\d{1,2}日\s?(?:电|讯|消息|报道)(?!话|影|视|力)|[讯电](?=\s?[（(])|讯(?=\s?记者)/gu
const ATTRIBUTED = /据[^。，；！？]{2,24}(?:报道|消息)(?=[，,\s])/gu
const DAY =
  /(?<=[^\d自从于在截至到年月的，、；：,;:“‘（(《])(?:近日|日前|连日来|今日|昨日|昨天|(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?=(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|晚间)?(?:\d{1,2}[时点](?:\d{1,2}分)?(?:许|左右)?)?[，,])|截至\d/gu
/** Between an outlet and 8月6日电 stands at most a place. */
const MOST_PLACE = 10
const WHOLE_OUTLET = /^(?:本[报刊网台社]|\p{Script=Han}{2,}[报网社台])讯?$/u
const OUTLET_END =
  /^(?:日报|晚报|早报|晨报|时报|商报|快报|都市报|青年报|新闻|新闻[网社]|[报网社台讯]|客户端|在线|融媒|全媒|视频|传媒|时刻)$/u
const CREDIT =
  /[\s（(|｜]{0,3}(?:(?:信息|文章|稿件)?来源\s?[:：]|图文\s?[:：]|本文转自|(?:作者|出品)[\s:：|丨｜]|据[^。，]{2,20}(?:报道|消息))/u
const LINK = /[\s|｜·•—（(-]+$/u

/** What stands before the first words that no headline has: a byline, a dateline, a day that opens a sentence. */
function beforeStory(text: string): Headline | null {
  const head = text.slice(0, MOST_TITLE + MOST_PLACE)
  const ends = [
    ...[...head.matchAll(NOTED), ...head.matchAll(ATTRIBUTED), ...head.matchAll(DAY)].map(
      ({ index }) => index,
    ),
    ...[...head.matchAll(ROLES)].map(({ index }) => outletBefore(head, index) ?? index),
    ...[...head.matchAll(DATED)].flatMap(({ index }) => outletBefore(head, index, MOST_PLACE) ?? []),
  ]
  const end = Math.min(...ends.filter((at) => at >= LEAST_TITLE))
  const whole = head.slice(0, end).replace(LINK, "")
  const title = whole.slice(0, CREDIT.exec(whole)?.index)
  const isHeadline = title.length >= LEAST_TITLE && title.length <= MOST_TITLE && !/[。\n]/.test(title)
  return Number.isFinite(end) && isHeadline ? { title, end } : null
}

/** Where the names of papers begin that end at an offset, or at most `reach` before it: a place may stand behind them. */
function outletBefore(head: string, at: number, reach = 0): number | null {
  const before = head.slice(0, at).replace(LINK, "")
  const spans = words(before)
  for (let last = spans.length - 1; last >= 0 && before.length - (spans[last]?.end ?? 0) <= reach; last--) {
    let first = last
    while (OUTLET_END.test(spans[first]?.text ?? "") && spans[first - 1]?.end === spans[first]?.start) first--
    const outlet = spans[first]
    if (outlet && (first < last || WHOLE_OUTLET.test(outlet.text)))
      return outletBefore(head, outlet.start) ?? outlet.start
  }
  return null
}

/** Without a note on the source and a gap before the first words. */
function withoutNote(text: string): string {
  const note = /^(.{4,40}?)\s{2,}/.exec(text)
  return note !== null && furnitureRule(note[1] ?? "")?.name === "note on the source"
    ? text.slice(note[0].length)
    : text
}

/** The words that a text begins with twice. */
function repeatedTitle(text: string): Headline | null {
  for (let length = Math.min(MOST_TITLE, text.length >> 1); length >= LEAST_TITLE; length--) {
    const once = text.slice(0, length)
    if (text.startsWith(once, length)) return { title: once.trim(), end: length }
  }
  return null
}

export interface Unsigned {
  readonly text: string
  readonly bylines: readonly Byline[]
}

const SIGNED = /^[\p{Script=Han}·-]{0,14}?(?:记者|通讯员|实习生)[\s:：]{1,2}(?=\p{Script=Han})/u
/** Behind a name: a gap, the next role, or both. */
const NOT_LAST = /^(?:[\s、]{0,3}(?:见习|实习|特约|首席)?(?:记者|通讯员|实习生)[\s:：]{0,2}|[\s、]{1,3})/u
const MOST_SIGNED = 80
const HAN = /^\p{Script=Han}+$/u
/** What a first sentence opens with, and no name ends in. */
const OPENING =
  /^(?:(?:\d{4}年)?\d{1,2}\s?月|[“「《]|近日|近年来|近期|日前|连日来|昨日|昨天|今日|今天|今年|当地时间|北京时间|为(?:了|进|深|加|切|全|推|提|广|落|贯|丰|营|增|充|更|预|保|规|帮|助|有|做|强)|据|随着|自\d|从\d|根据|在(?!线)|由于|综合|记者)/u

/** A story's first paragraph, and the byline that a scraper had glued to its first words. */
export function withoutGluedByline(paragraph: string): Unsigned {
  const unsigned = { text: paragraph, bylines: [] }
  const start = SIGNED.exec(paragraph)?.[0].length
  const end = start === undefined ? null : endOfNames(paragraph.slice(0, MOST_SIGNED), start)
  const bylines = end === null ? null : readByline(paragraph.slice(0, end).trim())
  if (end === null || bylines === null) return unsigned
  return { text: paragraph.slice(end).trimStart(), bylines }
}

/** Each name has a gap, the next role or, the last one, the opening of the first sentence behind it; null where that is not clear. */
function endOfNames(text: string, start: number): number | null {
  for (let at = start; at < text.length; ) {
    const rest = text.slice(at)
    const longest = isCompoundSurname(rest.slice(0, 2)) ? 4 : 3
    const lengths = [2, 3, 4].filter(
      (length) => length <= longest && surnamed(rest) && HAN.test(rest.slice(0, length)),
    )
    const behind = (follows: RegExp) => lengths.filter((length) => follows.test(rest.slice(length)))
    const [named] = behind(NOT_LAST)
    if (named === undefined) {
      const [last, another] = behind(OPENING)
      return last !== undefined && another === undefined ? at + last : null
    }
    at += named + (NOT_LAST.exec(rest.slice(named))?.[0].length ?? 0)
  }
  return null
}
