import { isKeyword } from "../digest/keyword.ts"
import { type DigestChoice, PLAIN_CHOICE, WEEKDAYS } from "../digest/subscription.ts"

const PREFIX = "sub_"
const ALL = "all"
/** Telegram's limit for what follows `?start=`. */
const MOST_PAYLOAD = 64

/**
 * The `/start` payload that offers this digest: `sub_all`, or base64url of one line each, `p` and a place, `t` and a
 * topic, `k` and a keyword, `h` and the hour, `d` and the weekdays. undefined where that is longer than Telegram takes.
 */
export function subscriptionPayload({ wants, at, weekdays }: DigestChoice): string | undefined {
  const lines = [
    ...wants.places.map((name) => `p${name}`),
    ...wants.topics.map((word) => `t${word}`),
    ...wants.keywords.map((word) => `k${word}`),
    ...(at ? [`h${at.hour}`] : []),
    ...(weekdays.length < WEEKDAYS.length ? [`d${weekdays.join("")}`] : []),
  ]
  const payload = PREFIX + (lines.length === 0 ? ALL : Buffer.from(lines.join("\n")).toString("base64url"))
  return payload.length <= MOST_PAYLOAD ? payload : undefined
}

/** The address that offers this digest; undefined where there is none. */
export function subscriptionLink(botUsername: string, choice: DigestChoice): string | undefined {
  const payload = subscriptionPayload(choice)
  return payload && `https://t.me/${botUsername}?start=${payload}`
}

export function isSubscriptionPayload(payload: string): boolean {
  return payload.startsWith(PREFIX)
}

/** The digest that a payload offers. Anybody can write any payload: undefined where it offers none. */
export function choiceOfPayload(payload: string): DigestChoice | undefined {
  if (!isSubscriptionPayload(payload) || payload.length > MOST_PAYLOAD) return undefined
  const encoded = payload.slice(PREFIX.length)
  if (encoded === ALL) return PLAIN_CHOICE
  const bytes = Buffer.from(encoded, "base64url")
  const text = bytes.toString()
  const isSound = encoded !== "" && Buffer.from(text).toString("base64url") === encoded
  return isSound ? text.split("\n").reduce(withLine, PLAIN_CHOICE) : undefined
}

function withLine(choice: DigestChoice | undefined, line: string): DigestChoice | undefined {
  if (!choice) return undefined
  const [kind, value] = [line.slice(0, 1), line.slice(1)]
  const { wants } = choice
  if (kind === "h") return isHour(value) ? { ...choice, at: { hour: Number(value), minute: 0 } } : undefined
  if (kind === "d") return isWeekdays(value) ? { ...choice, weekdays: [...value].map(Number) } : undefined
  if (!isKeyword(value)) return undefined
  if (kind === "p") return { ...choice, wants: { ...wants, places: [...wants.places, value] } }
  if (kind === "t") return { ...choice, wants: { ...wants, topics: [...wants.topics, value] } }
  return kind === "k" ? { ...choice, wants: { ...wants, keywords: [...wants.keywords, value] } } : undefined
}

function isHour(text: string): boolean {
  return /^(?:1?\d|2[0-3])$/.test(text)
}

function isWeekdays(text: string): boolean {
  return /^(?=.)1?2?3?4?5?6?7?$/.test(text)
}
