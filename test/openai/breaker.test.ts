import { expect, test } from "vitest"
import type { ModelError } from "../../src/models.ts"
import { createBreaker } from "../../src/openai/breaker.ts"

type Step = readonly [atMs: number, event: ModelError["kind"] | "success", open: boolean]

const MINUTE = 60_000
const FOUR: Step[] = [0, 1, 2, 3].map((at) => [at, "timeout", false])

const CASES: [name: string, steps: Step[]][] = [
  [
    "five failures within a minute open it for 30 s",
    [...FOUR, [4, "unavailable", true], [30_003, "refused", true]],
  ],
  ["after 30 s it is closed again", [...FOUR, [4, "unavailable", true], [30_004, "refused", false]]],
  ["four do not", FOUR],
  ["five over more than a minute do not", [...FOUR, [MINUTE + 1, "cut-off", false]]],
  ["a success forgets them", [...FOUR, [4, "success", false], [5, "rubbish", false]]],
  ["refusals are not counted", [...FOUR, [4, "refused", false]]],
  [
    "spent quota opens it for 15 min",
    [
      [0, "quota", true],
      [15 * MINUTE - 1, "refused", true],
      [15 * MINUTE, "refused", false],
    ],
  ],
  [
    "the first failure after that opens it again",
    [
      [0, "quota", true],
      [15 * MINUTE, "timeout", true],
    ],
  ],
  [
    "the first success after that closes it",
    [
      [0, "quota", true],
      [15 * MINUTE, "success", false],
      [15 * MINUTE, "timeout", false],
    ],
  ],
  [
    "calls under way when it opened do not prolong it",
    [...FOUR, [4, "timeout", true], [20_000, "timeout", true], [30_004, "refused", false]],
  ],
]

test.each(CASES)("%s", (_, steps) => {
  let now = 0
  const breaker = createBreaker(() => now)
  for (const [atMs, event, open] of steps) {
    now = atMs
    if (event === "success") breaker.succeeded()
    else breaker.failed(event)
    if (open) expect(breaker.enter).toThrow("left alone")
    else expect(breaker.enter).not.toThrow()
  }
})
