/**
 * `npx tsx test/bench/answers.ts DATA_DIR QUESTIONS.jsonl [MOST]`: what an answer takes with a model, around the model's own
 * time, beside what it takes without one; and whether anything that the model made up was sent. The model is a double
 * behind the local OpenAI-compatible server, in this process: its own time is what it takes to make up a reply.
 */
import { readFileSync } from "node:fs"
import { openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { CONDUCTS, type Conduct, createModelDouble } from "../../src/evaluate/model-doubles.ts"
import { promptOf, replies, startFakeOpenAi } from "../fixtures/fake-openai.ts"
import { quantiles } from "./times.ts"

const [dataDir, file, most = "300"] = process.argv.slice(2)
if (!dataDir || !file) throw new Error("takes a data folder and a file of questions")
const questions = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .slice(0, Number(most))
  .map((line) => (JSON.parse(line) as { q: string }).q)
const now = new Date("2025-10-14T01:00:00Z")

let modelMs = 0
let conduct: Conduct = "honest"
const doubles = new Map(CONDUCTS.map((name) => [name, createModelDouble(name)]))
const server = await startFakeOpenAi(async (response, request) => {
  const began = performance.now()
  let reply = ""
  for await (const piece of doubles.get(conduct)?.generate(promptOf(request)) ?? []) reply += piece
  modelMs = performance.now() - began
  await replies(reply, 5000)(response, request)
})
const env = { OPENAI_BASE_URL: server.baseURL, TOKENS_PER_DAY: "999999999" }
const archive = await openArchive(readConfig({ dataDir }, env), {
  hold: false,
  note: console.error,
  onFault() {},
})
archive.prepare()

const keyless: number[] = []
for (const question of questions) keyless.push((await archive.askWithoutModel(question, { now })).ms.total)
const without = quantiles(keyless)
console.log(`${questions.length} questions`)
console.log(`without a model: p50 ${without.p50.toFixed(1)} ms, p95 ${without.p95.toFixed(1)} ms`)

for (conduct of CONDUCTS.filter((name) => name !== "stalling")) {
  const own: number[] = []
  let [byModel, claims, sent] = [0, 0, 0]
  const planted = doubles.get(conduct)?.planted ?? new Set()
  for (const question of questions) {
    modelMs = 0
    const { answer, ms } = await archive.ask(question, { now })
    own.push(ms.total - modelMs)
    if (answer.mode === "model") byModel++
    const told = answer.kind === "answered" ? answer.claims : []
    claims += told.length
    for (const { text } of told) {
      if (!planted.has(text)) continue
      sent++
      console.log(`  SENT: ${text}`)
    }
  }
  const { p50, p95 } = quantiles(own)
  console.log(
    `${conduct}: around the model p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${(p95 / without.p95).toFixed(1)} times the keyless answer); ` +
      `${byModel} answers by it, ${claims} sentences, ${planted.size} made up, ${sent} of them sent`,
  )
}
await archive.close()
await server.close()
