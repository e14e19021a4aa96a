import { type Api, GrammyError } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { DeskDeps } from "./deps.ts"
import type { Texts } from "./texts.ts"

export interface Notice {
  readonly text: string
  readonly buttons?: InlineKeyboardMarkup
}

/**
 * Tells each editor in private, in the editor's language. True once that is done: an editor has it, or none can be
 * written to. Whoever marks a notice as told only then repeats it after a crash rather than lose it.
 */
export type TellEditors = (notice: (texts: Texts) => Notice) => Promise<boolean>

type Deps = Pick<DeskDeps, "editorIds" | "textsFor" | "log" | "describe"> & { readonly api: Api }

export function createTellEditors({ api, editorIds, textsFor, log, describe }: Deps): TellEditors {
  return async (notice) => {
    let reached = false
    let mayStillBeReached = false
    for (const id of editorIds) {
      const { text, buttons } = notice(textsFor({ from: { id, is_bot: false, first_name: "" } }))
      try {
        await api.sendMessage(id, text, buttons ? { reply_markup: buttons } : {})
        reached = true
      } catch (error) {
        log.warn({ editor: id, error: describe(error) }, "an editor could not be told")
        mayStillBeReached ||= !(error instanceof GrammyError && [400, 403].includes(error.error_code))
      }
    }
    return reached || !mayStillBeReached
  }
}
