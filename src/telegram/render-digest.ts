import { textWithDates } from "../answer/annotate.ts"
import type { DigestItem, Edition } from "../digest/edition.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import { bold, joined, linked, type Message, oneLine } from "./message.ts"
import { type MessageLimits, TELEGRAM_LIMITS } from "./split.ts"
import type { Texts } from "./texts.ts"

const NAME_UNITS = 60
const TITLE_UNITS = 120
/** A sentence beyond this is no line any more; it ends in an ellipsis. */
const LINE_UNITS = 800
const ABOUT_UNITS = 300
export interface DigestRendering {
  readonly link?: ArticleLink
  readonly limits?: MessageLimits
  /** What the digest is about, where it does not tell of everything. */
  readonly about?: string
}

const BETWEEN = "\n\n"

/**
 * The messages of a digest, in order, each within Telegram's limits: cut between items, never inside one. A group
 * that goes on in the next message gets its heading again. An edition without items gives no message.
 */
export function renderDigest(
  edition: Edition,
  paperName: string | undefined,
  texts: Texts,
  { link = OWN_ADDRESSES, limits = TELEGRAM_LIMITS, about }: DigestRendering = {},
): Message[] {
  if (edition.groups.length === 0) return []
  const pages: Message[] = []
  let page: Message[] = [head(edition.date, paperName, texts, about)]
  const add = (block: Message, headingOfNext: Message | undefined): void => {
    if (!fits([...page, block], limits)) {
      pages.push(joined(page, BETWEEN))
      page = headingOfNext ? [headingOfNext] : []
    }
    page.push(block)
  }
  for (const { name: place, items } of edition.groups) {
    const name = oneLine(texts.inScript(place), NAME_UNITS)
    const again = bold(texts.say("digest-continued", { name }))
    items.forEach((item, index) => {
      const block = renderItem(item, edition.date, texts, link)
      if (index > 0) add(block, again)
      else add(joined([bold(name), block], "\n"), undefined)
    })
  }
  if (edition.left > 0) {
    add({ text: texts.say("digest-left", { count: edition.left }), entities: [] }, undefined)
  }
  return [...pages, joined(page, BETWEEN)]
}

function head(date: string, paperName: string | undefined, texts: Texts, about?: string): Message {
  const format = new Intl.DateTimeFormat(texts.language, { dateStyle: "long", timeZone: "UTC" })
  const day = format.format(new Date(`${date}T00:00:00Z`))
  const name = bold(texts.say("digest-head", { paper: paperName ?? texts.say("paper-unnamed"), day }))
  return about === undefined ? name : joined([name, oneLine(about, ABOUT_UNITS)], "\n")
}

function renderItem(item: DigestItem, today: string, texts: Texts, link: ArticleLink): Message {
  const { title, line } = item
  const heading = joined(["• ", linked(oneLine(texts.inScript(title), TITLE_UNITS), link(item))])
  return line.text === title
    ? heading
    : joined([heading, oneLine(texts.inScript(textWithDates(line, today)), LINE_UNITS)], "\n")
}

function fits(blocks: readonly Message[], limits: MessageLimits): boolean {
  const { text, entities } = joined(blocks, BETWEEN)
  return text.length <= limits.units && entities.length <= limits.entities
}
