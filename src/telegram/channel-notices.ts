import { type Api, GrammyError } from "grammy"
import type { Refused } from "../digest/outbox.ts"
import { claimKey, type Marks } from "./delivery-notices.ts"
import { pressOnRefused, stillNews } from "./delivery-presses.ts"
import type { DeskDeps } from "./deps.ts"
import { chatAddress } from "./sender.ts"
import type { TellEditors } from "./tell-editors.ts"

type NoticeDeps = Pick<DeskDeps, "outbox" | "channelId" | "now" | "log"> & {
  readonly api: Api
  readonly marks: Marks
  readonly tellEditors: TellEditors
}

/** The channel to which nothing can be sent, as editors were told; empty where all is well. */
const TOLD_CHANNEL = "told_channel"
/** The latest refused message, a row and a try, of those that editors were offered to send. */
const OFFERED = "offered_refused"

/**
 * Tells the editors once that nothing can be sent to the channel. Once it takes messages, offers them to send what was
 * refused: surely none of that is there.
 */
export function createChannelNotices(deps: NoticeDeps): { tell(): Promise<void> } {
  const { outbox, channelId, now, marks, log, api, tellEditors } = deps
  let foundFine = false

  async function tell(channel: string): Promise<void> {
    const refused = outbox.refused(channel, stillNews(now()))
    const unoffered = refused && claimKey(refused) !== marks.get(OFFERED) ? refused : undefined
    const isTold = marks.get(TOLD_CHANNEL) === channel
    if (foundFine && !unoffered && !isTold) return
    const found = await lookAt(api, channel)
    if (found === undefined) return
    foundFine = found === "fine"
    if (found !== "fine") {
      if (!isTold) await tellTrouble(channel, found.refused)
      return
    }
    if (unoffered) {
      if (!(await offer(channel, unoffered))) return
      marks.set(OFFERED, claimKey(unoffered))
    }
    if (isTold) marks.set(TOLD_CHANNEL, "")
  }

  async function tellTrouble(channel: string, refused: string | undefined): Promise<void> {
    log.warn(
      { channel, why: refused ?? "no right to post" },
      "CHANNEL_ID: nothing can be sent to the channel",
    )
    const told = await tellEditors((texts) => {
      const why = refused ?? texts.say("channel-no-rights")
      return { text: texts.say("channel-refused", { channel, why }) }
    })
    if (told) marks.set(TOLD_CHANNEL, channel)
  }

  function offer(channel: string, { id, why, messages: count, days }: Refused): Promise<boolean> {
    return tellEditors((texts) => {
      const button = { text: texts.say("refused-send"), callback_data: pressOnRefused(id) }
      const listed = days.join(texts.say("list-comma"))
      return {
        text: texts.say("refused-offer", { channel, why, count, days: listed }),
        buttons: { inline_keyboard: [[button]] },
      }
    })
  }

  return {
    async tell() {
      if (channelId !== undefined) await tell(channelId)
    },
  }
}

/** What Telegram said; undefined: only that the bot may not post. */
interface Trouble {
  readonly refused: string | undefined
}

/** Whether messages can be sent there; undefined where Telegram does not say. */
async function lookAt(api: Api, channelId: string): Promise<"fine" | Trouble | undefined> {
  const chat = chatAddress(channelId)
  try {
    const { type } = await api.getChat(chat)
    const member = await api.getChatMember(chat, (await api.getMe()).id)
    const outside = member.status === "left" || member.status === "kicked"
    const mute = member.status === "administrator" && member.can_post_messages === false
    const reader = type === "channel" && (member.status === "member" || member.status === "restricted")
    return outside || mute || reader ? { refused: undefined } : "fine"
  } catch (error) {
    return error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)
      ? { refused: `${error.error_code}: ${error.description}` }
      : undefined
  }
}
