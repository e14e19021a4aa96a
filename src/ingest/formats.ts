import { decode } from "./decode.ts"
import { fieldOf } from "./field-names.ts"

export type Format = "dump" | "html" | "markdown" | "jsonl" | "json" | "table" | "feed" | "wordpress"

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map([
  [".txt", "dump"],
  [".html", "html"],
  [".htm", "html"],
  [".xhtml", "html"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".json", "json"],
  [".csv", "table"],
  [".tsv", "table"],
  [".xml", "feed"],
  [".rss", "feed"],
  [".atom", "feed"],
])

/** Of files that are read where a folder is given. */
export const EXTENSIONS: ReadonlySet<string> = new Set(BY_EXTENSION.keys())

/** By extension, unless a text or feed file is plainly something else; by content where there is no known one. */
export function formatOf(extension: string, head: Uint8Array): Format {
  const known = BY_EXTENSION.get(extension)
  if (known !== undefined && known !== "feed" && known !== "dump" && known !== "json") return known
  const decoded = decode(head)
  const start = (decoded.kind === "text" ? decoded.text : "").replace(/^\uFEFF/, "").trimStart()
  const tag =
    /^(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200}){0,40}<(!doctype html|[a-z:]{1,20})/i.exec(
      start,
    )?.[1]
  const name = tag?.toLowerCase() ?? ""
  if (name === "rss" && /\sxmlns:wp\s{0,4}=/.test(start.slice(0, WORDPRESS_HEAD))) return "wordpress"
  if (name === "rss" || name === "feed" || name === "rdf:rdf") return "feed"
  if (name === "!doctype html" || name === "html") return "html"
  if (known !== "dump" && /^[[{]/.test(start)) return jsonFormat(start, known === "json") ?? known ?? "dump"
  if (known !== undefined) return known
  if (/^(?:head|body|div|article|section|meta|p|table|h1)$/.test(name)) return "html"
  if (/^---\s*\n/.test(start)) return "markdown"
  return looksLikeHeader(start.split(/\r?\n/, 1)[0] ?? "") ? "table" : "dump"
}

/** WordPress puts a long comment before the names of its elements. */
const WORDPRESS_HEAD = 10_000

/** What a text that begins with a bracket holds; null where it is no JSON. `file`: its name says that it is. */
function jsonFormat(start: string, file: boolean): "feed" | "json" | "jsonl" | null {
  if (JSON_FEED.test(start)) return "feed"
  if (/^\[\s{0,40}[{\]]/.test(start)) return "json"
  if (!/^\{\s{0,40}["}]/.test(start)) return null
  const lines = start.split("\n").filter((line) => line.trim() !== "")
  if (lines.length === 1) return file ? "json" : "jsonl"
  const whole = lines.map((line) => line.startsWith("{") && isJson(line))
  return whole[0] === true || whole.filter(Boolean).length > 1 ? "jsonl" : "json"
}

const JSON_FEED = /"https?:\\?\/\\?\/jsonfeed\.org\\?\/version/

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether a first line names columns of which one holds the text. */
function looksLikeHeader(line: string): boolean {
  const names = line.split(/[,\t;|]/).map((name) => name.replace(/^"|"$/g, "").trim())
  return names.length >= 2 && names.some((name) => fieldOf(name) === "text")
}
