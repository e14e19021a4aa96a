import fc from "fast-check"
import { expect, test } from "vitest"
import { boundedLines } from "../../src/ingest/bounded-lines.ts"

const MAX = 8

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test("lines are those of split, whatever the chunks, and long ones are told by number", async () => {
  const text = fc
    .array(fc.constantFrom("a", "bc", "\n", "水", "123456789"), { maxLength: 40 })
    .map((parts) => parts.join(""))
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (source, size) => {
      const lines: (string | null)[] = []
      for await (const line of boundedLines(chunked(source, size), MAX)) {
        expect(line.number).toBe(lines.length + 1)
        lines.push(line.overlong ? null : Buffer.from(line.bytes).toString())
      }
      const expected = source.split("\n").map((line) => (Buffer.byteLength(line) > MAX ? null : line))
      if (expected.at(-1) === "") expected.pop()
      expect(lines).toEqual(expected)
    }),
  )
})
