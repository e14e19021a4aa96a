import { Composer, type Context } from "grammy"
import { choiceKey } from "../digest/choice.ts"
import { itemClaims, type ToldChoice } from "../digest/edition.ts"
import type { PublishedEdition } from "../digest/edition-store.ts"
import { passedOver, shrunkOf } from "../digest/shrink.ts"
import { type ToldArticles, tellChoice } from "../digest/tell-choice.ts"
import { dayIn } from "../text/dates.ts"
import { articleLinks } from "./article-link.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { askerOf, isPrivate } from "./identity.ts"
import { TOPIC_PRESSED } from "./render-own-digest.ts"
import { renderTopic } from "./render-topic.ts"
import { reply } from "./reply.ts"
import { whileTyping } from "./typing.ts"

/** The buttons below readers' own digests that tell more of one topic. All that they need lies in the database. */
export function topicPresses(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.callbackQuery(TOPIC_PRESSED, async (ctx) => {
    const [, digestId, day, key] = ctx.match
    const found = pressedTopic(ctx, `own:${digestId}:${day}`, key ?? "", deps)
    const line = found ? {} : { text: deps.textsFor(ctx).say("unknown-button") }
    await ctx.answerCallbackQuery(line).catch(ignoreRefusal)
    if (!found) return
    const restored = notePress(Number(digestId), found, deps)
    await tell(ctx, found, restored, deps)
  })
  return reader
}

interface Pressed {
  readonly edition: PublishedEdition
  readonly choice: ToldChoice
}

/** In the edition that this very reader was sent; undefined for anybody else's and for data that nobody made. */
function pressedTopic(
  ctx: Context,
  occurrence: string,
  key: string,
  { editions }: DeskDeps,
): Pressed | undefined {
  if (!ctx.chat || !isPrivate(ctx) || ctx.from?.id !== ctx.chat.id) return undefined
  const edition = editions.sentTo(ctx.chat.id, occurrence)
  const choice = edition?.choices?.find((one) => choiceKey(one) === key)
  return edition && choice && { edition, choice }
}

/** Whether the topic had shrunk: it has not any more. A digest that has ended since keeps nothing. */
function notePress(
  digestId: number,
  { edition, choice }: Pressed,
  { subscriptions, presses }: DeskDeps,
): boolean {
  const digest = subscriptions.find(digestId)
  if (!digest) return false
  const key = choiceKey(choice)
  const restored = shrunkOf(digest, presses).some((one) => choiceKey(one) === key)
  presses.pressed(digestId, edition.occurrence, key, passedOver(edition.choices ?? [], choice))
  return restored
}

/** In the ledger before it leaves, with its messages once it is there. */
async function tell(
  ctx: Context,
  { edition, choice }: Pressed,
  restored: boolean,
  deps: DeskDeps,
): Promise<void> {
  const { articles, summarizer, ledger, now, timeZone } = deps
  const texts = deps.textsFor(ctx)
  const told: ToldArticles = await whileTyping(ctx, () =>
    tellChoice(choice, {
      summarizer,
      article: (id, version) => articles.get(id, version),
      signal: deps.hurry,
      ...(ctx.from && { readerId: ctx.from.id }),
    }),
  )
  const [first] = told.items
  if (!first) return void (await reply(ctx, texts.say("digest-topic-gone")))
  const today = dayIn(now(), timeZone)
  const message = renderTopic(
    { ...told, edition, choice, restored },
    texts,
    today,
    articleLinks(ctx.me.username),
  )
  const entry = ledger.record({
    ...askerOf(ctx),
    at: now(),
    question: choice.word,
    answer: {
      kind: "summary",
      articleId: first.articleId,
      style: "topic",
      claims: told.items.flatMap(itemClaims),
      mode: told.mode,
    },
  })
  ledger.delivered(entry, await reply(ctx, message))
}
