import type { Article, Block, Flag, TitleFrom } from "../corpus.ts"
import { givenBylines, unique } from "./byline.ts"
import { readCorrection } from "./correction-notice.ts"
import { BLANK_DRAFT } from "./draft.ts"
import { givenUrl, identified } from "./identity.ts"
import { cleanLine, type Line, textLines } from "./lines.ts"
import { readPlace } from "./place-trail.ts"
import { readDate } from "./published-at.ts"
import { readStory } from "./story.ts"
import { repairedTitle } from "./title.ts"

/** The fields of an article as an export, a feed or a front matter gives them. */
export interface Given {
  readonly id?: unknown
  readonly url?: unknown
  readonly title?: unknown
  readonly publishedAt?: unknown
  readonly source?: unknown
  readonly place?: unknown
  readonly bylines?: unknown
  readonly abstract?: unknown
  readonly page?: unknown
}

const ALIASES: Readonly<Record<keyof Given | "text", readonly string[]>> = {
  id: ["id", "guid", "articleid", "article_id", "编号", "序号"],
  url: ["url", "link", "href", "permalink", "address", "链接", "网址", "地址", "原文链接"],
  title: ["title", "headline", "标题", "题目", "新闻标题"],
  publishedAt: [
    "publishedat",
    "published_at",
    "date",
    "datetime",
    "time",
    "published",
    "publishdate",
    "publish_date",
    "publish_time",
    "publishtime",
    "pubdate",
    "日期",
    "时间",
    "发布时间",
    "发布日期",
    "发表时间",
    "见报日期",
  ],
  source: ["source", "publisher", "paper", "newspaper", "来源", "媒体", "报纸", "出处"],
  place: ["place", "region", "location", "地区", "地点", "地域", "区域"],
  bylines: ["bylines", "byline", "author", "authors", "creator", "reporter", "作者", "记者", "署名"],
  abstract: ["abstract", "summary", "description", "excerpt", "摘要", "导读", "提要", "简介"],
  page: ["page", "版面", "版次"],
  text: [
    "text",
    "content",
    "body",
    "fulltext",
    "full_text",
    "article",
    "正文",
    "内容",
    "全文",
    "文章内容",
    "新闻内容",
  ],
}

/** A longer title is a mistake of the export. */
const MAX_TITLE = 500

/** The field that a column or key name stands for; null for one that is not known. */
export function fieldOf(name: string): keyof Given | "text" | null {
  const key = name.trim().toLowerCase()
  for (const [field, names] of Object.entries(ALIASES)) {
    if (names.includes(key)) return field as keyof Given | "text"
  }
  return null
}

/** Keys in the order of their aliases, so that `title` wins over 题目 where a record has both. */
export function givenFields(record: Readonly<Record<string, unknown>>): Given & { readonly text?: unknown } {
  const given: Record<string, unknown> = {}
  const ranks = new Map<string, number>()
  for (const [name, value] of Object.entries(record)) {
    const field = fieldOf(name)
    if (field === null || value === null || value === undefined || value === "") continue
    const rank = ALIASES[field].indexOf(name.trim().toLowerCase())
    if (rank >= (ranks.get(field) ?? Number.POSITIVE_INFINITY)) continue
    ranks.set(field, rank)
    given[field] = value
  }
  return given
}

/** An article from given fields and the lines of its text; null where the text holds nothing. */
export function recordArticle(given: Given, lines: readonly Line[]): Article | null {
  const title = textOf(given.title)?.slice(0, MAX_TITLE) ?? null
  const story = readStory(lines, title)
  const body: readonly Block[] = story.body.length > 0 ? story.body : fallback(lines)
  if (body.length === 0) return null
  const abstract = textOf(given.abstract) ?? story.abstract
  const repaired: { title: string; titleFrom: TitleFrom } =
    title === null ? repairedTitle(abstract, null, body) : { title, titleFrom: "page" }
  const publishedAt = readDate(given.publishedAt)
  const flags: Flag[] = [...story.flags]
  if (title === null) flags.unshift("title-repaired")
  if (publishedAt === null) flags.unshift("undated")
  const bylines = given.bylines === undefined ? [] : givenBylines(given.bylines)
  return identified(
    {
      ...BLANK_DRAFT,
      url: givenUrl(given.url),
      ...repaired,
      abstract,
      bylines: unique([...bylines, ...story.bylines]),
      source: textOf(given.source),
      publishedAt,
      place: readPlace(given.place),
      body,
      captions: story.captions,
      correction: readCorrection({ title: repaired.title, body, publishedAt }),
      seams: story.seams,
      openEnds: story.openEnds,
      page: textOf(given.page) ?? story.page,
      flags,
    },
    idOf(given.id),
  )
}

/** What a text holds that has only lines the page rules would leave out. */
function fallback(lines: readonly Line[]): Block[] {
  return lines.map(({ text }) => ({ text }))
}

export function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value)
  if (typeof value !== "string") return null
  return (
    textLines(value)
      .map(({ text }) => cleanLine(text))
      .join(" ") || null
  )
}

function idOf(value: unknown): string | null {
  const id = typeof value === "number" || typeof value === "string" ? String(value).trim() : ""
  return id === "" || id.length > 500 ? null : id
}
