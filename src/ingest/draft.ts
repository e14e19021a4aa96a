import type { Article } from "../corpus.ts"

/** An article before it has an id. */
export type Draft = Omit<Article, "id">

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
