import fc from "fast-check"
import { expect, test } from "vitest"
import { createPace } from "../../src/digest/pace.ts"
import { PaceWatch } from "./pace-watch.ts"
import { VirtualClock } from "./virtual-clock.ts"

const NEVER = new AbortController().signal
const START = "2025-10-24T00:00:00Z"

const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("digest" as const), chat: fc.integer({ min: -3, max: 30 }) }),
  },
  fc.record({ kind: fc.constant("answer" as const), chat: fc.integer({ min: -3, max: 30 }) }),
  fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(3_000) }),
)

test("digest messages keep to the pace, whatever answers leave in between, and wait no longer than they must", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 120 }), async (deeds) => {
      const clock = new VirtualClock(START)
      const [pace, watch] = [createPace(clock), new PaceWatch(clock)]
      for (const one of deeds) {
        if (one.kind === "pass") clock.pass(one.ms)
        else if (one.kind === "answer") {
          pace.answer(String(one.chat)).done()
          watch.answer(String(one.chat))()
        } else {
          const waitMs = pace.waitMs(String(one.chat))
          expect(waitMs).toBeLessThanOrEqual(60_000)
          clock.pass(waitMs)
          expect(pace.waitMs(String(one.chat))).toBeLessThan(0.001)
          pace.take(String(one.chat))
          watch.request(String(one.chat))
        }
      }
      expect(watch.violations).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test("late timers cost no pace: 25 a second over a minute", () => {
  const clock = new VirtualClock(START)
  const pace = createPace(clock)
  clock.pass(1_000)
  let sent = 0
  for (const start = clock.steadyMs(); clock.steadyMs() < start + 60_000; sent++) {
    const waitMs = pace.waitMs(String(sent))
    if (waitMs > 0) clock.pass(Math.ceil(waitMs) + (sent % 3))
    pace.take(String(sent))
  }
  expect(sent).toBeGreaterThan(25 * 60 * 0.97)
  expect(sent).toBeLessThanOrEqual(25 * 60)
})

test("a digest message waits while an answer is on its way, and no longer than ten seconds", async () => {
  const clock = new VirtualClock(START)
  const pace = createPace(clock)
  await pace.quiet(NEVER)
  expect(clock.steadyMs()).toBe(0)

  const [one, other] = [pace.answer("1"), pace.answer(undefined)]
  void clock.wait(300).then(one.done)
  void clock.wait(500).then(other.done)
  await pace.quiet(NEVER)
  expect(clock.steadyMs()).toBe(500)

  pace.answer("1")
  await pace.quiet(NEVER)
  expect(clock.steadyMs()).toBe(10_500)
})

test.each([
  ["one chat is refused", [["1", 7_000]], { "1": 7_000, "2": 0 }],
  [
    "two chats are refused: it is the bot",
    [
      ["1", 7_000],
      ["2", 9_000],
    ],
    { "1": 9_000, "2": 9_000, "3": 9_000 },
  ],
  [
    "one chat twice",
    [
      ["1", 7_000],
      ["1", 3_000],
    ],
    { "1": 7_000, "2": 0 },
  ],
] satisfies [string, [string, number][], Record<string, number>][])("%s", (_name, refusals, waits) => {
  const clock = new VirtualClock(START)
  const pace = createPace(clock)
  clock.pass(5_000)
  for (const [chat, ms] of refusals) pace.refused(chat, ms)
  for (const [chat, ms] of Object.entries(waits)) expect(pace.waitMs(chat)).toBe(ms)
})
