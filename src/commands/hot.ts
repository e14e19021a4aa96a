import { LEAST_CHATS } from "../answer/hot.ts"
import { openArchive } from "../app.ts"
import { hotJson } from "./article-json.ts"
import { articleLines } from "./article-lines.ts"
import type { CommandContext } from "./terminal.ts"

export async function hot({ config, terminal }: CommandContext): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const { days, articles } = archive.hot(terminal.now())
    if (terminal.json) {
      terminal.printJson({ days, hits: articles.map((one, at) => hotJson(one, at + 1)) })
      return
    }
    if (articles.length === 0)
      terminal.print(`in ${days} days no article was asked about in ${LEAST_CHATS} chats or more`)
    for (const [at, { article, chats }] of articles.entries())
      terminal.print(articleLines(at + 1, article, `${chats} chats`))
  } finally {
    await archive.close()
  }
}
