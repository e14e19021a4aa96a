import { existsSync } from "node:fs"
import { openArchive, readArticleFile } from "../app.ts"
import { SUMMARY_STYLES, type SummaryStyle } from "../summarize/summary.ts"
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
    const { sentences, mode } = await archive.summarizer.summarize(article, style)
    if (terminal.json) {
      terminal.printJson({ id: article.id, style, sentences: sentences.map(claimJson), mode })
    } else for (const { text } of sentences) terminal.print(text)
  } finally {
    await archive.close()
  }
}

function isStyle(style: string): style is SummaryStyle {
  return (SUMMARY_STYLES as readonly string[]).includes(style)
}
