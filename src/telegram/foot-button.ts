import { pressData } from "./digest-pages.ts"
import type { Message } from "./message.ts"
import type { Texts } from "./texts.ts"

/** What stands below a message in a private chat. In groups and channels, where nobody in particular reads, it does not. */
export interface PrivateButton {
  readonly text: string
  readonly data: string
}

/** A message of a digest as it lies in the outbox. */
export interface OutboxMessage extends Message {
  readonly button?: PrivateButton
  /** The occurrence of the edition whose picture card it shows, with the text below. */
  readonly card?: string
}

/** The button that ends a digest; 0 for the newsroom's own. */
export function footButton(id: number, texts: Texts): PrivateButton {
  return { text: texts.say("digest-foot-stop"), data: pressData(id, "end") }
}

/** The messages of a digest with a button below the last. */
export function withButton(messages: readonly Message[], button: PrivateButton): OutboxMessage[] {
  return messages.map((message, at) => (at === messages.length - 1 ? { ...message, button } : message))
}
