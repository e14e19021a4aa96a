import type { ArticleStore, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"
import { bareName, type Candidate, candidatesOf } from "./candidate.ts"
import type { GroupKind, Headings } from "./edition.ts"
import type { Demand } from "./importance.ts"
import { inSlices, readArticles } from "./in-slices.ts"
import { spread } from "./spread.ts"

/** Of a digest, corrections included: more is not read. */
export const MOST_ITEMS = 20
export const MOST_CORRECTIONS = 5
/** With fewer items than this none is put before the others. */
export const LEAST_FOR_LEAD = 4
/** An article that was published earlier than this many days before the edition is not news. */
const NEWS_DAYS = 3
/** A paper may come in on the evening before its day. What is dated later than that is dated wrongly. */
const DAYS_AHEAD = 1
/** More than this many new articles are not looked at: the rest stays new for the next edition. */
export const MOST_CANDIDATES = 2_000
/** So many of a place are compared by their words. */
const BEST_OF_PLACE = 3 * MOST_ITEMS
/** In UTF-16 code units: a lead tells two or three sentences. */
const SHORTEST_LEAD = 120

export interface SelectedGroup {
  readonly kind: GroupKind
  readonly name: string
  readonly articles: readonly StoredArticle[]
}

export interface Selection {
  readonly groups: readonly SelectedGroup[]
  /** The heading under which an article stands where it is not singled out. */
  readonly placeOf: (article: StoredArticle) => string
  /** Articles that the cap left out. */
  readonly left: number
  /** Articles that `leaveOut` left out. */
  readonly shrunk: readonly StoredArticle[]
  /** All that is news, most important first, without what tells again what is shown; then the corrections that are shown. */
  readonly ranked: readonly Candidate[]
  /** Articles that were left out because they are dated in days to come. */
  readonly ahead: number
  /** The latest instant at which one of the candidates was ingested (ISO); undefined where there are none. */
  readonly newestIngest: string | undefined
}

/** See `shrinking`; of one selection. */
export type LeaveOut = (chosen: StoredArticle) => (other: StoredArticle) => boolean

/** What the selection reads of the store. */
export type ArticleList = Pick<ArticleStore, "entries" | "byNumbers" | "places">

export interface SelectOptions {
  readonly headings: Headings
  readonly demand?: Demand
}

/**
 * Articles that no edition has seen: ingested after `cutoff` (an ISO instant) and published at most three calendar
 * days before `day`, and not later than the day after.
 */
export async function selectNew(
  store: ArticleList,
  cutoff: string,
  day: string,
  { headings, demand }: SelectOptions,
): Promise<Selection> {
  const entries = store.entries({ fromDay: firstDay(day), ingestedAfter: cutoff }, MOST_CANDIDATES)
  const listed = await readArticles(store, entries)
  const believed = listed.filter((article) => isBelieved(article, day))
  const selection = await select(await candidatesOf(believed, demand), widePlaces(store.places()), headings)
  return { ...selection, ahead: listed.length - believed.length }
}

/** All articles of one day of the archive, however long they have been in it. */
export async function selectDay(
  store: ArticleList,
  day: string,
  { headings, demand }: SelectOptions,
): Promise<Selection> {
  const listed = await readArticles(store, store.entries({ fromDay: day, toDay: day }, MOST_CANDIDATES))
  return select(await candidatesOf(listed, demand), widePlaces(store.places()), headings)
}

/** The earliest day of publication of what is news on a day. */
export function firstDay(day: string): string {
  return addDays(day, -NEWS_DAYS)
}

/** Whether an article is not dated too far in days to come. */
export function isBelieved({ publishedAt }: StoredArticle, day: string): boolean {
  const latest = addDays(day, DAYS_AHEAD)
  return (publishedAt ?? "").slice(0, latest.length) <= latest
}

/**
 * From the candidates, newest first: the corrections, then the most important of the rest, spread over places and topics
 * (see `importance` and `spread`). A report that an update among them replaces is not told again, and of a series of
 * notices one stands for all. `wide`: bare names of places that others lie in.
 */
export async function select(
  candidates: readonly Candidate[],
  wide: ReadonlySet<string>,
  headings: Headings,
  leaveOut: LeaveOut = () => () => false,
): Promise<Selection> {
  const updated = new Set(candidates.flatMap(({ updates }) => updates))
  const current = candidates.filter(({ article }) => !updated.has(article.id))
  const shown = current.filter(({ isCorrection }) => isCorrection).slice(0, MOST_CORRECTIONS)
  const news = oneOfSeries(current.filter(({ isCorrection }) => !isCorrection))
  const best = bestOfPlaces(news)
  await inSlices(
    best.filter(({ isRead }) => !isRead),
    (slice) => slice.map(({ words }) => words),
  )
  const { chosen, told, left } = spread(best, MOST_ITEMS - shown.length, ({ article }) => {
    const isLeftOut = leaveOut(article)
    return (other) => isLeftOut(other.article)
  })
  const placeOf = headingsOfPlaces(candidates, headings.elsewhere)
  const lead = chosen.length + shown.length < LEAST_FOR_LEAD ? undefined : chosen.find(canLead)
  const others = chosen.filter((item) => item !== lead)
  const followUps = others.filter(({ updates }) => updates.length > 0)
  const rest = others.filter(({ updates }) => updates.length === 0)
  const groups: SelectedGroup[] = [
    { kind: "lead", name: headings.lead, articles: lead ? [lead.article] : [] },
    { kind: "follow-ups", name: headings.followUps, articles: followUps.map(({ article }) => article) },
    ...groupByPlace(rest, placeOf, wide),
    { kind: "corrections", name: headings.corrections, articles: shown.map(({ article }) => article) },
  ]
  return {
    groups: groups.filter(({ articles }) => articles.length > 0),
    placeOf,
    left: current.length - chosen.length - shown.length - told.length - left.length,
    shrunk: left.map(({ article }) => article),
    ranked: [...ranked(news, told), ...shown],
    ahead: 0,
    newestIngest: newest(candidates.map(({ article }) => article.ingestedAt)),
  }
}

function ranked(news: readonly Candidate[], told: readonly Candidate[]): Candidate[] {
  const again = new Set(told)
  return news.filter((one) => !again.has(one)).sort((a, b) => b.score - a.score)
}

/** The name of an article's place as its first candidate prints it. */
function headingsOfPlaces(
  candidates: readonly Candidate[],
  elsewhere: string,
): (article: StoredArticle) => string {
  const names = new Map<string, string>()
  for (const { place, article } of candidates) {
    const name = article.place.at(-1)
    if (name !== undefined && !names.has(place)) names.set(place, name)
  }
  return ({ place }) => names.get(bareName(place.at(-1) ?? "")) ?? elsewhere
}

/** The first of each place by score, in the order given: nobody reads the words of what cannot come among so few. */
function bestOfPlaces(items: readonly Candidate[]): Candidate[] {
  const count = new Map<string, number>()
  const kept = new Set<Candidate>()
  for (const item of items.toSorted((a, b) => b.score - a.score)) {
    const before = count.get(item.place) ?? 0
    count.set(item.place, before + 1)
    if (before < BEST_OF_PLACE) kept.add(item)
  }
  return items.filter((item) => kept.has(item))
}

/** Without those of a series but its most important. */
function oneOfSeries(items: readonly Candidate[]): Candidate[] {
  const best = new Map<number, Candidate>()
  for (const item of items) {
    if (item.series === undefined) continue
    const first = best.get(item.series)
    if (!first || item.score > first.score) best.set(item.series, item)
  }
  return items.filter((item) => item.series === undefined || best.get(item.series) === item)
}

function canLead({ series, article: { flags, text } }: Candidate): boolean {
  const isBarred = series !== undefined || flags.includes("opinion") || flags.includes("garbled")
  return text.length >= SHORTEST_LEAD && !isBarred
}

function newest(instants: readonly string[]): string | undefined {
  if (instants.length === 0) return undefined
  return new Date(instants.map((at) => Date.parse(at)).reduce((a, b) => Math.max(a, b))).toISOString()
}

function groupByPlace(
  items: readonly Candidate[],
  placeOf: (article: StoredArticle) => string,
  wide: ReadonlySet<string>,
): SelectedGroup[] {
  const groups = new Map<string, { readonly name: string; readonly articles: StoredArticle[] }>()
  for (const { place, article } of items) {
    const group = groups.get(place) ?? { name: placeOf(article), articles: [] }
    group.articles.push(article)
    groups.set(place, group)
  }
  const rank = (key: string) => (key === "" ? 2 : wide.has(key) ? 0 : 1)
  return [...groups]
    .sort(
      ([a, left], [b, right]) =>
        rank(a) - rank(b) ||
        right.articles.length - left.articles.length ||
        compareText(left.name, right.name),
    )
    .map(([, group]) => ({ kind: "place" as const, ...group }))
}

/** Names of places that other places of the archive lie in. */
export function widePlaces(places: ReturnType<ArticleList["places"]>): Set<string> {
  return new Set(places.flatMap(({ path }) => path.slice(0, -1).map(bareName)))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
