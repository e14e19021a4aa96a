import { expect, test } from "vitest"
import { simulate } from "./simulation.ts"

const SEEDS = Array.from({ length: 25 }, (_, at) => at + 1)

test("25 newsrooms of bad days: no second copy, nothing lost in silence, never too fast", async () => {
  let [sent, kills, ambiguous] = [0, 0, 0]
  for (const seed of SEEDS) {
    const { violations, figures } = await simulate(seed, { chats: 200, editions: 5 })
    expect(violations, `seed ${seed}`).toEqual([])
    sent += figures.sent
    kills += figures.kills
    ambiguous += figures.ambiguous
  }
  // The faults did strike.
  expect(kills).toBeGreaterThan(100)
  expect(ambiguous).toBeGreaterThan(500)
  expect(sent).toBeGreaterThan(20_000)
})
