import type { Api } from "grammy"
import type { AmbiguousRow, Claim } from "../digest/outbox.ts"
import { pressOnAmbiguous } from "./delivery-presses.ts"
import type { DeskDeps } from "./deps.ts"
import { type Message, oneLine } from "./message.ts"
import { chatAddress } from "./sender.ts"
import type { Notice, TellEditors } from "./tell-editors.ts"
import type { Texts } from "./texts.ts"

/** What editors have been told. */
export interface Marks {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

type NoticeDeps = Pick<DeskDeps, "outbox" | "digest"> & {
  readonly api: Api
  readonly marks: Marks
  readonly tellEditors: TellEditors
}

const TOLD_AMBIGUOUS = "told_ambiguous"
/** Number of the record of the missed day that was told last. */
const TOLD_MISSED = "told_skipped"
const MOST_AMBIGUOUS = 50
const MOST_MISSED = 20
const START_UNITS = 40
const NAME_UNITS = 60

/** Tells the editors what of the delivery needs a person: messages that a chat may lack, and days that were missed. */
export function createDeliveryNotices(deps: NoticeDeps): { tell(): Promise<void> } {
  const { outbox, digest, marks, api, tellEditors } = deps

  async function tellAmbiguous(): Promise<void> {
    const rows = outbox.ambiguous(MOST_AMBIGUOUS)
    const known = new Set((marks.get(TOLD_AMBIGUOUS) ?? "").split(" "))
    const told = rows.map(claimKey).filter((key) => known.has(key))
    for (const row of rows) {
      if (known.has(claimKey(row))) continue
      const chat = await nameOf(api, row.chatId)
      if (!(await tellEditors((texts) => askAbout(row, chat, texts)))) continue
      told.push(claimKey(row))
      marks.set(TOLD_AMBIGUOUS, told.join(" "))
    }
  }

  /** All that came up since in one message. */
  async function tellMissed(): Promise<void> {
    const missed = digest.missed(Number(marks.get(TOLD_MISSED) ?? 0), MOST_MISSED)
    const last = missed.at(-1)
    if (!last) return
    const earlier = missed.reduce((sum, day) => sum + day.earlier, 0)
    const told = await tellEditors((texts) => {
      const days = missed.map(({ date }) => date).join(texts.say("list-comma"))
      const line = texts.say("digest-skipped", { days })
      return {
        text: earlier === 0 ? line : `${line}\n${texts.say("digest-skipped-earlier", { count: earlier })}`,
      }
    })
    if (told) marks.set(TOLD_MISSED, String(last.record))
  }

  return {
    async tell() {
      await tellAmbiguous()
      await tellMissed()
    },
  }
}

/** The chat's title; its id where Telegram does not tell. */
async function nameOf(api: Api, chatId: string): Promise<string> {
  const chat = await api.getChat(chatAddress(chatId)).catch(() => undefined)
  return oneLine(chat?.title ?? chatId, NAME_UNITS)
}

function askAbout(row: AmbiguousRow, chat: string, texts: Texts): Notice {
  const { date: day, parts, payload } = row
  const start = oneLine((JSON.parse(payload) as Message).text, START_UNITS)
  const button = (verdict: "there" | "again", words: string) => ({
    text: texts.say(words),
    callback_data: pressOnAmbiguous(row, verdict),
  })
  return {
    text: texts.say("ambiguous-ask", { chat, day, part: row.part + 1, parts, start }),
    buttons: { inline_keyboard: [[button("there", "ambiguous-there"), button("again", "ambiguous-again")]] },
  }
}

/** One row and one try to send it. */
export function claimKey({ id, attempt }: Claim): string {
  return `${id}:${attempt}`
}
