import { Composer, type Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { DigestRequest } from "../digest/digest.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isEditor, isFromEditor } from "./identity.ts"
import { renderDigest } from "./render-digest.ts"
import { reply } from "./reply.ts"
import { EDITOR_STYLES, summary } from "./summaries.ts"
import { whileTyping } from "./typing.ts"

/** What only editors may do; for all others these commands fall through, as if they did not exist. */
export function editorCommands(deps: DeskDeps): Composer<Context> {
  const editor = new Composer<Context>()
  const commands = editor.filter(
    (ctx) => ctx.message !== undefined && isFromEditor(ctx.message, deps.editorIds),
  )
  commands.command("summarize", (ctx) => summary(ctx, ctx.match, "summarize-usage", EDITOR_STYLES, deps))
  commands.command("digest", (ctx) => previewDigest(ctx, deps))
  editor.callbackQuery(/^digest:(new|day):(\d{4}-\d{2}-\d{2})$/, (ctx, next) =>
    isEditor(ctx.from.id, deps.editorIds) ? sendDigest(ctx, [...ctx.match], deps) : next(),
  )
  editor.callbackQuery("digest:not-now", (ctx, next) =>
    isEditor(ctx.from.id, deps.editorIds) ? putOff(ctx, deps) : next(),
  )
  return editor
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
