import type { ArticleFilter } from "../corpus.ts"
import { divisionOfPath, divisionsNamed, liesIn, onlyOne } from "../ingest/gazetteer.ts"
import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"

/** The condition on `articles` that keeps the live articles of a filter. `places` gives the archive's paths. */
export function filterSql(
  { fromDay, toDay, place, ingestedAfter }: ArticleFilter,
  places: () => readonly { readonly path: readonly string[] }[],
): { readonly where: string; readonly values: readonly string[] } {
  const parts = ["status = 'live'", "lead IS NULL"]
  const values: string[] = []
  const both = (part: string, value: string | undefined) => {
    if (value === undefined) return
    parts.push(part)
    values.push(value)
  }
  both("published_day >= ?", fromDay)
  both("published_day <= ?", toDay)
  both("ingested_at > ?", ingestedAfter)
  // Nor does a story become new by another printing that stands for it from now on.
  both(
    `NOT EXISTS (SELECT 1 FROM articles known JOIN versions first ON first.article = known.number
       WHERE (known.number = articles.number OR known.lead = articles.number) AND first.version = 1
         AND first.ingested_at <= ?)`,
    ingestedAfter,
  )
  if (place !== undefined) {
    const paths = places().filter(({ path }) => liesInPlace(path, place))
    parts.push(`place IN (${paths.map(() => "?").join(", ")})`)
    values.push(...paths.map(({ path }) => JSON.stringify(path)))
  }
  return { where: parts.join(" AND "), values }
}

/** By any name on the path, in full or in short; and by what the administrative divisions say that the path lies in. */
function liesInPlace(path: readonly string[], asked: string): boolean {
  const place = fold(asked)
  if (path.some((name) => shortName(fold(name)) === shortName(place))) return true
  const outer = onlyOne(divisionsNamed(place))
  const inner = outer && divisionOfPath(path.map(fold))
  return outer !== undefined && inner !== undefined && liesIn(inner, outer)
}
