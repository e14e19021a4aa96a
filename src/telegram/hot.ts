import type { Context } from "grammy"
import { LEAST_CHATS } from "../answer/hot.ts"
import type { DeskDeps } from "./deps.ts"
import { listedArticle, showList } from "./show-list.ts"

/** What readers asked most lately, as articles; never their words. */
export async function hot(ctx: Context, deps: DeskDeps): Promise<void> {
  const { now } = deps
  const texts = deps.textsFor(ctx)
  const { days, articles } = deps.hot(now())
  const listed = articles.map(({ article }) => listedArticle(article))
  await showList(
    ctx,
    texts.say("hot-head", { days }),
    listed,
    texts.say("hot-none", { count: LEAST_CHATS }),
    deps,
  )
}
