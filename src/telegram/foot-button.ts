import { pressData } from "./digest-pages.ts"
import type { DigestMessage } from "./render-digest.ts"
import type { Texts } from "./texts.ts"

/** What stands below a message in a private chat. In groups and channels, where nobody in particular reads, it does not. */
export interface PrivateButton {
  readonly text: string
  readonly data: string
}

export type ButtonRows = readonly (readonly PrivateButton[])[]

/** A message of a digest as it lies in the outbox. */
export interface OutboxMessage extends DigestMessage {
  readonly buttons?: ButtonRows
}

/** The button that ends a digest; 0 for the newsroom's own. */
export function footButton(id: number, texts: Texts): PrivateButton {
  return { text: texts.say("digest-foot-stop"), data: pressData(id, "end") }
}

/** The messages of a digest with buttons below the last. */
export function withButtons(messages: readonly DigestMessage[], buttons: ButtonRows): OutboxMessage[] {
  return messages.map((message, at) => (at === messages.length - 1 ? { ...message, buttons } : message))
}
