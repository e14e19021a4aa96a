import { NOBODY } from "../answer/ledger.ts"
import type { Turn } from "../answer/turn.ts"
import { openArchive } from "../app.ts"
import { renderAnswer } from "../telegram/render-answer.ts"
import { loadTexts } from "../telegram/texts.ts"
import { askJson } from "./article-json.ts"
import { runBatch } from "./batch.ts"
import { type CommandContext, Failure } from "./terminal.ts"

interface Options {
  readonly batch?: string
  readonly record?: boolean
}

export async function ask(
  context: CommandContext,
  question: string | undefined,
  options: Options,
): Promise<void> {
  const { config, terminal } = context
  if ((question === undefined) === (options.batch === undefined)) {
    throw new Failure("ask: takes one question in quotation marks, or --batch FILE", 2)
  }
  if (question?.trim() === "") throw new Failure("ask: the question is empty", 2)
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  const texts = loadTexts(config.language)
  try {
    const answerOne = async (words: string, now: Date, turns: readonly Turn[] = []) => {
      const asked = await archive.ask(words, { now, turns, language: config.language })
      const { question, answer, trace, ms } = asked
      const entry = { ...NOBODY, at: now, question: question.text, answer, made: { trace, ms } }
      const ledgerId = options.record ? archive.ledger.record(entry) : null
      const text = renderAnswer(asked, texts).message.text
      return { text, ledgerId, json: askJson(asked, text, ledgerId) }
    }
    if (options.batch !== undefined) {
      await runBatch(options.batch, terminal, async (...line) => (await answerOne(...line)).json)
      return
    }
    const { text, ledgerId, json } = await answerOne(question as string, terminal.now())
    if (terminal.json) return terminal.printJson(json)
    terminal.print(text)
    if (ledgerId !== null) terminal.note(`answer ${ledgerId} of the ledger: newsroom why ${ledgerId}`)
  } finally {
    await archive.close()
  }
}
