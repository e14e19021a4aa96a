import type { MessageEntity } from "grammy/types"
import { isHighSurrogate, type Message } from "./message.ts"

export interface MessageLimits {
  /** UTF-16 code units. */
  readonly units: number
  readonly entities: number
}

/** Longer texts are refused; entities beyond the hundredth are dropped without a word. */
export const TELEGRAM_LIMITS: MessageLimits = { units: 4096, entities: 100 }

/** From the best place to cut to the worst. A cut is made after the mark. */
const MARKS = ["\n\n", "\n", "。", " "]

/**
 * The message in pieces that Telegram takes whole, in order. A cut is made between paragraphs where one ends in the
 * second half of a piece, then between lines, sentences and words; never within a surrogate pair, and within an
 * entity only where that entity alone is longer than a message. White space around a cut is left out. Of more than
 * `limits.entities` entities that begin at one place the rest is dropped.
 */
export function splitMessage(message: Message, limits: MessageLimits = TELEGRAM_LIMITS): Message[] {
  const entities = [...message.entities].sort((a, b) => a.offset - b.offset || b.length - a.length)
  const pieces: Message[] = []
  let start = skipSpace(message.text, 0)
  while (start < message.text.length) {
    const end = cutAfter(message.text, entities, start, limits)
    const piece = slice(message.text, entities, start, end, limits)
    if (piece.text !== "") pieces.push(piece)
    start = skipSpace(message.text, end)
  }
  return pieces
}

/** Where the piece that begins at `start` ends; always beyond `start`. */
function cutAfter(
  text: string,
  entities: readonly MessageEntity[],
  start: number,
  limits: MessageLimits,
): number {
  const within = entities.filter((entity) => entity.offset + entity.length > start)
  const tooMany = within[limits.entities]?.offset ?? Number.POSITIVE_INFINITY
  const most = Math.min(start + limits.units, tooMany > start ? tooMany : Number.POSITIVE_INFINITY)
  if (most >= text.length) return text.length
  const whole = within.filter((entity) => entity.length <= limits.units)
  const allowed = cutPlaces(text, whole, start, most)
  for (const mark of MARKS) {
    const least = start + (most - start) / 2
    for (
      let at = text.lastIndexOf(mark, most - mark.length);
      at >= least;
      at = text.lastIndexOf(mark, at - 1)
    ) {
      if (allowed(at + mark.length)) return at + mark.length
    }
  }
  for (let at = most; at > start; at--) if (allowed(at)) return at
  return isHighSurrogate(text.charCodeAt(most - 1)) && most - 1 > start ? most - 1 : most
}

/** Whether a cut before an offset between `start` and `most` divides no surrogate pair and none of the entities. */
function cutPlaces(
  text: string,
  entities: readonly MessageEntity[],
  start: number,
  most: number,
): (at: number) => boolean {
  const inside = new Uint8Array(most - start + 1)
  for (const { offset, length } of entities) {
    if (offset >= most) continue
    inside.fill(1, Math.max(0, offset + 1 - start), Math.max(0, Math.min(offset + length, most + 1) - start))
  }
  return (at) => inside[at - start] === 0 && !isHighSurrogate(text.charCodeAt(at - 1))
}

function slice(
  text: string,
  entities: readonly MessageEntity[],
  start: number,
  end: number,
  limits: MessageLimits,
): Message {
  const kept = text.slice(start, end).trimEnd()
  const clipped = entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start)
    const to = Math.min(entity.offset + entity.length, start + kept.length)
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : []
  })
  return { text: kept, entities: clipped.slice(0, limits.entities) }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && (text[at] as string).trim() === "") at++
  return at
}
