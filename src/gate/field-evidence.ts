import { type Evidence, type Field, kindOf, type StoredArticle } from "../corpus.ts"

/** A whole field of an article as evidence. It is no passage of the index, so its passage id is 0, which names none. */
export function fieldEvidence(article: StoredArticle, field: Field): Evidence {
  const text = article[field] ?? ""
  return {
    passageId: 0,
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
    start: 0,
    end: text.length,
    text,
  }
}
