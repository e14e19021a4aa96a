import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type HeldArchive, openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { containsAnswer } from "../../src/evaluate/figures.ts"
import { countOutcomes, outcomeOf, parsePremises } from "../../src/evaluate/premises.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const SET = fileURLToPath(new URL("../eval/premises.jsonl", import.meta.url))
const NOW = new Date("2025-11-01T09:00:00+08:00")

const questions = parsePremises(readFileSync(SET, "utf8"))
const ofKind = (kind: string) => questions.filter(({ premise }) => premise === kind)

let archive: HeldArchive

beforeAll(async () => {
  archive = await openArchive(readConfig({ dataDir: temporaryFolder(), corpusDir: CORPUS }, {}), {
    hold: true,
    note: () => undefined,
  })
  for await (const _ of archive.ingestion.run([CORPUS], { onlyChanged: false, now: NOW }));
})
afterAll(() => archive.close())

it("has questions of every kind, each once, and what contradicts stands in its articles", () => {
  expect(new Set(questions.map(({ q }) => q)).size).toBe(questions.length)
  expect(ofKind("false").length).toBeGreaterThanOrEqual(90)
  expect(ofKind("true").length).toBeGreaterThanOrEqual(150)
  expect(ofKind("ambiguous").length).toBeGreaterThanOrEqual(25)
  expect(ofKind("clear").length).toBeGreaterThanOrEqual(25)
  const unfounded = ofKind("false").filter(({ gold, says }) => {
    const texts = gold
      .map((id) => archive.store.get(id))
      .map((one) => [one?.title, one?.abstract, one?.text].join("\n"))
    return says.length === 0 || !says.some((said) => texts.some((text) => containsAnswer(text, said)))
  })
  expect(unfounded).toEqual([])
})

it("names false premises or refuses, challenges no true one, and asks back only where it could be two", async () => {
  const judged = []
  for (const question of questions) {
    const { answer } = await archive.ask(question.q, { now: NOW })
    if (answer.kind === "contradicted") {
      for (const { articleId, field, quote, start, end } of answer.claims.flatMap((claim) => claim.citations))
        expect(archive.store.get(articleId)?.[field]?.slice(start, end)).toBe(quote)
    }
    judged.push({ question, outcome: outcomeOf(question, answer) })
  }
  const { false: wrong, true: right, ambiguous, clear } = countOutcomes(judged)
  const share = (count: number | undefined, of: string) => (count ?? 0) / ofKind(of).length
  // What was measured stands beside each floor.
  expect(share((wrong.named ?? 0) + (wrong.refused ?? 0), "false")).toBeGreaterThanOrEqual(0.9) // .939
  expect(share(wrong.accepted, "false")).toBeLessThanOrEqual(0.07) // .047
  expect(share(right.challenged, "true")).toBeLessThanOrEqual(0.03) // 0
  expect(share(ambiguous.clarified, "ambiguous")).toBeGreaterThanOrEqual(0.6) // .720
  expect(share((clear.clarified ?? 0) + (clear.challenged ?? 0), "clear")).toBeLessThanOrEqual(0.04) // 0
}, 120_000)
