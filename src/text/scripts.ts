import { Converter } from "opencc-js/t2cn"

/** Characters that are Simplified Chinese in their own right, though OpenCC lists them as Traditional too. */
const BOTH_SCRIPTS = new Set(["么", "乾", "著"])

/** Share of Traditional characters from which on a text is taken to be written in the words of Taiwan. */
const WRITTEN_IN_TRADITIONAL = 0.1

const IDEOGRAPHS: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
]

/** Whether a UTF-16 code unit is a Chinese character of the basic plane. */
export function isHan(unit: number): boolean {
  return (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3400 && unit <= 0x4dbf) || unit === 0x3007
}

type Convert = (text: string) => string
let converters: { readonly taiwan: Convert; readonly hongKong: Convert } | undefined
let simplifiedForms: Uint16Array | undefined
let folds: Uint16Array | undefined

function conversions() {
  converters ??= {
    taiwan: Converter({ from: "twp", to: "cn" }),
    hongKong: Converter({ from: "hk", to: "cn" }),
  }
  return converters
}

/** For each UTF-16 code unit the Simplified form of that character, or itself. */
function simplified(): Uint16Array {
  if (simplifiedForms) return simplifiedForms
  const table = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit)
  const variants = [Converter({ from: "tw", to: "cn" }), Converter({ from: "hk", to: "cn" })]
  for (const [first, last] of IDEOGRAPHS) {
    const units = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    let lines = units.map((unit) => String.fromCharCode(unit)).join("\n")
    for (const convert of variants) lines = convert(lines)
    lines.split("\n").forEach((form, i) => {
      const unit = first + i
      if (form.length === 1 && !BOTH_SCRIPTS.has(String.fromCharCode(unit))) table[unit] = form.charCodeAt(0)
    })
  }
  simplifiedForms = table
  return table
}

function foldTable(): Uint16Array {
  if (folds) return folds
  const table = simplified().slice()
  for (let unit = 0; unit < 0x10000; unit++) {
    let folded = table[unit] as number
    if (folded === 0x3000) folded = 0x20
    else if (folded >= 0xff01 && folded <= 0xff5e) folded -= 0xfee0
    if (folded < 0xd800 || folded > 0xdfff) {
      const lower = String.fromCharCode(folded).toLowerCase()
      if (lower.length === 1) folded = lower.charCodeAt(0)
    }
    table[unit] = folded
  }
  folds = table
  return table
}

/**
 * The text with full-width ASCII made half-width, letters lower-case and Traditional characters Simplified, one by
 * one. Keeps the length in UTF-16 code units, so that offsets hold in both. Idempotent.
 */
export function fold(text: string): string {
  const table = foldTable()
  const parts: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const folded = table[unit] as number
    if (folded === unit) continue
    if (i > start) parts.push(text.slice(start, i))
    parts.push(String.fromCharCode(folded))
    start = i + 1
  }
  if (start === 0) return text
  parts.push(text.slice(start))
  return parts.join("")
}

/**
 * Traditional text in Simplified characters and, where it is written in Traditional throughout, in mainland words
 * (計程車 → 出租车). A Simplified text comes back as it is. Changes lengths.
 */
export function toSimplified(text: string): string {
  const share = traditionalShare(text)
  if (share === 0) return text
  const { taiwan, hongKong } = conversions()
  return hongKong(share >= WRITTEN_IN_TRADITIONAL ? taiwan(text) : text)
}

/** Whether a text is written in Traditional characters throughout. */
export function isTraditional(text: string): boolean {
  return traditionalShare(text) >= WRITTEN_IN_TRADITIONAL
}

/** How many of the Chinese characters are not Simplified, from 0 to 1. */
function traditionalShare(text: string): number {
  const table = simplified()
  let han = 0
  let traditional = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (isHan(unit)) han++
    if (table[unit] !== unit) traditional++
  }
  return traditional === 0 ? 0 : traditional / Math.max(han, traditional)
}
