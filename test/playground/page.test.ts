import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import fc from "fast-check"
import { parseHTML } from "linkedom"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"

type RichText = (
  text: string,
  entities: readonly { type: string; offset: number; length: number; url?: string }[],
  onCommand: (command: string) => void,
) => unknown
/** What the tests need of the browser's own kind. */
interface Node {
  readonly textContent: string
  append(child: unknown): void
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>
}

test("the page's modules pass the type check, with the browser's types", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url))
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "src/playground/page"]
  await promisify(execFile)(process.execPath, tsc, { cwd: root, timeout: 60_000 })
}, 60_000)

describe("richText", () => {
  const { document } = parseHTML("<html><body></body></html>")
  let richText: RichText
  beforeAll(async () => {
    vi.stubGlobal("document", document)
    vi.stubGlobal("requestAnimationFrame", () => 0)
    const module: unknown = await import(
      new URL("../../src/playground/page/rich-text.js", import.meta.url).href
    )
    richText = (module as { richText: RichText }).richText
  })
  afterAll(() => vi.unstubAllGlobals())

  /** As it stands on the page, in a box. */
  function shown(text: string, entities: Parameters<RichText>[1]): Node {
    const box: Node = document.createElement("div")
    box.append(richText(text, entities, () => {}))
    return box
  }

  const inline = fc.constantFrom(
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "code",
    "spoiler",
    "url",
    "hashtag",
    "text_link",
  )
  const entity = fc.record({
    type: inline,
    offset: fc.integer({ min: -2, max: 30 }),
    length: fc.integer({ min: -1, max: 30 }),
    url: fc.constantFrom(
      "https://paper.example/1",
      "javascript:alert(1)",
      "data:text/html,x",
      "not an address",
    ),
  })
  const text = fc
    .array(fc.constantFrom("字", "<b>", "&amp;", "😀", "\n", "a"), { maxLength: 20 })
    .map((list) => list.join(""))

  test("whatever the entities, the text comes out whole and in order, and links lead to the web only", () => {
    fc.assert(
      fc.property(text, fc.array(entity, { maxLength: 12 }), (words, entities) => {
        const node = shown(words, entities)
        expect(node.textContent).toBe(words)
        for (const link of node.querySelectorAll("a"))
          expect(link.getAttribute("href")).toMatch(/^https:\/\/paper\.example\//)
        expect([...node.querySelectorAll("b, img, script")]).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test("a block stands on its own line without a second line feed", () => {
    const node = shown("前\n引文\n后", [{ type: "blockquote", offset: 2, length: 2 }])
    expect(node.textContent).toBe("前\n引文后")
  })
})
