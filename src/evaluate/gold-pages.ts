import { z } from "zod"
import type { GoldPage } from "./extraction.ts"
import type { TimeLine } from "./time-lines.ts"

const Page = z.object({
  id: z.string().min(1),
  title: z.string(),
  date: z.string().nullish(),
  body: z.string(),
  html: z.string().min(1),
})

/** Reads JSON Lines of pages with their gold. Throws, with the line's number, where one is none. */
export function parseGoldPages(text: string): GoldPage[] {
  return linesOf(text).map(({ line, value }) => {
    const { data, error } = Page.safeParse(value)
    if (error)
      throw new Error(`line ${line}: ${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`)
    const day = /^\d{4}-\d\d-\d\d/.exec(data.date ?? "")?.[0] ?? null
    return { id: data.id, title: data.title, day, body: data.body, html: data.html }
  })
}

const Item = z.looseObject({ time: z.string() })

/** The records of JSON Lines, each with its date line in `time`. Throws, with the line's number, where there is none. */
export function parseTimeLines(text: string): TimeLine[] {
  return linesOf(text).map(({ line, value }) => {
    const { data, error } = Item.safeParse(value)
    if (error) throw new Error(`line ${line}: time: ${error.issues[0]?.message}`)
    return data
  })
}

function linesOf(text: string): { line: number; value: unknown }[] {
  return text.split("\n").flatMap((content, i) => {
    if (content.trim() === "") return []
    try {
      return [{ line: i + 1, value: JSON.parse(content) as unknown }]
    } catch {
      throw new Error(`line ${i + 1}: not JSON`)
    }
  })
}
