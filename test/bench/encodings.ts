import iconv from "iconv-lite"
import { mendEncoding } from "../../src/ingest/mojibake.ts"
import type { Material } from "./material.ts"

export interface EncodingsReport {
  readonly texts: number
  readonly kinds: readonly { readonly name: string; readonly exact: number; readonly nearly: number }[]
  /** Of all texts as they are, which nobody read in a wrong encoding. */
  readonly changed: number
}

const TEXTS = 2_000
const LOST = "\uFFFD"
/** Share of characters that may be lost, and by which lengths may differ. */
const NEARLY = { lost: 0.02, length: 0.05 }

const gbk = new TextDecoder("gb18030")
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1")
const WRONG: Readonly<Record<string, (text: string) => string>> = {
  "UTF-8 read as Latin-1": (text) => latin(Buffer.from(text)),
  "UTF-8 read as GBK": (text) => gbk.decode(Buffer.from(text)),
  "GBK read as Latin-1": (text) => latin(iconv.encode(text, "gb18030")),
  "GBK read as Windows-1252": (text) => iconv.decode(iconv.encode(text, "gb18030"), "win1252"),
}

/** How many texts come back when they were read in a wrong encoding, and how many good ones stay as they are. */
export function measureEncodings({ articles }: Material): EncodingsReport {
  const all = articles.map(({ passages }) => passages.join("\n"))
  const step = Math.max(1, Math.floor(all.length / TEXTS))
  const texts = all.filter((_, i) => i % step === 0).slice(0, TEXTS)
  return {
    texts: texts.length,
    kinds: Object.entries(WRONG).map(([name, corrupt]) => {
      const mended = texts.map((text) => mendEncoding(corrupt(text)).text)
      const exact = mended.filter((text, i) => text === texts[i]).length
      const nearly = mended.filter((text, i) => isNearly(text, texts[i] ?? "")).length
      return { name, exact, nearly }
    }),
    changed: all.filter((text) => mendEncoding(text).repaired).length,
  }
}

function isNearly(text: string, meant: string): boolean {
  const lost = text.split(LOST).length - 1
  if (text === meant || lost === 0 || lost > meant.length * NEARLY.lost) return false
  return Math.abs(text.length - meant.length) <= meant.length * NEARLY.length
}
