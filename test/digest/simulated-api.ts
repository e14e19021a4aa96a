import { Api, HttpError } from "grammy"
import type { SendOutcome } from "../../src/digest/outbox.ts"
import type { Life } from "./mortal.ts"
import type { Random } from "./random.ts"
import type { SimulatedTelegram } from "./simulated-telegram.ts"
import type { VirtualClock } from "./virtual-clock.ts"

/** taken: and now and then one is not; unknown: a server that does not know the method. */
export type RichMessages = "taken" | "unknown"

interface Asked {
  readonly chat_id: string | number
  readonly text?: string
  readonly caption?: string
  /** A name, or what is uploaded. */
  readonly photo?: unknown
  readonly rich_message?: { readonly blocks: readonly { readonly text: string }[] }
}

type Reply = { readonly ok: true; readonly result: object } | ReturnType<typeof refusal>

const LONGEST_UPLOAD_MS = 6_000

/** The Bot API before a simulated Telegram, request by request: pictures by upload and by name, rich messages or none. */
export class SimulatedApi {
  requests = 0
  uploads = 0
  richRefused = 0
  readonly #telegram: SimulatedTelegram
  readonly #clock: VirtualClock
  readonly #random: Random
  readonly #rich: RichMessages
  #names = new Set<string>()

  constructor(telegram: SimulatedTelegram, clock: VirtualClock, random: Random, rich: RichMessages) {
    this.#telegram = telegram
    this.#clock = clock
    this.#random = random
    this.#rich = rich
  }

  /** As a process with this life reaches it; `leaves` hears the chat of each request when it leaves. */
  opened(life: Life, leaves: (chat: string) => void): Api {
    const line = life.holding({
      ask: (method: string, asked: Asked) => {
        leaves(String(asked.chat_id))
        return this.#serve(method, asked)
      },
    })
    const api = new Api("1:simulated")
    api.config.use(async (_previous, method, payload) => (await line.ask(method, payload as Asked)) as never)
    return api
  }

  /** The newsroom has another bot now, which knows no picture by its name. */
  forgetNames(): void {
    this.#names = new Set()
  }

  async #serve(method: string, asked: Asked): Promise<Reply> {
    this.requests++
    const chat = String(asked.chat_id)
    const { text = asked.caption ?? "", photo, rich_message: rich } = asked
    if (rich && (this.#rich === "unknown" || this.#random.chance(0.1))) {
      this.richRefused++
      await this.#clock.wait(this.#random.int(5, 400))
      return this.#rich === "unknown"
        ? refusal(404, "Not Found")
        : refusal(400, "Bad Request: RICH_MESSAGE_INVALID")
    }
    if (typeof photo === "string" && !this.#names.has(photo)) {
      await this.#clock.wait(this.#random.int(5, 400))
      return refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
    }
    const isUpload = method === "sendPhoto" && typeof photo !== "string"
    if (isUpload) {
      this.uploads++
      await this.#clock.wait(this.#random.int(0, LONGEST_UPLOAD_MS))
    }
    const name = isUpload ? `picture ${this.uploads}` : String(photo)
    this.#names.add(name)
    return replyOf(await this.#telegram.send(chat, rich?.blocks[0]?.text ?? text), name)
  }
}

function replyOf(outcome: SendOutcome, name: string): Reply {
  switch (outcome.kind) {
    case "sent":
      return { ok: true, result: { message_id: outcome.messageId, photo: [{ file_id: name }] } }
    case "wait":
      return refusal(429, "Too Many Requests", { retry_after: outcome.ms / 1_000 })
    case "refused":
      return outcome.chatGone ? refusal(403, "Forbidden") : refusal(400, "Bad Request")
    case "moved":
      return refusal(400, "Bad Request", { migrate_to_chat_id: Number(outcome.toChatId) })
    case "unknown":
      if (outcome.why === "500") return refusal(500, "Internal")
      throw new HttpError("network", Object.assign(new Error("reset"), { code: "ECONNRESET" }))
    default:
      throw new HttpError("network", Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))
  }
}

function refusal(error_code: number, description: string, parameters: object = {}) {
  return { ok: false as const, error_code, description, parameters }
}
