import {
  type Evidence,
  type Field,
  kindOf,
  type Passage,
  type PassageId,
  type StoredArticle,
} from "../corpus.ts"

/** A whole field of an article as evidence. It is no passage of the index, so its passage id is 0, which names none. */
export function fieldEvidence(article: StoredArticle, field: Field): Evidence {
  return passageEvidence(article, { field, start: 0, end: (article[field] ?? "").length }, 0)
}

/** A span of a field as evidence, under the id of the passage that it is, or was. */
export function passageEvidence(
  article: StoredArticle,
  { field, start, end }: Omit<Passage, "text">,
  passageId: PassageId,
): Evidence {
  return {
    passageId,
    articleId: article.id,
    article: article.number,
    version: article.version,
    title: article.title,
    url: article.url,
    source: article.source,
    publishedAt: article.publishedAt,
    place: article.place,
    correcting: article.correction !== null,
    printings: article.printings,
    kind: kindOf(article, field),
    incomplete: article.flags.includes("incomplete"),
    corrections: article.links.filter(({ kind }) => kind === "corrected-by"),
    updates: article.links.filter(({ kind }) => kind === "updated-by"),
    field,
    start,
    end,
    text: (article[field] ?? "").slice(start, end),
  }
}
