import { choiceKey } from "../digest/choice.ts"
import type { Edition, ToldChoice } from "../digest/edition.ts"
import { SHRINK_AFTER } from "../digest/shrink.ts"
import type { Subscription } from "../digest/subscription.ts"
import type { ArticleLink } from "./article-link.ts"
import { describeWants } from "./describe-digest.ts"
import { inRows, pressData, restoreLabel } from "./digest-pages.ts"
import {
  type ButtonRows,
  footButton,
  type OutboxMessage,
  type PrivateButton,
  withButtons,
} from "./foot-button.ts"
import { oneLine } from "./message.ts"
import { type DigestMessage, renderDigest } from "./render-digest.ts"
import type { Texts } from "./texts.ts"

const LABEL_UNITS = 16
const WORD_UNITS = 60
/** Where three of them stand in a row on a telephone. */
const SHORT_UNITS = 5

export type RenderOwnDigest = (
  edition: Edition,
  subscription: Subscription,
  paperName: string | undefined,
  texts: Texts,
  link: ArticleLink,
) => OutboxMessage[]

/** What the press of a topic's button sends: the digest's number, the day of the edition, the key of the choice. */
export const TOPIC_PRESSED = /^told:(\d{1,15}):(\d{4}-\d{2}-\d{2}):([0-9a-f]{8})$/

/**
 * Renders readers' own digests: what a digest is about, what was left out of topics that have shrunk, and below the last
 * message its topics, what restores them, and what ends it. Readers with the same wants share an edition: its text is
 * made once for each language.
 */
export function createOwnDigestRenderer(): RenderOwnDigest {
  const rendered = new WeakMap<Edition, Map<string, readonly DigestMessage[]>>()
  return (edition, subscription, paperName, texts, link) => {
    const about = describeWants(subscription, texts)
    const known = rendered.get(edition) ?? new Map<string, readonly DigestMessage[]>()
    rendered.set(edition, known)
    const key = `${texts.language} ${about}`
    const notes = shrunkNotes(edition, texts)
    const messages = known.get(key) ?? renderDigest(edition, paperName, texts, { link, about, notes })
    known.set(key, messages)
    return withButtons(messages, buttonsBelow(edition, subscription.id, texts))
  }
}

function shrunkNotes({ choices = [] }: Edition, texts: Texts): string[] {
  const words = choices
    .filter(({ left }) => left > 0)
    .map(({ word, left }) => {
      const named = oneLine(texts.inScript(word), WORD_UNITS)
      return texts.say("digest-shrunk-word", { word: named, count: left })
    })
  if (words.length === 0) return []
  return [texts.say("digest-shrunk", { words: words.join(texts.say("list-comma")), digests: SHRINK_AFTER })]
}

function buttonsBelow({ date, choices = [] }: Edition, digestId: number, texts: Texts): ButtonRows {
  const topic = (choice: ToldChoice): PrivateButton => ({
    text: texts.say("digest-topic", {
      word: oneLine(texts.inScript(choice.word), LABEL_UNITS),
      count: choice.count,
    }),
    data: `told:${digestId}:${date}:${choiceKey(choice)}`,
  })
  const restore = (choice: ToldChoice): PrivateButton => ({
    text: restoreLabel(choice, texts),
    data: pressData(digestId, "whole", choiceKey(choice)),
  })
  const inThrees = choices.length % 3 !== 1 && choices.every(({ word }) => word.length <= SHORT_UNITS)
  return [
    ...inRows(choices.map(topic), inThrees ? 3 : 2),
    ...inRows(choices.filter(({ left }) => left > 0).map(restore), 2),
    [footButton(digestId, texts)],
  ]
}
