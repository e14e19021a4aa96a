import type { Choice } from "../digest/choice.ts"
import { type DigestChoice, type TimeOfDay, WEEKDAYS, wantsEverything } from "../digest/subscription.ts"
import type { Texts } from "./texts.ts"

const WORKDAYS = "12345"

/** What a digest tells of, in plain words: 禾溪县提到“教育”、“校舍”或“医院”的报道. */
export function describeWants({ wants }: DigestChoice, texts: Texts): string {
  if (wantsEverything(wants)) return texts.say("digest-of-all")
  const either = (names: readonly string[]) =>
    texts.inScript(
      [names.slice(0, -1).join(texts.say("list-comma")), ...names.slice(-1)]
        .filter((part) => part !== "")
        .join(texts.say("list-or")),
    )
  const places = either(wants.places)
  const words = either([...wants.topics, ...wants.keywords].map((word) => texts.say("digest-word", { word })))
  if (words === "") return texts.say("digest-of-places", { places })
  if (places === "") return texts.say("digest-of-words", { words })
  return texts.say("digest-of-both", { places, words })
}

/** Of which choices it brings only the most important article; "" where it brings all. */
export function describeShrunk(shrunk: readonly Choice[], texts: Texts): string {
  if (shrunk.length === 0) return ""
  const words = shrunk.map(({ word }) => texts.say("digest-word", { word })).join(texts.say("list-comma"))
  return texts.say("digest-shrunk-now", { words: texts.inScript(words) })
}

/** When it comes: 周一至周五 7:00. `own`: the time of the newsroom's own digest. */
export function describeTime({ at, weekdays }: DigestChoice, own: TimeOfDay, texts: Texts): string {
  const days = weekdays.join("")
  const time = at ? clock(at) : texts.say("digest-time-own", { time: clock(own) })
  if (weekdays.length === WEEKDAYS.length) return texts.say("digest-every-day", { time })
  if (days === WORKDAYS) return texts.say("digest-workdays", { time })
  const names = weekdays.map((day) => weekdayName(day, texts)).join(texts.say("list-comma"))
  return texts.say("digest-on-days", { days: names, time })
}

/** 周一, Mon. */
export function weekdayName(day: number, texts: Texts): string {
  const format = new Intl.DateTimeFormat(texts.language, { weekday: "short", timeZone: "UTC" })
  // The first of January 2024 was a Monday.
  return format.format(new Date(Date.UTC(2024, 0, day)))
}

export function clock({ hour, minute }: TimeOfDay): string {
  return `${hour}:${String(minute).padStart(2, "0")}`
}
