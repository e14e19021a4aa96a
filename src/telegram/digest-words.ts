import type { Citation, Claim } from "../corpus.ts"
import type { Before, DigestItem, GroupKind } from "../digest/edition.ts"
import { words } from "../text/words.ts"
import type { ArticleLink } from "./article-link.ts"
import { oneLine } from "./message.ts"
import { renderClaim, renderClaims } from "./render-claim.ts"
import type { Texts } from "./texts.ts"

const NAME_UNITS = 60
const TITLE_UNITS = 120
/** A sentence beyond this is no line any more; it ends in an ellipsis. */
const LINE_UNITS = 800
const ABOUT_UNITS = 300
/** YYYY-MM-DD */
const DAY = 10

/** For whom and of what paper a digest is told. */
export interface Telling {
  /** The day of the digest, YYYY-MM-DD. */
  readonly today: string
  readonly paperName: string | undefined
  readonly texts: Texts
  readonly link: ArticleLink
}

/** What stands above a digest. */
export interface HeadWords {
  readonly name: string
  /** What it is about, where it does not tell of everything. */
  readonly about: string | undefined
}

/** What a digest says of one article, in its reader's language and script, however it is laid out. */
export interface ItemWords {
  readonly title: string
  readonly url: string | null
  /** What is said behind the title, which may be nothing. */
  readonly told: string
  /** The title is the beginning of the sentence that `told` goes on with. */
  readonly runsOn: boolean
  /** What was said before, else which report it was, or which is corrected. */
  readonly before: { readonly words: string; readonly quotes: boolean } | undefined
  readonly sources: readonly Source[]
}

/** An article, and what it is quoted with, as it was printed. */
export interface Source {
  readonly title: string
  readonly url: string | null
  /** The paper, where it is another one, and the day, as far as they are known. */
  readonly origin: string
  readonly quotes: readonly string[]
}

export function headWords(
  about: string | undefined,
  { today, paperName, texts }: Omit<Telling, "link">,
): HeadWords {
  const paper = paperName ?? texts.say("paper-unnamed")
  const name = texts.say("digest-head", { paper, day: longDay(today, texts) })
  return { name, about: about === undefined ? undefined : oneLine(about, ABOUT_UNITS) }
}

/** A day (YYYY-MM-DD) in words: 2025年10月24日. */
export function longDay(date: string, texts: Texts): string {
  return dayFormat(texts.language).format(new Date(`${date}T00:00:00Z`))
}

const DAY_FORMATS = new Map<string, Intl.DateTimeFormat>()

/** Dear to make. */
function dayFormat(language: string): Intl.DateTimeFormat {
  const format =
    DAY_FORMATS.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" })
  DAY_FORMATS.set(language, format)
  return format
}

/** In the language of the reader, which need not be that in which the edition was written. */
export function groupName(kind: GroupKind, place: string, texts: Texts): string {
  switch (kind) {
    case "lead":
      return texts.say("digest-lead")
    case "follow-ups":
      return texts.say("digest-follow-ups")
    case "corrections":
      return texts.say("digest-corrections")
    case "place":
      return oneLine(texts.inScript(place), NAME_UNITS)
  }
}

export function itemWords(item: DigestItem, kind: GroupKind, telling: Telling): ItemWords {
  const { today, texts, link } = telling
  const shown = (claim: Claim) => oneLine(renderClaim(claim, today, texts), LINE_UNITS)
  const title = oneLine(texts.inScript(item.title), TITLE_UNITS)
  const claims = [item.line, ...(kind === "lead" && !item.editors ? item.more : [])]
  const told = item.editors
    ? texts.say("digest-by-editor", { words: shown(item.line) })
    : renderClaims(claims, today, texts)
        .map((words) => oneLine(words, LINE_UNITS))
        .join("\n")
  // A title that was made of the first words is not said twice, nor is one that was glued to them.
  const rest = told.startsWith(title) ? told.slice(title.length) : told
  const before = item.before && beforeWords(item.before, kind, item.title, shown, texts)
  const quoted = [...claims, ...(before?.quotes && item.before?.said ? [item.before.said] : [])]
  return {
    title,
    url: link(item),
    told: rest,
    runsOn: rest !== told && (/^(?:[\s\p{P}]|$)/u.test(rest) || cutsWord(told, title.length)),
    before: before ?? undefined,
    sources: sourcesOf(
      quoted.flatMap((claim) => claim.citations),
      telling,
    ),
  }
}

/** In UTF-16 code units around a place that may lie within a word. */
const AROUND = 8

function cutsWord(text: string, at: number): boolean {
  const from = Math.max(0, at - AROUND)
  return words(text.slice(from, at + AROUND)).some(({ start, end }) => from + start < at && at < from + end)
}

/** Undefined where only the title is known, and it is that of the later report as well. */
function beforeWords(
  { title, publishedAt, said }: Before,
  kind: GroupKind,
  later: string,
  shown: (claim: Claim) => string,
  texts: Texts,
): ItemWords["before"] {
  const named = oneLine(texts.inScript(title), TITLE_UNITS)
  if (kind === "corrections") return { words: texts.say("digest-corrects", { title: named }), quotes: false }
  const day = publishedAt?.slice(0, DAY)
  if (said && day !== undefined)
    return { words: texts.say("digest-before", { day, words: shown(said) }), quotes: true }
  return title === later
    ? undefined
    : { words: texts.say("digest-before-titled", { title: named }), quotes: false }
}

function sourcesOf(citations: readonly Citation[], { paperName, texts, link }: Telling): Source[] {
  const articles = new Map<string, Citation[]>()
  for (const citation of citations) {
    const of = articles.get(citation.articleId)
    if (of) of.push(citation)
    else articles.set(citation.articleId, [citation])
  }
  return [...articles.values()].flatMap((of) => {
    const [first] = of
    if (!first) return []
    const { title, source, publishedAt } = first
    const paper = source !== null && source !== paperName ? texts.inScript(source) : ""
    const quotes = of.map(({ quote }) => oneLine(quote, LINE_UNITS))
    return [
      {
        title: oneLine(texts.inScript(title), TITLE_UNITS),
        url: link(first),
        origin: [paper, publishedAt?.slice(0, DAY)].filter(Boolean).join(" · "),
        quotes: [...new Set(quotes)],
      },
    ]
  })
}
