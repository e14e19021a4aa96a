import type { DeskDeps } from "./deps.ts"
import { noticeLine } from "./render-desk.ts"
import type { TellEditors } from "./tell-editors.ts"

interface NoticeDeps {
  readonly desk: DeskDeps["desk"]
  readonly tellEditors: TellEditors
  /** Until when editors may approve, as a clock shows it. */
  readonly approvalUntil: string
}

/** Tells the editors what became of drafts without them. */
export function createDeskNotices({ desk, tellEditors, approvalUntil }: NoticeDeps): {
  tell(): Promise<void>
} {
  return {
    async tell() {
      for (const { draft, notice } of desk.notices()) {
        const told = await tellEditors((texts) => ({ text: noticeLine(draft, notice, approvalUntil, texts) }))
        if (told) desk.told(draft.id, notice)
      }
    },
  }
}
