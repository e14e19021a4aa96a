import { type Article, articleText, type Block, type Flag, type StoredArticle } from "../corpus.ts"
import { unique } from "./byline.ts"
import { continuesParagraph, pageNumber } from "./jumps.ts"
import { bare } from "./lines.ts"

/** Two files of one day that hold one story. */
export interface Pair<T extends Article = Article> {
  readonly first: T
  readonly second: T
}

/** Headlines that say less (简讯) are no sign that two texts belong together. */
const MIN_TITLE = 6

/**
 * Finds the halves that belong together: same paper and day, the headline of one repeated by the other or named in
 * its marker, and nothing that speaks against it. Halves with more than one partner stay alone, as do such with more
 * than one open end: a wrong join is worse than a half.
 */
export function pairHalves<T extends Article>(halves: readonly T[]): Pair<T>[] {
  const seconds = grouped(
    halves.filter((half) => endOf(half, "began") !== null),
    paperAndDay,
  )
  const pairs = halves
    .filter((half) => endOf(half, "goes-on") !== null)
    .flatMap((first) =>
      (seconds.get(paperAndDay(first)) ?? [])
        .filter((second) => belongTogether(first, second))
        .map((second) => ({ first, second })),
    )
  const firsts = grouped(pairs, ({ first }) => first.id)
  const others = grouped(pairs, ({ second }) => second.id)
  return pairs.filter(
    ({ first, second }) => firsts.get(first.id)?.length === 1 && others.get(second.id)?.length === 1,
  )
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** One article of two halves: the first one's id, title and url, the text of both, the seam with both pages. */
export function joinHalves({ first, second }: Pair): Article {
  const [before, after] = [first.body.at(-1), second.body[0]]
  const both = before !== undefined && after !== undefined && "text" in before && "text" in after
  const glued = both && continuesParagraph(before.text)
  const body: Block[] = glued
    ? [...first.body.slice(0, -1), { text: before.text + after.text }, ...second.body.slice(1)]
    : [...first.body, ...second.body]
  const at = articleText(first.body).length + (glued ? 0 : 1)
  const seam = {
    at,
    from: printedPage(first) ?? endOf(second, "began")?.page ?? null,
    to: endOf(first, "goes-on")?.page ?? printedPage(second),
  }
  const kept = first.flags.filter((flag) => !["incomplete", "very-short", "stitched"].includes(flag))
  const flags: Flag[] = [...kept, "stitched"]
  return {
    ...first,
    bylines: unique([...first.bylines, ...second.bylines]),
    body,
    captions: [...first.captions, ...second.captions],
    seams: [...first.seams, seam, ...second.seams.map((one) => ({ ...one, at: one.at + at }))],
    openEnds: [],
    flags,
  }
}

/** Whether two headlines are one: equal, or one a shortened form of the other, without signs and spaces. */
export function sameHeadline(a: string, b: string): boolean {
  const [short = "", long = ""] = [bare(a), bare(b)].sort((x, y) => x.length - y.length)
  return short.length >= MIN_TITLE && long.includes(short)
}

/** The only open end of a half, where it is on this side and at that end of the text. */
function endOf({ openEnds }: Article, side: "goes-on" | "began") {
  const [end] = openEnds
  return openEnds.length === 1 && end?.side === side && !end.within ? end : null
}

function paperAndDay({ source, publishedAt, id }: Article): string {
  return source === null || publishedAt === null ? `alone ${id}` : `${publishedAt.slice(0, 10)} ${source}`
}

function belongTogether(first: Article, second: Article): boolean {
  const on = endOf(first, "goes-on")
  const from = endOf(second, "began")
  if (first.id === second.id || on === null || from === null) return false
  if (differ(on.page, printedPage(second)) || differ(from.page, printedPage(first))) return false
  if (on.page !== null && on.page === from.page) return false
  if (on.title !== null && !sameHeadline(on.title, second.title)) return false
  if (from.title !== null) return sameHeadline(from.title, first.title)
  if (strangers(first, second)) return false
  return sameHeadline(first.title, second.title)
}

function printedPage({ page }: Article): string | null {
  return page === null ? null : pageNumber(page)
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}

/** Both name their reporters, and none is the same. */
function strangers(a: Article, b: Article): boolean {
  const names = ({ bylines }: Article) =>
    bylines.filter(({ role }) => role === "reporter").map(({ name }) => name)
  const [of, others] = [names(a), names(b)]
  return of.length > 0 && others.length > 0 && !of.some((name) => others.includes(name))
}

/** Whether the archive holds these halves as one already, in these words. */
export function isJoined(
  joined: Article,
  now: Pick<StoredArticle, "text"> | undefined,
  second: Pick<StoredArticle, "lead"> | undefined,
): boolean {
  return now?.text === articleText(joined.body) && second?.lead?.id === joined.id
}
