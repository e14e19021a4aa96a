import type { Article } from "../corpus.ts"

/** An article before it has an id. */
export type Draft = Omit<Article, "id">
