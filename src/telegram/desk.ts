import { Composer, type Context, InputFile } from "grammy"
import type { Done, Press, Sent } from "../desk/desk.ts"
import type { Draft } from "../desk/draft.ts"
import { LONGEST_REWRITE } from "../desk/rewrite-line.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isEditor, isFromEditor } from "./identity.ts"
import { DESK_PRESSED, type DeskView, deskItem, deskList, deskView, droppedLines } from "./render-desk.ts"
import { renderDigest } from "./render-digest.ts"
import { reply } from "./reply.ts"
import { whileTyping } from "./typing.ts"

/** Editors' work on the digest; for all others these commands and buttons do not exist. */
export function deskCommands(deps: DeskDeps): Composer<Context> {
  const desk = new Composer<Context>()
  desk
    .filter((ctx) => ctx.message !== undefined && isFromEditor(ctx.message, deps.editorIds))
    .command("digest", (ctx) =>
      ctx.match.trim() === "" ? openDesk(ctx, deps) : rewrite(ctx, ctx.match, deps),
    )
  desk.callbackQuery(DESK_PRESSED, (ctx, next) =>
    isEditor(ctx.from.id, deps.editorIds) ? pressed(ctx, [...ctx.match], deps) : next(),
  )
  return desk
}

/** Shows what would be sent; with nothing new, the archive's newest day. */
async function openDesk(ctx: Context, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  const opened = await whileTyping(ctx, () => deps.desk.open(deps.now()))
  if (opened.kind === "nothing") return void (await reply(ctx, texts.say("edition-nothing")))
  if (opened.kind === "nothing-since") return void (await reply(ctx, texts.say("edition-nothing-since")))
  const { draft } = opened
  if (opened.kind === "day") {
    await reply(ctx, texts.say("edition-newest-day", { day: draft.prepared.edition.date }))
  }
  await readOut(ctx, draft, deps)
  const { text, buttons } = viewOf(ctx, draft, deps)
  await reply(ctx, text, buttons)
}

/** As it will be sent, with its card, and with numbers in the place of bullets. */
async function readOut(ctx: Context, draft: Draft, deps: DeskDeps): Promise<void> {
  const rendering = { link: articleLinks(ctx.me.username), numbered: true }
  const { edition } = draft.prepared
  const card = await deps.digest.drawCard(edition)
  if (card) await ctx.replyWithPhoto(new InputFile(card.png, "card.png")).catch(ignoreRefusal)
  for (const message of renderDigest(edition, deps.paperName, deps.textsFor(ctx), rendering))
    await reply(ctx, message)
}

/** `/digest 3 words`: the words for the third story of the draft that was worked on last. */
async function rewrite(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  const [, number, words] = /^(\d{1,2})\s+(\S[\s\S]*)$/.exec(text.trim()) ?? []
  if (number === undefined || words === undefined || words.length > LONGEST_REWRITE || !ctx.from) {
    return void (await reply(ctx, texts.say("desk-usage", { limit: LONGEST_REWRITE })))
  }
  const draft = deps.desk.latest()
  if (!draft) return void (await reply(ctx, texts.say("edition-outdated")))
  const press = { draft: draft.id, revision: draft.revision, editorId: ctx.from.id, now: deps.now() }
  const done = deps.desk.rewrite(press, Number(number), words)
  if (done.kind === "outdated") return void (await reply(ctx, texts.say("edition-outdated")))
  if (done.kind === "no-such-item") return void (await reply(ctx, texts.say("desk-no-such-item")))
  const view = deskItem(done.draft, Number(number), texts)
  const line = texts.say(done.backed ? "desk-backed" : "desk-not-backed")
  if (view) await reply(ctx, `${line}\n${view.text}`, view.buttons)
}

