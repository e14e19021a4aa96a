import type { Article } from "../corpus.ts"
import type { ColumnMap } from "./field-names.ts"
import type { SiteRule } from "./site-rules.ts"
import type { Trace } from "./trace.ts"

/** An article before it has an id. */
export type Draft = Omit<Article, "id">

/** What is known of a page or export besides its text, and who wants to know how it was read. */
export interface ReadContext {
  /**
   * The day on which the page was fetched, YYYY-MM-DD in China; null where nobody knows. Never a file's own time: that
   * is when it was copied, unpacked or checked out, often years later, and would make a wrong year of it.
   */
  readonly crawledOn: string | null
  readonly trace?: Trace
  /** Which columns or keys of an export hold which fields, as a person told. */
  readonly columns?: ColumnMap
  /** What the newsroom says of certain sites. */
  readonly sites?: readonly SiteRule[]
}

/** What a page or record says of none of the parts; whoever reads it fills in what there is. */
export const BLANK_DRAFT: Draft = {
  url: null,
  title: "",
  titleFrom: "page",
  abstract: null,
  bylines: [],
  source: null,
  publishedAt: null,
  place: [],
  placeFrom: null,
  placeCode: null,
  section: null,
  body: [],
  captions: [],
  page: null,
  seams: [],
  openEnds: [],
  correction: null,
  flags: [],
}
