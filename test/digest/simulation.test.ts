import { expect, test } from "vitest"
import { simulate } from "./simulation.ts"

const SEEDS = Array.from({ length: 25 }, (_, at) => at + 1)

test("25 newsrooms of bad days: no second copy, nothing lost in silence, never too fast", async () => {
  let [sent, kills, settled, again, uploads, plain, retractions] = [0, 0, 0, 0, 0, 0, 0]
  for (const seed of SEEDS) {
    const { violations, figures } = await simulate(seed, { chats: 200, editions: 5 })
    expect(violations, `seed ${seed}`).toEqual([])
    sent += figures.sent
    kills += figures.kills
    settled += figures.ambiguous + figures.settledByEditor
    again += figures.sentByEditor
    uploads += figures.uploads
    plain += figures.richRefused
    retractions += figures.retractions
  }
  // The faults did strike.
  expect(kills).toBeGreaterThan(100)
  expect(settled).toBeGreaterThan(500)
  expect(again).toBeGreaterThan(5)
  expect(sent).toBeGreaterThan(30_000)
  expect(plain).toBeGreaterThan(1_000)
  expect(retractions).toBeGreaterThan(2)
  // Two cards a newsroom, uploaded anew where that failed or the process ended.
  expect(uploads).toBeGreaterThan(40)
  expect(uploads).toBeLessThan(100)
})
