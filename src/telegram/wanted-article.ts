import type { Context } from "grammy"
import type { StoredArticle } from "../corpus.ts"
import { QUESTION_LIMIT, readQuestion } from "../retrieve/question.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import type { DeskDeps } from "./deps.ts"
import { findArticle } from "./find-article.ts"
import { reply } from "./reply.ts"
import { whileTyping } from "./typing.ts"

const SEARCH_MS = 30_000

/**
 * The article that a reader names: by its number in the last list, by id or url, or the one that fits the words best.
 * Undefined where there is none and the reader has been told so.
 */
export async function wantedArticle(
  ctx: Context,
  text: string,
  usage: string,
  deps: DeskDeps,
): Promise<StoredArticle | undefined> {
  const { articles, memory } = deps
  const texts = deps.textsFor(ctx)
  const words = await checkWords(ctx, text, usage, deps)
  if (words === undefined || !ctx.chat) return undefined
  const named = findArticle(words, memory.recall(ctx.chat.id), (id) => articles.get(id))
  if (named.kind === "found") return named.article
  const nobody = named.kind === "no-such-number" || URL.canParse(words)
  const found = nobody ? undefined : await whileTyping(ctx, () => bestMatch(words, deps))
  if (!found) await reply(ctx, texts.say(named.kind === "none" ? "no-such-article" : "no-such-number"))
  return found
}

async function bestMatch(
  words: string,
  { retriever, articles, now, timeZone }: DeskDeps,
): Promise<StoredArticle | undefined> {
  const question = readQuestion(words, { now: now(), timeZone, archive: articles })
  const [best] = await retrieveByDays(retriever, question, 1, { deadlineMs: SEARCH_MS })
  return best && articles.get(best.articleId)
}

/** The words, or undefined where they are none and the reader has been told so. */
export async function checkWords(
  ctx: Context,
  text: string,
  usage: string,
  { textsFor }: Pick<DeskDeps, "textsFor">,
): Promise<string | undefined> {
  const texts = textsFor(ctx)
  const words = text.trim()
  if (words === "") await reply(ctx, texts.say(usage))
  else if (words.length > QUESTION_LIMIT) {
    await reply(ctx, texts.say("question-too-long", { limit: QUESTION_LIMIT }))
  } else if (!/[\p{L}\p{N}]/u.test(words)) await reply(ctx, texts.say("question-no-words"))
  else return words
  return undefined
}
