import { expect, test } from "vitest"
import { decode } from "../../src/ingest/decode.ts"

const TEXT = "临川市的夜市搬了家，四十多个摊位搬进城西的旧粮仓。"
/** The same words in encodings that Node cannot write. */
const GB = Buffer.from("c1d9b4a8cad0b5c4d2b9cad0b0e1c1cbbcd2a3ac", "hex")
const BIG5 = Buffer.from("a4a4b0eaaababaf4a677a5c1a4e9b74ca4c0b3a1a8d3a441", "hex")

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, "utf16le")
  return bigEndian ? bytes.swap16() : bytes
}

test.each([
  ["UTF-8", Buffer.from(TEXT), "utf-8", TEXT],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`), "utf-8", TEXT],
  ["UTF-16 LE with a mark", utf16(`\uFEFF${TEXT}`, false), "utf-16le", TEXT],
  ["UTF-16 BE with a mark", utf16(`\uFEFF${TEXT}`, true), "utf-16be", TEXT],
  [
    "UTF-16 LE of ASCII without a mark",
    utf16('{"text":"a plain line of text"}', false),
    "utf-16le",
    '{"text":"a plain line of text"}',
  ],
  ["GB18030", GB, "gb18030", "临川市的夜市搬了家，"],
  ["ASCII", Buffer.from("plain"), "utf-8", "plain"],
  ["nothing", Buffer.from(""), "utf-8", ""],
])("%s", (_name, bytes, encoding, text) => {
  expect(decode(bytes)).toEqual({ kind: "text", text, encoding, damaged: false })
})

test("a declared charset is believed where it fits, and not where it does not", () => {
  const page = (label: string, body: Buffer) =>
    Buffer.concat([Buffer.from(`<meta charset="${label}">`), body])
  expect(decode(page("gb2312", GB))).toMatchObject({ encoding: "gbk", damaged: false })
  expect(decode(page("utf-8", GB))).toMatchObject({ encoding: "gb18030" })
  expect(decode(page("gb2312", Buffer.from(TEXT)))).toMatchObject({ encoding: "utf-8", damaged: false })
  expect(decode(page("no-such-label", Buffer.from(TEXT)))).toMatchObject({ encoding: "utf-8" })
})

test("Big5 is told from GB18030 by everyday characters", () => {
  expect(decode(BIG5)).toMatchObject({ kind: "text", encoding: "big5" })
})

test("UTF-8 with a broken end is read and flagged", () => {
  const bytes = Buffer.from(TEXT)
  expect(decode(bytes.subarray(0, bytes.length - 1))).toMatchObject({ encoding: "utf-8", damaged: true })
})

test.each([
  ["zero bytes", Buffer.from([0x50, 0x4b, 0, 0, 1, 2, 3, 0, 0, 0])],
  ["a PDF", Buffer.from("%PDF-1.7 text")],
  ["control characters", Buffer.from(Array.from({ length: 200 }, (_, i) => i % 32))],
])("%s are no text", (_name, bytes) => {
  expect(decode(bytes)).toEqual({ kind: "binary" })
})
