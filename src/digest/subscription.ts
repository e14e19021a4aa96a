import type { Language } from "../text/languages.ts"

/** What a reader wants to be told of. Of places any; of topics and keywords any; both where both are named. */
export interface Wants {
  /** Names anywhere on an article's place path; 苍梧 and 苍梧县 are one. */
  readonly places: readonly string[]
  /** Words of headlines, abstracts and columns; see `topics.ts`. */
  readonly topics: readonly string[]
  /** Words and names anywhere in an article. */
  readonly keywords: readonly string[]
}

export const EVERYTHING: Wants = { places: [], topics: [], keywords: [] }

/** Monday to Sunday (ISO 8601). */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

/** A time of the day in the newspaper's zone. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
}

/** What can be chosen of a digest. */
export interface DigestChoice {
  readonly wants: Wants
  /** null: with the newsroom's own digest. */
  readonly at: TimeOfDay | null
  /** Of `WEEKDAYS`, ascending, at least one. */
  readonly weekdays: readonly number[]
}

export const PLAIN_CHOICE: DigestChoice = { wants: EVERYTHING, at: null, weekdays: WEEKDAYS }

/** One digest of one reader; a reader may have several. */
export interface Subscription extends DigestChoice {
  /** Never used again. */
  readonly id: number
  readonly chatId: number
  /** In which it was chosen, for a reader who has chosen none; null: the bot's own. */
  readonly language: Language | null
  /** Not begun yet: it is still being chosen. */
  readonly draft: boolean
  /** ISO instant: what came in later is new to this digest. */
  readonly since: string
  /** The newest day (YYYY-MM-DD) that was seen to, with a digest or without; null before the first. */
  readonly doneDay: string | null
}

export function wantsEverything({ places, topics, keywords }: Wants): boolean {
  return places.length + topics.length + keywords.length === 0
}

/** Whether a digest is the newsroom's own: everything, with it, every day. */
export function isPlain({ wants, at, weekdays }: DigestChoice): boolean {
  return wantsEverything(wants) && at === null && weekdays.length === WEEKDAYS.length
}
