import { expect, it, vi } from "vitest"
import { killNewsroom } from "../digest/kill-newsroom.ts"

vi.setConfig({ testTimeout: 180_000 })

it("killed five times while it sends digests: no second copy, and what is lost is listed as ambiguous", async () => {
  const { violations, sent, rows } = await killNewsroom(5, 1)
  expect(violations).toEqual([])
  expect(sent).toBeGreaterThan(rows / 2)
})
