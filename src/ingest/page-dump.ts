import type { Byline, Flag, Seam } from "../corpus.ts"
import { unique } from "./byline.ts"
import { BLANK_DRAFT, type Draft, type ReadContext } from "./draft.ts"
import { type Head, readHead } from "./head.ts"
import { type Line, textLines } from "./lines.ts"
import { readStory, type Story, tellsStory } from "./story.ts"
import { isBroken, type RepairedTitle, repairedTitle, withoutTail } from "./title.ts"
import type { Trace } from "./trace.ts"

/** What a scraper keeps of a page when it drops the tags, or a plain article; null where no story stands on it. */
export function readPageDump(text: string, context?: ReadContext): Draft | null {
  return draftFromLines(textLines(text), context?.trace)
}

export function draftFromLines(lines: readonly Line[], trace?: Trace): Draft | null {
  trace?.begin(lines)
  const head = readHead(lines, undefined, trace)
  const printed = printedTitle(head)
  keepTitle(lines.slice(0, head.storyFrom), printed, trace)
  const options = { tails: true, channels: head.channels }
  const story = readStory(lines.slice(head.storyFrom), printed, options, trace)
  return tellsStory(story.body) ? assemble(head, story, printed) : null
}

/** Labels the last line above the story that the title was taken from. */
export function keepTitle(above: readonly Line[], title: string | null, trace: Trace | undefined): void {
  const line = title === null ? undefined : above.findLast(({ text }) => text.startsWith(title))
  if (line !== undefined) trace?.keep(line, "title")
}

/** One article from what stands above the story, the story, and the printed title where there is one. */
export function assemble(head: Head, story: Story, printed: string | null): Draft {
  const bylines = writersFirst(unique([...head.bylines, ...story.bylines]))
  const broken = printed === null || isBroken(printed, story.body, bylines)
  const { title, titleFrom }: RepairedTitle = broken
    ? repairedTitle(story.abstract, story.headline, story.body)
    : { title: printed, titleFrom: "page" }
  const first = story.body[0]
  const isHeadline =
    titleFrom === "heading" && first !== undefined && "heading" in first && first.heading === title
  const flags: Flag[] = [...story.flags]
  if (broken) flags.unshift("title-repaired")
  if (head.publishedAt === null) flags.unshift("undated")
  return {
    ...BLANK_DRAFT,
    url: head.url,
    title,
    titleFrom,
    abstract: story.abstract,
    bylines,
    source: head.source,
    publishedAt: head.publishedAt,
    place: head.place,
    body: isHeadline ? story.body.slice(1) : story.body,
    captions: story.captions,
    seams: isHeadline ? seamsBehind(story.seams, title.length + 1) : story.seams,
    openEnds: story.openEnds,
    page: head.page ?? story.page,
    flags,
  }
}

/** Of a text that begins `cut` characters later. */
function seamsBehind(seams: readonly Seam[], cut: number): Seam[] {
  return seams.filter(({ at }) => at >= cut).map((seam) => ({ ...seam, at: seam.at - cut }))
}

const ROLE_ORDER = ["reporter", "correspondent", "intern", "photographer", "editor"]

function writersFirst(bylines: readonly Byline[]): Byline[] {
  return [...bylines].sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role))
}

const MAX_TITLE = 120

/** The first line above the story that is long enough for a title, else the longest. */
function printedTitle(head: Head): string | null {
  const names = head.source === null ? [] : [head.source]
  const titles = head.titles
    .map((title) => withoutTail(title, names))
    .filter((title) => title.length <= MAX_TITLE)
  const long = titles.find((title) => title.length >= 8)
  return long ?? [...titles].sort((a, b) => b.length - a.length)[0] ?? null
}
