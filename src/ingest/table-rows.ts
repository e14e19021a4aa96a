import { parse } from "csv-parse/sync"
import type { DecodedLine } from "./decoded-lines.ts"

/** A row of a table with the line it begins on, or why it is none. */
export type Row =
  | { readonly number: number; readonly fields: readonly string[] }
  | { readonly number: number; readonly reason: string }

const UNCLOSED = "a quotation mark is never closed"
const UNDOUBLED = "a quotation mark within quotation marks is not doubled"

const DELIMITERS = [",", "\t", ";", "|"]
/** A quoted field may hold line feeds; one that holds more lines, or more text, was not closed. */
const MAX_ROW_LINES = 2000
const MAX_ROW_LENGTH = 5_000_000

/** Gathers lines into rows, holding one row at a time. An unclosed quotation mark costs its own line only. */
export class RowReader {
  private readonly delimiter: string
  private held: { number: number; text: string }[] = []
  private length = 0
  private open = false

  constructor(delimiter: string) {
    this.delimiter = delimiter
  }

  add(number: number, text: string): Row[] {
    if (!this.open && text.trim() === "") return []
    const end = endOf(text, this.delimiter, this.open)
    if (end === "broken") return [...this.giveUp(), ...this.add(number, text)]
    this.held.push({ number, text })
    this.length += text.length
    this.open = end === "quoted"
    if (!this.open) return [this.take()]
    return this.held.length >= MAX_ROW_LINES || this.length > MAX_ROW_LENGTH ? this.giveUp() : []
  }

  end(): Row[] {
    return this.held.length > 0 ? this.giveUp() : []
  }

  private take(): Row {
    const number = this.held[0]?.number ?? 0
    const text = this.held.map((line) => line.text).join("\n")
    this.reset()
    return this.row(number, text)
  }

  /** The first line is bad; the others are read anew, but none of them is held back again. */
  private giveUp(): Row[] {
    const [first, ...others] = this.held
    this.reset()
    const rows: Row[] = [{ number: first?.number ?? 0, reason: UNCLOSED }]
    for (const { number, text } of others) rows.push(...this.add(number, text))
    for (const { number, text } of this.held) {
      const whole = endOf(text, this.delimiter, false) === "plain"
      rows.push(whole ? this.row(number, text) : { number, reason: UNCLOSED })
    }
    this.reset()
    return rows
  }

  private reset(): void {
    this.held = []
    this.length = 0
    this.open = false
  }

  private row(number: number, text: string): Row {
    try {
      const [fields, ...others]: string[][] = parse(text, {
        delimiter: this.delimiter,
        relax_quotes: true,
        relax_column_count: true,
        trim: true,
      })
      if (fields !== undefined && others.length === 0) return { number, fields }
    } catch {
      return { number, reason: UNDOUBLED }
    }
    return { number, reason: UNDOUBLED }
  }
}

/**
 * Whether a line ends within quotation marks, which count only where they open a field. Broken: it begins within
 * them, and a mark that can only open a field shows that they should have been closed before.
 */
function endOf(line: string, delimiter: string, quoted: boolean): "plain" | "quoted" | "broken" {
  let open = quoted
  let fresh = !quoted
  let former = quoted
  for (let at = 0; at < line.length; at++) {
    const char = line[at]
    if (open) {
      if (char !== '"') continue
      if (line[at + 1] === '"') at++
      else if (former && line[at - 1] === delimiter && at + 1 < line.length && line[at + 1] !== delimiter)
        return "broken"
      else open = former = false
    } else if (char === delimiter) fresh = true
    else if (char === '"' && fresh) {
      open = true
      fresh = false
    } else if (char !== " ") fresh = false
  }
  return open ? "quoted" : "plain"
}

/** Excel's own first line: `sep=;`. */
export function statedDelimiter(line: string): string | null {
  return /^"?sep=(.)"?$/i.exec(line.trim())?.[1] ?? null
}

/**
 * The mark that parts the first line and the most of the others into the same number of fields; of several, the one
 * that gives more.
 */
export function delimiterOf(lines: readonly DecodedLine[]): string {
  const texts = lines.map(({ text }) => text ?? "").filter((text) => text.trim() !== "")
  let best = { delimiter: ",", alike: 0, count: 1 }
  for (const delimiter of DELIMITERS) {
    const [count = 1, ...others] = texts.map((text) => countFields(text, delimiter))
    if (count < 2) continue
    const alike = 1 + others.filter((other) => other === count).length
    if (alike > best.alike || (alike === best.alike && count > best.count)) best = { delimiter, alike, count }
  }
  return best.delimiter
}

function countFields(line: string, delimiter: string): number {
  let count = 1
  let quoted = false
  for (const char of line) {
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted) count++
  }
  return count
}
