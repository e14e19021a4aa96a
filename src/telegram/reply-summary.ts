import type { Context } from "grammy"
import type { StoredArticle } from "../corpus.ts"
import type { Summary } from "../summarize/summary.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { renderSummary } from "./render-answer.ts"
import { reply } from "./reply.ts"

/** Sends a summary: in the ledger before it leaves, with its messages once it is there. */
export async function replySummary(
  ctx: Context,
  article: StoredArticle,
  summary: Summary,
  { texts, ledger, now }: DeskDeps,
): Promise<void> {
  const { articleId, style, sentences: claims, mode } = summary
  const entry = ledger.record({
    at: now(),
    chatId: ctx.chat?.id ?? null,
    question: ctx.message?.text ?? "",
    answer: { kind: "summary", articleId, style, claims, mode },
  })
  ledger.delivered(
    entry,
    await reply(ctx, renderSummary(article, summary, texts, articleLinks(ctx.me.username))),
  )
}
