import { Composer, type Context } from "grammy"
import type { Claim, Verdict } from "../digest/outbox.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isEditor } from "./identity.ts"

/** What was refused of an edition that is older than this is no news any more. */
const NEWS_MS = 24 * 3_600_000

type PressDeps = Pick<DeskDeps, "editorIds" | "textsFor" | "now" | "log" | "describe"> & {
  readonly outbox: Pick<DeskDeps["outbox"], "resolve" | "sendRefused">
  readonly digest: Pick<DeskDeps["digest"], "deliver">
}

/** From when on an edition is young enough for what was refused of it to be sent. */
export function stillNews(now: Date): Date {
  return new Date(now.getTime() - NEWS_MS)
}

/** The try belongs to it: a press that was meant for an earlier one settles nothing. */
export function pressOnAmbiguous({ id, attempt }: Claim, verdict: Verdict): string {
  return `outbox:${verdict}:${id}:${attempt}`
}

/** By the latest row of `DeskOutbox.refused`. */
export function pressOnRefused(latest: number): string {
  return `outbox:refused:${latest}`
}

/**
 * The presses of editors on messages that are ambiguous or were refused. All that they need stands in the button and
 * the database.
 */
export function deliveryPresses(deps: PressDeps): Composer<Context> {
  const { outbox, digest, editorIds, textsFor, now, log, describe } = deps
  const presses = new Composer<Context>()
  const editors = presses.filter((ctx) => isEditor(ctx.from?.id, editorIds))

  async function done(ctx: Context, line: string, sends: boolean): Promise<void> {
    // First: what was retracted is taken out before a delivery that is under way finds it.
    if (sends) {
      void digest
        .deliver()
        .catch((error: unknown) => log.warn({ error: describe(error) }, "digest delivery failed"))
    }
    await ctx.answerCallbackQuery().catch(ignoreRefusal)
    await ctx.editMessageText(line).catch(ignoreRefusal)
  }

  editors.callbackQuery(/^outbox:(there|again):(\d{1,15}):(\d{1,9})$/, async (ctx) => {
    const verdict = ctx.match[1] === "again" ? "again" : "there"
    const row = Number(ctx.match[2])
    const settled = outbox.resolve({ id: row, attempt: Number(ctx.match[3]) }, verdict)
    log.info({ row, editor: ctx.from.id, verdict, settled }, "an ambiguous message was settled")
    const words = verdict === "again" ? "ambiguous-resent" : "ambiguous-kept"
    await done(ctx, textsFor(ctx).say(settled ? words : "ambiguous-settled"), settled && verdict === "again")
  })

  editors.callbackQuery(/^outbox:refused:(\d{1,15})$/, async (ctx) => {
    const count = outbox.sendRefused(Number(ctx.match[1]), stillNews(now()))
    log.info({ count, editor: ctx.from.id }, "refused messages are sent again")
    const line =
      count > 0 ? textsFor(ctx).say("refused-resent", { count }) : textsFor(ctx).say("refused-none")
    await done(ctx, line, count > 0)
  })
  return presses
}
