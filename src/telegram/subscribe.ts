import { Composer, type Context } from "grammy"
import { choiceKey, choicesOf } from "../digest/choice.ts"
import { readKeywords } from "../digest/keyword.ts"
import { placeNamed, placeTree } from "../digest/place-tree.ts"
import { shrunkOf } from "../digest/shrink.ts"
import { type DigestChoice, isPlain, PLAIN_CHOICE, type Subscription } from "../digest/subscription.ts"
import { MOST_DIGESTS } from "../digest/subscription-store.ts"
import type { DeskDeps } from "./deps.ts"
import { type PageWords, type Shown, showPage } from "./digest-pages.ts"
import { type Offer, type Page, press, withKeywords } from "./digest-press.ts"
import { ignoreRefusal } from "./failure.ts"
import { isPrivate } from "./identity.ts"
import { oneLine } from "./message.ts"
import { reply } from "./reply.ts"
import { showSettings } from "./settings.ts"
import { choiceOfPayload, subscriptionLink } from "./subscription-link.ts"

const PRESSED = /^sub:(\d{1,15}):([a-z]{1,8})(?::([0-9a-z]{1,8}))?$/
/** A keyword may be typed so long after it was asked for. */
const TYPING_MS = 10 * 60_000
const BAD_WORD_UNITS = 30
const MAIN: Page = { kind: "main" }

/** Digests of a reader's own: chosen by buttons, in private. */
export function subscriptionCommands(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.command("subscribe", (ctx) => offerDigest(ctx, PLAIN_CHOICE, deps))
  reader.command("unsubscribe", (ctx) => unsubscribe(ctx, deps))
  reader.callbackQuery(PRESSED, (ctx) => pressed(ctx, [...ctx.match], deps))
  return reader
}

/** What a `/start sub_…` link offers; one line for a payload that offers nothing. */
export async function offerLinked(ctx: Context, payload: string, deps: DeskDeps): Promise<void> {
  const choice = choiceOfPayload(payload)
  const places = choice?.wants.places.map((name) => placeNamed(placeTree(deps.articles.places()), name)?.name)
  const known = places?.filter((name) => name !== undefined)
  if (!choice || known?.length !== places?.length) {
    return void (await reply(ctx, deps.textsFor(ctx).say("digest-link-unknown")))
  }
  await offerDigest(ctx, { ...choice, wants: { ...choice.wants, places: [...new Set(known)] } }, deps)
}

/** Opens the keyboard; nothing is subscribed before a press. */
async function offerDigest(ctx: Context, choice: DigestChoice, deps: DeskDeps): Promise<void> {
  const { subscriptions, now } = deps
  const texts = deps.textsFor(ctx)
  if (!ctx.chat || !isPrivate(ctx)) return void (await reply(ctx, texts.say("private-only")))
  if (subscriptions.of(ctx.chat.id).length >= MOST_DIGESTS) {
    return void (await reply(ctx, texts.say("digest-too-many", { count: MOST_DIGESTS })))
  }
  const draft = subscriptions.draft(ctx.chat.id, choice, now(), texts.language)
  const { text, buttons } = pageOf(ctx, draft, MAIN, deps)
  await reply(ctx, text, buttons)
}

async function unsubscribe(ctx: Context, { textsFor, subscriptions }: DeskDeps): Promise<void> {
  const texts = textsFor(ctx)
  if (!ctx.chat || !isPrivate(ctx)) return void (await reply(ctx, texts.say("private-only")))
  const ended = subscriptions.end(ctx.chat.id, "/unsubscribe")
  await reply(ctx, texts.say(ended ? "unsubscribed" : "unsubscribed-already"))
}

/** The next message after the reader was asked for a keyword: true where it was taken as one, or refused as one. */
export async function takeKeywords(ctx: Context, deps: DeskDeps): Promise<boolean> {
  const { subscriptions, now } = deps
  const text = ctx.message?.text
  if (!ctx.chat || !isPrivate(ctx) || text === undefined) return false
  const digest = subscriptions.asksWords(ctx.chat.id, new Date(now().getTime() - TYPING_MS))
  if (!digest) return false
  const texts = deps.textsFor(ctx)
  const typed = readKeywords(text)
  if ("bad" in typed) {
    await reply(ctx, texts.say("digest-bad-word", { word: oneLine(typed.bad, BAD_WORD_UNITS) }))
    return true
  }
  const choice = withKeywords(digest, typed.words)
  if (!choice) {
    await reply(ctx, texts.say("digest-most-words"))
    return true
  }
  subscriptions.askWords(ctx.chat.id, null, now())
  const changed = subscriptions.change(digest.id, choice, now())
  if (changed === "already") await reply(ctx, texts.say("digest-already"))
  else {
    const { text: shown, buttons } = pageOf(ctx, { ...digest, ...choice }, { kind: "words" }, deps)
    await reply(ctx, shown, buttons)
  }
  return true
}

/** A command says that no keyword is coming. */
export function forgetKeywords(ctx: Context, { subscriptions, now }: DeskDeps): void {
  if (ctx.chat && isPrivate(ctx)) subscriptions.askWords(ctx.chat.id, null, now())
}

