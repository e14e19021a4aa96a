import { decode } from "./decode.ts"
import { fieldOf } from "./field-names.ts"

export type Format = "dump" | "html" | "markdown" | "jsonl" | "table" | "feed"

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map([
  [".txt", "dump"],
  [".html", "html"],
  [".htm", "html"],
  [".xhtml", "html"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
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
  if (known !== undefined && known !== "feed" && known !== "dump") return known
  const decoded = decode(head)
  const start = (decoded.kind === "text" ? decoded.text : "").replace(/^\uFEFF/, "").trimStart()
  const tag =
    /^(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?<(!doctype html|[a-z:]{1,20})/i.exec(
      start,
    )?.[1]
  const name = tag?.toLowerCase() ?? ""
  if (name === "rss" || name === "feed" || name === "rdf:rdf") return "feed"
  if (name === "!doctype html" || name === "html") return "html"
  if (known !== undefined) return known
  if (/^(?:head|body|div|article|section|meta|p|table|h1)$/.test(name)) return "html"
  if (/^\{\s{0,20}"/.test(start)) return "jsonl"
  if (/^---\s*\n/.test(start)) return "markdown"
  return looksLikeHeader(start.split(/\r?\n/, 1)[0] ?? "") ? "table" : "dump"
}

/** Whether a first line names columns of which one holds the text. */
function looksLikeHeader(line: string): boolean {
  const names = line.split(/[,\t;|]/).map((name) => name.replace(/^"|"$/g, "").trim())
  return names.length >= 2 && names.some((name) => fieldOf(name) === "text")
}
