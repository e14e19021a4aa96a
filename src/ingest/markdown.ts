import { parse } from "yaml"
import type { Article } from "../corpus.ts"
import { type Given, givenFields } from "./field-names.ts"
import { cleanLine, type Line } from "./lines.ts"
import { recordArticle } from "./record.ts"

const FENCE = /^---[ \t]*$/

/** A Markdown file with or without YAML front matter; a string says why it is no article. */
export function readMarkdown(text: string): Article | string {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  const end = FENCE.test(lines[0] ?? "") ? lines.findIndex((line, i) => i > 0 && FENCE.test(line)) : -1
  let given: Given = {}
  if (end > 0) {
    const matter = frontMatter(lines.slice(1, end).join("\n"))
    if (typeof matter === "string") return matter
    given = givenFields(matter)
  }
  const { title, body } = withTitle(given.title, markdownLines(lines.slice(end + 1)))
  return recordArticle({ ...given, title }, body) ?? "no text below the front matter"
}

function frontMatter(source: string): Record<string, unknown> | string {
  try {
    const value: unknown = parse(source, { maxAliasCount: 20, logLevel: "error" })
    if (value === null || value === undefined) return {}
    if (typeof value !== "object" || Array.isArray(value)) return "the front matter is not a list of fields"
    return value as Record<string, unknown>
  } catch (error) {
    return `the front matter is not YAML: ${error instanceof Error ? error.message.split("\n")[0] : "unreadable"}`
  }
}

/** The first top heading is the title where none is given. */
function withTitle(given: unknown, lines: Line[]): { title: unknown; body: Line[] } {
  const first = lines[0]
  if (typeof given === "string" || first?.heading !== true) return { title: given, body: lines }
  return { title: first.text, body: lines.slice(1) }
}

/** Paragraphs and headings without Markdown's marks. Lines of one paragraph are joined, Chinese ones without a space. */
function markdownLines(source: readonly string[]): Line[] {
  const lines: Line[] = []
  let paragraph: string[] = []
  let comment = false
  const flush = (): void => {
    const text = cleanLine(inline(joined(paragraph)))
    if (text !== "") lines.push({ text })
    paragraph = []
  }
  for (const raw of source) {
    const line = raw.trim()
    if (comment || line.startsWith("<!--")) {
      comment = !line.includes("-->")
      continue
    }
    const heading = /^#{1,6}\s{1,8}(.*)$/.exec(line)?.[1]
    if (heading !== undefined) {
      flush()
      const text = cleanLine(inline(heading.replace(/\s#+$/, "")))
      if (text !== "") lines.push({ text, heading: true })
    } else if (line === "" || /^(?:[-*_]\s?){3,}$/.test(line)) flush()
    else {
      const item = /^(?:[-*+]|\d{1,3}[.)])\s{1,4}(.*)$/.exec(line)?.[1]
      if (item !== undefined) flush()
      paragraph.push((item ?? line).replace(/^(?:>\s?)+/, ""))
      if (/ {2}$|\\$/.test(raw)) flush()
    }
  }
  flush()
  return lines
}

function joined(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === "") return line
    return /[\p{ASCII}]$/u.test(text) && /^\p{ASCII}/u.test(line) ? `${text} ${line}` : text + line
  }, "")
}

/** Beyond this a paragraph is not worth looking for marks in. */
const MAX_MARKED = 50_000

function inline(text: string): string {
  if (text.length > MAX_MARKED) return text
  return text
    .replace(/!\[[^\]]{0,500}\]\([^)]{0,2000}\)/g, "")
    .replace(/\[([^\]]{1,500})\]\([^)]{0,2000}\)/g, "$1")
    .replace(/(\*\*|__|~~)(?=\S)/g, "")
    .replace(/(?<=\S)(\*\*|__|~~)/g, "")
    .replace(/(^|[^*])\*([^*\s][^*]{0,500})\*/g, "$1$2")
    .replace(/`([^`]{1,500})`/g, "$1")
    .replace(/\\$/, "")
    .replace(/\\([\\`*_{}[\]()#+.!|>-])/g, "$1")
}
