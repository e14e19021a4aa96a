import { type Api, Composer, type Context, GrammyError } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { SkipReason } from "../digest/edition-store.ts"
import type { AmbiguousRow } from "../digest/outbox.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isEditor } from "./identity.ts"
import { type Message, oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

export interface Marks {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

type NoticeDeps = Pick<
  DeskDeps,
  "outbox" | "channelId" | "digest" | "editorIds" | "textsFor" | "now" | "log" | "describe"
> & { readonly api: Api; readonly marks: Marks }

type Notice = (texts: Texts) => { readonly text: string; readonly buttons?: InlineKeyboardMarkup }

const TOLD_AMBIGUOUS = "told_ambiguous"
const TOLD_CHANNEL = "told_channel"
const TOLD_SKIPPED = "told_skipped"
/** A day without news or readers is no trouble. */
const SKIPPED_TEXTS: Partial<Record<SkipReason, string>> = {
  "too-late": "digest-skipped",
}
const MOST_AMBIGUOUS = 50
const START_UNITS = 40

/**
 * Tells the editors, in private, what of the delivery needs a person. A notice is marked once an editor has it or no
 * editor can be written to, so that a process that dies in between repeats it rather than lose it.
 */
export function createDeliveryNotices(deps: NoticeDeps): { tell(): Promise<void> } {
  const { outbox, channelId, digest, editorIds, textsFor, now, marks, log, describe, api } = deps
  let atStart: Promise<string | undefined> | undefined

  /** Whether nothing is left to do about it. */
  async function toEditors(notice: Notice): Promise<boolean> {
    let reached = 0
    let unreachable = 0
    for (const id of editorIds) {
      const from = { id, is_bot: false, first_name: "" }
      const { text, buttons } = notice(textsFor({ from }))
      try {
        await api.sendMessage(id, text, buttons ? { reply_markup: buttons } : {})
        reached++
      } catch (error) {
        log.warn({ editor: id, error: describe(error) }, "an editor could not be told")
        if (error instanceof GrammyError && (error.error_code === 403 || error.error_code === 400))
          unreachable++
      }
    }
    return reached > 0 || unreachable === editorIds.size
  }

  async function tellAmbiguous(channel: string): Promise<void> {
    const rows = outbox.ambiguous(channel, MOST_AMBIGUOUS)
    const known = new Set((marks.get(TOLD_AMBIGUOUS) ?? "").split(" "))
    const told = rows.map(keyOf).filter((key) => known.has(key))
    for (const row of rows) {
      if (known.has(keyOf(row)) || !(await toEditors((texts) => askAbout(row, texts)))) continue
      told.push(keyOf(row))
      marks.set(TOLD_AMBIGUOUS, told.join(" "))
    }
  }

  /** Once until it is over, whatever words Telegram finds for it. */
  async function tellRefusal(channel: string): Promise<void> {
    atStart ??= channelTrouble(api, channel)
    const why = outbox.refusal(channel) ?? (await atStart)
    const told = (marks.get(TOLD_CHANNEL) ?? "") !== ""
    if (told === (why !== undefined)) return
    if (why !== undefined) {
      log.warn({ channel, why }, "CHANNEL_ID: nothing can be sent to the channel")
      if (!(await toEditors((texts) => ({ text: texts.say("channel-refused", { channel, why }) })))) return
    }
    marks.set(TOLD_CHANNEL, why ?? "")
  }

  async function tellSkipped(): Promise<void> {
    const skipped = digest.status(now()).skipped.find(({ reason }) => reason in SKIPPED_TEXTS)
    if (!skipped || marks.get(TOLD_SKIPPED) === skipped.date) return
    const { date: day, reason } = skipped
    const words = SKIPPED_TEXTS[reason] ?? ""
    const told = await toEditors((texts) => ({ text: texts.say(words, { day }) }))
    if (told) marks.set(TOLD_SKIPPED, day)
  }

  return {
    async tell() {
      if (channelId !== undefined) {
        await tellRefusal(channelId)
        await tellAmbiguous(channelId)
      }
      await tellSkipped()
    },
  }
}

/** Why nothing can be sent there; undefined where all is well, and where Telegram does not say. */
async function channelTrouble(api: Api, channelId: string): Promise<string | undefined> {
  const chat = /^-?\d+$/.test(channelId) ? Number(channelId) : channelId
  try {
    const { type } = await api.getChat(chat)
    const member = await api.getChatMember(chat, (await api.getMe()).id)
    const outside = member.status === "left" || member.status === "kicked"
    const mute = member.status === "administrator" && member.can_post_messages === false
    const reader = type === "channel" && (member.status === "member" || member.status === "restricted")
    return outside || mute || reader ? "the bot is no administrator who may post there" : undefined
  } catch (error) {
    return error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)
      ? `${error.error_code}: ${error.description}`
      : undefined
  }
}

function askAbout(row: AmbiguousRow, texts: Texts): ReturnType<Notice> {
  const { date: day, parts, payload } = row
  const start = oneLine((JSON.parse(payload) as Message).text, START_UNITS)
  const button = (verdict: string, words: string) => ({
    text: texts.say(words),
    callback_data: `outbox:${verdict}:${keyOf(row)}`,
  })
  return {
    text: texts.say("ambiguous-ask", { day, part: row.part + 1, parts, start }),
    buttons: { inline_keyboard: [[button("there", "ambiguous-there"), button("again", "ambiguous-again")]] },
  }
}

/** One row and one try to send it: a press that was meant for an earlier try settles nothing. */
function keyOf({ id, attempt }: Pick<AmbiguousRow, "id" | "attempt">): string {
  return `${id}:${attempt}`
}

type PressDeps = Pick<DeskDeps, "outbox" | "digest" | "editorIds" | "textsFor" | "log" | "describe">

/** The presses that settle an ambiguous message. All that they need stands in the button and the database. */
export function settleAmbiguous(deps: PressDeps): Composer<Context> {
  const presses = new Composer<Context>()
  presses.callbackQuery(/^outbox:(there|again):(\d{1,15}):(\d{1,9})$/, async (ctx, next) => {
    if (!isEditor(ctx.from.id, deps.editorIds)) return next()
    const { outbox, digest, textsFor, log, describe } = deps
    const [, verdict, id, attempt] = ctx.match
    const again = verdict === "again"
    const settled = outbox.resolve({ id: Number(id), attempt: Number(attempt) }, again ? "again" : "there")
    log.info({ row: Number(id), editor: ctx.from.id, verdict, settled }, "an ambiguous message was settled")
    await ctx.answerCallbackQuery().catch(ignoreRefusal)
    const words = settled ? (again ? "ambiguous-resent" : "ambiguous-kept") : "ambiguous-settled"
    await ctx.editMessageText(textsFor(ctx).say(words)).catch(ignoreRefusal)
    if (!settled || !again) return
    void digest
      .deliver()
      .catch((error: unknown) => log.warn({ error: describe(error) }, "digest delivery failed"))
  })
  return presses
}
