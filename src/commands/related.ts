import { openArchive } from "../app.ts"
import { relatedJson } from "./article-json.ts"
import { articleLines } from "./article-lines.ts"
import { type CommandContext, Failure } from "./terminal.ts"

export async function related(
  { config, terminal }: CommandContext,
  which: string,
  limit: number,
): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const article = archive.store.get(which)
    if (!article) throw new Failure(`related: no article ${which}; newsroom search finds ids`)
    if (article.status === "retracted") throw new Failure(`related: article ${which} has been retracted`)
    const found = archive.related(article.id, limit)
    if (terminal.json) {
      terminal.printJson({ id: article.id, hits: found.map((one, at) => relatedJson(one, at + 1)) })
      return
    }
    if (found.length === 0) terminal.print("nothing related found")
    for (const [at, { article: one, kind }] of found.entries())
      terminal.print(articleLines(at + 1, one, kind ?? undefined))
  } finally {
    await archive.close()
  }
}
