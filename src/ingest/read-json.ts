import type { Article } from "../corpus.ts"
import type { ByteSource } from "./byte-stream.ts"
import { decodedLines, overlong } from "./decoded-lines.ts"
import { markupLines } from "./html-page.ts"
import { type Item, itemOf } from "./item.ts"
import { givenFields, recordArticle } from "./record.ts"

/** One item a line of JSON Lines. */
export async function* readJsonLines({ input, chunks }: ByteSource): AsyncGenerator<Item> {
  let found = false
  for await (const line of decodedLines(chunks)) {
    const name = `${input}:${line.number}`
    if (line.text === null) yield itemOf(name, overlong(line.number))
    else if (line.text.trim() === "") continue
    else yield itemOf(name, await jsonArticle(line.text))
    found = true
  }
  if (!found) yield itemOf(input, "the file is empty")
}

async function jsonArticle(line: string): Promise<Article | string> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return "not JSON"
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not a JSON object"
  return recordFrom(value as Record<string, unknown>)
}

export async function recordFrom(record: Readonly<Record<string, unknown>>): Promise<Article | string> {
  const given = givenFields(record)
  if (typeof given.text !== "string" || given.text.trim() === "") return "no text"
  return recordArticle(given, await markupLines(given.text)) ?? "no text"
}
