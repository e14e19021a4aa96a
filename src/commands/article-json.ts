import type { FigureSeries, NearestArticle } from "../answer/answer.ts"
import type { Asked } from "../answer/ask.ts"
import type { HotArticle } from "../answer/hot.ts"
import type { Citation, Claim, Evidence, Passage, Printing, StoredArticle } from "../corpus.ts"
import type { Edition } from "../digest/edition.ts"
import type { RelatedArticle } from "../retrieve/related.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"

/** The JSON that scripts rely on; fields may be added, never changed. */
export function articleJson(article: StoredArticle): object {
  const { number: _, ...rest } = article
  return rest
}

function citationJson({ articleId, ...rest }: Citation): object {
  return { id: articleId, ...rest }
}

export function claimJson({ text, citations, ...notes }: Claim): object {
  return { text, citations: citations.map(citationJson), ...notes }
}

export function hitJson({ score, passages }: RankedArticle, rank: number): object {
  const [first] = passages as readonly [Evidence]
  const shown = passages.find((passage) => passage.field === "text") ?? first
  const { articleId: id, title, url, source, publishedAt, place, printings } = first
  const { field, text, start, end } = shown
  const passage = { field, text, start, end }
  return { rank, id, title, url, source, publishedAt, place, score, passage, ...printingsJson(printings) }
}

/** As `hitJson`, with the beginning of the text for a passage; `link` only where they are linked. */
export function relatedJson({ article, kind, score }: RelatedArticle, rank: number): object {
  return { ...listedJson(article, rank, score), ...(kind === null ? {} : { link: kind }) }
}

export function hotJson({ article, chats, score }: HotArticle, rank: number): object {
  return { ...listedJson(article, rank, score), chats }
}

function listedJson(article: StoredArticle, rank: number, score: number): object {
  const { id, title, url, source, publishedAt, place, printings } = article
  const passage = beginning(article)
  return { rank, id, title, url, source, publishedAt, place, score, passage, ...printingsJson(printings) }
}

/** The first paragraph; the title of an article that has none. */
function beginning({ title, body }: StoredArticle): Passage {
  let start = 0
  for (const block of body) {
    if ("text" in block) return { field: "text", text: block.text, start, end: start + block.text.length }
    start += block.heading.length + 1
  }
  return { field: "title", text: title, start: 0, end: title.length }
}

function printingsJson(printings: readonly Printing[]): object {
  return printings.length > 0 ? { printings: printings.map(({ id }) => id) } : {}
}

export function askJson(
  { question, answer, understoodAs, freshness, judged, ms }: Asked,
  text: string,
  ledgerId: number | null,
): object {
  const nearest = answer.kind === "not-found" ? answer.nearest.map(nearestJson) : []
  const claims = "claims" in answer ? answer.claims.map(claimJson) : []
  const rounded = Object.fromEntries(
    Object.entries(ms).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  )
  return {
    question: question.text,
    ...(understoodAs === undefined ? {} : { understoodAs }),
    answer: ledgerId,
    kind: answer.kind,
    claims,
    ...("series" in answer && answer.series ? { series: seriesJson(answer.series) } : {}),
    text,
    nearest,
    ...(answer.kind === "contradicted" ? { premise: answer.premise } : {}),
    ...(answer.kind === "clarify" ? { about: answer.about, choices: answer.choices } : {}),
    ...(freshness.beyond ? { archiveEnds: freshness.archiveEnds } : {}),
    freshness,
    mode: answer.mode,
    confidence: confidenceOf(judged),
    ms: rounded,
  }
}

/** Of the answer, or of the best of what was refused; null where nothing had to be judged. */
function confidenceOf(judged: Asked["judged"]): number | null {
  if (judged.length === 0) return null
  return Math.round(Math.max(...judged.map(({ confidence }) => confidence)) * 1_000) / 1_000
}

function seriesJson({ kind, rows }: FigureSeries): object {
  return { kind, rows: rows.map(({ day, figure, claim }) => ({ day, figure, claim: claimJson(claim) })) }
}

function nearestJson({ articleId, ...rest }: NearestArticle): object {
  return { id: articleId, ...rest }
}

/** `messages` are given as Telegram gets them. */
export function editionJson({ occurrence, date, groups }: Edition, messages: readonly unknown[]): object {
  return {
    edition: occurrence,
    date,
    groups: groups.map(({ kind, name, items }) => ({
      kind,
      name,
      items: items.map(({ articleId: id, title, url, line, more, before, editors }) => ({
        id,
        title,
        url,
        summary: line.text,
        ...(line.speaker === undefined ? {} : { speaker: line.speaker }),
        citations: line.citations.map(citationJson),
        ...(kind === "lead" ? { more: more.map(claimJson) } : {}),
        ...(before ? { before: { ...before, said: before.said && claimJson(before.said) } } : {}),
        ...(editors ? { editors } : {}),
      })),
    })),
    messages,
  }
}
