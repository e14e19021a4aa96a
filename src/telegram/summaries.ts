import type { Context } from "grammy"
import type { StoredArticle } from "../corpus.ts"
import { type StoryLine, storyOfThese } from "../summarize/story.ts"
import { SUMMARY_STYLES, type SummaryStyle } from "../summarize/summary.ts"
import type { DeskDeps } from "./deps.ts"
import { findArticle } from "./find-article.ts"
import { meantArticle } from "./meant-article.ts"
import { reply } from "./reply.ts"
import { replyStory, replySummary } from "./reply-summary.ts"
import { whileTyping } from "./typing.ts"

/** What anybody may ask for. */
export const READER_STYLES: readonly Wanted[] = ["brief", "points", "long", "story"]
export const EDITOR_STYLES: readonly Wanted[] = [...SUMMARY_STYLES, "story"]

/** story: the matter over time. */
type Wanted = SummaryStyle | "story"

/** What readers write for a style. */
const NAMED: Readonly<Record<string, Wanted>> = {
  一句话: "brief",
  一句話: "brief",
  要点: "points",
  要點: "points",
  详细: "long",
  詳細: "long",
  标题: "headlines",
  標題: "headlines",
  短文: "social",
  英文: "english",
  经过: "story",
  經過: "story",
}

const SUMMARY_MS = 30_000
const MOST_CHOSEN = 12
const NUMBERS = /^\d{1,2}(?:[\s,，、]+\d{1,2})+$/u

/**
 * A summary of the article that is named or replied to, in the style that the last word names, brief without one. Several
 * numbers of the last list, or "story": the matter over time.
 */
export async function summary(
  ctx: Context,
  text: string,
  usage: string,
  styles: readonly Wanted[],
  deps: DeskDeps,
): Promise<void> {
  const { words, style } = read(text, styles)
  if (NUMBERS.test(words)) return storyOfNumbers(ctx, words, deps)
  const article = await meantArticle(ctx, words, usage, deps)
  if (!article) return
  if (style === "story") return tellStory(ctx, deps.story(article), deps)
  const told = await whileTyping(ctx, () =>
    deps.summarizer.summarize(article, style, {
      deadlineMs: SUMMARY_MS,
      signal: deps.hurry,
      ...(ctx.from && { readerId: ctx.from.id }),
    }),
  )
  await replySummary(ctx, article, told, deps)
}

function read(text: string, styles: readonly Wanted[]): { words: string; style: Wanted } {
  const words = text.trim().split(/\s+/u)
  const last = words.at(-1)?.toLowerCase() ?? ""
  const style = styles.find((one) => one === (NAMED[last] ?? last))
  return style ? { words: words.slice(0, -1).join(" "), style } : { words: words.join(" "), style: "brief" }
}

async function storyOfNumbers(ctx: Context, words: string, deps: DeskDeps): Promise<void> {
  const shown = ctx.chat ? deps.memory.recall(ctx.chat.id) : []
  const numbers = [...new Set(words.split(/[^\d]+/u))].slice(0, MOST_CHOSEN)
  const articles: StoredArticle[] = []
  for (const number of numbers) {
    const found = findArticle(number, shown, (id) => deps.articles.get(id))
    if (found.kind !== "found") return void (await reply(ctx, deps.textsFor(ctx).say("no-such-number")))
    articles.push(found.article)
  }
  await tellStory(ctx, storyOfThese(articles), deps)
}

async function tellStory(ctx: Context, lines: readonly StoryLine[], deps: DeskDeps): Promise<void> {
  if (lines.length === 0) return void (await reply(ctx, deps.textsFor(ctx).say("story-none")))
  await replyStory(ctx, lines, deps)
}
