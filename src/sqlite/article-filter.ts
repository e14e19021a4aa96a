import type { ArticleFilter } from "../corpus.ts"
import { fold } from "../text/scripts.ts"

/** The condition on `articles` that keeps the live articles of a filter. `places` gives the archive's paths. */
export function filterSql(
  { fromDay, toDay, place, ingestedAfter }: ArticleFilter,
  places: () => readonly { readonly path: readonly string[] }[],
): { readonly where: string; readonly values: readonly string[] } {
  const parts = ["status = 'live'"]
  const values: string[] = []
  const both = (part: string, value: string | undefined) => {
    if (value === undefined) return
    parts.push(part)
    values.push(value)
  }
  both("published_day >= ?", fromDay)
  both("published_day <= ?", toDay)
  both("ingested_at > ?", ingestedAfter)
  both("(SELECT ingested_at FROM versions WHERE article = number AND version = 1) > ?", ingestedAfter)
  if (place !== undefined) {
    const paths = places().filter(({ path }) => path.some((name) => samePlace(name, place)))
    parts.push(`place IN (${paths.map(() => "?").join(", ")})`)
    values.push(...paths.map(({ path }) => JSON.stringify(path)))
  }
  return { where: parts.join(" AND "), values }
}

function samePlace(printed: string, asked: string): boolean {
  const bare = (name: string) => fold(name).replace(/(?<=..)(?:省|市|县|区|自治区|自治州|镇|乡)$/u, "")
  return bare(printed) === bare(asked)
}
