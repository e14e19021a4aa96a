import { type Context, GrammyError } from "grammy"
import type { Claim } from "../corpus.ts"
import { isPrivate } from "./identity.ts"
import { forGrammy } from "./signal.ts"

/** Answers that grow while a model writes them: a preview of 30 s, which the real message takes the place of. */
export interface Drafts {
  /** `sentence`: a claim as the reader reads it. */
  begin(ctx: Context, sentence: (claim: Claim) => string): Draft
}

export interface Draft {
  /** Shows one more sentence; never fails. */
  show(claim: Claim): void
  /** Nothing is shown any more once this has resolved, which takes at most the time of a call, 1.5 s. */
  end(): Promise<void>
}

const CALL_MS = 1_500
const NO_DRAFT: Draft = { show: () => {}, end: async () => {} }

/**
 * In private chats, by `sendMessageDraft`, one call at a time, each with all sentences so far. Not at all from the
 * first time that the server does not know the method, or does not take it from this bot: an edited message in its
 * place would count against what a chat may be sent.
 */
export function createDrafts(): Drafts {
  let taken = true

  function begin(ctx: Context, sentence: (claim: Claim) => string): Draft {
    const { msg } = ctx
    if (!taken || !msg || !isPrivate(ctx)) return NO_DRAFT
    const { chat, message_id: draftId, message_thread_id } = msg
    const thread = message_thread_id === undefined ? {} : { message_thread_id }
    const sentences: string[] = []
    let shown = 0
    let over = false
    let sending: Promise<void> | undefined

    async function send(): Promise<void> {
      try {
        while (!over && shown < sentences.length) {
          shown = sentences.length
          const signal = forGrammy(AbortSignal.timeout(CALL_MS))
          await ctx.api.sendMessageDraft(chat.id, draftId, sentences.join("\n"), thread, signal)
        }
        sending = undefined
      } catch (error) {
        over = true
        if (error instanceof GrammyError && [400, 404].includes(error.error_code)) taken = false
      }
    }

    return {
      show(claim) {
        sentences.push(sentence(claim))
        sending ??= send()
      },
      async end() {
        over = true
        await sending
      },
    }
  }

  return { begin }
}
