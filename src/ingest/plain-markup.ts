import { BLOCKS, SKIPPED } from "./html-lines.ts"
import { cleanLine, type Line } from "./lines.ts"

/** Larger pages, or such with more marks or deeper nesting, would take minutes or all memory as a tree. */
const MAX_LENGTH = 3_000_000
const MAX_TAGS = 100_000
const MAX_NESTING = 2_000

const TAG = /<(\/?)([a-z][a-z0-9]{0,20})/giy
/** Elements without an end, or with one that may be left out. */
const UNCLOSED = new Set(
  "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr".split(
    " ",
  ),
)

/** Whether a page is too much to be read as a tree of elements. Linear. */
export function isTooMuchMarkup(html: string): boolean {
  if (html.length > MAX_LENGTH) return true
  let [tags, nesting] = [0, 0]
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    if (++tags > MAX_TAGS) return true
    TAG.lastIndex = at
    const [, close, name = ""] = TAG.exec(html) ?? []
    if (name === "" || UNCLOSED.has(name.toLowerCase())) continue
    nesting += close === "/" ? -1 : 1
    if (nesting > MAX_NESTING) return true
  }
  return false
}

/** The lines of markup without making a tree of it: lines begin where they do in a tree. Linear. */
export function plainMarkupLines(html: string): Line[] {
  const lines: Line[] = []
  let line = ""
  const flush = () => {
    const text = cleanLine(line.replace(/[ \t\r\n\f]+/g, " "))
    if (text !== "") lines.push({ text })
    line = ""
  }
  const find = finder(html)
  let at = 0
  while (at < html.length) {
    const open = html.indexOf("<", at)
    line += html.slice(at, open < 0 ? html.length : open)
    if (open < 0) break
    if (html.startsWith("<!--", open)) {
      at = find("-->", open)
      continue
    }
    TAG.lastIndex = open
    const [, close, written = ""] = TAG.exec(html) ?? []
    const name = written.toUpperCase()
    if (name === "" && html[open + 1] !== "!") {
      line += "<"
      at = open + 1
      continue
    }
    at = find(">", open)
    // The head may lack its end, and has the title.
    if (SKIPPED.has(name) && name !== "HEAD" && close === "") at = find(">", find(`</${written}`, at))
    if (BLOCKS.has(name)) flush()
  }
  flush()
  return lines
}

/** Finds the end of a mark from a place on, and looks for none again that is not there any more. */
function finder(html: string): (mark: string, from: number) => number {
  const missing = new Set<string>()
  return (mark, from) => {
    if (missing.has(mark)) return html.length
    const at = html.indexOf(mark, from)
    if (at >= 0) return at + mark.length
    missing.add(mark)
    return html.length
  }
}
