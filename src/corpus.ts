/** The words of the house: what an article is, what stands as evidence, and what keeps them. */

export type ArticleId = string
/** Names a passage in the table and in both indexes; never used again. */
export type PassageId = number

/** The parts of an article that a citation may point into. */
export type Field = "text" | "abstract" | "title"

export type BylineRole = "reporter" | "correspondent" | "intern" | "photographer" | "editor"
export interface Byline {
  readonly role: BylineRole
  readonly name: string
}

export type Block = { readonly heading: string } | { readonly text: string }

/** Where the title was found: printed as such, or repaired from another part of the page. */
export type TitleFrom = "page" | "abstract" | "heading" | "first-sentence"

/** Where the place was found: printed as such (trail, field of an export), or inferred. */
export type PlaceFrom = "page" | "dateline" | "source" | "text"

/**
 * What is known of the quality of an article; shown by `show` and `doctor --articles`. `year-inferred`: month and day
 * are printed without a year. `date-from-address`: no date is printed, the address files the page under that day.
 * `advertisement`, `opinion`: what the text is, where it is no report. `instructions`: it speaks to a machine that answers.
 */
export const FLAGS = [
  "undated",
  "year-inferred",
  "date-from-address",
  "title-repaired",
  "stitched",
  "incomplete",
  "very-short",
  "encoding-repaired",
  "garbled",
  "advertisement",
  "opinion",
  "instructions",
] as const
export type Flag = (typeof FLAGS)[number]

/** Where a page jump was: the second half begins at `at`, an offset in the article's text. Pages as printed, or null. */
export interface Seam {
  readonly at: number
  readonly from: string | null
  readonly to: string | null
}

/** Where a half lacks its other half: the story goes on elsewhere, or began there. `page` is the other half's. */
export interface OpenEnd {
  readonly side: "goes-on" | "began"
  readonly page: string | null
  /** The headline that the marker names: （上接第一版《标题》）. */
  readonly title: string | null
  /** Other text stands where the other half belongs, maybe another story's: nothing can be joined there. */
  readonly within: boolean
}

/** What a correction (更正, 致歉) says of the article that it corrects; null where it does not say. */
export interface CorrectionNotice {
  readonly title: string | null
  /** YYYY-MM-DD. */
  readonly day: string | null
  readonly page: string | null
}

/** One story as the paper printed it, free of page furniture. */
export interface Article {
  readonly id: ArticleId
  readonly url: string | null
  readonly title: string
  readonly titleFrom: TitleFrom
  /** The paper's own abstract, never ours. */
  readonly abstract: string | null
  readonly bylines: readonly Byline[]
  readonly source: string | null
  /** ISO 8601 with an offset; a date alone where no time is known; null where undated. */
  readonly publishedAt: string | null
  /** From the widest to the narrowest, as printed: ["广西", "梧州市", "苍梧"]. */
  readonly place: readonly string[]
  /** Null where there is no place. */
  readonly placeFrom: PlaceFrom | null
  /** Code of its last place that the administrative divisions know (GB/T 2260); null where that is open. */
  readonly placeCode: string | null
  /** Channel or column (栏目), as printed. */
  readonly section: string | null
  readonly body: readonly Block[]
  /** Of pictures, in order; no part of the text. */
  readonly captions: readonly string[]
  /** Page of the printed paper (版). */
  readonly page: string | null
  readonly seams: readonly Seam[]
  readonly openEnds: readonly OpenEnd[]
  /** Not null where the article corrects another one. */
  readonly correction: CorrectionNotice | null
  readonly flags: readonly Flag[]
}

/** The citable text of an article: paragraphs and sub-headings in order, joined by one line feed. */
export function articleText(body: readonly Block[]): string {
  return body.map((block) => ("heading" in block ? block.heading : block.text)).join("\n")
}

/** What the words of a field are: advertisements and opinions throughout, of a report its abstract. */
export function kindOf({ flags }: Pick<Article, "flags">, field: Field): TextKind {
  if (flags.includes("advertisement")) return "advertisement"
  if (flags.includes("opinion")) return "opinion"
  return field === "abstract" ? "abstract" : "report"
}