async function pressed(
  ctx: Context,
  [, verb, id, revision, number]: readonly (string | undefined)[],
  deps: DeskDeps,
): Promise<void> {
  const { desk, now } = deps
  const texts = deps.textsFor(ctx)
  await ctx.answerCallbackQuery().catch(ignoreRefusal)
  const draft = desk.draft(Number(id))
  if (!draft || !ctx.from) return show(ctx, { text: texts.say("edition-outdated") })
  const at = Number(number)
  const press: Press = { draft: draft.id, revision: Number(revision), editorId: ctx.from.id, now: now() }
  switch (verb) {
    case "later":
      return show(ctx, { text: texts.say("edition-put-off") })
    case "read": {
      await readOut(ctx, draft, deps)
      const { text, buttons } = viewOf(ctx, draft, deps)
      return void (await reply(ctx, text, buttons))
    }
    case "back":
      return show(ctx, viewOf(ctx, draft, deps))
    case "list":
      return show(ctx, deskList(draft, texts))
    case "item":
    case "words": {
      if (draft.revision !== press.revision) return show(ctx, outdated(draft, deps, ctx))
      const view = deskItem(draft, at, texts) ?? deskList(draft, texts, texts.say("desk-no-such-item"))
      const usage = verb === "words" ? `\n\n${texts.say("desk-rewrite", { number: at })}` : ""
      return show(ctx, { ...view, text: view.text + usage })
    }
    case "up":
      return shownAsList(ctx, desk.moveUp(press, at), "desk-moved", deps)
    case "drop":
      return shownAsList(ctx, desk.drop(press, at), "desk-dropped-one", deps)
    case "approve":
      return shownAsView(ctx, desk.approve(press), deps)
    case "skip":
      return shownAsView(ctx, desk.skip(press), deps)
    case "send":
      return sent(ctx, await whileTyping(ctx, () => desk.send(press)), deps)
  }
}

async function sent(ctx: Context, result: Sent, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  if (result.kind === "published" || result.kind === "already") {
    void deps.digest
      .deliver()
      .catch((error: unknown) => deps.log.warn({ error: deps.describe(error) }, "digest delivery failed"))
  }
  switch (result.kind) {
    case "published": {
      const line = texts.say("edition-published", { chats: result.chats })
      const dropped = droppedLines(
        result.dropped.map(({ title }) => title),
        texts,
      )
      return show(ctx, { text: [line, ...dropped].join("\n") })
    }
    case "already":
      return show(ctx, { text: texts.say("edition-already") })
    case "no-readers":
      return show(ctx, { text: texts.say("edition-no-readers") })
    case "nothing-new":
      return show(ctx, { text: texts.say("edition-outdated") })
    case "outdated":
      return show(ctx, outdated(result.draft, deps, ctx))
  }
}

function shownAsList(ctx: Context, done: Done, line: string, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  if (done.kind === "outdated") return show(ctx, outdated(done.draft, deps, ctx))
  const said = done.kind === "done" ? line : "desk-cannot"
  return show(ctx, deskList(done.draft, texts, texts.say(said)))
}

function shownAsView(ctx: Context, done: Done, deps: DeskDeps): Promise<void> {
  return show(ctx, done.kind === "outdated" ? outdated(done.draft, deps, ctx) : viewOf(ctx, done.draft, deps))
}

/** What there is now, in the place of what was shown. */
function outdated(
  draft: Draft | undefined,
  deps: DeskDeps,
  ctx: Context,
): Partial<DeskView> & { text: string } {
  const line = deps.textsFor(ctx).say("desk-changed")
  if (!draft || deps.desk.isOver(draft)) return { text: deps.textsFor(ctx).say("edition-outdated") }
  const view = viewOf(ctx, draft, deps)
  return { ...view, text: `${line}\n${view.text}` }
}

function viewOf(ctx: Context, draft: Draft, { desk, now, textsFor }: DeskDeps): DeskView {
  return deskView(draft, desk.comes(draft, now()), textsFor(ctx))
}

/** In the place of the message with the button. */
async function show(ctx: Context, { text, buttons }: Partial<DeskView> & { text: string }): Promise<void> {
  await ctx.editMessageText(text, buttons ? { reply_markup: buttons } : {}).catch(ignoreRefusal)
}
