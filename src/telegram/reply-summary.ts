import type { Context } from "grammy"
import type { ToldSummary } from "../answer/ledger.ts"
import type { ArticleId, StoredArticle } from "../corpus.ts"
import type { StoryLine } from "../summarize/story.ts"
import type { Summary } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { askerOf } from "./identity.ts"
import type { Message } from "./message.ts"
import { moreButton } from "./more.ts"
import { renderStory, renderSummary } from "./render-summary.ts"
import { reply } from "./reply.ts"

export async function replySummary(
  ctx: Context,
  article: StoredArticle,
  summary: Summary,
  deps: DeskDeps,
): Promise<void> {
  const { articleId, style, sentences: claims, mode } = summary
  const today = dayIn(deps.now(), deps.timeZone)
  const message = renderSummary(article, summary, deps.textsFor(ctx), today, articleLinks(ctx.me.username))
  await send(ctx, { kind: "summary", articleId, style, claims, mode }, message, articleId, deps)
}

/** The lines, of one article at least; the numbers of their sources are those that the next commands may name. */
export async function replyStory(ctx: Context, lines: readonly StoryLine[], deps: DeskDeps): Promise<void> {
  const today = dayIn(deps.now(), deps.timeZone)
  const { message, articles } = renderStory(lines, deps.textsFor(ctx), today, articleLinks(ctx.me.username))
  const [articleId] = articles
  if (articleId === undefined) return
  const claims = lines.map(({ claim }) => claim)
  if (ctx.chat) deps.memory.remember(ctx.chat.id, articles, deps.now())
  await send(
    ctx,
    { kind: "summary", articleId, style: "story", claims, mode: "keyless" },
    message,
    undefined,
    deps,
  )
}

/** In the ledger before it leaves, with its messages once it is there. */
async function send(
  ctx: Context,
  answer: ToldSummary,
  message: Message,
  about: ArticleId | undefined,
  deps: DeskDeps,
): Promise<void> {
  const { ledger, now } = deps
  const question = ctx.message?.text ?? ""
  const entry = ledger.record({ ...askerOf(ctx), at: now(), question, answer })
  ledger.delivered(entry, await reply(ctx, message, moreButton(about, deps.textsFor(ctx), deps)))
}
