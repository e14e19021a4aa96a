import { MOST_KEYWORDS } from "../digest/keyword.ts"
import { findPlace, type PlaceNode } from "../digest/place-tree.ts"
import { type DigestChoice, WEEKDAYS } from "../digest/subscription.ts"
import { shortHash } from "../text/hash.ts"

const KEY_DIGITS = 8
const MOST_PLACES = 20
const WORKDAYS = [1, 2, 3, 4, 5]
export const NEWSROOMS_HOUR = "own"
export const ALL_DAYS = "all"
export const WORKDAYS_ONLY = "work"

/** A digest's keyboard, or a page of it. */
export type Page =
  | { readonly kind: "main" | "topics" | "words" | "hours" | "days" }
  /** `within`: the key of the place whose places are shown; without it the widest. */
  | { readonly kind: "places"; readonly within?: string | undefined }

/** What there is to choose from. */
export interface Offer {
  readonly places: readonly PlaceNode[]
  readonly topics: readonly string[]
}

export interface Pressed {
  readonly choice: DigestChoice
  readonly page: Page
  /** Name of the text that says why nothing was changed. */
  readonly refused?: string
}

/** Short, and the same for a word whatever else is offered. */
export function wordKey(word: string): string {
  return shortHash([word], KEY_DIGITS)
}

/** What the press of a button comes to; undefined for one that chooses nothing, or what is no longer there. */
export function press(
  choice: DigestChoice,
  action: string,
  value: string,
  offer: Offer,
): Pressed | undefined {
  switch (action) {
    case "main":
    case "topics":
    case "words":
    case "hours":
    case "days":
    case "places":
      return { choice, page: { kind: action } }
    case "in":
      return findPlace(offer.places, value) && { choice, page: { kind: "places", within: value } }
    case "place":
      return pressPlace(choice, value, offer)
    case "topic":
      return pressTopic(choice, value, offer)
    case "word":
      return pressWord(choice, value)
    case "hour":
      return pressHour(choice, value)
    case "day":
      return pressDay(choice, value)
    default:
      return undefined
  }
}

function pressPlace(choice: DigestChoice, key: string, offer: Offer): Pressed | undefined {
  const found = findPlace(offer.places, key)
  if (!found) return undefined
  const page: Page = { kind: "places", within: found.parent?.key }
  const places = toggled(choice.wants.places, found.node.name)
  if (places.length > MOST_PLACES) return { choice, page, refused: "digest-most-places" }
  return { choice: { ...choice, wants: { ...choice.wants, places } }, page }
}

function pressTopic(choice: DigestChoice, key: string, offer: Offer): Pressed | undefined {
  const word = [...offer.topics, ...choice.wants.topics].find((one) => wordKey(one) === key)
  if (word === undefined) return undefined
  const topics = toggled(choice.wants.topics, word)
  return { choice: { ...choice, wants: { ...choice.wants, topics } }, page: { kind: "topics" } }
}

/** Takes a keyword out. */
function pressWord(choice: DigestChoice, key: string): Pressed {
  const keywords = choice.wants.keywords.filter((word) => wordKey(word) !== key)
  return { choice: { ...choice, wants: { ...choice.wants, keywords } }, page: { kind: "words" } }
}

/** Adds keywords to a choice; undefined where they would be too many. */
export function withKeywords(choice: DigestChoice, words: readonly string[]): DigestChoice | undefined {
  const keywords = [...new Set([...choice.wants.keywords, ...words])]
  if (keywords.length > MOST_KEYWORDS) return undefined
  return { ...choice, wants: { ...choice.wants, keywords } }
}

function pressHour(choice: DigestChoice, value: string): Pressed | undefined {
  const page: Page = { kind: "main" }
  if (value === NEWSROOMS_HOUR) return { choice: { ...choice, at: null }, page }
  const hour = /^\d{1,2}$/.test(value) ? Number(value) : 24
  return hour > 23 ? undefined : { choice: { ...choice, at: { hour, minute: 0 } }, page }
}

function pressDay(choice: DigestChoice, value: string): Pressed | undefined {
  const page: Page = { kind: "days" }
  if (value === ALL_DAYS) return { choice: { ...choice, weekdays: WEEKDAYS }, page: { kind: "main" } }
  if (value === WORKDAYS_ONLY) return { choice: { ...choice, weekdays: WORKDAYS }, page: { kind: "main" } }
  const day = WEEKDAYS.find((one) => String(one) === value)
  if (day === undefined) return undefined
  const weekdays = toggled(choice.weekdays, day).sort((a, b) => a - b)
  if (weekdays.length === 0) return { choice, page, refused: "digest-least-days" }
  return { choice: { ...choice, weekdays }, page }
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item]
}
