import type { Block, Byline, TitleFrom } from "../corpus.ts"
import { sentences } from "../text/sentences.ts"
import { readDateline } from "./dateline.ts"
import { bare } from "./lines.ts"
import { CHANNELS } from "./place-trail.ts"

const SEPARATOR =
  /\s{0,4}(?:_+|\||｜|::|»|\s[-–—·]\s|(?<=\S)[-–—](?=[^-–—]{0,12}(?:网|报|新闻|频道|在线)$))\s{0,4}/g
const SITE_TAIL =
  /(?:网|网站|在线|日报|晚报|晨报|早报|时报|商报|都市报|青年报|新闻|新闻中心|频道|资讯|客户端|门户|数字报|电子报|电视台|通讯社|传媒|周刊|杂志|社区|论坛|博客|\.(?:com|cn|net|org)(?:\.cn)?|^powered by .{2,20})$/i
const ROLE_START =
  /^(?:\p{Script=Han}{0,8}(?:日报|晚报|报|网|社|台))?(?:本报|本网|本台|全媒体|融媒体|见习|实习|特约|首席){0,2}(?:记者|通讯员|实习生|讯)/u
const MAX_TITLE = 40

/** A button that a page sets behind its title, and the kind of thread that a forum sets before it. */
const BUTTON = /\s{0,4}[[【(（](?:复制链接|复制|分享|打印|收藏|推荐|置顶|精华|只看楼主|查看全文)[\]】)）]$/
const KIND = /^\[(\p{Script=Han}{2,6})\]\s{0,4}/u

/** A title without the names of site and sections behind it. `names` are the page's own names for its site. */
export function withoutTail(title: string, names: readonly string[] = []): string {
  let text = title.trim().replace(BUTTON, "")
  const kind = KIND.exec(text)
  const channel = kind?.[1] ?? ""
  if (kind !== null && (CHANNELS.has(channel) || names.some((name) => name.startsWith(channel))))
    text = text.slice(kind[0].length)
  for (let round = 0; round < 6; round++) {
    const cut = [...text.matchAll(SEPARATOR)].at(-1)
    if (cut === undefined || cut.index === 0) break
    const head = text.slice(0, cut.index).trim()
    const tail = text.slice(cut.index + cut[0].length).trim()
    if (!isTail(head, tail, cut[0].includes("_"), names)) break
    text = head
  }
  return text
}

function isTail(head: string, tail: string, underscore: boolean, names: readonly string[]): boolean {
  if (tail === "" || names.includes(tail) || CHANNELS.has(tail)) return true
  if (tail.length <= 24 && SITE_TAIL.test(tail)) return true
  return underscore && tail.length <= 16 && head.length > tail.length * 1.5
}

export interface RepairedTitle {
  readonly title: string
  readonly titleFrom: TitleFrom
}

/**
 * Whether a printed title is none: a byline glued to the start of the first sentence, or that sentence cut off in
 * the middle of a clause.
 */
export function isBroken(title: string, body: readonly Block[], bylines: readonly Byline[]): boolean {
  const words = bare(title)
  const opening = openingOf(body)
  const start = opening === null ? "" : bare(opening.slice(0, 200))
  if (ROLE_START.test(title)) {
    if (bylines.some(({ name }) => title.includes(name))) return true
    const role = ROLE_START.exec(title)?.[0] ?? ""
    for (let at = bare(role).length + 2; at <= words.length - 4; at++) {
      if (start.startsWith(words.slice(at))) return true
    }
    return false
  }
  return opening !== null && words.length >= 8 && start.startsWith(words) && cutsClause(opening, words.length)
}

/** Whether the first `count` letters of a text end inside a clause. */
function cutsClause(text: string, count: number): boolean {
  let seen = 0
  for (const char of text) {
    if (seen === count) return /[\p{L}\p{N}]/u.test(char)
    if (/[\p{L}\p{N}]/u.test(char)) seen++
  }
  return false
}

/** A title from what the page has: its abstract, its headline-like first line, its first sentence. Never invented. */
export function repairedTitle(
  abstract: string | null,
  heading: string | null,
  body: readonly Block[],
): RepairedTitle {
  if (abstract !== null) {
    return {
      title: abstract.length <= MAX_TITLE ? abstract.replace(/。$/, "") : headlineOf(abstract),
      titleFrom: "abstract",
    }
  }
  if (heading !== null) return { title: heading, titleFrom: "heading" }
  const opening = openingOf(body)
  if (opening !== null) return { title: headlineOf(opening), titleFrom: "first-sentence" }
  const block = body[0]
  const text = block === undefined ? "" : "heading" in block ? block.heading : block.text
  return { title: headlineOf(text), titleFrom: "first-sentence" }
}

/** Who says so, and when: no news yet. */
const ATTRIBUTION =
  /^(?:(?:近日|日前|昨[日天]|今[日天]|(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日)[，,]?\s?)?(?:本[报台网])?(?:(?:记者)[^，,。：:]{0,30}(?:获悉|了解到|得知)|据[^，,。：:]{2,24}(?:消息|报道|通报)|[^，,。：:\s]{2,12}\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日消息)[，,：:]\s?/u
/** Hangs on what stands before it. */
const DANGLING = /^(?:[该其此这]|上述|同时|以及|并)/u
const LEAST_HEADLINE = 8

/**
 * The first sentence without its attribution, or its first clause where it is over 40 characters; literally from the
 * text.
 */
function headlineOf(text: string): string {
  const span = sentences(text)[0]
  const sentence = (span === undefined ? text : text.slice(span.start, span.end)).trim()
  const news = sentence.replace(ATTRIBUTION, "")
  const told = news.length >= LEAST_HEADLINE && !DANGLING.test(news) ? news : sentence
  const whole = told.replace(/[。；，,;]+$/, "")
  if (whole.length <= MAX_TITLE) return whole
  const clause = /^.{10,40}?(?=[，,；;：:。！？])/u.exec(whole)?.[0]
  if (clause !== undefined) return clause
  const cut = whole.slice(0, MAX_TITLE)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** The people in brackets behind a dateline. */
const PEOPLE = /^\s{0,4}[（(][^（）()]{2,60}[）)]\s{0,4}/

/** The first paragraph without its dateline. */
function openingOf(body: readonly Block[]): string | null {
  for (const block of body) {
    if (!("text" in block)) continue
    const dateline = readDateline(block.text)
    return block.text
      .slice(dateline?.end ?? 0)
      .replace(/^[】\]]/u, "")
      .replace(PEOPLE, "")
      .trimStart()
  }
  return null
}
