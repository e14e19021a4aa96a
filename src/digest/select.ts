import type { ArticleStore, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"

export const MOST_ITEMS = 30
/** An article that was published earlier than this many days before the edition is not news. */
export const NEWS_DAYS = 3
/** More than this many new articles are not looked at: the rest stays new for the next edition. */
const MOST_CANDIDATES = 2_000

export interface SelectedGroup {
  readonly name: string
  readonly articles: readonly StoredArticle[]
}

export interface Selection {
  readonly groups: readonly SelectedGroup[]
  /** Articles that the cap left out. */
  readonly left: number
  /** The latest instant at which one of the candidates was ingested (ISO); undefined where there are none. */
  readonly newestIngest: string | undefined
}

/** What the selection reads of the store. */
export type ArticleList = Pick<ArticleStore, "list" | "places">

/**
 * Articles that no edition has seen: ingested after `cutoff` (an ISO instant) and published at most three calendar
 * days before `day`. Undated and retracted ones and advertisements are not news.
 */
export function selectNew(store: ArticleList, cutoff: string, day: string, elsewhere: string): Selection {
  const filter = { fromDay: addDays(day, -NEWS_DAYS), ingestedAfter: cutoff }
  return select(store, store.list(filter, MOST_CANDIDATES), elsewhere)
}

/** All articles of one day of the archive, however long they have been in it. */
export function selectDay(store: ArticleList, day: string, elsewhere: string): Selection {
  return select(store, store.list({ fromDay: day, toDay: day }, MOST_CANDIDATES), elsewhere)
}

/** `elsewhere` names the group of the articles without a place. */
function select(store: ArticleList, listed: readonly StoredArticle[], elsewhere: string): Selection {
  const candidates = listed.filter(
    ({ publishedAt, status, flags }) =>
      publishedAt !== null && status === "live" && !flags.includes("advertisement"),
  )
  const chosen = candidates.slice(0, MOST_ITEMS)
  const instants = candidates.map((article) => Date.parse(article.ingestedAt))
  return {
    groups: groupByPlace(chosen, widePlaces(store), elsewhere),
    left: candidates.length - chosen.length,
    newestIngest:
      instants.length > 0 ? new Date(instants.reduce((a, b) => Math.max(a, b))).toISOString() : undefined,
  }
}

function groupByPlace(
  articles: readonly StoredArticle[],
  wide: ReadonlySet<string>,
  elsewhere: string,
): SelectedGroup[] {
  const groups = new Map<string, { readonly name: string; readonly articles: StoredArticle[] }>()
  for (const article of articles) {
    const printed = article.place.at(-1)
    const key = printed === undefined ? "" : bareName(printed)
    const group = groups.get(key) ?? { name: printed ?? elsewhere, articles: [] }
    group.articles.push(article)
    groups.set(key, group)
  }
  const rank = (key: string) => (key === "" ? 2 : wide.has(key) ? 0 : 1)
  return [...groups]
    .sort(
      ([a, left], [b, right]) =>
        rank(a) - rank(b) ||
        right.articles.length - left.articles.length ||
        compareText(left.name, right.name),
    )
    .map(([, group]) => group)
}

/** Names of places that other places of the archive lie in. */
function widePlaces(store: ArticleList): Set<string> {
  return new Set(store.places().flatMap(({ path }) => path.slice(0, -1).map(bareName)))
}

/** 苍梧县 and 苍梧 are one place. */
function bareName(name: string): string {
  return name.length > 2 && /[省市县区]$/.test(name) ? name.slice(0, -1) : name
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
