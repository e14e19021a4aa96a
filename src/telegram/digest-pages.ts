import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types"
import { type Choice, choiceKey } from "../digest/choice.ts"
import { findPlace, type PlaceNode } from "../digest/place-tree.ts"
import { type Subscription, type TimeOfDay, WEEKDAYS } from "../digest/subscription.ts"
import { clock, describeShrunk, describeTime, describeWants, weekdayName } from "./describe-digest.ts"
import { ALL_DAYS, NEWSROOMS_HOUR, type Offer, type Page, WORKDAYS_ONLY, wordKey } from "./digest-press.ts"
import { oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

const LABEL_UNITS = 24
/** Of a word with others around it. */
const WORD_UNITS = 16
const MOST_PLACES_SHOWN = 30
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

export interface Shown {
  readonly text: string
  readonly buttons: InlineKeyboardMarkup
}

export interface PageWords {
  readonly texts: Texts
  /** Of the newsroom's own digest. */
  readonly own: TimeOfDay
  readonly offer: Offer
  /** What of it has shrunk. */
  readonly shrunk: readonly Choice[]
  /** A link that offers the same digest to somebody else; undefined where it would be too long. */
  readonly link: string | undefined
}

type Rows = readonly (readonly InlineKeyboardButton[])[]

/** The data of a button: the digest, what is pressed, and what is chosen by it. */
export function pressData(id: number, action: string, value = ""): string {
  return value === "" ? `sub:${id}:${action}` : `sub:${id}:${action}:${value}`
}

/** A page of a digest's keyboard. Above the buttons stands in plain words what is chosen. */
export function showPage(digest: Subscription, page: Page, words: PageWords): Shown {
  const { texts, own, shrunk } = words
  const chosen = texts.say("digest-chosen", {
    what: describeWants(digest, texts),
    when: describeTime(digest, own, texts),
  })
  const asks = page.kind === "main" ? foot(digest, words) : texts.say(ASKS[page.kind])
  const rows = rowsOf(digest, page, words)
  const back = page.kind === "main" ? [] : [[button(digest.id, texts.say("digest-back"), "main")]]
  return {
    text: [chosen, describeShrunk(shrunk, texts), asks].filter(Boolean).join("\n\n"),
    buttons: { inline_keyboard: [...rows, ...back].map((row) => [...row]) },
  }
}

const ASKS = {
  places: "digest-ask-places",
  topics: "digest-ask-topics",
  words: "digest-ask-words",
  hours: "digest-ask-hour",
  days: "digest-ask-days",
} as const

function foot(digest: Subscription, { texts, link }: PageWords): string {
  if (digest.draft) return texts.say("digest-draft")
  return link === undefined ? texts.say("digest-running") : texts.say("digest-running-link", { link })
}

function rowsOf(digest: Subscription, page: Page, words: PageWords): Rows {
  switch (page.kind) {
    case "main":
      return mainRows(digest, words)
    case "places":
      return placeRows(digest, page.within, words)
    case "topics":
      return topicRows(digest, words)
    case "words":
      return wordRows(digest, words.texts)
    case "hours":
      return hourRows(digest, words)
    case "days":
      return dayRows(digest, words.texts)
  }
}

function mainRows({ id, draft }: Subscription, { texts, shrunk }: PageWords): Rows {
  const restore = shrunk.map((choice) =>
    button(id, restoreLabel(choice, texts), "restore", choiceKey(choice)),
  )
  return [
    ...inRows(restore, 2),
    [button(id, texts.say("digest-places"), "places"), button(id, texts.say("digest-topics"), "topics")],
    [button(id, texts.say("digest-words"), "words")],
    [button(id, texts.say("digest-hour"), "hours"), button(id, texts.say("digest-days"), "days")],
    draft
      ? [button(id, texts.say("digest-begin"), "go"), button(id, texts.say("digest-leave"), "stop")]
      : [button(id, texts.say("digest-stop"), "stop"), button(0, texts.say("digest-all"), "list")],
  ]
}

function placeRows({ id, wants }: Subscription, within: string | undefined, words: PageWords): Rows {
  const { texts, offer } = words
  const found = within === undefined ? undefined : findPlace(offer.places, within)
  const shown = (found?.node.within ?? offer.places).slice(0, MOST_PLACES_SHOWN)
  const toggle = ({ key, name }: PlaceNode) =>
    button(id, ticked(texts.inScript(name), wants.places.includes(name)), "place", key)
  const open = ({ key, name }: PlaceNode) =>
    button(
      id,
      texts.say("digest-open-place", { place: oneLine(texts.inScript(name), LABEL_UNITS) }),
      "in",
      key,
    )
  const wide = shown.filter((place) => place.within.length > 0).map((place) => [toggle(place), open(place)])
  const narrow = inRows(shown.filter((place) => place.within.length === 0).map(toggle), 3)
  const up = found
    ? [[found.parent ? open(found.parent) : button(id, texts.say("digest-all-places"), "places")]]
    : []
  return [...wide, ...narrow, ...up]
}

function topicRows({ id, wants }: Subscription, { texts, offer }: PageWords): Rows {
  const topics = [...new Set([...offer.topics, ...wants.topics])]
  return inRows(
    topics.map((word) =>
      button(id, ticked(texts.inScript(word), wants.topics.includes(word)), "topic", wordKey(word)),
    ),
    3,
  )
}

function wordRows({ id, wants }: Subscription, texts: Texts): Rows {
  const remove = wants.keywords.map((word) =>
    button(id, oneLine(`✕ ${word}`, LABEL_UNITS), "word", wordKey(word)),
  )
  return [...inRows(remove, 2), [button(id, texts.say("digest-type-word"), "type")]]
}

function hourRows({ id, at }: Subscription, { texts, own }: PageWords): Rows {
  const hours = HOURS.map((hour) => {
    const label = clock({ hour, minute: 0 })
    return button(id, ticked(label, at?.hour === hour), "hour", String(hour))
  })
  const newsrooms = ticked(texts.say("digest-time-own", { time: clock(own) }), at === null)
  return [[button(id, newsrooms, "hour", NEWSROOMS_HOUR)], ...inRows(hours, 4)]
}

function dayRows({ id, weekdays }: Subscription, texts: Texts): Rows {
  const days = WEEKDAYS.map((day) =>
    button(id, ticked(weekdayName(day, texts), weekdays.includes(day)), "day", String(day)),
  )
  const both = [
    button(id, texts.say("digest-all-days"), "day", ALL_DAYS),
    button(id, texts.say("digest-workdays-only"), "day", WORKDAYS_ONLY),
  ]
  return [...inRows(days, 4), both]
}

function button(id: number, text: string, action: string, value = ""): InlineKeyboardButton {
  return { text, callback_data: pressData(id, action, value) }
}

export function restoreLabel({ word }: Choice, texts: Texts): string {
  return texts.say("digest-restore", { word: oneLine(texts.inScript(word), WORD_UNITS) })
}

function ticked(label: string, chosen: boolean): string {
  return oneLine(chosen ? `✓ ${label}` : label, LABEL_UNITS)
}

export function inRows<T>(items: readonly T[], width: number): T[][] {
  const rows: T[][] = []
  for (let at = 0; at < items.length; at += width) rows.push(items.slice(at, at + width))
  return rows
}
