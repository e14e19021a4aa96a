import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types"
import type { Draft, Notice } from "../desk/draft.ts"
import { editionItems } from "../digest/edition.ts"
import { oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

const TITLE_UNITS = 60
const NUMBERS_A_ROW = 5

/** What a button of the desk does; the draft, the revision that was shown and, where it is about one, the item. */
export const DESK_PRESSED =
  /^desk:(approve|send|skip|later|read|list|back|item|up|drop|words):(\d{1,15}):(\d{1,9})(?::(\d{1,2}))?$/

export interface DeskView {
  readonly text: string
  readonly buttons: InlineKeyboardMarkup
}

/** The state of a draft, and what can be done with it. `comes`: it is of a daily edition that is still to come. */
export function deskView(draft: Draft, comes: boolean, texts: Texts): DeskView {
  const button = buttonsOf(draft, texts)
  const open = draft.state !== "sent"
  const rows = [
    ...(open ? [[...(comes && draft.state !== "approved" ? [button("approve")] : []), button("send")]] : []),
    [button("read"), ...(open ? [button("list")] : [])],
    ...(open ? [[...(comes && draft.state !== "skipped" ? [button("skip")] : []), button("later")]] : []),
  ]
  return { text: head(draft, comes, texts), buttons: { inline_keyboard: rows } }
}

/** The stories of a draft by their numbers, each with a button. `line`: what has just been done. */
export function deskList(draft: Draft, texts: Texts, line?: string): DeskView {
  const button = buttonsOf(draft, texts)
  const items = editionItems(draft.prepared.edition)
  const titles = items.map(({ title }, at) => `${at + 1}. ${oneLine(texts.inScript(title), TITLE_UNITS)}`)
  const numbers = items.map((_, at) => button("item", at + 1))
  const rows: InlineKeyboardButton[][] = []
  for (let at = 0; at < numbers.length; at += NUMBERS_A_ROW) rows.push(numbers.slice(at, at + NUMBERS_A_ROW))
  const text = [...(line === undefined ? [] : [line]), texts.say("desk-choose"), ...titles].join("\n")
  return { text, buttons: { inline_keyboard: [...rows, [button("back")]] } }
}

/** One story, and what can be done to it; undefined where there is none with this number. */
export function deskItem(draft: Draft, number: number, texts: Texts): DeskView | undefined {
  const item = editionItems(draft.prepared.edition)[number - 1]
  if (!item) return undefined
  const button = buttonsOf(draft, texts)
  const words = item.editors ? texts.say("digest-by-editor", { words: item.line.text }) : item.line.text
  return {
    text: `${number}. ${oneLine(texts.inScript(item.title), TITLE_UNITS)}\n${words}`,
    buttons: {
      inline_keyboard: [
        [button("up", number), button("drop", number)],
        [button("words", number), { ...button("list"), text: texts.say("desk-back") }],
      ],
    },
  }
}

/** A line for the editors of what happened to a draft without them. `until`: as the newsroom's clock shows it. */
export function noticeLine({ prepared }: Draft, notice: Notice, until: string, texts: Texts): string {
  const { date } = prepared.edition
  switch (notice.kind) {
    case "waiting":
      return texts.say("desk-waiting", { day: date, until })
    case "skipped-unapproved":
    case "nothing-left":
      return texts.say(`desk-${notice.kind}`, { day: date })
    case "sent":
    case "sent-unapproved":
      return [
        texts.say(notice.kind === "sent" ? "desk-sent" : "desk-sent-unapproved", { day: date }),
        ...droppedLines(notice.dropped, texts),
      ].join("\n")
  }
}

/** Of stories that were left out since they were retracted: no line, or one. */
export function droppedLines(titles: readonly string[], texts: Texts): string[] {
  const named = titles.map((title) => `《${oneLine(texts.inScript(title), TITLE_UNITS)}》`)
  return named.length === 0 ? [] : [texts.say("desk-dropped", { titles: named.join("") })]
}

function head(draft: Draft, comes: boolean, texts: Texts): string {
  const { edition } = draft.prepared
  const count = editionItems(edition).length
  const state = draft.state === "draft" && !comes ? "desk-state-ready" : `desk-state-${draft.state}`
  return `${texts.say("desk-head", { day: edition.date, count })}\n${texts.say(state)}`
}

/** Makes buttons named for what they do, those of single stories in the list for their numbers. */
function buttonsOf({ id, revision }: Draft, texts: Texts) {
  return (verb: string, number?: number) => ({
    text: verb === "item" ? String(number) : texts.say(`desk-${verb}`),
    callback_data: `desk:${verb}:${id}:${revision}${number === undefined ? "" : `:${number}`}`,
  })
}
