import type { NearestArticle } from "../answer/answer.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import { joined, linked, type Message, oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

/** What a line of a list shows of an article. */
export interface ListedArticle extends NearestArticle {
  /** Some of its words, on a line of its own. */
  readonly snippet?: string
  /** What it is to the article that the list is about: a correction, a follow-up. */
  readonly role?: string
}

const TITLE_UNITS = 120
const SNIPPET_UNITS = 80

/** A numbered list under a line, with another below it that says what to do with the numbers. */
export function renderList(
  head: string,
  articles: readonly ListedArticle[],
  texts: Texts,
  link: ArticleLink = OWN_ADDRESSES,
): Message {
  const items = articles.map((article, index) => {
    const words = texts.inScript(afterTitle(article.snippet ?? "", article.title))
    const snippet = oneLine(words, SNIPPET_UNITS)
    const line = headline(index + 1, article, texts, link)
    return joined(snippet === "" ? [line] : [line, snippet], "\n")
  })
  return joined([head, ...items, texts.say("list-foot")], "\n\n")
}

/** The words without the title, where the title is their first sentence. */
export function afterTitle(words: string, title: string): string {
  const whole = words.trim()
  const head = title.trim()
  if (head === "" || !whole.startsWith(head)) return whole
  const rest = whole.slice(head.length)
  const end = /^[。！？!?…]*[”’」』）)]*\s*/.exec(rest)?.[0] ?? ""
  return end === "" && rest !== "" ? whole : rest.slice(end.length)
}

/** Number, linked title, role, source, day, and the nearest of the places. */
export function headline(number: number, article: ListedArticle, texts: Texts, link: ArticleLink): Message {
  const { title, role, source, publishedAt, place } = article
  const known = [role, source, publishedAt?.slice(0, 10), place.at(-1)].flatMap((part) =>
    part == null || part === "" ? [] : [texts.inScript(part)],
  )
  const rest = known.length > 0 ? ` — ${known.join(" · ")}` : ""
  return joined([`${number}. `, linked(oneLine(texts.inScript(title), TITLE_UNITS), link(article)), rest])
}
