import type { Message } from "grammy/types"
import { richLines } from "../../src/telegram/rich-text.ts"

/** What a message says, plain or rich, one line a block. */
export function messageWords({ text, rich_message: rich }: Message): string {
  return text ?? richLines(rich?.blocks ?? []).join("\n")
}
