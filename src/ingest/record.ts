import type { Article, Block, Flag } from "../corpus.ts"
import { givenBylines, unique } from "./byline.ts"
import { readCorrection } from "./correction-notice.ts"
import { BLANK_DRAFT } from "./draft.ts"
import { type ColumnMap, type Given, givenFields } from "./field-names.ts"
import { markupLines } from "./html-page.ts"
import { givenUrl, identified } from "./identity.ts"
import { cleanLine, type Line, textLines } from "./lines.ts"
import { mendEncoding } from "./mojibake.ts"
import { readPlace } from "./place-trail.ts"
import { publication } from "./publication.ts"
import { chinaDay, fieldDate } from "./published-at.ts"
import { readStory } from "./story.ts"
import { type RepairedTitle, repairedTitle } from "./title.ts"
import type { Trace } from "./trace.ts"

/** A longer title is a mistake of the export. */
const MAX_TITLE = 500

/** A row of a table or a record of JSON as an article, or why it is none. Each field may have been read in a wrong encoding. */
export async function readRecord(
  record: Readonly<Record<string, unknown>>,
  columns?: ColumnMap,
  trace?: Trace,
): Promise<{ readonly what: Article | string; readonly repaired: boolean }> {
  let repaired = false
  const given = Object.fromEntries(
    Object.entries(givenFields(record, columns)).map(([field, value]) => {
      if (typeof value !== "string") return [field, value]
      const mended = mendEncoding(value)
      repaired ||= mended.repaired
      return [field, mended.text]
    }),
  )
  if (typeof given.text !== "string" || given.text.trim() === "") return { what: "no text", repaired }
  const article = recordArticle(given, await markupLines(given.text), trace)
  return { what: article ?? "no text", repaired }
}

/** An article from given fields and the lines of its text; null where the text holds nothing. */
export function recordArticle(given: Given, lines: readonly Line[], trace?: Trace): Article | null {
  trace?.begin(lines)
  const title = textOf(given.title)?.slice(0, MAX_TITLE) ?? null
  const story = readStory(lines, title, undefined, trace)
  const body: readonly Block[] = story.body.length > 0 ? story.body : fallback(lines)
  if (body.length === 0) return null
  const abstract = textOf(given.abstract) ?? story.abstract
  const repaired: RepairedTitle =
    title !== null
      ? { title, titleFrom: "page" }
      : story.originalTitle !== null
        ? { title: story.originalTitle, titleFrom: "heading" }
        : repairedTitle(abstract, null, body)
  const url = givenUrl(given.url)
  const { publishedAt, flags: dateFlags } = publication(
    [fieldDate(given.publishedAt)].filter((date) => date !== null),
    { address: url, crawledOn: readCrawlDay(given.crawledAt), lines },
  )
  const repair: Flag[] = title === null ? ["title-repaired"] : []
  const bylines = given.bylines === undefined ? [] : givenBylines(given.bylines)
  return identified(
    {
      ...BLANK_DRAFT,
      url,
      ...repaired,
      abstract,
      bylines: unique([...bylines, ...story.bylines]),
      source: textOf(given.source) ?? story.source,
      publishedAt,
      place: readPlace(given.place),
      body,
      captions: story.captions,
      correction: readCorrection({ title: repaired.title, body, publishedAt }),
      seams: story.seams,
      openEnds: story.openEnds,
      page: textOf(given.page) ?? story.page,
      section: textOf(given.section),
      flags: [...dateFlags, ...repair, ...story.flags],
    },
    idOf(given.id),
  )
}

/** The clock of a crawler that states no zone may be UTC's: the later day of both. */
function readCrawlDay(value: unknown): string | null {
  const times = [value, typeof value === "string" ? `${value}Z` : null].map(fieldDate)
  const days = times.flatMap((time) => (time === null ? [] : (chinaDay(time) ?? [])))
  return days.sort().at(-1) ?? null
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
