import type { Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { ArticleId, LinkKind, StoredArticle } from "../corpus.ts"
import type { RelatedArticle } from "../retrieve/related.ts"
import { shortHash } from "../text/hash.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { meantArticle } from "./meant-article.ts"
import { oneLine } from "./message.ts"
import { listedArticle, showList } from "./show-list.ts"
import type { Texts } from "./texts.ts"

const LIST_LENGTH = 10
const TITLE_UNITS = 60
const CHECK_DIGITS = 8
const ROLES: Readonly<Record<LinkKind, string>> = {
  "corrected-by": "role-correction",
  "updated-by": "role-follow-up",
  corrects: "role-corrected",
  updates: "role-before",
}

/** What the press of a `moreButton` sends: the article's number, and digits that tell it from another archive's. */
export const MORE_PRESSED = /^more:(\d{1,15}):([0-9a-f]{8})$/

/** Articles on the matter of the one that is named, or that the message replied to links to or is. */
export async function more(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const article = await meantArticle(ctx, text, "more-usage", deps)
  if (article) await showRelated(ctx, article, deps.related(article.id, LIST_LENGTH), deps)
}

/** Answers a press: by the list, or by one line that Telegram shows over the chat. */
export async function morePressed(
  ctx: Context,
  [, number, check]: readonly (string | undefined)[],
  deps: DeskDeps,
): Promise<void> {
  const { articles, related } = deps
  const texts = deps.textsFor(ctx)
  const [article] = articles.byNumbers([Number(number)])
  const known = article !== undefined && checkOf(article) === check
  const found = known ? related(article.id, LIST_LENGTH) : []
  const answer = (line?: string) =>
    ctx.answerCallbackQuery(line === undefined ? {} : { text: line }).catch(ignoreRefusal)
  if (!known) return void (await answer(texts.say("no-such-article")))
  if (found.length === 0) return void (await answer(texts.say("more-none")))
  await answer()
  await showRelated(ctx, article, found, deps)
}

/** One button for articles on the same matter; undefined where there are none. */
export function moreButton(
  id: ArticleId | undefined,
  texts: Texts,
  { articles, related }: Pick<DeskDeps, "articles" | "related">,
): InlineKeyboardMarkup | undefined {
  const article = id === undefined ? undefined : articles.get(id)
  if (!article || related(article.id, 1).length === 0) return undefined
  const data = `more:${article.number}:${checkOf(article)}`
  return { inline_keyboard: [[{ text: texts.say("more-button"), callback_data: data }]] }
}

function checkOf({ id }: StoredArticle): string {
  return shortHash([id], CHECK_DIGITS)
}

async function showRelated(
  ctx: Context,
  { title }: StoredArticle,
  found: readonly RelatedArticle[],
  deps: DeskDeps,
): Promise<void> {
  const texts = deps.textsFor(ctx)
  const head = texts.say("more-head", { title: oneLine(texts.inScript(title), TITLE_UNITS) })
  const listed = found.map(({ article, kind }) =>
    kind === null ? listedArticle(article) : { ...listedArticle(article), role: texts.say(ROLES[kind]) },
  )
  await showList(ctx, head, listed, texts.say("more-none"), deps)
}
