import type { Context } from "grammy"
import type { StoredArticle } from "../corpus.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { type ListedArticle, renderList } from "./render-list.ts"
import { reply } from "./reply.ts"

/** Sends a numbered list, remembered so that the next commands of the chat can name its numbers; `none` is said for an empty one. */
export async function showList(
  ctx: Context,
  head: string,
  listed: readonly ListedArticle[],
  none: string,
  { textsFor, memory, now }: Pick<DeskDeps, "textsFor" | "memory" | "now">,
): Promise<void> {
  if (listed.length === 0) return void (await reply(ctx, none))
  if (ctx.chat) {
    memory.remember(
      ctx.chat.id,
      listed.map(({ articleId }) => articleId),
      now(),
    )
  }
  await reply(ctx, renderList(head, listed, textsFor(ctx), articleLinks(ctx.me.username)))
}

export function listedArticle(article: StoredArticle): ListedArticle {
  const { id: articleId, title, url, source, publishedAt, place, abstract, body } = article
  const paragraphs = body.flatMap((block) => ("text" in block ? [block.text] : []))
  const snippet = [abstract ?? "", ...paragraphs].find((text) => text !== "" && text !== title) ?? ""
  return { articleId, title, url, source, publishedAt, place, snippet }
}
