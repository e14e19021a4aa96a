import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import fc from "fast-check"
import type { InputRichBlock, RichText as Words } from "grammy/types"
import { parseHTML } from "linkedom"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { richLines } from "../../src/telegram/rich-text.ts"

type RichText = (
  text: string,
  entities: readonly { type: string; offset: number; length: number; url?: string }[],
  onCommand: (command: string) => void,
) => unknown
type RichBlocks = (blocks: readonly InputRichBlock[], onCommand: (command: string) => void) => unknown
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

const { document } = parseHTML("<html><body></body></html>")
let richText: RichText
let richBlocks: RichBlocks
beforeAll(async () => {
  vi.stubGlobal("document", document)
  vi.stubGlobal("requestAnimationFrame", () => 0)
  const load = (name: string): Promise<unknown> =>
    import(new URL(`../../src/playground/page/${name}.js`, import.meta.url).href)
  richText = ((await load("rich-text")) as { richText: RichText }).richText
  richBlocks = ((await load("rich-blocks")) as { richBlocks: RichBlocks }).richBlocks
})
afterAll(() => vi.unstubAllGlobals())

describe("richText", () => {
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

describe("richBlocks", () => {
  const words: fc.Arbitrary<Words> = fc.letrec<{ words: Words; styled: Words; link: Words }>((tie) => ({
    words: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("字", "<b>", "&amp;", "😀", "\n", "<img src=x onerror=1>"),
      tie("styled"),
      tie("link"),
      fc.array(tie("words"), { maxLength: 3 }),
    ),
    styled: fc.record({
      type: fc.constantFrom("bold", "italic", "code", "spoiler", "marked"),
      text: tie("words"),
    }) as fc.Arbitrary<Words>,
    link: fc.record({
      type: fc.constant("url" as const),
      text: tie("words"),
      url: fc.constantFrom(
        "https://paper.example/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "no address",
      ),
    }),
  })).words
  const { block } = fc.letrec<{ block: InputRichBlock; blocks: InputRichBlock[] }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 3 },
      fc.record({ type: fc.constantFrom("paragraph", "footer", "pre", "pullquote"), text: words }),
      fc.record({ type: fc.constant("heading" as const), text: words, size: fc.constantFrom(1, 3, 6) }),
      fc.record({ type: fc.constant("details" as const), summary: words, blocks: tie("blocks") }),
      fc.record({ type: fc.constant("blockquote" as const), blocks: tie("blocks"), credit: words }),
      fc.record({
        type: fc.constant("list" as const),
        items: fc.array(fc.record({ blocks: tie("blocks") }), { maxLength: 3 }),
      }),
    ) as fc.Arbitrary<InputRichBlock>,
    blocks: fc.array(tie("block"), { maxLength: 3 }),
  }))

  test("whatever the blocks, the text comes out whole and in order, and links lead to the web only", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const box: Node = document.createElement("div")
        box.append(richBlocks(blocks, () => {}))
        expect(box.textContent).toBe(richLines(blocks).join(""))
        for (const link of box.querySelectorAll("a"))
          expect(link.getAttribute("href")).toMatch(/^https:\/\/paper\.example\//)
        expect([...box.querySelectorAll("b, img, script")]).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
