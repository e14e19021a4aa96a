import type { NearestArticle } from "../answer/answer.ts"
import type { Asked } from "../answer/ask.ts"
import type { Citation, Claim, Evidence, StoredArticle } from "../corpus.ts"
import type { Edition } from "../digest/edition.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"

/** The JSON that scripts rely on; fields may be added, never changed. */
export function articleJson(article: StoredArticle): object {
  const { number: _, ...rest } = article
  return rest
}

export function citationJson({ articleId, ...rest }: Citation): object {
  return { id: articleId, ...rest }
}

export function claimJson({ text, citations }: Claim): object {
  return { text, citations: citations.map(citationJson) }
}

export function hitJson({ score, passages }: RankedArticle, rank: number): object {
  const [first] = passages as readonly [Evidence]
  const shown = passages.find((passage) => passage.field === "text") ?? first
  const { articleId: id, title, url, source, publishedAt, place, printings } = first
  const { field, text, start, end } = shown
  const passage = { field, text, start, end }
  const others = printings.length > 0 ? { printings: printings.map((printing) => printing.id) } : {}
  return { rank, id, title, url, source, publishedAt, place, score, passage, ...others }
}

export function askJson(
  { question, answer, archiveEnds, ms }: Asked,
  text: string,
  ledgerId: number | null,
): object {
  const nearest = answer.kind === "not-found" ? answer.nearest.map(nearestJson) : []
  const claims = answer.kind === "answered" ? answer.claims.map(claimJson) : []
  const rounded = Object.fromEntries(
    Object.entries(ms).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  )
  return {
    question: question.text,
    answer: ledgerId,
    kind: answer.kind,
    claims,
    text,
    nearest,
    ...(archiveEnds ? { archiveEnds } : {}),
    mode: answer.mode,
    ms: rounded,
  }
}

function nearestJson({ articleId, ...rest }: NearestArticle): object {
  return { id: articleId, ...rest }
}

/** `messages` are given as Telegram gets them. */
export function editionJson({ occurrence, date, groups }: Edition, messages: readonly unknown[]): object {
  return {
    edition: occurrence,
    date,
    groups: groups.map(({ name, items }) => ({
      name,
      items: items.map(({ articleId: id, title, url, line }) => ({
        id,
        title,
        url,
        summary: line.text,
        citations: line.citations.map(citationJson),
      })),
    })),
    messages,
  }
}
