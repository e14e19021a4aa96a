import type { PrintedDate } from "./date-forms.ts"
import type { DomElement } from "./html-lines.ts"
import { givenUrl, isArticleUrl } from "./identity.ts"
import { bare, cleanLine } from "./lines.ts"
import { fieldDate, findDate } from "./published-at.ts"
import { withoutTail } from "./title.ts"

/** What a page says of itself outside its visible text. */
export interface PageMeta {
  readonly title: string | null
  readonly siteName: string | null
  /** By meta elements, JSON-LD or `time`. */
  readonly publishedAt: PrintedDate | null
  /** By an element whose class or id speaks of time. */
  readonly shownAt: PrintedDate | null
  readonly source: string | null
  /** Of the article, by JSON-LD. */
  readonly publisher: string | null
  /** The person who wrote it, by JSON-LD. */
  readonly writer: string | null
  readonly author: string | null
  readonly description: string | null
  readonly url: string | null
  /** Channel or column, in Chinese. */
  readonly section: string | null
}

const DATES =
  "article:published_time og:article:published_time og:published_time og:release_date weibo:article:create_at publishdate publish_date publish-date publish_time publishtime pubdate pubtime datepublished firstpublishtime dc.date dc.date.issued apub:time sailthru.date date".split(
    " ",
  )
const SECTIONS = ["article:section", "og:article:section", "columnname", "column"]
const TIME_ELEMENTS =
  '[class*="time"],[class*="Time"],[class*="date"],[class*="Date"],[id*="time"],[id*="Time"],[id*="date"],[id*="Date"],[class*="info"],[id*="info"],[class*="pub"],[id*="pub"]'
/** What may stand between a title and the names of section and site. */
const SEPARATED = /^\s{0,4}[-_|｜—–·:：»<>《【(（@]/
/** A title element that says only whose page it is. */
const OUTLET = /^\p{Script=Han}{2,8}(?:日报|晚报|晨报|时报|商报|网|新闻网|在线)$/u
/** The name of the site before the title. */
const SITE_BEFORE =
  /^\p{Script=Han}{2,10}(?:日报|晚报|晨报|时报|商报|数字报|电子报|新闻网|在线)\s{0,2}[-_|｜—]{1,2}\s{0,2}(?=.{6})/u
const MAX_TITLE = 150
const MAX_ELEMENTS = 400

export function readMeta(document: DomElement): PageMeta {
  const metas = metaElements(document)
  const linked = linkedData(document)
  const siteName = metas.get("og:site_name") ?? null
  const dates = [...DATES.map((name) => metas.get(name)), linked.datePublished].map(fieldDate)
  return {
    title: pageTitle(document, metas, linked, siteName),
    siteName,
    publishedAt: dates.find((date) => date !== null) ?? timeElement(document),
    shownAt: shownDate(document),
    source: shortText(metas.get("source") ?? metas.get("mediaid") ?? metas.get("og:article:source")),
    publisher: nameOf(linked.publisher, /Organization$/),
    writer: nameOf(linked.author, /^Person$/),
    author: shortText(metas.get("author") ?? metas.get("article:author")),
    description: metas.get("description") ?? metas.get("og:description") ?? null,
    url: pageUrl(document, metas),
    section:
      [...SECTIONS.map((name) => metas.get(name)), linked.articleSection]
        .map(sectionName)
        .find((name) => name !== null) ?? null,
  }
}

function metaElements(document: DomElement): Map<string, string> {
  const metas = new Map<string, string>()
  let count = 0
  for (const element of document.querySelectorAll("meta[content]")) {
    if (++count > MAX_ELEMENTS) break
    const key =
      element.getAttribute("property") ?? element.getAttribute("name") ?? element.getAttribute("itemprop")
    const value = cleanLine(element.getAttribute("content") ?? "")
    if (key !== null && value !== "" && !metas.has(key.toLowerCase())) metas.set(key.toLowerCase(), value)
  }
  return metas
}

/** The first JSON-LD object that is dated or has a headline. */
function linkedData(document: DomElement): Record<string, unknown> {
  let count = 0
  for (const element of document.querySelectorAll('script[type="application/ld+json"]')) {
    if (++count > 10) break
    const value = parsed(element.textContent ?? "")
    const list = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value["@graph"])
        ? value["@graph"]
        : [value]
    for (const entry of list.slice(0, 20)) {
      if (isObject(entry) && (entry.datePublished !== undefined || entry.headline !== undefined)) return entry
    }
  }
  return {}
}

