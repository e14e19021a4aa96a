import type { ReadPage } from "./extraction.ts"

/** The little of linkedom's tree that is read here. */
interface Node {
  readonly nodeType: number
  readonly nodeName: string
  readonly textContent: string | null
  readonly childNodes: Iterable<Node>
}

/** What the packages do alone: linkedom's parse, Readability with its own defaults, its text, title and date. */
export async function readWithReadability(html: string): Promise<ReadPage | null> {
  const { parseHTML } = await import("linkedom")
  const { Readability } = await import("@mozilla/readability")
  const article = new Readability(parseHTML(html).document as never).parse()
  if (article === null) return null
  return {
    title: article.title ?? "",
    day: /^\d{4}-\d\d-\d\d/.exec(article.publishedTime ?? "")?.[0] ?? null,
    lines: (article.textContent ?? "").split("\n"),
    beside: [],
  }
}

const TEXT = 3
const UNSEEN = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME SVG HEAD TEXTAREA OPTION".split(" "))
const INLINE = new Set(
  "A ABBR B BIG CITE CODE EM FONT I IMG LABEL MARK S SMALL SPAN STRONG SUB SUP TIME U".split(" "),
)

/** What a scraper keeps of a page when it drops the tags: the lines of all that stands on it, a line a block. */
export async function dropTags(html: string): Promise<string> {
  const { parseHTML } = await import("linkedom")
  const pieces: string[] = []
  const visit = (node: Node): void => {
    if (node.nodeType === TEXT) pieces.push((node.textContent ?? "").replace(/\s+/g, " "))
    if (UNSEEN.has(node.nodeName)) return
    const breaks = node.nodeType === 1 && !INLINE.has(node.nodeName)
    if (breaks) pieces.push("\n")
    for (const child of node.childNodes) visit(child)
    if (breaks) pieces.push("\n")
  }
  const whole = /<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`
  visit(parseHTML(whole).document as unknown as Node)
  return pieces.join("").replace(/ {0,8}\n[\n ]{0,200}/g, "\n")
}
