import { GrammyError, HttpError } from "grammy"

const FRAMES = 6
const DEPTH = 4

/**
 * Name, message and causes, for the log, and the top of the stack where neither the network nor Telegram is the cause.
 * The token is taken out: it stands in the address of every call, and so in most network errors.
 */
export function describeFailure(error: unknown, token: string): string {
  const parts: string[] = []
  let next: unknown = error
  for (let depth = 0; depth < DEPTH && next !== undefined && next !== null; depth++) {
    parts.push(next instanceof Error ? `${next.name}: ${next.message}${codeOf(next)}` : String(next))
    next = next instanceof HttpError ? next.error : next instanceof Error ? next.cause : undefined
  }
  const expected = error instanceof HttpError || error instanceof GrammyError
  return [parts.join(" <- "), ...(expected ? [] : frames(error))].join("\n").replaceAll(token, "<token>")
}

/** The reader has blocked the bot, is gone, or the bot was put out of the chat. */
export function isShutOut(error: unknown): error is GrammyError {
  return error instanceof GrammyError && error.error_code === 403
}

/** For calls that matter to nobody once Telegram refuses them: a press that is too old, a message that is gone. */
export function ignoreRefusal(error: unknown): void {
  if (!(error instanceof GrammyError)) throw error
}

/** How long Telegram asks to be left alone, where it does. */
export function retryAfterMs(error: unknown): number | undefined {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined
  return seconds === undefined ? undefined : seconds * 1000
}

/** Why no further call can succeed before a person does something; undefined for everything that may pass. */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof GrammyError)) return undefined
  switch (error.error_code) {
    case 401:
    case 404:
      return `Telegram does not know this BOT_TOKEN (${error.error_code}: ${error.description}): take the current one from @BotFather`
    case 409:
      return `another program fetches this bot's messages (409: ${error.description}): stop it first`
    default:
      return undefined
  }
}

function codeOf(error: Error): string {
  const code = "code" in error ? error.code : undefined
  return typeof code === "string" && !error.message.includes(code) ? ` (${code})` : ""
}

function frames(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : ""
  const lines = stack.split("\n").filter((line) => line.trimStart().startsWith("at "))
  return lines.slice(0, FRAMES)
}
