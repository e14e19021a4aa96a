import type { ArticleStore, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"
import { contentWords } from "../text/words.ts"
import type { GroupKind, Headings } from "./edition.ts"
import { type Demand, importance } from "./importance.ts"
import { type Spreadable, spread } from "./spread.ts"

/** Of a digest, corrections included: more is not read. */
export const MOST_ITEMS = 20
export const MOST_CORRECTIONS = 5
/** With fewer items than this none is put before the others. */
export const LEAST_FOR_LEAD = 4
/** An article that was published earlier than this many days before the edition is not news. */
export const NEWS_DAYS = 3
/** A paper may come in on the evening before its day. What is dated later than that is dated wrongly. */
export const DAYS_AHEAD = 1
/** More than this many new articles are not looked at: the rest stays new for the next edition. */
const MOST_CANDIDATES = 2_000
/** So many of a place are compared by their words. */
const BEST_OF_PLACE = 3 * MOST_ITEMS
/** Of a text, in UTF-16 code units, by which its topic is known. */
const BEGINNING = 120
/** In UTF-16 code units: a lead tells two or three sentences. */
const SHORTEST_LEAD = 120

export interface SelectedGroup {
  readonly kind: GroupKind
  readonly name: string
  readonly articles: readonly StoredArticle[]
}

export interface Ranked {
  readonly article: StoredArticle
  /** Of its title and beginning. */
  readonly words: ReadonlySet<string>
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
  readonly ranked: readonly Ranked[]
  /** Articles that were left out because they are dated in days to come. */
  readonly ahead: number
  /** The latest instant at which one of the candidates was ingested (ISO); undefined where there are none. */
  readonly newestIngest: string | undefined
}

/** What the selection reads of the store. */
export type ArticleList = Pick<ArticleStore, "list" | "places">

export interface SelectOptions {
  readonly headings: Headings
  readonly demand?: Demand
  /** See `shrinking`; of one selection. */
  readonly leaveOut?: (chosen: StoredArticle) => (other: StoredArticle) => boolean
}

/**
 * Articles that no edition has seen: ingested after `cutoff` (an ISO instant) and published at most three calendar
 * days before `day`, and not later than the day after.
 */
export function selectNew(
  store: ArticleList,
  cutoff: string,
  day: string,
  options: SelectOptions,
): Selection {
  const listed = store.list({ fromDay: addDays(day, -NEWS_DAYS), ingestedAfter: cutoff }, MOST_CANDIDATES)
  const latest = addDays(day, DAYS_AHEAD)
  const believed = listed.filter(({ publishedAt }) => (publishedAt ?? "").slice(0, latest.length) <= latest)
  return { ...select(believed, store.places(), options), ahead: listed.length - believed.length }
}

/** All articles of one day of the archive, however long they have been in it. */
export function selectDay(store: ArticleList, day: string, options: SelectOptions): Selection {
  return select(store.list({ fromDay: day, toDay: day }, MOST_CANDIDATES), store.places(), options)
}

/**
 * From the articles given, newest first: the corrections, then the most important of the rest, spread over places and
 * topics (see `importance` and `spread`). Undated and retracted ones, printings that stand behind another, texts that
 * speak to a machine and advertisements are not news; a report that an update among them replaces is not told again.
 */
export function select(
  listed: readonly StoredArticle[],
  places: ReturnType<ArticleList["places"]>,
  { headings, demand, leaveOut }: SelectOptions,
): Selection {
  const candidates = listed.filter(isNews)
  const updated = new Set(candidates.flatMap(({ links }) => linked(links, "updates")))
  const current = candidates.filter(({ id }) => !updated.has(id))
  const corrections = current.filter(isCorrection)
  const shown = corrections.slice(0, MOST_CORRECTIONS)
  const placeKey = ({ place }: StoredArticle) => bareName(place.at(-1) ?? "")
  const weighed = current
    .filter((article) => !isCorrection(article))
    .map((article) => ({ article, place: placeKey(article), score: importance(article, demand) }))
  const spreadOut = spread(
    bestOfPlaces(weighed).map((item) => ({ ...item, words: topicOf(item.article) })),
    MOST_ITEMS - shown.length,
    leaveOut &&
      ((item) => {
        const isLeftOut = leaveOut(item.article)
        return (other) => isLeftOut(other.article)
      }),
  )
  const { chosen, told } = spreadOut
  const again = new Set(told.map(({ article }) => article))
  const shrunk = spreadOut.left.map(({ article }) => article)
  const best = weighed.toSorted((a, b) => b.score - a.score)
  const names = new Map<string, string>()
  for (const { place } of candidates) {
    const name = place.at(-1)
    if (name !== undefined && !names.has(bareName(name))) names.set(bareName(name), name)
  }
  const placeOf = (article: StoredArticle) => names.get(placeKey(article)) ?? headings.elsewhere
  const lead =
    chosen.length + shown.length < LEAST_FOR_LEAD ? undefined : chosen.find(({ article }) => canLead(article))
  const others = chosen.filter((item) => item !== lead)
  const followUps = others.filter(({ article }) => linked(article.links, "updates").length > 0)
  const groups: SelectedGroup[] = [
    { kind: "lead", name: headings.lead, articles: lead ? [lead.article] : [] },
    { kind: "follow-ups", name: headings.followUps, articles: followUps.map(({ article }) => article) },
    ...groupByPlace(
      others.filter((item) => !followUps.includes(item)),
      placeOf,
      widePlaces(places),
    ),
    { kind: "corrections", name: headings.corrections, articles: shown },
  ]
  return {
    groups: groups.filter(({ articles }) => articles.length > 0),
    placeOf,
    left: current.length - chosen.length - shown.length - told.length - shrunk.length,
    shrunk,
    ranked: [
      ...best.filter(({ article }) => !again.has(article)).map(({ article }) => article),
      ...shown,
    ].map(ranked),
    ahead: 0,
    newestIngest: newest(candidates.map(({ ingestedAt }) => ingestedAt)),
  }
}

/** The first of each place by score, in the order given: nobody reads the words of what cannot come among so few. */
function bestOfPlaces<T extends Pick<Spreadable, "place" | "score">>(items: readonly T[]): T[] {
  const count = new Map<string, number>()
  const kept = new Set<T>()
  for (const item of items.toSorted((a, b) => b.score - a.score)) {
    const before = count.get(item.place) ?? 0
    count.set(item.place, before + 1)
    if (before < BEST_OF_PLACE) kept.add(item)
  }
  return items.filter((item) => kept.has(item))
}

function isNews({ publishedAt, status, flags, lead }: StoredArticle): boolean {
  const left = flags.includes("advertisement") || flags.includes("instructions")
  return publishedAt !== null && status === "live" && lead === null && !left
}

function isCorrection({ correction, links }: StoredArticle): boolean {
  return correction !== null || links.some(({ kind }) => kind === "corrects")
}

function canLead({ flags, text }: StoredArticle): boolean {
  return text.length >= SHORTEST_LEAD && !flags.includes("opinion") && !flags.includes("garbled")
}

function linked(links: StoredArticle["links"], wanted: "updates"): string[] {
  return links.filter(({ kind }) => kind === wanted).map(({ id }) => id)
}

function ranked(article: StoredArticle): Ranked {
  return {
    article,
    get words() {
      return topicOf(article)
    },
  }
}

/** Many digests weigh the same articles. */
const TOPICS = new WeakMap<StoredArticle, ReadonlySet<string>>()

function topicOf(article: StoredArticle): ReadonlySet<string> {
  const { title, text } = article
  const words = TOPICS.get(article) ?? new Set(contentWords(`${title}\n${text.slice(0, BEGINNING)}`))
  TOPICS.set(article, words)
  return words
}

function newest(instants: readonly string[]): string | undefined {
  if (instants.length === 0) return undefined
  return new Date(instants.map((at) => Date.parse(at)).reduce((a, b) => Math.max(a, b))).toISOString()
}

function groupByPlace(
  items: readonly (Spreadable & { readonly article: StoredArticle })[],
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
function widePlaces(places: ReturnType<ArticleList["places"]>): Set<string> {
  return new Set(places.flatMap(({ path }) => path.slice(0, -1).map(bareName)))
}

/** 苍梧县 and 苍梧 are one place. */
function bareName(name: string): string {
  return name.length > 2 && /[省市县区]$/.test(name) ? name.slice(0, -1) : name
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
