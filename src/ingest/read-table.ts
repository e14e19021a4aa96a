import type { ByteSource } from "./byte-stream.ts"
import { decodedLines, overlong } from "./decoded-lines.ts"
import { type Item, itemOf } from "./item.ts"
import { recordFrom } from "./read-json.ts"
import { fieldOf } from "./record.ts"
import { type Row, RowReader } from "./table-rows.ts"

/** One item a row of a CSV or TSV file. */
export async function* readTable({ input, chunks }: ByteSource): AsyncGenerator<Item> {
  let reader: RowReader | undefined
  let header: readonly string[] | undefined
  for await (const line of decodedLines(chunks)) {
    if (line.text === null) {
      yield itemOf(`${input}:${line.number}`, overlong(line.number))
      continue
    }
    reader ??= new RowReader(line.text)
    for (const row of reader.add(line.number, line.text)) {
      if (header !== undefined) yield await rowItem(input, header, row)
      else {
        header = row.fields ?? []
        const missing = headerFault(header)
        if (missing !== null) return yield itemOf(input, missing)
      }
    }
  }
  for (const row of reader?.end() ?? []) yield await rowItem(input, header ?? [], row)
  if (header === undefined) yield itemOf(input, "no row of column names")
}

function headerFault(header: readonly string[]): string | null {
  if (header.some((name) => fieldOf(name) === "text")) return null
  const names = header.map((name) => name.trim()).join(", ")
  return `no column holds the text (columns: ${names.slice(0, 200)})`
}

async function rowItem(input: string, header: readonly string[], row: Row): Promise<Item> {
  const name = `${input}:${row.number}`
  if (row.fields === null) return itemOf(name, "a quotation mark is never closed")
  const record: Record<string, unknown> = {}
  for (const [i, column] of header.entries()) record[column] = row.fields[i]
  return itemOf(name, await recordFrom(record))
}
