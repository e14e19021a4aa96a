import { parse } from "yaml"
import type { Article } from "../corpus.ts"
import { type Given, givenFields } from "./field-names.ts"
import { markupLines } from "./html-page.ts"
import type { Line } from "./lines.ts"
import { recordArticle } from "./record.ts"
import type { Trace } from "./trace.ts"

const FENCE = /^---[ \t]*$/

/** A Markdown file with or without YAML front matter; a string says why it is no article. */
export async function readMarkdown(text: string, trace?: Trace): Promise<Article | string> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  if (/^\+{3}[ \t]*$/.test(lines[0] ?? "")) return "the front matter is TOML (+++); YAML (---) is read"
  const end = FENCE.test(lines[0] ?? "") ? lines.findIndex((line, i) => i > 0 && FENCE.test(line)) : -1
  let given: Given = {}
  if (end > 0) {
    const matter = frontMatter(lines.slice(1, end).join("\n"))
    if (typeof matter === "string") return matter
    given = givenFields(matter)
  }
  const { title, body } = withTitle(given.title, await markdownLines(lines.slice(end + 1).join("\n")))
  return recordArticle({ ...given, title }, body, trace) ?? "no text below the front matter"
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

/** As a browser would show them. Marks that Markdown does not see beside Chinese punctuation go as well. */
async function markdownLines(source: string): Promise<Line[]> {
  const { default: MarkdownIt } = await import("markdown-it")
  // Lines that are indented by spaces are paragraphs of a newspaper, never code.
  const html = new MarkdownIt({ html: true }).disable("code").render(source.replace(FOOTNOTE, ""))
  const tables = html.replace(/(<\/t[dh]>)\n/g, "$1")
  const lines = (await markupLines(tables)).map((line) => ({
    ...line,
    text: line.text.replace(/\*\*|__/g, ""),
  }))
  return lines.filter(({ text }) => text !== "")
}

/** `[^1]` in a text, and `[^1]: ` before the note itself. */
const FOOTNOTE = /\[\^[^\]\s]{1,50}\](?::[ \t]{0,9})?/g
