import type { Context } from "grammy"
import type { Message } from "grammy/types"
import type { StoredArticle } from "../corpus.ts"
import { readQuestion } from "../retrieve/question.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import { fold } from "../text/scripts.ts"
import { articlesLinked } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { reply } from "./reply.ts"
import { richLines } from "./rich-text.ts"
import { whileTyping } from "./typing.ts"
import { wantedArticle } from "./wanted-article.ts"

const SEARCH_MS = 20_000
/** Of a message, enough to find what it was cut out of. */
const SOUGHT_UNITS = 120
const COMPARED_UNITS = 1_000
const MOST_COMPARED = 5
/** The share of a message's pairs of characters that stand in the article that it is. */
const SAME = 0.7
/** A shorter message may stand in many articles. */
const LEAST_LETTERS = 12

/** The article that the words name or, without words, the one that the message replied to links to or is. */
export async function meantArticle(
  ctx: Context,
  text: string,
  usage: string,
  deps: DeskDeps,
): Promise<StoredArticle | undefined> {
  const message = ctx.message?.reply_to_message
  const words = message && wordsOf(message)
  if (text.trim() !== "" || !message || words === undefined) return wantedArticle(ctx, text, usage, deps)
  const found = linkedArticle(message, deps) ?? (await whileTyping(ctx, () => articleOf(words, deps)))
  if (!found) await reply(ctx, deps.textsFor(ctx).say("reply-no-article"))
  return found
}

/** Undefined for a message without any, such as a picture. */
function wordsOf({ text, caption, rich_message: rich }: Message): string | undefined {
  return text ?? caption ?? (rich && richLines(rich.blocks).join("\n"))
}

function linkedArticle(message: Message, { articles }: DeskDeps): StoredArticle | undefined {
  return articlesLinked(message)
    .map((name) => articles.get(name))
    .find((article) => article?.status === "live")
}

/** The article whose words a message repeats: a forwarded post, or a part of it. */
async function articleOf(
  words: string,
  { retriever, articles, now, timeZone }: DeskDeps,
): Promise<StoredArticle | undefined> {
  const own = pairs(words.replace(/https?:\S+/gu, "").slice(0, COMPARED_UNITS))
  if (own.length < LEAST_LETTERS) return undefined
  const sought = words.replace(/\s+/gu, " ").slice(0, SOUGHT_UNITS)
  const question = readQuestion(sought, { now: now(), timeZone, archive: articles })
  const found = await retrieveByDays(retriever, question, MOST_COMPARED, { deadlineMs: SEARCH_MS })
  return found
    .flatMap(({ articleId }) => articles.get(articleId) ?? [])
    .map((article) => ({ article, share: shareIn(own, article) }))
    .filter(({ share }) => share >= SAME)
    .sort((a, b) => b.share - a.share)[0]?.article
}

function shareIn(own: readonly string[], { title, abstract, text }: StoredArticle): number {
  const there = new Set(pairs([title, abstract ?? "", text].join("\n")))
  return own.filter((pair) => there.has(pair)).length / own.length
}

function pairs(text: string): string[] {
  const letters = fold(text).replace(/[^\p{L}\p{N}]/gu, "")
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2))
}
