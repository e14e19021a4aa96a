import type { Claim } from "../corpus.ts"
import type { Before, DigestItem, Edition, GroupKind, Headings } from "../digest/edition.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import { bold, joined, linked, type Message, oneLine } from "./message.ts"
import { renderClaim, renderClaims } from "./render-claim.ts"
import { type MessageLimits, TELEGRAM_LIMITS } from "./split.ts"
import type { Texts } from "./texts.ts"

const NAME_UNITS = 60
const TITLE_UNITS = 120
/** A sentence beyond this is no line any more; it ends in an ellipsis. */
const LINE_UNITS = 800
const ABOUT_UNITS = 300
/** YYYY-MM-DD */
const DAY = 10

export interface DigestRendering {
  readonly link?: ArticleLink
  /** Numbers in the place of bullets, for whoever edits it. */
  readonly numbered?: boolean
  readonly limits?: MessageLimits
  /** What the digest is about, where it does not tell of everything. */
  readonly about?: string
  /** What is to be said of the digest itself, at its end. */
  readonly notes?: readonly string[]
}

const BETWEEN = "\n\n"

/**
 * The messages of a digest, in order, each within Telegram's limits: cut between items, never inside one. A group
 * that goes on in the next message gets its heading again. An edition without items gives no message.
 */
export function renderDigest(
  edition: Edition,
  paperName: string | undefined,
  texts: Texts,
  {
    link = OWN_ADDRESSES,
    limits = TELEGRAM_LIMITS,
    numbered = false,
    about,
    notes = [],
  }: DigestRendering = {},
): Message[] {
  if (edition.groups.length === 0) return []
  const pages: Message[] = []
  let page: Message[] = [head(edition.date, paperName, texts, about)]
  const add = (block: Message, headingOfNext: Message | undefined): void => {
    if (!fits([...page, block], limits)) {
      pages.push(joined(page, BETWEEN))
      page = headingOfNext ? [headingOfNext] : []
    }
    page.push(block)
  }
  let number = 0
  for (const { kind, name: place, items } of edition.groups) {
    const name = headingOf(kind, place, texts)
    const again = bold(texts.say("digest-continued", { name }))
    items.forEach((item, index) => {
      number++
      const block = renderItem(item, kind, edition.date, texts, link, numbered ? number : undefined)
      if (index > 0) add(block, again)
      else add(joined([bold(name), block], "\n"), undefined)
    })
  }
  for (const text of notes) add({ text, entities: [] }, undefined)
  if (edition.left > 0) {
    add({ text: texts.say("digest-left", { count: edition.left }), entities: [] }, undefined)
  }
  return [...pages, joined(page, BETWEEN)]
}

function head(date: string, paperName: string | undefined, texts: Texts, about?: string): Message {
  const paper = paperName ?? texts.say("paper-unnamed")
  const name = bold(texts.say("digest-head", { paper, day: longDay(date, texts) }))
  return about === undefined ? name : joined([name, oneLine(about, ABOUT_UNITS)], "\n")
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
function headingOf(kind: GroupKind, name: string, texts: Texts): string {
  switch (kind) {
    case "lead":
      return texts.say("digest-lead")
    case "follow-ups":
      return texts.say("digest-follow-ups")
    case "corrections":
      return texts.say("digest-corrections")
    case "place":
      return oneLine(texts.inScript(name), NAME_UNITS)
  }
}

export function renderItem(
  item: DigestItem,
  kind: GroupKind,
  today: string,
  texts: Texts,
  link: ArticleLink,
  number: number | undefined,
): Message {
  const shown = (claim: Claim) => oneLine(renderClaim(claim, today, texts), LINE_UNITS)
  const title = oneLine(texts.inScript(item.title), TITLE_UNITS)
  const mark = number === undefined ? "• " : `${number}. `
  const heading = joined([mark, linked(title, link(item))])
  const told = item.editors
    ? texts.say("digest-by-editor", { words: shown(item.line) })
    : renderClaims([item.line, ...(kind === "lead" ? item.more : [])], today, texts)
        .map((words) => oneLine(words, LINE_UNITS))
        .join("\n")
  // A title that was made of the first words is not said twice, nor is one that was glued to them.
  const rest = told.startsWith(title) ? told.slice(title.length) : told
  const glue = rest === told || !/^(?:[\s\p{P}]|$)/u.test(rest) ? "\n" : ""
  const first = joined([heading, rest], glue)
  const before = item.before && beforeLine(item.before, kind, shown, texts)
  return before ? joined([first, before], "\n") : first
}

function beforeLine(
  { title, publishedAt, said }: Before,
  kind: GroupKind,
  shown: (claim: Claim) => string,
  texts: Texts,
): string {
  const named = oneLine(texts.inScript(title), TITLE_UNITS)
  if (kind === "corrections") return texts.say("digest-corrects", { title: named })
  const day = publishedAt?.slice(0, DAY)
  return said && day !== undefined
    ? texts.say("digest-before", { day, words: shown(said) })
    : texts.say("digest-before-titled", { title: named })
}

/** As plain text. */
export function plainDigest(edition: Edition, paperName: string | undefined, texts: Texts): string {
  return renderDigest(edition, paperName, texts)
    .map(({ text }) => text)
    .join("\n\n")
}

/** What the groups without a printed name are called. */
export function digestHeadings(texts: Texts): Headings {
  return {
    lead: texts.say("digest-lead"),
    followUps: texts.say("digest-follow-ups"),
    elsewhere: texts.say("digest-elsewhere"),
    corrections: texts.say("digest-corrections"),
  }
}

function fits(blocks: readonly Message[], limits: MessageLimits): boolean {
  const { text, entities } = joined(blocks, BETWEEN)
  return text.length <= limits.units && entities.length <= limits.entities
}
