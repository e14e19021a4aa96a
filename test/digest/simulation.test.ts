import { expect, test } from "vitest"
import { simulate } from "./simulation.ts"

const SEEDS = Array.from({ length: 25 }, (_, at) => at + 1)

test("25 newsrooms of bad days: no second copy, nothing lost in silence, never too fast", async () => {
  let [sent, kills, settled, again] = [0, 0, 0, 0]
  for (const seed of SEEDS) {
    const { violations, figures } = await simulate(seed, { chats: 200, editions: 5 })
    expect(violations, `seed ${seed}`).toEqual([])
    sent += figures.sent
    kills += figures.kills
    settled += figures.ambiguous + figures.settledByEditor
    again += figures.sentByEditor
  }
  // The faults did strike.
  expect(kills).toBeGreaterThan(100)
  expect(settled).toBeGreaterThan(500)
  expect(again).toBeGreaterThan(5)
  expect(sent).toBeGreaterThan(20_000)
})
