import { openDryRun } from "../app.ts"
import { type Article, articleText } from "../corpus.ts"
import type { ColumnMap } from "../ingest/field-names.ts"
import { readItems } from "../ingest/read-items.ts"
import { SITES, sourceFiles } from "../ingest/source-files.ts"
import { Trace, type TraceEntry } from "../ingest/trace.ts"
import { readSiteRules } from "../ingestion.ts"
import { type CommandContext, Failure, type Terminal } from "./terminal.ts"

interface Options {
  readonly map?: ColumnMap
}

/** Where output goes to a file or a pipe. */
const WIDTH = 160
const LABEL_WIDTH = 41

/**
 * Shows how each page is read, line by line: what was kept as what, what was left out and by which rule; then the
 * article. Stores nothing.
 */
export async function explain(
  { config, terminal }: CommandContext,
  paths: readonly string[],
  { map }: Options,
): Promise<void> {
  const wanted = paths.length > 0 ? paths : [config.corpusDir]
  const rules = await readSiteRules(config)
  if (typeof rules === "string") terminal.note(`${SITES}: ${rules}`)
  const trace = new Trace()
  const context = {
    crawledOn: null,
    trace,
    sites: typeof rules === "string" ? [] : rules,
    ...(map ? { columns: map } : {}),
  }
  const trial = await openDryRun(config)
  let read = 0
  try {
    for await (const file of sourceFiles(wanted)) {
      if (file.kind === "rejected") {
        terminal.note(`rejected ${file.input}: ${file.reason}`)
        continue
      }
      trace.begin([])
      for await (const item of readItems(file, context)) {
        if (item.kind === "note") terminal.note(`${item.input}: ${item.text}`)
        else {
          read++
          const what = item.kind === "rejected" ? item.reason : trial.locate(item.article)
          print(terminal, item.input, trace.entries, what)
        }
      }
    }
  } finally {
    trial.close()
  }
  if (read === 0) throw new Failure(`nothing to explain in ${wanted.join(" ")}`)
}

/** `what` is the article, or the reason why there is none. */
function print(
  terminal: Terminal,
  input: string,
  entries: readonly TraceEntry[],
  what: Article | string,
): void {
  if (terminal.json) {
    for (const [i, entry] of entries.entries()) terminal.printJson({ input, line: i + 1, ...entry })
    if (typeof what === "string") terminal.printJson({ input, status: "rejected", reason: what })
    else terminal.printJson({ input, ...what, text: articleText(what.body) })
    return
  }
  terminal.print(`== ${input}`)
  for (const { label, text } of entries) terminal.print(row(label, text))
  if (typeof what === "string") terminal.print(`\nrejected: ${what}\n`)
  else for (const line of fields(what)) terminal.print(line)
}

/** One line of the page, cut where the terminal ends: a Chinese character takes two columns. */
function row(label: string, text: string): string {
  const width = (process.stdout.columns ?? WIDTH) - LABEL_WIDTH - 1
  let used = 0
  let shown = ""
  for (const char of text) {
    used += char > "\u2E7F" ? 2 : 1
    if (used > width - 1) return `${label.padEnd(LABEL_WIDTH)} ${shown}…`
    shown += char
  }
  return `${label.padEnd(LABEL_WIDTH)} ${shown}`
}

/** The article's fields, each on a line, and where they were found. */
function fields(article: Article): string[] {
  const { title, titleFrom, abstract, bylines, source, publishedAt, place, placeFrom, url } = article
  const named: readonly (readonly [name: string, value: string | null])[] = [
    ["title", `${title} (from: ${titleFrom})`],
    ["abstract", abstract],
    ["bylines", bylines.map(({ role, name }) => `${role} ${name}`).join(", ")],
    ["source", source],
    ["published", publishedAt ?? "undated"],
    ["place", place.length === 0 ? null : `${place.join(" / ")} (from: ${placeFrom ?? "page"})`],
    ["section", article.section],
    ["page", article.page],
    ["url", url],
    ["captions", article.captions.length === 0 ? null : String(article.captions.length)],
    [
      "joined at",
      article.seams.map(({ at, from, to }) => `${at} (${from ?? "?"} → ${to ?? "?"})`).join(", "),
    ],
    ["other half", article.openEnds.map(({ side, page }) => `${side} on page ${page ?? "?"}`).join(", ")],
    [
      "corrects",
      article.correction === null ? null : (article.correction.title ?? article.correction.day ?? "?"),
    ],
    ["flags", article.flags.join(" ")],
  ]
  const said = named.filter(([, value]) => value !== null && value !== "")
  return ["", ...said.map(([name, value]) => `${`${name}:`.padEnd(12)}${value}`), ""]
}
