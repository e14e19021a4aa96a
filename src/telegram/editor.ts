import { Composer, type Context } from "grammy"
import { SUMMARY_STYLES, type SummaryStyle } from "../summarize/summary.ts"
import type { DeskDeps } from "./deps.ts"
import { deskCommands } from "./desk.ts"
import { findArticle } from "./find-article.ts"
import { isFromEditor } from "./identity.ts"
import { reply } from "./reply.ts"
import { replySummary } from "./reply-summary.ts"
import { whileTyping } from "./typing.ts"

const SUMMARY_MS = 30_000

/** What only editors may do; for all others these commands fall through, as if they did not exist. */
export function editorCommands(deps: DeskDeps): Composer<Context> {
  const editor = new Composer<Context>()
  const commands = editor.filter(
    (ctx) => ctx.message !== undefined && isFromEditor(ctx.message, deps.editorIds),
  )
  commands.command("summarize", (ctx) => summarize(ctx, ctx.match, deps))
  editor.use(deskCommands(deps))
  return editor
}

async function summarize(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const { articles, summarizer, memory, hurry: signal } = deps
  const texts = deps.textsFor(ctx)
  const words = text.trim().split(/\s+/)
  const style = SUMMARY_STYLES.find((name) => name === words.at(-1)?.toLowerCase())
  const wanted = (style && words.length > 1 ? words.slice(0, -1) : words).join(" ")
  if (wanted === "" || !ctx.chat) return void (await reply(ctx, texts.say("summarize-usage")))
  const found = findArticle(wanted, memory.recall(ctx.chat.id), (id) => articles.get(id))
  if (found.kind !== "found") {
    const line = found.kind === "none" ? "no-such-article" : "no-such-number"
    return void (await reply(ctx, texts.say(line)))
  }
  const chosen: SummaryStyle = style ?? "brief"
  const summary = await whileTyping(ctx, () =>
    summarizer.summarize(found.article, chosen, { deadlineMs: SUMMARY_MS, signal }),
  )
  await replySummary(ctx, found.article, summary, deps)
}
