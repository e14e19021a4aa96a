import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import {
  lexicalSnapshot,
  loadLexicalIndex,
  readLexicalSnapshot,
  saveLexicalIndex,
} from "../../src/retrieve/lexical-snapshot.ts"
import { PassageMaker } from "../fixtures/passages.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lexical-"))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function sample(): LexicalIndex {
  const index = new LexicalIndex()
  const maker = new PassageMaker()
  for (let number = 1; number <= 40; number++) {
    index.add(
      maker.article(number, [["title", `第${number}期`], `梧州市第${number}个项目动工`, "合作社 coop"]),
    )
  }
  index.remove([4, 5, 6])
  return index
}

const bytesOf = (index: LexicalIndex, archive = "a") =>
  Uint8Array.from(Buffer.concat([...lexicalSnapshot(index.freeze(), archive)]))

function checkRefused(bytes: Uint8Array<ArrayBuffer>, archive = "a"): void {
  expect(readLexicalSnapshot(bytes, archive)).toHaveProperty("refused")
}

describe("lexical snapshot", () => {
  it("gives back the same index, which goes on growing", () => {
    const index = sample()
    const path = join(folder, "deep", "lexical.idx")
    saveLexicalIndex(path, index, "a")
    const loaded = loadLexicalIndex(path, "a")
    if (!("index" in loaded)) throw new Error(loaded.refused)
    const terms = ["梧州", "项目", "7", "coop"]
    expect(loaded.index.search(terms, 50)).toEqual(index.search(terms, 50))
    expect([loaded.index.size, loaded.index.highestId]).toEqual([39, 120])
    for (const copy of [index, loaded.index]) {
      copy.remove([10])
      copy.add([{ ...new PassageMaker().passage(99, "text", "梧州新闻", new Float32Array(0)), id: 500 }])
    }
    expect(loaded.index.search(terms, 50)).toEqual(index.search(terms, 50))
    saveLexicalIndex(path, loaded.index, "a")
    expect(readdirSync(join(folder, "deep"))).toEqual(["lexical.idx"])
  })

  it("keeps an empty index", () => {
    const read = readLexicalSnapshot(bytesOf(new LexicalIndex()), "a")
    expect("index" in read && read.index.size).toBe(0)
  })

  it("is refused when cut at any byte", () => {
    const bytes = bytesOf(sample())
    for (let length = 0; length < bytes.length; length += length < 600 ? 1 : 211) {
      checkRefused(bytes.slice(0, length))
    }
    checkRefused(bytes.slice(0, -1))
    checkRefused(Uint8Array.from([...bytes, 0]))
  })

  it("is refused when any byte is another", () => {
    const bytes = bytesOf(sample())
    for (let at = 0; at < bytes.length; at += 97) {
      const copy = bytes.slice()
      copy[at] = (copy[at] as number) ^ 0x10
      checkRefused(copy)
    }
  })

  it("is refused for another archive, another kind of file, and where there is none", () => {
    checkRefused(bytesOf(sample(), "a"), "b")
    const path = join(folder, "x")
    expect(loadLexicalIndex(path, "a")).toHaveProperty("refused")
    writeFileSync(path, "x".repeat(5_000))
    expect(loadLexicalIndex(path, "a")).toHaveProperty("refused")
    expect(loadLexicalIndex(folder, "a")).toHaveProperty("refused")
  })

  it("is read from bytes that are not aligned", () => {
    const bytes = bytesOf(sample())
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(readLexicalSnapshot(shifted.subarray(3), "a")).toHaveProperty("index")
  })
})
