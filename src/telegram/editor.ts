import { Composer, type Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { DigestRequest } from "../digest/digest.ts"
import { SUMMARY_STYLES, type SummaryStyle } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { findArticle } from "./find-article.ts"
import { isEditor, isFromEditor } from "./identity.ts"
import { renderDigest } from "./render-digest.ts"
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
  commands.command("digest", (ctx) => previewDigest(ctx, deps))
  editor.callbackQuery(/^digest:(new|day):(\d{4}-\d{2}-\d{2})$/, (ctx, next) =>
    isEditor(ctx.from.id, deps.editorIds) ? sendDigest(ctx, [...ctx.match], deps) : next(),
  )
  editor.callbackQuery("digest:not-now", (ctx, next) =>
    isEditor(ctx.from.id, deps.editorIds) ? putOff(ctx, deps) : next(),
  )
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

/** Shows what would be sent; with nothing new, the archive's newest day. */
async function previewDigest(ctx: Context, deps: DeskDeps): Promise<void> {
  const { digest, now, timeZone } = deps
  const texts = deps.textsFor(ctx)
  const at = now()
  const { edition, kind } = await whileTyping(ctx, async () => {
    const fresh = await digest.preview({ now: at })
    if (fresh.groups.length > 0) return { edition: fresh, kind: "new" as const }
    return { edition: await digest.preview({ now: at, newestDay: true }), kind: "day" as const }
  })
  if (edition.groups.length === 0) return void (await reply(ctx, texts.say("edition-nothing")))
  if (kind === "day") {
    if (digest.wasPublished(edition.date)) return void (await reply(ctx, texts.say("edition-nothing-since")))
    await reply(ctx, texts.say("edition-newest-day", { day: edition.date }))
  }
  const rendering = { link: articleLinks(ctx.me.username) }
  for (const message of renderDigest(edition, deps.paperName, texts, rendering)) await reply(ctx, message)
  const day = kind === "new" ? dayIn(at, timeZone) : edition.date
  const buttons: InlineKeyboardMarkup = {
    inline_keyboard: [
      [
        { text: texts.say("edition-send"), callback_data: `digest:${kind}:${day}` },
        { text: texts.say("edition-not-now"), callback_data: "digest:not-now" },
      ],
    ],
  }
  await reply(ctx, texts.say("edition-ask"), buttons)
}

/** Each edition is published once in its life, however often the button is pressed. */
async function sendDigest(
  ctx: Context,
  [, kind, day]: readonly (string | undefined)[],
  deps: DeskDeps,
): Promise<void> {
  const { digest, now, timeZone, log } = deps
  const texts = deps.textsFor(ctx)
  const at = now()
  await ctx.answerCallbackQuery().catch(ignoreRefusal)
  if (day === undefined || (kind === "new" && day !== dayIn(at, timeZone))) {
    return settle(ctx, texts.say("edition-outdated"))
  }
  const request: DigestRequest = kind === "new" ? { now: at } : { now: at, date: day }
  const result = await whileTyping(ctx, () => digest.publish(request))
  if (result.kind === "published" || result.kind === "already") {
    void digest
      .deliver()
      .catch((error: unknown) => log.warn({ error: deps.describe(error) }, "digest delivery failed"))
  }
  switch (result.kind) {
    case "published":
      return settle(ctx, texts.say("edition-published", { chats: result.chats }))
    case "already":
      return settle(ctx, texts.say("edition-already"))
    case "nothing-new":
      // There was something when it was previewed: an earlier press has sent it.
      return settle(ctx, texts.say("edition-already"))
    case "no-readers":
      return settle(ctx, texts.say("edition-no-readers"))
  }
}

async function putOff(ctx: Context, { textsFor }: DeskDeps): Promise<void> {
  await ctx.answerCallbackQuery().catch(ignoreRefusal)
  await settle(ctx, textsFor(ctx).say("edition-put-off"))
}

/** Ends a press: the line takes the place of the question and its buttons. */
async function settle(ctx: Context, line: string): Promise<void> {
  await ctx.editMessageText(line).catch(ignoreRefusal)
}
