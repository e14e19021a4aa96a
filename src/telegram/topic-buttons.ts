import { choiceKey } from "../digest/choice.ts"
import type { Edition, ToldChoice } from "../digest/edition.ts"
import { SHRINK_AFTER } from "../digest/shrink.ts"
import { inRows, pressData, restoreLabel } from "./digest-pages.ts"
import { type ButtonRows, footButton, type PrivateButton } from "./foot-button.ts"
import { oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

const LABEL_UNITS = 16
const WORD_UNITS = 60
const WIDTH = 3
const RESTORE_WIDTH = 2

/** What the press of a topic's button sends: the digest's number, the day of the edition, the key of the choice. */
export const TOPIC_PRESSED = /^told:(\d{1,15}):(\d{4}-\d{2}-\d{2}):([0-9a-f]{8})$/

/** Below a reader's own digest: its topics, what restores those that have shrunk, and what ends it. */
export function buttonsBelow({ date, choices = [] }: Edition, digestId: number, texts: Texts): ButtonRows {
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
  return [
    ...inRows(choices.map(topic), WIDTH),
    ...inRows(choices.filter(({ left }) => left > 0).map(restore), RESTORE_WIDTH),
    [footButton(digestId, texts)],
  ]
}

/** What a digest says of the choices of which it leaves something out. */
export function shrunkNotes({ choices = [] }: Edition, texts: Texts): string[] {
  return choices
    .filter(({ left }) => left > 0)
    .map(({ word, left }) => {
      const named = oneLine(texts.inScript(word), WORD_UNITS)
      return texts.say("digest-shrunk", { word: named, count: left, digests: SHRINK_AFTER })
    })
}