async function pressed(
  ctx: Context,
  [, number, action = "", value = ""]: readonly (string | undefined)[],
  deps: DeskDeps,
): Promise<void> {
  const { subscriptions } = deps
  const texts = deps.textsFor(ctx)
  const chatId = ctx.chat && isPrivate(ctx) && ctx.from?.id === ctx.chat.id ? ctx.chat.id : undefined
  if (chatId === undefined) return answer(ctx, texts.say("unknown-button"))
  if (action === "list") return showInstead(ctx, showSettings(chatId, texts, deps))
  if (action === "new") {
    await offerDigest(ctx, PLAIN_CHOICE, deps)
    return answer(ctx)
  }
  if (action === "end") return endAtFoot(ctx, chatId, Number(number), deps)
  const digest = subscriptions.find(Number(number))
  if (digest?.chatId !== chatId) return answer(ctx, texts.say("unknown-button"))
  if (action === "whole" || action === "restore") return restore(ctx, digest, action, value, deps)
  if (action === "go") return begin(ctx, digest, deps)
  if (action === "stop") return stop(ctx, digest, deps)
  if (action === "type") {
    subscriptions.askWords(chatId, digest.id, deps.now())
    await reply(ctx, texts.say("digest-type-words"))
    return answer(ctx)
  }
  await choose(ctx, digest, action, value, deps)
}

async function choose(
  ctx: Context,
  digest: Subscription,
  action: string,
  value: string,
  deps: DeskDeps,
): Promise<void> {
  const texts = deps.textsFor(ctx)
  const done = press(digest, action, value, offerOf(deps))
  if (!done) return answer(ctx, texts.say("unknown-button"))
  const { choice, page, refused } = done
  if (refused !== undefined) return answer(ctx, texts.say(refused))
  if (deps.subscriptions.change(digest.id, choice, deps.now()) === "already") {
    return answer(ctx, texts.say("digest-already"))
  }
  await showInstead(ctx, pageOf(ctx, { ...digest, ...choice }, page, deps))
}

async function begin(ctx: Context, digest: Subscription, deps: DeskDeps): Promise<void> {
  const { subscriptions, now } = deps
  const texts = deps.textsFor(ctx)
  if (!digest.draft) return answer(ctx, texts.say("digest-already"))
  const begun = subscriptions.begin(digest.id, now())
  if (begun === "too-many") return answer(ctx, texts.say("digest-too-many", { count: MOST_DIGESTS }))
  if (begun === "already") return answer(ctx, texts.say("digest-already"))
  await edit(ctx, pageOf(ctx, { ...digest, draft: false }, MAIN, deps))
  await answer(ctx, texts.say("digest-begun"))
}

async function stop(ctx: Context, digest: Subscription, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  deps.subscriptions.stop(digest.id, "stopped by its button")
  await edit(ctx, {
    text: texts.say(digest.draft ? "digest-left-off" : "digest-stopped"),
    buttons: NO_BUTTONS,
  })
  await answer(ctx)
}

/** The button below a digest: its number, or 0 for the newsroom's own. The digest stays, its button goes. */
async function endAtFoot(ctx: Context, chatId: number, id: number, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  const own = deps.subscriptions.of(chatId)
  const digest = id === 0 ? own.find(isPlain) : own.find((one) => one.id === id)
  if (digest) deps.subscriptions.stop(digest.id, "stopped at the foot of a digest")
  await ctx.editMessageReplyMarkup({ reply_markup: NO_BUTTONS }).catch(ignoreRefusal)
  await answer(ctx, texts.say(digest ? "digest-stopped" : "digest-stopped-already"))
}

/** A choice that has shrunk brings all again: pressed below a digest ("whole"), of which that button goes, or on its page. */
async function restore(
  ctx: Context,
  digest: Subscription,
  action: "whole" | "restore",
  key: string,
  deps: DeskDeps,
): Promise<void> {
  const texts = deps.textsFor(ctx)
  const choice = choicesOf(digest.wants).find((one) => choiceKey(one) === key)
  if (!choice) return answer(ctx, texts.say("unknown-button"))
  deps.presses.keep(digest.id, key)
  if (action === "restore") await edit(ctx, pageOf(ctx, digest, MAIN, deps))
  else await removePressed(ctx)
  await answer(ctx, texts.say("digest-restored", { word: texts.inScript(choice.word) }))
}

/** Takes the button that was pressed out of its message; leaves one alone of which Telegram no longer shows the buttons. */
async function removePressed(ctx: Context): Promise<void> {
  const pressed = ctx.callbackQuery?.data
  const rows = ctx.callbackQuery?.message?.reply_markup?.inline_keyboard
  if (!rows) return
  const left = rows.map((row) =>
    row.filter((one) => !("callback_data" in one && one.callback_data === pressed)),
  )
  const buttons = { inline_keyboard: left.filter((row) => row.length > 0) }
  await ctx.editMessageReplyMarkup({ reply_markup: buttons }).catch(ignoreRefusal)
}

const NO_BUTTONS = { inline_keyboard: [] }

function pageOf(ctx: Context, digest: Subscription, page: Page, deps: DeskDeps): Shown {
  const words: PageWords = {
    texts: deps.textsFor(ctx),
    own: deps.digestAt,
    offer: offerOf(deps),
    shrunk: shrunkOf(digest, deps.presses),
    link: subscriptionLink(ctx.me.username, digest),
  }
  return showPage(digest, page, words)
}

function offerOf({ articles, topics }: DeskDeps): Offer {
  return { places: placeTree(articles.places()), topics: topics() }
}

async function showInstead(ctx: Context, shown: Shown): Promise<void> {
  await edit(ctx, shown)
  await answer(ctx)
}

async function edit(ctx: Context, { text, buttons }: Shown): Promise<void> {
  const other = { reply_markup: buttons, link_preview_options: { is_disabled: true } }
  await ctx.editMessageText(text, other).catch(ignoreRefusal)
}

function answer(ctx: Context, line?: string): Promise<void> {
  return ctx
    .answerCallbackQuery(line === undefined ? {} : { text: line })
    .then(() => undefined, ignoreRefusal)
}
