import { PLAIN_CHOICE } from "../digest/subscription.ts"
import { pressData } from "./digest-pages.ts"
import { joined, linked } from "./message.ts"
import type { DigestMessage } from "./render-digest.ts"
import { type MessageLimits, TELEGRAM_LIMITS } from "./split.ts"
import { subscriptionLink } from "./subscription-link.ts"
import type { Texts } from "./texts.ts"

const BEFORE_FOOT = "\n\n"

/** What stands below a message in a private chat. In groups and channels, where nobody in particular reads, it does not. */
export interface PrivateButton {
  readonly text: string
  readonly data: string
}

export type ButtonRows = readonly (readonly PrivateButton[])[]

/** A message of a digest as it lies in the outbox. */
export interface OutboxMessage extends DigestMessage {
  readonly buttons?: ButtonRows
  /** A last line for groups and channels, where there are no buttons. It fits in. */
  readonly foot?: Foot
  /** The occurrence of the edition whose picture card it shows, with the text below. */
  readonly card?: string
}

export interface Foot {
  readonly text: string
  readonly url: string
}

/** The button that ends a digest; 0 for the newsroom's own. */
export function footButton(id: number, texts: Texts): PrivateButton {
  return { text: texts.say("digest-foot-stop"), data: pressData(id, "end") }
}

/** The messages of a digest with buttons below the last. */
export function withButtons(messages: readonly DigestMessage[], buttons: ButtonRows): OutboxMessage[] {
  return messages.map((message, at) => (at === messages.length - 1 ? { ...message, buttons } : message))
}

/** The line that lets whoever reads a channel subscribe by the bot of this name; undefined where that is not known. */
export function subscribeFoot(botUsername: string | undefined, texts: Texts): Foot | undefined {
  const url = botUsername === undefined ? undefined : subscriptionLink(botUsername, PLAIN_CHOICE)
  return url === undefined ? undefined : { text: texts.say("digest-foot-subscribe"), url }
}

/** Messages with a foot to the last, each within what the foot leaves of Telegram's limits. */
export function withFoot(
  foot: Foot | undefined,
  messagesWithin: (limits: MessageLimits) => readonly OutboxMessage[],
): readonly OutboxMessage[] {
  if (!foot) return messagesWithin(TELEGRAM_LIMITS)
  const messages = messagesWithin({
    units: TELEGRAM_LIMITS.units - BEFORE_FOOT.length - foot.text.length,
    entities: TELEGRAM_LIMITS.entities - 1,
  })
  return messages.map((message, at) => (at === messages.length - 1 ? { ...message, foot } : message))
}

/** The message as groups and channels see it. */
export function footed({ text, entities, rich, foot }: OutboxMessage): DigestMessage {
  const plain = foot
    ? joined([{ text, entities }, linked(foot.text, foot.url)], BEFORE_FOOT)
    : { text, entities }
  if (!rich) return plain
  const line = foot && { type: "paragraph" as const, text: { type: "url" as const, ...foot } }
  return { ...plain, rich: line ? [...rich, line] : rich }
}
