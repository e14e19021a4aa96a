import type { Asked } from "../answer/ask.ts"
import type { ArticleLink } from "./article-link.ts"
import { joined, type Message, oneLine } from "./message.ts"
import { renderAnswer } from "./render-answer.ts"
import { splitMessage } from "./split.ts"
import type { Texts } from "./texts.ts"

const QUESTION_UNITS = 200

/** What a reader hears when an article answers the question that waited for it: the answer with its sources. */
export function renderAwaited(asked: Asked, question: string, texts: Texts, link: ArticleLink): Message[] {
  const head = texts.say("await-answered", { question: oneLine(question, QUESTION_UNITS) })
  return splitMessage(joined([head, renderAnswer(asked, texts, link).message], "\n\n"))
}