/** Another printing of the same story, which stands behind it: a reprint, a shortened version, the same export read twice. */
export interface Printing {
  readonly id: ArticleId
  readonly url: string | null
  readonly source: string | null
  readonly publishedAt: string | null
}

/** Why an article stands behind another one and is not searched by itself. */
export type LeadReason = "same-text" | "reprint" | "shortened" | "second-half"

/** An article in a word or two. */
export interface ArticleReference {
  readonly id: ArticleId
  readonly title: string
  readonly url: string | null
  readonly publishedAt: string | null
}

export type LinkKind = "updates" | "updated-by" | "corrects" | "corrected-by"
export interface ArticleLink extends ArticleReference {
  readonly kind: LinkKind
}

export interface StoredArticle extends Article {
  /** Small integer that stands for the article in the indexes. */
  readonly number: number
  readonly version: number
  readonly status: "live" | "retracted"
  readonly text: string
  readonly ingestedAt: string
  readonly printings: readonly Printing[]
  /** The article that stands for this one in search and answers; null for one that stands for itself. */
  readonly lead: { readonly id: ArticleId; readonly why: LeadReason } | null
  readonly links: readonly ArticleLink[]
}

/** A span of a field, in UTF-16 code units: `article[field].slice(start, end) === text`. */
export interface Passage {
  readonly field: Field
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A passage as the indexes hold it. Passages of one article have consecutive ids. */
export interface IndexedPassage extends Passage {
  readonly id: PassageId
  readonly article: number
  /** Of unit length and the dimensions of the embedder that made it; empty where it is not asked for, or not made yet. */
  readonly vector: Float32Array
}

/** An article as the indexes hold it. */
export interface IndexedArticle {
  readonly number: number
  /** As printed: an inferred one says nothing that the text does not say. */
  readonly place: readonly string[]
  /** Names alone. */
  readonly bylines: readonly string[]
  readonly passages: readonly IndexedPassage[]
}

/** An article as it is ranked. */
export interface SearchedArticle {
  readonly number: number
  readonly title: string
  /** Empty where it has none. */
  readonly abstract: string
  readonly text: string
  /** Of publication, YYYY-MM-DD. */
  readonly day: string | null
  readonly passages: readonly {
    readonly id: PassageId
    readonly field: Field
    readonly start: number
    readonly end: number
  }[]
}

/** What the words are that a quote is from. Of evidence never a quotation: whose words it repeats is told of claims. */
export type TextKind = "report" | "abstract" | "quotation" | "advertisement" | "opinion"

/** What a reader is told of the article that a quote is from. */
export interface Origin {
  readonly articleId: ArticleId
  readonly version: number
  readonly title: string
  readonly url: string | null
  readonly source: string | null
  readonly publishedAt: string | null
  readonly printings: readonly Printing[]
  /** A report where it is left out. */
  readonly kind?: TextKind
  /** Half of the story is missing. */
  readonly incomplete: boolean
  /** The paper's own corrections of this article. */
  readonly corrections: readonly ArticleReference[]
  /** Later reports of the same event with other figures. */
  readonly updates: readonly ArticleReference[]
}

/** A passage with all that an answer needs to cite it. */
export interface Evidence extends Passage, Origin {
  readonly passageId: PassageId
  /** From a correction: the headline that it quotes is another article's. */
  readonly correcting: boolean
  readonly article: number
  readonly place: readonly string[]
}

/** `article[field].slice(start, end) === quote` in the cited version, always. */
export interface Citation extends Origin {
  readonly field: Field
  readonly quote: string
  readonly start: number
  readonly end: number
}

/** How exactly words of time name days: 初八 a day, 上半年 a half-year; vague: 日前, 近年来. */
export type DatePrecision = "day" | "month" | "quarter" | "half-year" | "year" | "vague"

/** Words of a text that name days by the day of publication (去年9月), and those days. Offsets in UTF-16 code units. */
export interface ResolvedDate {
  readonly start: number
  readonly end: number
  /** YYYY-MM-DD, both included. */
  readonly from: string
  readonly to: string
  readonly precision: DatePrecision
  /** As it is shown behind the words: 2012年9月; empty where they are vague. */
  readonly shown: string
}

/** One sentence for a reader, and the quotes it stands on. */
export interface Claim {
  readonly text: string
  readonly citations: readonly Citation[]
  /** In the order of the text; see `answer/annotate.ts`. */
  readonly dates?: readonly ResolvedDate[]
  /** Whose words the claim repeats, where the article reports them as somebody's and the claim does not say whose. */
  readonly speaker?: string
}

/** Days are YYYY-MM-DD in the newspaper's time zone, both ends included. */
export interface PublicationFilter {
  readonly fromDay?: string
  readonly toDay?: string
  /** A name anywhere on the place path, with or without 省 市 县 区. */
  readonly place?: string
}

export interface ArticleFilter extends PublicationFilter {
  /** ISO instant after which the article came in for the first time; a correction makes it no newer. */
  readonly ingestedAfter?: string
}

/** An article without what it says. */
export interface ArticleEntry {
  readonly number: number
  readonly version: number
  /** ISO instant at which its story came in for the first time: `ingestedAfter` keeps what came in later. */
  readonly cameIn: string
}

export type PutResult =
  | {
      readonly status: "added" | "updated" | "unchanged"
      readonly id: ArticleId
      readonly version: number
      /** The article of which it is an update. */
      readonly updates?: ArticleId
    }
  /** Another printing of a story that is there: kept behind it. */
  | { readonly status: "duplicate"; readonly id: ArticleId; readonly of: ArticleId; readonly why: LeadReason }

export interface PreparedArticle {
  readonly article: Article
  readonly passages: readonly Passage[]
}

export interface ArticleStore {
  /** What `put` would do with this article, without doing it: nothing is split for an unchanged one. */
  plan(article: Article): PutResult["status"]
  /**
   * Adds or replaces the articles with these ids or urls; all of the batch or nothing. `now` is when they came
   * in, or a moment after what came in before, where that is not earlier: `ingestedAt` grows from batch to batch.
   */
  put(batch: readonly PreparedArticle[], now: Date): Promise<PutResult[]>
  /** Takes out the story with all its printings. */
  retract(id: ArticleId, reason: string): Promise<void>
  /** By id or url. */
  get(id: ArticleId, version?: number): StoredArticle | undefined
  /** Live articles, in the order of their numbers as given; one that is gone is left out. */
  byNumbers(numbers: readonly number[]): StoredArticle[]
  /** Of live articles only, in the order of the ids; one that is gone is left out. */
  evidence(ids: readonly PassageId[]): Evidence[]
  /** Of those live articles with these numbers that stand for themselves and have passages, in their order. */
  searched(numbers: readonly number[]): SearchedArticle[]
  /** Live articles that stand for themselves, newest first. */
  list(filter: ArticleFilter, limit: number): StoredArticle[]
  /** The same articles in the same order, without what they say: cheap. */
  entries(filter: ArticleFilter, limit: number): ArticleEntry[]
  /** Tells by its number whether `list` would give an article; holds until the archive changes. */
  accepting(filter: PublicationFilter): (article: number) => boolean
  /** Every place path of the archive with its number of articles, most first; the same list until the archive changes. */
  places(): readonly { readonly path: readonly string[]; readonly articles: number }[]
  state(): ArchiveState
}

export interface ArchiveState {
  readonly articles: number
  readonly passages: number
  /** Grows by one with each change of articles or passages. */
  readonly sequence: number
  readonly oldestDay: string | null
  readonly newestDay: string | null
}

/** A cache over the articles that are searched: follows the store, can be deleted and rebuilt any day. */
export interface PassageIndex {
  add(articles: readonly IndexedArticle[]): void
  remove(ids: readonly PassageId[]): void
}

/** What an index reads to catch up with the database. */
export interface PassageSource {
  /** Articles that are searched and have passages with ids above `after`, in the order of ids. */
  articles(after: PassageId): Iterable<IndexedArticle>
  /** Ids of all live passages, ascending. */
  passageIds(): Uint32Array
  state(): ArchiveState
}
