import { isPlace } from "../digest/choice.ts"
import type { DigestItem, Edition, ToldChoice } from "../digest/edition.ts"
import type { ArticleLink } from "./article-link.ts"
import { longDay } from "./digest-words.ts"
import { bold, joined, type Message, oneLine } from "./message.ts"
import { quotesOf } from "./render-answer.ts"
import { renderItem } from "./render-digest.ts"
import type { Texts } from "./texts.ts"

const WORD_UNITS = 60

/** What the press of a topic's button tells. */
export interface ToldTopic {
  readonly edition: Pick<Edition, "date">
  readonly choice: ToldChoice
  readonly items: readonly DigestItem[]
  /** It had shrunk, and has not any more. */
  readonly restored: boolean
}

/**
 * The articles of one topic of a digest, a paragraph each, with the paper's words where the sentences are others. `today`:
 * YYYY-MM-DD.
 */
export function renderTopic(
  { edition, choice, items, restored }: ToldTopic,
  texts: Texts,
  today: string,
  link: ArticleLink,
): Message {
  const word = oneLine(texts.inScript(choice.word), WORD_UNITS)
  const rest = choice.count - choice.articles.length
  const told = (item: DigestItem) => {
    const quotes = quotesOf([item.line, ...item.more], () => "", texts)
    return joined([renderItem(item, "lead", { today, paperName: undefined, texts, link }), ...quotes], "\n")
  }
  const left = isPlace(choice) ? "digest-topic-left-place" : "digest-topic-left"
  return joined(
    [
      bold(texts.say("digest-topic-head", { word, day: longDay(edition.date, texts) })),
      ...items.map(told),
      ...(rest > 0 ? [texts.say(left, { count: rest, word })] : []),
      ...(restored ? [texts.say("digest-whole-again", { word })] : []),
    ],
    "\n\n",
  )
}