function sectionName(value: unknown): string | null {
  const name = shortText(Array.isArray(value) ? value[0] : value, 20)
  return name !== null && /\p{Script=Han}/u.test(name) ? name : null
}

/** The name of the first entry of such a type. */
function nameOf(value: unknown, type: RegExp): string | null {
  const entry: unknown = Array.isArray(value) ? value[0] : value
  return isObject(entry) && type.test(String(entry["@type"])) ? shortText(entry.name, 30) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}

/**
 * The headline that the page shows and its title element confirms; else the title element or og:title without the
 * site's names.
 */
function pageTitle(
  document: DomElement,
  metas: ReadonlyMap<string, string>,
  linked: Record<string, unknown>,
  siteName: string | null,
): string | null {
  const names = siteName === null ? [] : [siteName]
  const whole = shortText(first(document, "title")?.textContent ?? null, 300)
  const open = shortText(metas.get("og:title"), 300) ?? shortText(linked.headline, 300)
  const official = [open, whole].filter((text) => text !== null)
  const confirmed = headings(document).filter((text) => official.some((title) => agrees(text, title)))
  const longest = confirmed.sort((a, b) => b.length - a.length)[0]
  if (longest !== undefined) return withoutTail(longest, names)
  const cleaned = official
    .map((title) => withoutTail(title, names).replace(SITE_BEFORE, ""))
    .filter((title) => bare(title).length >= 4 && !OUTLET.test(title))
  return cleaned.sort((a, b) => a.length - b.length)[0] ?? null
}

function headings(document: DomElement): string[] {
  const found: string[] = []
  let count = 0
  for (const element of document.querySelectorAll(
    'h1,h2,h3,[class*="title"],[id*="title"],[class*="Title"],[id*="Title"]',
  )) {
    if (++count > MAX_ELEMENTS) break
    const text = shortText(element.textContent, MAX_TITLE)
    if (text !== null && bare(text).length >= 6) found.push(text)
  }
  return found
}

/** Whether a heading is what the official title begins with, or the whole of which that is cut. */
export function agrees(heading: string, official: string): boolean {
  const shown = bare(heading)
  if (official.startsWith(heading)) {
    return shown.length >= 6 && (official === heading || SEPARATED.test(official.slice(heading.length)))
  }
  if (bare(official).startsWith(shown)) return shown.length >= 6
  const stem = official.replace(/(?:\.{2,}|…+).{0,20}$/, "")
  return stem !== official && bare(stem).length >= 8 && shown.startsWith(bare(stem))
}

function timeElement(document: DomElement): PrintedDate | null {
  for (const element of document.querySelectorAll("time[datetime],[itemprop=datePublished]")) {
    return fieldDate(
      element.getAttribute("datetime") ?? element.getAttribute("content") ?? element.textContent ?? "",
    )
  }
  return null
}

/** Where readers' comments stand: each has a time of its own. */
const COMMENTS =
  '[class*="comment"],[id*="comment"],[class*="Comment"],[id*="Comment"],[class*="reply"],[id*="reply"]'

/** The first date with a time of day in an element that speaks of time; else the first date. */
function shownDate(document: DomElement): PrintedDate | null {
  let day: PrintedDate | null = null
  let count = 0
  for (const element of document.querySelectorAll(TIME_ELEMENTS)) {
    if (++count > MAX_ELEMENTS) break
    const text = element.textContent ?? ""
    if (text.length > 300) continue
    const date = findDate(cleanLine(text.replace(/\s+/g, " ")))
    if (date === null || element.closest(COMMENTS) !== null) continue
    if (date.clock !== "") return date
    day ??= date
  }
  return day
}

function pageUrl(document: DomElement, metas: ReadonlyMap<string, string>): string | null {
  const canonical = first(document, "link[rel=canonical]")?.getAttribute("href")
  for (const address of [canonical, metas.get("og:url")]) {
    const url = givenUrl(address)
    if (url !== null && isArticleUrl(url)) return url
  }
  return null
}

function first(document: DomElement, selector: string): DomElement | null {
  for (const element of document.querySelectorAll(selector)) return element
  return null
}

function shortText(value: unknown, limit = 60): string | null {
  if (typeof value !== "string") return null
  const text = cleanLine(value.replace(/\s+/g, " "))
  return text === "" || text.length > limit ? null : text
}
