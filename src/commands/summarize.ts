import { existsSync } from "node:fs"
import { createAnnotator } from "../answer/annotate.ts"
import { openArchive } from "../app.ts"
import { articleText, type Claim, type StoredArticle } from "../corpus.ts"
import { readItems } from "../ingest/read-items.ts"
import { sourceFiles } from "../ingest/source-files.ts"
import { type StoryLine, storyOf } from "../summarize/story.ts"
import { SUMMARY_STYLES, type Summary, type SummaryStyle } from "../summarize/summary.ts"
import { renderClaim } from "../telegram/render-claim.ts"
import { loadTexts } from "../telegram/texts.ts"
import { dayIn } from "../text/dates.ts"
import { claimJson } from "./article-json.ts"
import { type CommandContext, Failure, type Terminal } from "./terminal.ts"

interface Options {
  readonly style: string
  /** The matter over time, instead of a summary. */
  readonly story?: boolean
}

const NEAR = 30

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
    const [today, texts] = [dayIn(terminal.now(), config.timeZone), loadTexts(config.language)]
    if (story)
      return printStory(
        storyOf(article, archive.related(article.id, NEAR)),
        article,
        (claim) => renderClaim(claim, today, texts),
        terminal,
      )
    const { sentences: told, mode } = await archive.summarizer.summarize(article, style)
    if (style === "english" && told.length === 0) throw new Failure(`summarize: ${NO_ENGLISH[mode]}`)
    const sentences = told.map(createAnnotator(() => article))
    if (terminal.json) {
      terminal.printJson({ id: article.id, style, sentences: sentences.map(claimJson), mode })
      return
    }
    for (const claim of sentences)
      terminal.print(COPIED.has(style) ? claim.text : renderClaim(claim, today, texts))
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

/** What is to be copied, or is in English, stays as it is: what days its words name and who says them is not added. */
const COPIED: ReadonlySet<SummaryStyle> = new Set(["headlines", "social", "english"])

function printStory(
  lines: readonly StoryLine[],
  { id }: StoredArticle,
  shown: (claim: Claim) => string,
  terminal: Terminal,
): void {
  const told = lines.map(({ day, claim, article }) => {
    return { day, article, claim: createAnnotator(() => article)(claim) }
  })
  if (terminal.json) {
    const rows = told.map(({ day, article, claim }) => {
      return { day, id: article.id, title: article.title, ...claimJson(claim) }
    })
    terminal.printJson({ id, lines: rows })
    return
  }
  if (lines.length === 0) terminal.print("no dated article tells of this")
  for (const { day, article, claim } of told) terminal.print(`${day}  ${shown(claim)}  [${article.id}]`)
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
