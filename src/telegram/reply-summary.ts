import type { Context } from "grammy"
import type { StoredArticle } from "../corpus.ts"
import type { Summary } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { askerOf } from "./identity.ts"
import { moreButton } from "./more.ts"
import { renderSummary } from "./render-answer.ts"
import { reply } from "./reply.ts"

/** Sends a summary: in the ledger before it leaves, with its messages once it is there. */
export async function replySummary(
  ctx: Context,
  article: StoredArticle,
  summary: Summary,
  deps: DeskDeps,
): Promise<void> {
  const { ledger, now, timeZone } = deps
  const texts = deps.textsFor(ctx)
  const { articleId, style, sentences: claims, mode } = summary
  const entry = ledger.record({
    ...askerOf(ctx),
    at: now(),
    question: ctx.message?.text ?? "",
    answer: { kind: "summary", articleId, style, claims, mode },
  })
  const message = renderSummary(
    article,
    summary,
    texts,
    dayIn(now(), timeZone),
    articleLinks(ctx.me.username),
  )
  ledger.delivered(entry, await reply(ctx, message, moreButton(articleId, texts, deps)))
}
