import { openArchive } from "../app.ts"
import { readQuestion } from "../retrieve/question.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import { hitJson } from "./article-json.ts"
import { runBatch } from "./batch.ts"
import { type CommandContext, Failure } from "./terminal.ts"

interface Options {
  readonly limit: number
  readonly place?: string
  readonly from?: string
  readonly to?: string
  readonly batch?: string
}

export async function search(
  context: CommandContext,
  query: string | undefined,
  options: Options,
): Promise<void> {
  const { config, terminal } = context
  if ((query === undefined) === (options.batch === undefined)) {
    throw new Failure("search: takes one query in quotation marks, or --batch FILE", 2)
  }
  if (query?.trim() === "") throw new Failure("search: the query is empty", 2)
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const find = (words: string, now: Date) => {
      const { from = "0000-01-01", to = "9999-12-31", place, limit } = options
      const question = readQuestion(words, {
        now,
        timeZone: config.timeZone,
        archive: archive.store,
        ...(place && { place }),
        ...((options.from ?? options.to) && { days: { from, to } }),
      })
      return retrieveByDays(archive.retriever, question, limit)
    }
    const result = async (words: string, now: Date) => ({
      query: words,
      hits: (await find(words, now)).map((hit, at) => hitJson(hit, at + 1)),
    })
    if (options.batch !== undefined) return await runBatch(options.batch, terminal, result)
    if (terminal.json) return terminal.printJson(await result(query as string, terminal.now()))
    const found = await find(query as string, terminal.now())
    if (found.length === 0) terminal.print("nothing found")
    for (const [at, { passages }] of found.entries()) {
      const evidence = passages[0]
      if (!evidence) continue
      const about = [evidence.source, evidence.publishedAt?.slice(0, 10), evidence.place.join(" / ")].filter(
        Boolean,
      )
      terminal.print(`${at + 1}. ${evidence.title}  [${evidence.articleId}]\n   ${about.join("  ")}`)
    }
  } finally {
    await archive.close()
  }
}
