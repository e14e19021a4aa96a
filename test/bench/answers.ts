import { readFileSync } from "node:fs"
import type { Answer } from "../../src/answer/answer.ts"
import type { Ask } from "../../src/answer/ask.ts"
import { openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { CONDUCTS, type Conduct, createModelDouble } from "../../src/evaluate/model-doubles.ts"
import { promptOf, replies, startFakeOpenAi } from "../fixtures/fake-openai.ts"
import { type Quantiles, quantiles } from "./times.ts"

function show(name: string, times: readonly Quantiles[], rest = ""): void {
  const [whole, after, cpu] = times.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`)
  console.log(
    `${name}: whole ${whole} ms, after the search ${after} ms, processor ${cpu} ms (p50 / p95)${rest}`,
  )
}

/**
 * What an answer takes with a model, around the model's own time, beside what it takes without one; and whether anything
 * that the model made up was sent. The model is a double behind the local OpenAI-compatible server, in this process: its
 * own time is what it takes to make up a reply. `dataDir`: an archive; `file`: questions as `newsroom eval` takes them.
 */
export async function printAnswers(dataDir: string, file: string, most: number): Promise<void> {
  const questions = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, most)
    .map((line) => (JSON.parse(line) as { q: string }).q)
  const now = new Date("2025-10-14T01:00:00Z")

  /** Milliseconds of the processor, which other programs on the machine do not lengthen much. */
  const cpuMs = () => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000
  const spent = { ms: 0, cpu: 0 }
  let conduct: Conduct = "honest"
  const doubles = new Map(CONDUCTS.map((name) => [name, createModelDouble(name)]))
  const server = await startFakeOpenAi(async (response, request) => {
    const [began, cpuBegan] = [performance.now(), cpuMs()]
    let reply = ""
    for await (const piece of doubles.get(conduct)?.generate(promptOf(request)) ?? []) reply += piece
    spent.ms += performance.now() - began
    spent.cpu += cpuMs() - cpuBegan
    await replies(reply, 5000)(response, request)
  })
  const env = { OPENAI_BASE_URL: server.baseURL, TOKENS_PER_DAY: "999999999" }
  const archive = await openArchive(readConfig({ dataDir }, env), {
    hold: false,
    note: console.error,
    onFault() {},
  })
  archive.prepare()

  /** Around the model: the whole question, what comes after the search, and the processor's time. */
  async function measure(ask: Ask, answered: (answer: Answer, streamed: readonly string[]) => void) {
    const [whole, afterSearch, cpu]: [number[], number[], number[]] = [[], [], []]
    for (const question of questions) {
      Object.assign(spent, { ms: 0, cpu: 0 })
      const before = cpuMs()
      const streamed: string[] = []
      const { answer, ms } = await ask(question, { now, onClaim: ({ text }) => streamed.push(text) })
      cpu.push(cpuMs() - before - spent.cpu)
      whole.push(ms.total - spent.ms)
      afterSearch.push(ms.answer - spent.ms)
      answered(answer, streamed)
    }
    return [whole, afterSearch, cpu].map(quantiles)
  }

  console.log(`${questions.length} questions; times are those around the model's own`)
  await measure(archive.askWithoutModel, () => {})
  show("without a model", await measure(archive.askWithoutModel, () => {}))
  for (conduct of CONDUCTS.filter((name) => name !== "stalling")) {
    let [byModel, claims, sent, lost] = [0, 0, 0, 0]
    const planted = doubles.get(conduct)?.planted ?? new Set()
    const times = await measure(archive.ask, (answer, streamed) => {
      if (answer.mode === "model") byModel++
      const told = "claims" in answer ? answer.claims : []
      claims += told.length
      lost += streamed.filter((text, at) => told[at]?.text !== text).length
      for (const { text } of told) {
        if (!planted.has(text)) continue
        sent++
        console.log(`  SENT: ${text}`)
      }
    })
    show(
      conduct,
      times,
      `; ${byModel} answers by it, ${claims} sentences, ${planted.size} made up, ${sent} of them sent, ${lost} streamed and not told`,
    )
  }
  await archive.close()
  await server.close()
}
