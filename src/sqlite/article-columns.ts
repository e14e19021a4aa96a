import type { ArchiveState, PublicationFilter } from "../corpus.ts"
import { Best } from "../retrieve/best.ts"
import type { Db } from "./database.ts"
import { PlacePaths } from "./place-paths.ts"

/** In the column of days: no article that stands for itself; one without a day. All days are greater. */
const ABSENT = 0
const UNDATED = 1
const SMALLEST = 1_024

/** The day as a number, YYYYMMDD. */
const DAY = `CASE WHEN status = 'live' AND lead IS NULL
  THEN coalesce(CAST(replace(published_day, '-', '') AS INTEGER), ${UNDATED}) ELSE ${ABSENT} END`
/** Rows that are read at once: one value for many is quicker than many. */
const BLOCK = 10_000

type Counts = Pick<ArchiveState, "articles" | "oldestDay" | "newestDay">
export type PlaceCounts = readonly { readonly path: readonly string[]; readonly articles: number }[]

/**
 * Day and place of every article that stands for itself, by the article's number: in memory, eight bytes an article.
 * Read when they are first asked for; then a trigger tells which articles this connection has changed, and all are
 * read again where another one has changed the archive.
 */
export class ArticleColumns {
  readonly #db: Db
  readonly #paths = new PlacePaths()
  #days = new Int32Array(0)
  #places = new Uint32Array(0)
  /** Numbers of articles that are in the database as this connection wrote them since. */
  readonly #changed = new Set<number>()
  #loaded: { readonly dataVersion: unknown; readonly sequence: unknown } | undefined
  #counts: Counts | undefined
  #placeCounts: PlaceCounts | undefined

  constructor(db: Db) {
    this.#db = db
    db.function("article_changed", (number) => {
      if (this.#loaded) this.#changed.add(number as number)
      return null
    })
    db.exec(`
      CREATE TEMP TRIGGER article_came AFTER INSERT ON articles BEGIN SELECT article_changed(NEW.number); END;
      CREATE TEMP TRIGGER article_changed AFTER UPDATE OF status, lead, published_day, place ON articles
      BEGIN SELECT article_changed(NEW.number); END;
    `)
  }

  /** Holds until the archive changes. */
  accepting({ fromDay, toDay, place }: PublicationFilter): (article: number) => boolean {
    this.#refresh()
    const dated = fromDay !== undefined || toDay !== undefined
    const from = Math.max(fromDay === undefined ? 0 : dayNumber(fromDay), dated ? UNDATED + 1 : UNDATED)
    const to = toDay === undefined ? Infinity : dayNumber(toDay)
    const [days, places] = [this.#days, this.#places]
    const within = place === undefined ? undefined : this.#paths.within(place)
    return (article) => {
      const day = days[article] ?? ABSENT
      return day >= from && day <= to && (within === undefined || within[places[article] as number] === 1)
    }
  }

  /** Numbers of articles among which the newest `limit` of the filter are, and few others. */
  newest(filter: PublicationFilter, limit: number): number[] {
    const accepts = this.accepting(filter)
    const best = new Best(limit)
    // The later ones are newer for the most part.
    for (let number = this.#days.length - 1; number > 0; number--) {
      const day = this.#days[number] as number
      if (day > best.floor && accepts(number)) best.offer(number, day)
    }
    const found = best.entries()
    const least = found.length < limit ? ABSENT : (found.at(-1)?.score ?? ABSENT)
    if (least <= UNDATED) return found.map(({ key }) => key)
    const numbers: number[] = []
    for (let number = 1; number < this.#days.length; number++) {
      if ((this.#days[number] as number) >= least && accepts(number)) numbers.push(number)
    }
    return numbers
  }

  counts(): Counts {
    this.#refresh()
    if (this.#counts) return this.#counts
    let articles = 0
    let [oldest, newest] = [Infinity, -Infinity]
    for (const day of this.#days) {
      if (day === ABSENT) continue
      articles++
      if (day === UNDATED) continue
      if (day < oldest) oldest = day
      if (day > newest) newest = day
    }
    this.#counts = { articles, oldestDay: dayText(oldest), newestDay: dayText(newest) }
    return this.#counts
  }

  /** Places with their numbers of articles, most first; the same list until the archive changes. */
  places(): PlaceCounts {
    this.#refresh()
    if (this.#placeCounts) return this.#placeCounts
    const counts = new Uint32Array(this.#paths.size)
    for (let number = 0; number < this.#days.length; number++) {
      if (this.#days[number] !== ABSENT) (counts[this.#places[number] as number] as number)++
    }
    const found: { path: readonly string[]; articles: number }[] = []
    for (const [id, articles] of counts.entries()) {
      const path = this.#paths.path(id)
      if (articles > 0 && path.length > 0) found.push({ path, articles })
    }
    const name = ({ path }: { path: readonly string[] }) => JSON.stringify(path)
    this.#placeCounts = found.sort((a, b) => b.articles - a.articles || (name(a) < name(b) ? -1 : 1))
    return this.#placeCounts
  }

  #refresh(): void {
    const dataVersion = this.#db.pragma("data_version", { simple: true })
    const foreign = this.#loaded?.dataVersion !== dataVersion
    if (!foreign && this.#changed.size === 0) return
    const sequence = this.#db.prepare("SELECT value FROM meta WHERE key = 'sequence'").pluck().get()
    if (!this.#loaded || (foreign && this.#loaded.sequence !== sequence)) this.#readAll()
    else this.#readChanged()
    this.#counts = undefined
    this.#placeCounts = undefined
    // What is not committed may be taken back: it is read once more after it.
    if (this.#db.inTransaction) {
      if (foreign) this.#loaded = undefined
      return
    }
    this.#changed.clear()
    this.#loaded = { dataVersion, sequence }
  }

  #readAll(): void {
    const last = this.#db.prepare("SELECT max(number) FROM articles").pluck().get() as number | null
    this.#days = new Int32Array(Math.max(SMALLEST, (last ?? 0) + 1))
    this.#places = new Uint32Array(this.#days.length)
    const block = this.#db
      .prepare<[number, number], [numbers: string, days: string, places: string]>(
        `SELECT json_group_array(number), json_group_array(${DAY}), json_group_array(place) FROM articles
         WHERE number >= ? AND number < ?`,
      )
      .raw()
    for (let first = 0; first < this.#days.length; first += BLOCK) {
      const columns = block.get(first, first + BLOCK)?.map((column) => JSON.parse(column))
      const [numbers, days, places] = columns as [number[], number[], string[]]
      for (const [at, number] of numbers.entries())
        this.#set(number, days[at] as number, places[at] as string)
    }
  }

  #readChanged(): void {
    const find = this.#db
      .prepare<[number], [day: number, place: string]>(`SELECT ${DAY}, place FROM articles WHERE number = ?`)
      .raw()
    for (const number of this.#changed) this.#set(number, ...(find.get(number) ?? [ABSENT, "[]"]))
  }

  #set(number: number, day: number, place: string): void {
    if (number >= this.#days.length) this.#grow(number + 1)
    this.#days[number] = day
    this.#places[number] = this.#paths.id(place)
  }

  #grow(length: number): void {
    const [days, places] = [this.#days, this.#places]
    this.#days = new Int32Array(Math.max(length, days.length * 2))
    this.#places = new Uint32Array(this.#days.length)
    this.#days.set(days)
    this.#places.set(places)
  }
}

function dayNumber(day: string): number {
  return Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10))
}

function dayText(day: number): string | null {
  if (!Number.isFinite(day)) return null
  const digits = String(day).padStart(8, "0")
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
