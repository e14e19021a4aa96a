import type { Article } from "../corpus.ts"
import type { ByteSource } from "./byte-stream.ts"
import { decode } from "./decode.ts"
import type { ReadContext } from "./draft.ts"
import { markupLines } from "./html-page.ts"
import { type Item, itemOf, type Note } from "./item.ts"
import type { Line } from "./lines.ts"
import { beyond } from "./read-feed.ts"
import { recordArticle } from "./record.ts"
import { renderPost } from "./shortcodes.ts"
import type { Trace } from "./trace.ts"
import { MAX_ITEM, type WordPressItem, WordPressXml } from "./wordpress-xml.ts"

const TYPES = new Set(["post", "page"])

/** One item a published post or page of a WordPress export (WXR), of whatever size: it is streamed. */
export async function* readWordPress(
  source: ByteSource,
  { trace }: ReadContext,
): AsyncGenerator<Item | Note> {
  const { input } = source
  const xml = await WordPressXml.create()
  const left = new Map<string, number>()
  let published = 0
  for await (const piece of textOf(source)) {
    for (const post of xml.write(piece)) {
      const name = `${input}:${post.number}`
      const why = post.overlong ? null : unpublished(post)
      if (why !== null) left.set(why, (left.get(why) ?? 0) + 1)
      else {
        published++
        yield itemOf(
          name,
          post.overlong ? `over ${MAX_ITEM / 1e6} million characters` : await article(post, xml, trace),
        )
      }
    }
  }
  if (left.size > 0) {
    const counts = [...left].map(([why, count]) => `${count} ${why}`).join(", ")
    yield { kind: "note", input, text: `only published posts and pages are read, not: ${counts}` }
  }
  if (xml.unfinished)
    yield itemOf(input, `the export breaks off after ${published} published posts and pages`)
  else if (published === 0) yield itemOf(input, "no published posts or pages")
}

async function* textOf({ head, chunks, charset }: ByteSource): AsyncGenerator<string> {
  const start = decode(head.subarray(0, head.lastIndexOf(GREATER) + 1), charset)
  const decoder = new TextDecoder(start.kind === "text" ? start.encoding : "utf-8")
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
}

/** `>`, which is part of no other character in UTF-8 and GB18030. */
const GREATER = 0x3e

/** Why readers of the site do not see an item; null where they do. */
function unpublished({ fields }: WordPressItem): string | null {
  const type = fields.get("wp:post_type") ?? "post"
  if (!TYPES.has(type)) return type
  const status = fields.get("wp:status") ?? "publish"
  if (status !== "publish") return status
  return fields.get("wp:post_password") ? "with a password" : null
}

async function article(
  post: WordPressItem,
  xml: WordPressXml,
  trace: Trace | undefined,
): Promise<Article | string> {
  const { fields } = post
  const { markup, captions } = renderPost(fields.get("content:encoded") ?? "")
  const lines = (await markupLines(markup)).filter(({ text }) => !EMBEDDED.test(text))
  const excerpt = await markupLines(fields.get("excerpt:encoded") ?? "")
  const login = fields.get("dc:creator") ?? ""
  const found = recordArticle(
    {
      id: fields.get("guid") || undefined,
      url: fields.get("link"),
      title: joined(await markupLines(fields.get("title") ?? "")) || undefined,
      publishedAt: postDate(fields),
      source: xml.title,
      // A name that is only the account's is none that readers would know.
      bylines: [xml.authors.get(login) ?? ""].filter((name) => name !== login),
      abstract: excerpt.length > 0 ? beyond(excerpt, lines) : undefined,
      section: post.categories.find(({ slug }) => slug !== "uncategorized")?.name,
    },
    lines,
    trace,
  )
  if (found === null) return "no text"
  const named = []
  for (const caption of captions) named.push(joined(await markupLines(caption)))
  return { ...found, captions: [...found.captions, ...named.filter((caption) => caption !== "")] }
}

/** An address alone on its line, in whose place WordPress shows what stands there. */
const EMBEDDED = /^https?:\/\/\S+$/

function joined(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join(" ")
}

/** The local time with the zone that the time in UTC beside it tells. */
function postDate(fields: ReadonlyMap<string, string>): string | undefined {
  const local = fields.get("wp:post_date") ?? ""
  const utc = fields.get("wp:post_date_gmt") ?? ""
  const minutes = (Date.parse(`${local}Z`) - Date.parse(`${utc}Z`)) / 60_000
  if (!Number.isInteger(minutes) || Math.abs(minutes) > MOST_MINUTES) return local || fields.get("pubDate")
  const clock = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const zone = clock.map((part) => String(part).padStart(2, "0")).join(":")
  return `${local.replace(" ", "T")}${minutes < 0 ? "-" : "+"}${zone}`
}

const MOST_MINUTES = 14 * 60
