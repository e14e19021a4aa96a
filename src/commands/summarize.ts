import { existsSync } from "node:fs"
import { textWithDates, withDates } from "../answer/annotate.ts"
import { openArchive } from "../app.ts"
import { articleText, type StoredArticle } from "../corpus.ts"
import { readItems } from "../ingest/read-items.ts"
import { sourceFiles } from "../ingest/source-files.ts"
import { SUMMARY_STYLES, type SummaryStyle } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { claimJson } from "./article-json.ts"
import { type CommandContext, Failure } from "./terminal.ts"

/** Styles of the interface whose part is not built yet. */
const NOT_BUILT = ["headlines", "social", "english"]

export async function summarize(
  { config, terminal }: CommandContext,
  which: string,
  style: string,
): Promise<void> {
  if (NOT_BUILT.includes(style)) throw new Failure(`--style ${style}: not supported yet`, 2)
  if (!isStyle(style)) throw new Failure(`--style ${style}: takes ${SUMMARY_STYLES.join(", ")}`, 2)
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const article = archive.store.get(which) ?? (existsSync(which) ? await readArticleFile(which) : undefined)
    if (!article) throw new Failure(`summarize: no article ${which}`)
    const { sentences: told, mode } = await archive.summarizer.summarize(article, style)
    const sentences = told.map((claim) => withDates(claim, () => article))
    if (terminal.json) {
      terminal.printJson({ id: article.id, style, sentences: sentences.map(claimJson), mode })
    } else {
      const today = dayIn(terminal.now(), config.timeZone)
      for (const claim of sentences) terminal.print(textWithDates(claim, today))
    }
  } finally {
    await archive.close()
  }
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
