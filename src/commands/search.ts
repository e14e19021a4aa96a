import { openArchive } from "../app.ts"
import { type Question, readQuestion } from "../retrieve/question.ts"
import { type ExplanationPart, explainByDays, retrieveByDays } from "../retrieve/retriever.ts"
import { hitJson } from "./article-json.ts"
import { articleLines } from "./article-lines.ts"
import { runBatch } from "./batch.ts"
import { partsLine } from "./misses.ts"
import { type CommandContext, Failure } from "./terminal.ts"

interface Options {
  readonly limit: number
  readonly place?: string
  readonly from?: string
  readonly to?: string
  readonly batch?: string
  /** Also what each leg of the search says of the articles. */
  readonly explain?: boolean
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
    const { retriever } = archive
    const { from = "0000-01-01", to = "9999-12-31", place, limit } = options
    const read = (words: string, now: Date): Question =>
      readQuestion(words, {
        now,
        timeZone: config.timeZone,
        archive: archive.store,
        ...(place && { place }),
        ...((options.from ?? options.to) && { days: { from, to } }),
      })
    const explain = async (question: Question) => {
      if (!options.explain) return new Map<string, readonly ExplanationPart[]>()
      const explained = await explainByDays(retriever, question, limit)
      return new Map(explained.map(({ articleId, parts }) => [articleId, parts]))
    }
    const find = async (words: string, now: Date) => {
      const question = read(words, now)
      const hits = await retrieveByDays(retriever, question, limit)
      const parts = await explain(question)
      return hits.map((hit) => ({ hit, parts: parts.get(hit.articleId) }))
    }
    const result = async (words: string, now: Date) => ({
      query: words,
      hits: (await find(words, now)).map(({ hit, parts }, at) => ({
        ...hitJson(hit, at + 1),
        ...(parts ? { parts } : {}),
      })),
    })
    if (options.batch !== undefined) return await runBatch(options.batch, terminal, result)
    if (terminal.json) return terminal.printJson(await result(query as string, terminal.now()))
    const found = await find(query as string, terminal.now())
    if (found.length === 0) terminal.print("nothing found")
    for (const [at, { hit, parts }] of found.entries()) {
      const [evidence] = hit.passages
      if (!evidence) continue
      terminal.print(articleLines(at + 1, { id: evidence.articleId, ...evidence }))
      if (parts) terminal.print(`   ${partsLine(parts)}`)
    }
  } finally {
    await archive.close()
  }
}
