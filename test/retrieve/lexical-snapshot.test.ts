import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { replaceFile } from "../../src/files.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { lexicalSnapshot, loadLexicalIndex, saveLexicalIndex } from "../../src/retrieve/lexical-snapshot.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

let path: string
beforeEach(() => {
  path = join(temporaryFolder(), "deep", "lexical.idx")
})

/** Several segments and dead articles in the first. */
function sample(): LexicalIndex {
  const index = new LexicalIndex()
  const maker = new PassageMaker()
  for (let number = 1; number <= 150; number++) {
    const texts = [["title", `第${number}期`] as const, `汐川市第${number}个项目动工`, "合作社 coop"]
    index.add([maker.article(number, texts, { place: ["海岳省"], bylines: ["田一苇"] })])
    if (number === 140) index.freeze()
  }
  index.remove([4, 5, 6])
  return index
}

const QUERY = ["汐川", "项目", "7", "coop", "一苇"].map((term) => ({ term, weight: 1 }))

function saved(index = sample(), archive = "a"): Buffer {
  saveLexicalIndex(path, index, archive)
  return readFileSync(path)
}

function loaded(archive = "a"): LexicalIndex {
  const read = loadLexicalIndex(path, archive)
  if (!("index" in read)) throw new Error(read.refused)
  return read.index
}

function checkRefused(bytes: Uint8Array, why: RegExp, archive = "a"): void {
  writeFileSync(path, bytes)
  const read = loadLexicalIndex(path, archive)
  expect("refused" in read ? read.refused : "believed").toMatch(why)
}

describe("lexical snapshot", () => {
  it("gives back the same index, which goes on growing", () => {
    const index = sample()
    saved(index)
    const copy = loaded()
    expect(copy.search(QUERY, 200)).toEqual(index.search(QUERY, 200))
    expect([copy.size, copy.highestId]).toEqual([149, 450])
    expect([...copy.terms()]).toEqual([...index.terms()])
    for (const one of [index, copy]) {
      one.remove([10])
      const passage = { ...new PassageMaker().passage(999, "text", "汐川新闻", new Float32Array(0)), id: 500 }
      one.add([{ number: 999, place: [], bylines: [], passages: [passage] }])
    }
    expect(copy.search(QUERY, 200)).toEqual(index.search(QUERY, 200))
    saved(copy)
    expect(readdirSync(join(path, ".."))).toEqual(["lexical.idx"])
    expect([...loaded().liveIds()]).toEqual([...index.liveIds()])
  })

  it("keeps an empty index", () => {
    saved(new LexicalIndex())
    expect(loaded().size).toBe(0)
  })

  it("is refused when cut at any byte, and with something behind it", () => {
    const bytes = saved()
    for (let length = 0; length < bytes.length; length += length < 900 ? 7 : 1_511)
      checkRefused(bytes.subarray(0, length), /short|damaged|bytes where/)
    checkRefused(bytes.subarray(0, -1), /bytes where/)
    checkRefused(Buffer.concat([bytes, Buffer.of(0)]), /bytes where/)
  })

  it("is refused when any byte is another", () => {
    const bytes = saved()
    for (let at = 0; at < bytes.length; at += at < 900 ? 11 : 997) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] as number) ^ 0x10
      checkRefused(copy, /not an index|damaged|checksum/)
    }
  })

  it("is refused for another archive, format, analyzer or weights, and where there is none", () => {
    const bytes = saved()
    checkRefused(bytes, /another archive or by another version/, "b")
    const others = [/"format":2/, /"analyzer":\d+/, /"title":1/].map((part) =>
      part.source.replaceAll('"', '\\\\"'),
    )
    for (const other of others)
      checkRefused(changedHead(bytes, new RegExp(other)), /another archive or by another version/)
    checkRefused(Buffer.from("x".repeat(5_000)), /not an index/)
    expect(loadLexicalIndex(join(path, "absent"), "a")).toHaveProperty("refused")
    expect(loadLexicalIndex(join(path, ".."), "a")).toHaveProperty("refused")
  })

  it("leaves the old file whole where the disk is full", () => {
    const before = saved()
    function* failing() {
      let left = 2_000
      for (const chunk of lexicalSnapshot(sample().freeze(), "b")) {
        left -= chunk.length
        if (left < 0) throw new Error("no space left on device")
        yield chunk
      }
    }
    expect(() => replaceFile(path, failing())).toThrow("no space left")
    expect(readFileSync(path)).toEqual(before)
    expect(loaded().size).toBe(149)
  })
})

/** The same file with another last digit in the matching part of its head, and checksums that fit. */
function changedHead(bytes: Buffer, part: RegExp): Buffer {
  const end = 20 + bytes.readUInt32LE(16)
  const head = bytes.toString("latin1", 0, end).replace(part, (found) => `${found.slice(0, -1)}9`)
  const changed = Buffer.from(head, "latin1")
  const body = [changed, sha256(changed), bytes.subarray(end + 32, -32)]
  return Buffer.concat([...body, sha256(Buffer.concat(body))])
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest()
}
