import type { InputRichBlock } from "grammy/types"
import type { DigestItem, Edition, GroupKind, Headings } from "../digest/edition.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import {
  groupName,
  type HeadWords,
  headWords,
  type ItemWords,
  itemWords,
  type Source,
  type Telling,
} from "./digest-words.ts"
import { bold, joined, linked, type Message } from "./message.ts"
import { richGroup, richHead, richItem, richLeft, richPart } from "./rich-digest.ts"
import { type MessageLimits, TELEGRAM_LIMITS } from "./split.ts"
import type { Texts } from "./texts.ts"

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

/** One part of a digest, as a message that each server takes. */
export interface DigestMessage extends Message {
  /** The same and its evidence as blocks of a rich message, for a server that takes it. */
  readonly rich?: readonly InputRichBlock[]
}

/** What is never cut, both ways. */
interface Piece {
  readonly plain: Message
  readonly rich: readonly InputRichBlock[]
  readonly sources: readonly Source[]
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
): DigestMessage[] {
  if (edition.groups.length === 0) return []
  const telling = { today: edition.date, paperName, texts, link }
  const parts: Piece[][] = []
  let part: Piece[] = [headPiece(headWords(about, telling))]
  const add = (piece: Piece, headingOfNext: Piece | undefined): void => {
    if (!fits([...part, piece], limits)) {
      parts.push(part)
      part = headingOfNext ? [headingOfNext] : []
    }
    part.push(piece)
  }
  let number = 0
  for (const { kind, name: place, items } of edition.groups) {
    const name = groupName(kind, place, texts)
    const again = groupPiece(texts.say("digest-continued", { name }))
    items.forEach((item, index) => {
      number++
      const piece = itemPiece(
        itemWords(item, kind, telling),
        kind === "lead",
        numbered ? `${number}. ` : "• ",
      )
      if (index > 0) add(piece, again)
      else add(together(groupPiece(name), piece), undefined)
    })
  }
  for (const note of notes) add(leftPiece(note), undefined)
  if (edition.left > 0) add(leftPiece(texts.say("digest-left", { count: edition.left })), undefined)
  return [...parts, part].map((pieces) => asMessage(pieces, texts))
}

/** The line over a digest. */
export function digestHead({ name, about }: HeadWords): Message {
  return joined([bold(name), ...(about === undefined ? [] : [about])], "\n")
}

/** One article by itself, plain. */
export function renderItem(item: DigestItem, kind: GroupKind, telling: Telling): Message {
  return itemPiece(itemWords(item, kind, telling), kind === "lead", "• ").plain
}

function headPiece(head: HeadWords): Piece {
  return { plain: digestHead(head), rich: richHead(head), sources: [] }
}

function groupPiece(name: string): Piece {
  return { plain: bold(name), rich: [richGroup(name)], sources: [] }
}

function itemPiece(words: ItemWords, leads: boolean, mark: string): Piece {
  const { title, url, told, runsOn, before, sources } = words
  const first = joined([mark, linked(title, url), runsOn ? "" : "\n", told])
  const plain = before === undefined ? first : joined([first, before.words], "\n")
  return { plain, rich: richItem(words, leads), sources }
}

function leftPiece(words: string): Piece {
  return { plain: { text: words, entities: [] }, rich: [richLeft(words)], sources: [] }
}

function together(heading: Piece, first: Piece): Piece {
  return {
    plain: joined([heading.plain, first.plain], "\n"),
    rich: [...heading.rich, ...first.rich],
    sources: [...heading.sources, ...first.sources],
  }
}

function fits(pieces: readonly Piece[], limits: MessageLimits): boolean {
  const sum = (sizeOf: (plain: Message) => number) =>
    pieces.reduce((all, { plain }) => all + sizeOf(plain), 0)
  const units = sum(({ text }) => text.length) + BETWEEN.length * (pieces.length - 1)
  return units <= limits.units && sum(({ entities }) => entities.length) <= limits.entities
}

function asMessage(pieces: readonly Piece[], texts: Texts): DigestMessage {
  const plain = joined(
    pieces.map((piece) => piece.plain),
    BETWEEN,
  )
  const rich = richPart(
    pieces.flatMap((piece) => piece.rich),
    pieces.flatMap((piece) => piece.sources),
    texts,
  )
  return rich ? { ...plain, rich } : plain
}

/** As plain text. */
export function plainDigest(edition: Edition, paperName: string | undefined, texts: Texts): string {
  return renderDigest(edition, paperName, texts)
    .map(({ text }) => text)
    .join(BETWEEN)
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
