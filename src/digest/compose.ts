import { setImmediate } from "node:timers/promises"
import PQueue from "p-queue"
import { createAnnotator } from "../answer/annotate.ts"
import { isUnattributed } from "../answer/attribute.ts"
import type { ArticleStore, Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import type { CallOptions } from "../models.ts"
import type { Summarizer } from "../summarize/summary.ts"
import { earlierLine } from "./earlier-line.ts"
import type { Before, DigestGroup, DigestItem } from "./edition.ts"
import { once } from "./once.ts"
import type { Selection } from "./select.ts"

/** Characters that a line may have; a longer sentence is taken only where the summary has no shorter one. */
export const LONGEST_LINE = 90
/** A shorter sentence sets a scene and tells nothing. */
const SHORTEST_LINE = 15
/** Of a lead, its line included. */
const LEAD_SENTENCES = 3
/** Of all sentences of a lead, in UTF-16 code units; the line comes however long it is. */
const LEAD_UNITS = 240
const SUMMARIES_AT_ONCE = 4
const SUMMARY_MS = 15_000

export interface ComposeDeps {
  readonly summarizer: Summarizer
  /** Of the archive: what an update or a correction is about. */
  readonly article: ArticleStore["get"]
  /** Ends the models' part. */
  readonly signal?: AbortSignal
}

/** Gives an article its line, and where it leads some more. `place` is the heading of its place. */
export type WriteItem = (article: StoredArticle, place: string, leads: boolean) => Promise<DigestItem>

/** Writes each item once, however many digests it comes in; a few at a time. */
export function createItemWriter(deps: ComposeDeps): WriteItem {
  const queue = new PQueue({ concurrency: SUMMARIES_AT_ONCE })
  const written = new Map<string, Promise<DigestItem>>()
  const write: WriteItem = async (...given) => {
    // Readers' questions go first.
    await setImmediate()
    return composeItem(...given, deps)
  }
  return (article, place, leads) => {
    const key = JSON.stringify([article.id, article.version, place, leads])
    return once(written, key, () => queue.add(() => write(article, place, leads)))
  }
}

/** Gives each selected article its line, and the lead some more. Every sentence is a claim with citations. */
export function compose(
  { groups, placeOf }: Pick<Selection, "groups" | "placeOf">,
  write: WriteItem,
): Promise<DigestGroup[]> {
  return Promise.all(
    groups.map(async ({ kind, name, articles }) => {
      const items = articles.map((article) => write(article, placeOf(article), kind === "lead"))
      return { kind, name, items: await Promise.all(items) }
    }),
  )
}

async function composeItem(
  article: StoredArticle,
  place: string,
  leads: boolean,
  { summarizer, article: find, signal }: ComposeDeps,
): Promise<DigestItem> {
  const options: CallOptions = { deadlineMs: SUMMARY_MS, ...(signal ? { signal } : {}) }
  const summary = await summarizer.summarize(article, leads ? "points" : "brief", options)
  const annotated = createAnnotator((id, version) => sameVersion(article, id, version) ?? find(id, version))
  const told = summary.sentences
    .filter((claim) => stands(claim, find, article) && !isTitle(claim, article))
    .map(annotated)
    .filter((claim) => !isUnattributed(claim))
  const fits = told.filter((claim) => claim.text.length <= LONGEST_LINE)
  const line: Claim =
    fits.find((claim) => claim.text.length >= SHORTEST_LINE) ??
    fits[0] ??
    told[0] ??
    annotated(quoteClaim(fieldEvidence(article, "title"), 0, article.title.length))
  const more = furtherSentences(line, told)
  return {
    articleId: article.id,
    version: article.version,
    title: article.title,
    url: article.url,
    place,
    line,
    more,
    before: before([line, ...more], article, find, annotated),
  }
}

/** Those behind the line, in order, within the budget of a lead. */
function furtherSentences(line: Claim, told: readonly Claim[]): Claim[] {
  const more: Claim[] = []
  let units = line.text.length
  for (const claim of told.slice(told.indexOf(line) + 1)) {
    if (more.length + 1 >= LEAD_SENTENCES || units + claim.text.length > LEAD_UNITS) break
    more.push(claim)
    units += claim.text.length
  }
  return more
}

function before(
  told: readonly Claim[],
  { links }: StoredArticle,
  find: ArticleStore["get"],
  annotated: (claim: Claim) => Claim,
): Before | null {
  const link = links.find(({ kind }) => kind === "corrects") ?? links.find(({ kind }) => kind === "updates")
  const earlier = link && find(link.id)
  if (!link || earlier?.status !== "live") return null
  const said =
    link.kind === "updates" && link.publishedAt !== null
      ? earlierLine(
          told.map(({ text }) => text),
          earlier,
        )
      : undefined
  const { id, title, url, publishedAt } = link
  return { id, title, url, publishedAt, said: said ? annotated(said) : null }
}

/** Whether each quote stands where the claim says, word for word: what does not is not told, whoever wrote it. */
export function stands({ citations }: Claim, find: ArticleStore["get"], known?: StoredArticle): boolean {
  const isThere = ({ articleId, version, field, start, end, quote }: Claim["citations"][number]) => {
    const cited = (known && sameVersion(known, articleId, version)) ?? find(articleId, version)
    return quote !== "" && cited?.[field]?.slice(start, end) === quote
  }
  return citations.length > 0 && citations.every(isThere)
}

function sameVersion(
  article: StoredArticle,
  id: string,
  version: number | undefined,
): StoredArticle | undefined {
  return article.id === id && article.version === version ? article : undefined
}

function isTitle({ text }: Claim, { title }: StoredArticle): boolean {
  return bare(text) === bare(title)
}

/** Letters and digits only, so that a title with other punctuation is seen as the same. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "")
}
