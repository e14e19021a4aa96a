import type { Asked } from "../answer/ask.ts"
import type { AwaitedQuestion } from "../digest/awaited.ts"
import type { ArticleLink } from "./article-link.ts"
import { type OutboxMessage, withButtons } from "./foot-button.ts"
import { joined, type Message, oneLine } from "./message.ts"
import { renderAnswer } from "./render-answer.ts"
import { splitMessage } from "./split.ts"
import type { Texts } from "./texts.ts"

const QUESTION_UNITS = 200

/** What a reader hears when an article answers the question that waited for it: the answer with its sources. */
export function renderAwaited(
  asked: Asked,
  awaited: Pick<AwaitedQuestion, "question">,
  texts: Texts,
  link: ArticleLink,
): Message[] {
  return render("await-answered", asked, awaited.question, texts, link)
}

/** The same where an article may be what was waited for, with a button that ends the waiting. */
export function renderOffered(
  asked: Asked,
  { id, question }: Pick<AwaitedQuestion, "id" | "question">,
  texts: Texts,
  link: ArticleLink,
): OutboxMessage[] {
  const button = { text: texts.say("await-is-it"), data: `awaited:${id}:found` }
  return withButtons(render("await-offered", asked, question, texts, link), [[button]])
}

function render(
  head: "await-answered" | "await-offered",
  asked: Asked,
  question: string,
  texts: Texts,
  link: ArticleLink,
): Message[] {
  const said = texts.say(head, { question: oneLine(question, QUESTION_UNITS) })
  return splitMessage(joined([said, renderAnswer(asked, texts, link).message], "\n\n"))
}
