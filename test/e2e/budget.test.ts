import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import * as fake from "../fixtures/fake-openai.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { newsroom, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS })

let server: fake.FakeOpenAi
beforeAll(async () => {
  server = await fake.startFakeOpenAi(fake.replies(fake.honestReply, 4000))
})
afterAll(() => server.close())

const STORY = {
  id: "road",
  title: "石滩村的路",
  text: "石滩村的路修好了，全长4公里。路灯还没有装。",
  date: "2025-10-12",
}
const QUESTION = "石滩村的路全长多少公里？"

it("a spent budget costs the model, not the answer, and is still spent after a restart", async () => {
  const folder = temporaryFolder()
  const env = { DATA_DIR: join(folder, "data"), OPENAI_BASE_URL: server.baseURL, TOKENS_PER_DAY: "9000" }
  await newsroom(["ingest", "-", "--json"], { env, input: `${JSON.stringify(STORY)}\n` })
  const file = join(folder, "questions.jsonl")
  const lines = [1, 2, 3, 4].map((id) => JSON.stringify({ id, query: QUESTION }))
  writeFileSync(file, lines.join("\n"))

  const told = async () => {
    const { json, lines } = await newsroom(["ask", "--batch", file], { env })
    const answers = json as { mode: string; claims: { text: string }[] }[]
    expect(answers.map(({ claims }) => claims[0]?.text)).toEqual(
      new Array(4).fill("石滩村的路修好了，全长4公里。"),
    )
    return {
      modes: answers.map(({ mode }) => mode),
      notes: lines.filter((line) => line.includes("TOKENS_PER")),
    }
  }
  const first = await told()
  expect(first.modes).toEqual(["model", "model", "fallback", "fallback"])
  expect(first.notes).toEqual([
    expect.stringMatching(/TOKENS_PER_DAY: of 9000 tokens too few are left for 20\d\d-/),
  ])
  const again = await told()
  expect(again.modes).toEqual(new Array(4).fill("fallback"))
  expect(again.notes).toHaveLength(1)
  expect(server.requests).toHaveLength(2)
})
