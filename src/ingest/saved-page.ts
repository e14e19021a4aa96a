import { dateMentions } from "./date-forms.ts"
import { givenUrl, isArticleUrl } from "./identity.ts"
import { chinaDay } from "./published-at.ts"

/** What is noted on a saved page: where it was, and on which day it was saved, YYYY-MM-DD in China. */
export interface SavedPage {
  readonly address: string | null
  readonly day: string | null
}

/** Notes stand at the top or, of web archives, at the very end. */
const SEARCHED = 4096
const COMMENT = /<!--([\s\S]{0,2000}?)-->/g
const NOTE = /\b(?:saved (?:from|with|date)|mirrored from|file archived on)\b/i
const ADDRESS = /(?:\burl\s?[:=]\s?(?:\(\d{1,5}\))?|\bfrom\s)\s?((?:https?:\/\/|www\.)[^\s<>"']{4,1900})/i
/** Web archives print the time before the day, and mean UTC. */
const ARCHIVED = /archived on (\d\d:\d\d:\d\d) (\w{3} \d{1,2}, \d{4})/i

/** The comment that browsers, mirroring tools and web archives leave in a page that they save. */
export function readSavedPage(html: string): SavedPage {
  const ends = [html.slice(0, SEARCHED), html.slice(Math.max(SEARCHED, html.length - SEARCHED))]
  const comments = ends.flatMap((end) => [...end.matchAll(COMMENT)].map((match) => match[1] ?? ""))
  const note = comments.find((comment) => NOTE.test(comment)) ?? ""
  const named = ADDRESS.exec(note)?.[1]
  const address = givenUrl(named?.replace(/^www\./i, "http://www."))
  const saved = dateMentions(note.replace(ARCHIVED, "$2 $1 UTC")).find(({ year }) => year !== null)
  return {
    address: address !== null && isArticleUrl(address) ? address : null,
    day: saved === undefined ? null : chinaDay(saved),
  }
}
