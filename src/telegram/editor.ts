import { Composer, type Context } from "grammy"
import type { DeskDeps } from "./deps.ts"
import { deskCommands } from "./desk.ts"
import { isFromEditor } from "./identity.ts"
import { EDITOR_STYLES, summary } from "./summaries.ts"

/** What only editors may do; for all others these commands fall through, as if they did not exist. */
export function editorCommands(deps: DeskDeps): Composer<Context> {
  const editor = new Composer<Context>()
  const commands = editor.filter(
    (ctx) => ctx.message !== undefined && isFromEditor(ctx.message, deps.editorIds),
  )
  commands.command("summarize", (ctx) => summary(ctx, ctx.match, "summarize-usage", EDITOR_STYLES, deps))
  editor.use(deskCommands(deps))
  return editor
}
