import { Composer, type Context } from "grammy"
import { FRESH_MS, MOST_TURNS } from "../answer/follow-up.ts"
import { smallTalk } from "../answer/small-talk.ts"
import type { Turn } from "../answer/turn.ts"
import { readQuestion } from "../retrieve/question.ts"
import { bestPassages, retrieveByDays } from "../retrieve/retriever.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks, articleOfPayload } from "./article-link.ts"
import { awaitButton } from "./await-report.ts"
import { CHOICE_PRESSED, choiceButtons, chosenQuestion } from "./choices.ts"
import type { DeskDeps } from "./deps.ts"
import { hot } from "./hot.ts"
import { askerOf, isFromEditor, isPrivate, meantForBot } from "./identity.ts"
import { registerEditor } from "./menu.ts"
import { MORE_PRESSED, more, moreButton, morePressed } from "./more.ts"
import { FORGET_PRESSED, forget, forgetPressed, privacy } from "./privacy.ts"
import { renderAnswer, renderArticle } from "./render-answer.ts"
import { renderClaim } from "./render-claim.ts"
import { reply } from "./reply.ts"
import { listedArticle, showList } from "./show-list.ts"
import { forgetKeywords, offerLinked, takeKeywords } from "./subscribe.ts"
import { isSubscriptionPayload } from "./subscription-link.ts"
import { READER_STYLES, summary } from "./summaries.ts"
import { whileTyping } from "./typing.ts"
import { checkWords } from "./wanted-article.ts"

/** Whole time for an answer, whatever a model does. */
const ANSWER_MS = 30_000
const REGISTER_MS = 10_000
const LIST_LENGTH = 10
const WORDS_UNITS = 60
/** What anybody may do. */
export function readerCommands(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.on("message:text").filter(isCommand, async (ctx, next) => {
    forgetKeywords(ctx, deps)
    await next()
  })
  reader.command("start", (ctx) => start(ctx, deps))
  reader.command("help", (ctx) => help(ctx, deps))
  reader.command("ask", (ctx) => ask(ctx, ctx.match, deps))
  reader.command("search", (ctx) => search(ctx, ctx.match, deps))
  reader.command("latest", (ctx) => latest(ctx, ctx.match, deps))
  reader.command("summary", (ctx) => summary(ctx, ctx.match, "summary-usage", READER_STYLES, deps))
  reader.command("more", (ctx) => more(ctx, ctx.match, deps))
  reader.command("hot", (ctx) => hot(ctx, deps))
  reader.command("privacy", (ctx) => privacy(ctx, deps))
  reader.command("forget", (ctx) => forget(ctx, deps))
  reader.callbackQuery(FORGET_PRESSED, (ctx) => forgetPressed(ctx, [...ctx.match], deps))
  reader.callbackQuery(MORE_PRESSED, (ctx) => morePressed(ctx, [...ctx.match], deps))
  reader.callbackQuery(CHOICE_PRESSED, async (ctx) => {
    const question = await chosenQuestion(ctx, [...ctx.match], deps)
    if (question !== undefined) await ask(ctx, question, deps)
  })
  return reader
}

/** Plain text is a question; what is not text gets one line. */
export function readerMessages(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.on("message:text", async (ctx) => {
    if (isCommand(ctx) || (await takeKeywords(ctx, deps))) return
    const words = meantForBot(ctx)
    if (words !== undefined) await ask(ctx, words, deps)
  })
  const other = ["media", "sticker", "voice", "video_note", "location", "contact", "poll", "dice"] as const
  reader.on(
    other.map((kind) => `message:${kind}` as const),
    async (ctx) => {
      if (isPrivate(ctx)) await reply(ctx, deps.textsFor(ctx).say("not-text"))
    },
  )
  return reader
}

/** The one line for a command that does not exist; in a group only where it names this bot. */
export async function unknownCommand(ctx: Context, { textsFor }: Pick<DeskDeps, "textsFor">): Promise<void> {
  const name = ctx.message?.text?.split(/\s/, 1)[0]?.toLowerCase() ?? ""
  if (isPrivate(ctx) || name.endsWith(`@${ctx.me.username.toLowerCase()}`)) {
    await reply(ctx, textsFor(ctx).say("unknown-command"))
  }
}

export function isCommand(ctx: Context): boolean {
  return ctx.message?.entities?.some(({ type, offset }) => type === "bot_command" && offset === 0) ?? false
}

/** A link to an article of the archive or to a digest, or a welcome. */
async function start(ctx: Context, deps: DeskDeps): Promise<void> {
  const payload = typeof ctx.match === "string" ? ctx.match.trim() : ""
  if (isSubscriptionPayload(payload)) return offerLinked(ctx, payload, deps)
  const wanted = articleOfPayload(payload)
  const article = wanted === undefined ? undefined : deps.articles.get(wanted)
  const texts = deps.textsFor(ctx)
  if (article?.status === "live") return void (await reply(ctx, renderArticle(article, texts)))
  if (wanted !== undefined) return void (await reply(ctx, texts.say("no-such-article")))
  await greet(ctx, deps)
}

