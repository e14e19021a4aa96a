import { expect, test, vi } from "vitest"
import { choosePainter } from "../../src/cards.ts"
import { ConfigError, readConfig } from "../../src/config.ts"

vi.mock("harfbuzzjs", () => {
  throw new Error("Cannot find package 'harfbuzzjs'\nstack")
})

test("without a package that it needs, DIGEST_CARD=on is refused with one line that says what to install", async () => {
  const refused = choosePainter(readConfig({}, { DIGEST_CARD: "on" }))
  await expect(refused).rejects.toThrow(ConfigError)
  await expect(refused).rejects.toThrow(/^DIGEST_CARD: .*npm install @resvg\/resvg-js@2 harfbuzzjs@1 .*\)$/)
})

test("without DIGEST_CARD nothing is needed", async () => {
  expect(await choosePainter(readConfig({}, {}))).toBeUndefined()
})
