import type { Article, ArticleId, ArticleStore, LeadReason, PreparedArticle, PutResult } from "../corpus.ts"
import type { ColumnMap } from "./field-names.ts"
import type { Item, Note } from "./item.ts"
import { readItems } from "./read-items.ts"
import type { SiteRule } from "./site-rules.ts"
import type { RejectedSource, SourceFile } from "./source-files.ts"
import { splitPassages } from "./split.ts"
import { withKind } from "./text-kind.ts"

export type IngestStatus = PutResult["status"] | "rejected"

/** What became of one item. `id`, `title` and `url` are null for one that was rejected before it was read. */
export interface IngestLine {
  readonly status: IngestStatus
  readonly id: ArticleId | null
  readonly title: string | null
  readonly url: string | null
  /** The file as it was named, with the line or entry where it holds several: `export.jsonl:17`. */
  readonly input: string
  readonly reason: string | null
}

/** Something that people should know and that is no item of the input, such as how the columns of a table are read. */
export interface RunNote {
  readonly note: string
}

export type RunLine = IngestLine | RunNote

export interface IngestDeps {
  readonly store: Pick<ArticleStore, "plan" | "put">
  /** Completes an article's place. */
  readonly locate: (article: Article) => Article
  readonly now: Date
  /** Which columns or keys of exports hold which fields, as a person told. */
  readonly columns?: ColumnMap
  /** What the newsroom says of certain sites. */
  readonly sites?: readonly SiteRule[]
  readonly signal?: AbortSignal
}

export type IngestSummary = Record<IngestStatus, number> & { readonly seconds: number }

const BATCH_ARTICLES = 64

type ArticleItem = Extract<Item, { kind: "article" }>

/**
 * Reads, splits and stores, one batch after the other: one line an item in the order of the input. What
 * fails is a rejected line and the rest goes on. An aborted signal ends it between two batches.
 */
export async function* ingest(
  files: AsyncIterable<SourceFile | RejectedSource>,
  deps: IngestDeps,
): AsyncGenerator<RunLine> {
  let batch: Item[] = []
  let names = new Set<string>()
  for await (const read of allItems(files, deps)) {
    if (read.kind === "note") {
      yield { note: `${read.input}: ${read.text}` }
      continue
    }
    const item = read.kind === "article" ? { ...read, article: withKind(deps.locate(read.article)) } : read
    if (deps.signal?.aborted === true) return
    const own = item.kind === "article" ? namesOf(item.article) : []
    if (batch.length >= BATCH_ARTICLES || own.some((name) => names.has(name))) {
      yield* await finish(batch, deps)
      batch = []
      names = new Set()
    }
    batch.push(item)
    for (const name of own) names.add(name)
  }
  if (deps.signal?.aborted !== true) yield* await finish(batch, deps)
}

export function summarizeLines(lines: Iterable<Pick<IngestLine, "status">>, seconds: number): IngestSummary {
  const summary = { added: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, seconds }
  for (const { status } of lines) summary[status]++
  return summary
}

async function* allItems(
  files: AsyncIterable<SourceFile | RejectedSource>,
  { columns = {}, sites = [] }: Pick<IngestDeps, "columns" | "sites">,
): AsyncGenerator<Item | Note> {
  for await (const file of files) {
    if (file.kind === "file") yield* readItems(file, { crawledOn: null, columns, sites })
    else yield file
  }
}

/** One article stands in a batch at most once: what `plan` says of it depends on what is stored before. */
function namesOf(article: Article): string[] {
  return article.url === null ? [`id ${article.id}`] : [`id ${article.id}`, `url ${article.url}`]
}

async function finish(items: readonly Item[], deps: IngestDeps): Promise<IngestLine[]> {
  const results = new Map<Item, PutResult | { readonly status: "rejected"; readonly reason: string }>()
  const due: Due[] = []
  for (const item of items) {
    if (item.kind !== "article") results.set(item, { status: "rejected", reason: item.reason })
    else {
      const status = deps.store.plan(item.article)
      if (status === "unchanged") results.set(item, { status, id: item.article.id, version: 0 })
      else due.push({ item, searched: status !== "duplicate" })
    }
  }
  const stored = await store(due, deps)
  for (const [i, { item }] of due.entries()) {
    const result = Array.isArray(stored) ? stored[i] : undefined
    results.set(item, result ?? { status: "rejected", reason: Array.isArray(stored) ? "not stored" : stored })
  }
  return items.map((item) => lineOf(item, results.get(item)))
}

interface Due {
  readonly item: ArticleItem
  /** Another printing of a story is not searched by itself: it needs no passages. */
  readonly searched: boolean
}

/** The results in order, or why the whole batch could not be stored. */
async function store(due: readonly Due[], deps: IngestDeps): Promise<PutResult[] | string> {
  if (due.length === 0) return []
  try {
    const searched = await prepared(due.filter((one) => one.searched).map(({ item }) => item))
    let next = 0
    const batch = due.map(
      (one) => (one.searched ? searched[next++] : undefined) ?? { article: one.item.article, passages: [] },
    )
    return await deps.store.put(batch, deps.now)
  } catch (error) {
    return `could not be stored: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`
  }
}

/** Split, ready for the store. */
export async function prepared(due: readonly { readonly article: Article }[]): Promise<PreparedArticle[]> {
  const split: PreparedArticle[] = []
  for (const { article } of due) split.push({ article, passages: await splitPassages(article) })
  return split
}

function lineOf(
  item: Item,
  result: PutResult | { readonly status: "rejected"; readonly reason: string } | undefined,
): IngestLine {
  const article = item.kind === "article" ? item.article : null
  const common = { title: article?.title ?? null, url: article?.url ?? null, input: item.input }
  if (result === undefined || result.status === "rejected") {
    return { status: "rejected", id: article?.id ?? null, ...common, reason: result?.reason ?? "not stored" }
  }
  return { status: result.status, id: result.id, ...common, reason: placeOf(result) }
}

const BEHIND: Readonly<Record<LeadReason, string>> = {
  "same-text": "the same text as",
  reprint: "a reprint of",
  shortened: "a shortened version of",
  "second-half": "the second half of",
}

/** Where it stands among the others, where it is not alone. */
function placeOf(result: PutResult): string | null {
  if (result.status === "duplicate") return `${BEHIND[result.why]} ${result.of}`
  return result.updates === undefined ? null : `an update of ${result.updates}`
}