async function greet(ctx: Context, deps: DeskDeps): Promise<void> {
  const { paperName, editorIds, log } = deps
  const texts = deps.textsFor(ctx)
  await reply(ctx, texts.say("start", { paper: paperName ?? texts.say("paper-unnamed") }))
  const { message } = ctx
  if (message?.from && isPrivate(ctx) && isFromEditor(message, editorIds)) {
    await registerEditor(ctx.api, texts, message.from.id, log, AbortSignal.timeout(REGISTER_MS))
  }
}

async function help(ctx: Context, { textsFor, editorIds }: DeskDeps): Promise<void> {
  const texts = textsFor(ctx)
  const forEditor = ctx.message !== undefined && isFromEditor(ctx.message, editorIds)
  const parts = forEditor ? [texts.say("help"), texts.say("help-editor")] : [texts.say("help")]
  await reply(ctx, parts.join("\n\n"))
}

async function ask(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const { ledger, memory, drafts, now, timeZone, hurry: signal } = deps
  const texts = deps.textsFor(ctx)
  const question = await checkWords(ctx, text, "ask-usage", deps)
  if (question === undefined || !ctx.chat) return
  const talk = smallTalk(question)
  if (talk === "greeting") return greet(ctx, deps)
  if (talk === "thanks") return void (await reply(ctx, texts.say("you-are-welcome")))
  const chatId = ctx.chat.id
  const asker = askerOf(ctx)
  const draft = drafts.begin(ctx, (claim) => renderClaim(claim, dayIn(now(), timeZone), texts))
  const asked = await whileTyping(ctx, () =>
    deps.ask(question, {
      now: now(),
      turns: turnsBefore(ctx, deps),
      deadlineMs: ANSWER_MS,
      signal,
      language: texts.language,
      ...(asker.readerId !== null && { readerId: asker.readerId }),
      onClaim: (claim) => draft.show({ ...claim, text: texts.inScript(claim.text) }),
    }),
  ).finally(draft.end)
  const { message, articles, about } = renderAnswer(asked, texts, articleLinks(ctx.me.username))
  const { answer, trace, ms } = asked
  const entry = ledger.record({ ...asker, at: now(), question, answer, made: { trace, ms } })
  if (articles.length > 0) memory.remember(chatId, articles, now())
  const buttons =
    choiceButtons(asked.answer, entry, ctx.from?.id ?? 0, texts) ??
    awaitButton(ctx, asked.answer, entry, texts) ??
    moreButton(about, texts, deps)
  ledger.delivered(entry, await reply(ctx, message, buttons))
}

/**
 * What this reader asked here before, in this thread. A reply to an answer comes after that answer and no other, whoever
 * got it and however long ago. Who writes as nobody in particular has said nothing before.
 */
function turnsBefore(ctx: Context, { ledger, now }: DeskDeps): readonly Turn[] {
  const asker = askerOf(ctx)
  if (asker.chatId === null || asker.readerId === null) return []
  const message = ctx.msg?.reply_to_message
  const named = message?.from?.id === ctx.me.id && ledger.turnOf(asker.chatId, message.message_id)
  if (named) return [{ ...named, at: now() }]
  return ledger.turns(asker, new Date(now().getTime() - FRESH_MS), MOST_TURNS)
}

async function search(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const { retriever, articles, now, timeZone } = deps
  const texts = deps.textsFor(ctx)
  const words = await checkWords(ctx, text, "search-usage", deps)
  if (words === undefined) return
  const question = readQuestion(words, { now: now(), timeZone, archive: articles })
  const found = await whileTyping(ctx, () =>
    retrieveByDays(retriever, question, LIST_LENGTH, { deadlineMs: ANSWER_MS }),
  )
  const listed = found.flatMap((one) => {
    const [best] = bestPassages([one], 1)
    return best ? [{ ...best, snippet: best.field === "title" ? "" : best.text }] : []
  })
  const shown = words.length > WORDS_UNITS ? `${[...words].slice(0, WORDS_UNITS).join("")}…` : words
  await showList(ctx, texts.say("search-head", { words: shown }), listed, texts.say("nothing-found"), deps)
}

async function latest(ctx: Context, text: string, deps: DeskDeps): Promise<void> {
  const { articles } = deps
  const texts = deps.textsFor(ctx)
  const place = text.trim().slice(0, WORDS_UNITS)
  const listed = articles.list(place === "" ? {} : { place }, LIST_LENGTH).map(listedArticle)
  const [head, none] =
    place === ""
      ? [texts.say("latest-head"), texts.say("latest-none")]
      : [texts.say("latest-head-place", { place }), texts.say("latest-none-place", { place })]
  await showList(ctx, head, listed, none, deps)
}
