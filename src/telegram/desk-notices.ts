import { type Api, GrammyError } from "grammy"
import type { DeskDeps } from "./deps.ts"
import { noticeLine } from "./render-desk.ts"

type NoticeDeps = Pick<DeskDeps, "desk" | "editorIds" | "textsFor" | "log" | "describe"> & {
  readonly api: Api
  /** Until when editors may approve, as a clock shows it. */
  readonly approvalUntil: string
}

/**
 * Tells the editors, in private, what became of drafts without them. A notice is done once an editor has it or none can
 * be written to, so that a process that dies in between repeats it rather than lose it.
 */
export function createDeskNotices(deps: NoticeDeps): { tell(): Promise<void> } {
  const { api, desk, editorIds, textsFor, log, describe, approvalUntil } = deps
  return {
    async tell() {
      for (const { draft, notice } of desk.notices()) {
        let undecided = false
        let reached = false
        for (const id of editorIds) {
          const texts = textsFor({ from: { id, is_bot: false, first_name: "" } })
          try {
            await api.sendMessage(id, noticeLine(draft, notice, approvalUntil, texts))
            reached = true
          } catch (error) {
            log.warn({ editor: id, error: describe(error) }, "an editor could not be told")
            undecided ||= !(error instanceof GrammyError && [400, 403].includes(error.error_code))
          }
        }
        if (reached || !undecided) desk.told(draft.id, notice)
      }
    },
  }
}
