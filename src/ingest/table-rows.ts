import { parse } from "csv-parse/sync"
import { fieldOf } from "./record.ts"

/** A row of a table with the line it begins on; `fields` is null where a quotation mark is never closed. */
export interface Row {
  readonly number: number
  readonly fields: readonly string[] | null
}

/** A quoted field may hold line feeds; one that holds more lines was not closed. */
const MAX_ROW_LINES = 2000

/** Gathers lines into rows, holding one row at a time. An unclosed quotation mark costs its own line only. */
export class RowReader {
  private readonly delimiter: string
  private held: { number: number; text: string }[] = []
  private open = false

  constructor(header: string) {
    this.delimiter = delimiterOf(header)
  }

  add(number: number, text: string): Row[] {
    if (!this.open && text.trim() === "") return []
    this.held.push({ number, text })
    if (oddQuotes(text)) this.open = !this.open
    if (!this.open) return [this.take()]
    return this.held.length >= MAX_ROW_LINES ? this.giveUp() : []
  }

  end(): Row[] {
    return this.held.length > 0 ? this.giveUp() : []
  }

  private take(): Row {
    const [first] = this.held
    const text = this.held.map((line) => line.text).join("\n")
    this.held = []
    return { number: first?.number ?? 0, fields: this.fields(text) }
  }

  /** The first line is bad; each of the others is a row of its own or bad as well. */
  private giveUp(): Row[] {
    const rows = this.held.map(({ number, text }, i) => ({
      number,
      fields: i === 0 || oddQuotes(text) ? null : this.fields(text),
    }))
    this.held = []
    this.open = false
    return rows
  }

  private fields(text: string): string[] | null {
    try {
      const rows: string[][] = parse(text, {
        delimiter: this.delimiter,
        relax_quotes: true,
        relax_column_count: true,
      })
      return rows[0] ?? []
    } catch {
      return null
    }
  }
}

function oddQuotes(text: string): boolean {
  let odd = false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd
  return odd
}

function delimiterOf(header: string): string {
  const counts = [",", "\t", ";", "|"].map((mark) => ({ mark, count: header.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** Whether a first line names columns of which one holds the text. */
export function looksLikeHeader(line: string): boolean {
  const names = line.split(/[,\t;|]/).map((name) => name.replace(/^"|"$/g, "").trim())
  return names.length >= 2 && names.some((name) => fieldOf(name) === "text")
}
