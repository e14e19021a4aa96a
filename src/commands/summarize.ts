import { existsSync } from "node:fs"
import { textWithDates, withDates } from "../answer/annotate.ts"
import { openArchive } from "../app.ts"
import { articleText, type Claim, type StoredArticle } from "../corpus.ts"
import { readItems } from "../ingest/read-items.ts"
import { sourceFiles } from "../ingest/source-files.ts"
import type { StoryLine } from "../summarize/story.ts"
import { SUMMARY_STYLES, type Summary, type SummaryStyle } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { claimJson } from "./article-json.ts"
import { type CommandContext, Failure, type Terminal } from "./terminal.ts"

interface Options {
  readonly style: string
  /** The matter over time, instead of a summary. */
  readonly story?: boolean
}

export async function summarize(
  { config, terminal }: CommandContext,
  which: string,
  { style, story }: Options,
): Promise<void> {
  if (!isStyle(style)) throw new Failure(`--style ${style}: takes ${SUMMARY_STYLES.join(", ")}`, 2)
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const stored = archive.store.get(which)
    const article = stored ?? (existsSync(which) ? await readArticleFile(which) : undefined)
    if (!article) throw new Failure(`summarize: no article ${which}`)
    const today = dayIn(terminal.now(), config.timeZone)
    if (story) return printStory(archive.story(article), article, today, terminal)
    const { sentences: told, mode } = await archive.summarizer.summarize(article, style)
    if (style === "english" && told.length === 0) throw new Failure(`summarize: ${NO_ENGLISH[mode]}`)
    const sentences = told.map((claim) => withDates(claim, () => article))
    if (terminal.json) {
      terminal.printJson({ id: article.id, style, sentences: sentences.map(claimJson), mode })
      return
    }
    for (const claim of sentences) terminal.print(asTold(claim, style, today))
    if (style === "social" && article.url !== null) terminal.print(article.url)
  } finally {
    await archive.close()
  }
}

const NO_ENGLISH: Readonly<Record<Summary["mode"], string>> = {
  keyless: "a summary in English needs a language model, and none is configured",
  model: "the model had nothing to say in English",
  fallback: "no English sentence of the model's could be shown to say what the article says",
}

/** Headlines and posts are to be copied as they are: what days their words name is not added. */
function asTold(claim: Claim, style: SummaryStyle, today: string): string {
  return style === "headlines" || style === "social" ? claim.text : textWithDates(claim, today)
}

function printStory(
  lines: readonly StoryLine[],
  { id }: StoredArticle,
  today: string,
  terminal: Terminal,
): void {
  if (terminal.json) {
    const told = lines.map(({ day, claim, article }) => {
      return { day, id: article.id, title: article.title, ...claimJson(withDates(claim, () => article)) }
    })
    terminal.printJson({ id, lines: told })
    return
  }
  if (lines.length === 0) terminal.print("no dated article tells of this")
  for (const { day, claim, article } of lines)
    terminal.print(
      `${day}  ${textWithDates(
        withDates(claim, () => article),
        today,
      )}  [${article.id}]`,
    )
}

function isStyle(style: string): style is SummaryStyle {
  return (SUMMARY_STYLES as readonly string[]).includes(style)
}

/** The article of a file, as if it were stored. */
async function readArticleFile(path: string): Promise<StoredArticle | undefined> {
  for await (const file of sourceFiles([path])) {
    if (file.kind === "rejected") throw new Error(`${path}: ${file.reason}`)
    for await (const item of readItems(file)) {
      if (item.kind === "note") continue
      if (item.kind === "rejected") throw new Error(`${item.input}: ${item.reason}`)
      const { article } = item
      const text = articleText(article.body)
      return {
        ...article,
        number: 0,
        version: 1,
        status: "live",
        text,
        ingestedAt: "",
        printings: [],
        lead: null,
        links: [],
      }
    }
  }
  return undefined
}
