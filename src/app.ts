import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Answer } from "./answer/answer.ts"
import { type Ask, createAsk } from "./answer/ask.ts"
import { createHot, type FindHot } from "./answer/hot.ts"
import type { Ledger } from "./answer/ledger.ts"
import { replay } from "./answer/replay.ts"
import type { Trace } from "./answer/trace.ts"
import type { World } from "./answer/world.ts"
import { chooseAnswering } from "./answering.ts"
import type { Config } from "./config.ts"
import type { Article, StoredArticle } from "./corpus.ts"
import { billedEmbedder, chooseEmbedder, chooseWeights, createVectorLeg } from "./embedding.ts"
import type { Feeds } from "./feeds/feeds.ts"
import type { ModelFault } from "./gate/model-claims.ts"
import { openIndexes } from "./indexes.ts"
import type { IngestRuns } from "./ingest/ingest-run.ts"
import { ABSENT_EMBEDDER, type LanguageModel } from "./models.ts"
import { describeWork } from "./retrieve/embed-passages.ts"
import { createRetriever } from "./retrieve/hybrid-retriever.ts"
import type { LexicalIndex } from "./retrieve/lexical-index.ts"
import { createRelated, type RelatedTo } from "./retrieve/related.ts"
import type { Retriever } from "./retrieve/retriever.ts"
import { createSpelling } from "./retrieve/spelling.ts"
import { SqliteArticleStore } from "./sqlite/article-store.ts"
import { copyDatabase, type Db, openDatabase } from "./sqlite/database.ts"
import { createFeedStates } from "./sqlite/feed-states.ts"
import { lockFolder } from "./sqlite/folder-lock.ts"
import { createLedger } from "./sqlite/ledger.ts"
import { createMeta } from "./sqlite/meta.ts"
import { createTokenSpending } from "./sqlite/token-spending.ts"
import { createStory, type StoryLine } from "./summarize/story.ts"
import type { Summarizer } from "./summarize/summary.ts"

/** Another process holds the data folder: what changes it is for that process. */
export class AnotherProcessError extends Error {
  override readonly name = "AnotherProcessError"
}

export interface OpenOptions {
  /** Whether this process may change the archive: it then holds the data folder until `close`. */
  readonly hold: boolean
  /** How much the vector leg counts; without it what was measured to be best for the embedder. */
  readonly vectorWeight?: number
  /** A line for the operator: what was rebuilt, what is off. */
  readonly note: (line: string) => void
  /** Why a reply of the model did not reach a reader; without it that is a note. */
  readonly onFault?: (kind: ModelFault["kind"]) => void
}

/** Everything that stands on the archive, whoever talks to it. */
export interface Archive {
  readonly db: Db
  readonly store: SqliteArticleStore
  readonly retriever: Retriever
  readonly ask: Ask
  /** By the extractive answerer, whatever is configured: costs nothing. */
  readonly askWithoutModel: Ask
  /** By this model, whatever is configured: to see what comes of its conduct. */
  readonly askThrough: (model: LanguageModel) => Ask
  readonly summarizer: Summarizer
  readonly ledger: Ledger
  /** Makes an answer again from what it was made from, with the model's words that are kept: asks nobody. */
  replay(answer: Answer, trace: Trace): Promise<Answer>
  readonly related: RelatedTo
  /** The matter of an article over time. */
  readonly story: (article: StoredArticle) => StoryLine[]
  readonly hot: FindHot
  /** "none" where search goes by words alone. */
  readonly embedderId: string
  /** How many passages still have no vector; 0 where none is used. */
  missingVectors(): number
  /** As configured, else the source of most of the newest articles; undefined where none names one. */
  paperName(): string | undefined
  /** Writes what has changed in the indexes, so that the next start need not make it again, and lets a graph be built where that is due. */
  saveIndexes(): Promise<void>
  /** Does now what the first question would have to wait for. */
  prepare(): void
  /** Whether SQLite finds its file sound. */
  quickCheck(): boolean
  close(): Promise<void>
}

/** An archive that this process may change. */
export interface HeldArchive extends Archive {
  readonly ingestion: IngestRuns
  /** Of the configuration. */
  readonly feeds: Feeds
}

/** Throws AnotherProcessError where the folder is to be held and is not free, Error with one line for what else is wrong. */
export function openArchive(
  config: Config,
  options: OpenOptions & { readonly hold: true },
): Promise<HeldArchive>
export function openArchive(config: Config, options: OpenOptions): Promise<Archive>
export async function openArchive(
  config: Config,
  {
    hold,
    vectorWeight,
    note,
    onFault = (kind) => note(`the model's reply was not used: ${kind}`),
  }: OpenOptions,
): Promise<Archive> {
  if (!hold && !existsSync(join(config.dataDir, "newsroom.db"))) throw nothingIngested()
  const lock = hold ? lockFolder(config.dataDir) : undefined
  if (hold && !lock) throw new AnotherProcessError(`${config.dataDir} is in use by another process`)
  try {
    const db = openDatabase(config.dataDir)
    const embedder = await chooseEmbedder(config, note)
    const weights = chooseWeights(embedder, vectorWeight)
    if (vectorWeight && weights.vector === 0) note("there are no vectors to weigh: no embedding model")
    const indexes = openIndexes({
      dataDir: config.dataDir,
      archive: archiveId(db),
      embedder,
      useVectors: weights.vector > 0,
      note,
    })
    const store = new SqliteArticleStore(db, { embedderId: embedder.id, indexes: indexes.all })
    if (!hold && store.state().articles === 0) throw nothingIngested()
    const vectorLeg = createVectorLeg(store, indexes, embedder, weights)
    await indexes.follow(store)
    await vectorLeg.follow()
    const weight = (term: string) => rarity(indexes.lexical, term)
    const ledger = createLedger(db)
    const answering = await chooseAnswering(config, {
      budget: (limits) => createTokenSpending(db, limits),
      cache: { find: ledger.cached },
      note,
      onFault,
    })
    const spelling = createSpelling(indexes.lexical)
    const retriever = createRetriever({
      spelling,
      store,
      lexical: indexes.lexical,
      vectors: indexes.vectors,
      embedder,
      weights: vectorLeg.weights,
    })
    const world: World = {
      retrieve: retriever.retrieve,
      list: (filter, limit) => store.list(filter, limit),
      article: (id, version) => store.get(id, version),
      correct: spelling.correct,
      weight,
      answering: answering.asConfigured,
      threshold: config.refusalThreshold,
    }
    const askIn = (world: World) => createAsk({ world, archive: store, timeZone: config.timeZone })
    const related = createRelated({ store, lexical: indexes.lexical })
    const mainSourceOf = onceAState(store, () => mainSource(store))
    const intake = hold ? await openIntake(store, db, config, vectorLeg.embed) : undefined
    return {
      db,
      store,
      retriever,
      ask: askIn(world),
      askWithoutModel: askIn({ ...world, answering: answering.extractive }),
      askThrough: (model) => askIn({ ...world, answering: answering.through(model) }),
      summarizer: answering.summarizer,
      ledger,
      replay: (answer, trace) => replay(answer, trace, store, answering.extractive),
      related,
      story: createStory({ related, archive: indexes.lexical }),
      hot: createHot({ ledger, articles: store }),
      embedderId: embedder.id,
      missingVectors: vectorLeg.missing,
      paperName: () => config.paperName ?? mainSourceOf(),
      ...intake,
      saveIndexes: () => indexes.save(),
      prepare: () => spelling.prepare(),
      quickCheck: () => db.pragma("quick_check(1)", { simple: true }) === "ok",
      async close() {
        await intake?.ingestion.idle()
        if (hold) await indexes.close()
        db.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** Loaded only where articles are taken in: that needs a large part of the program. */
async function openIntake(
  store: SqliteArticleStore,
  db: Db,
  config: Config,
  embed: (signal?: AbortSignal) => AsyncIterable<string>,
): Promise<Pick<HeldArchive, "ingestion" | "feeds">> {
  const { createBaseline, ingestInto } = await import("./ingestion.ts")
  const { createFeeds } = await import("./feeds/feeds.ts")
  const ingestion = ingestInto(store, db, { config, embed, ended: createBaseline(db) })
  const states = createFeedStates(db)
  return {
    ingestion,
    feeds: createFeeds({ addresses: config.feeds, states, ingest: ingestion.runFile }),
  }
}

interface Trial {
  readonly ingestion: IngestRuns
  /** Completes an article's place, as a run does. */
  readonly locate: (article: Article) => Article
  close(): void
}

/** Takes articles in for trial: into a copy of the archive, which is thrown away on `close`. Asks no model and makes no index. */
export async function openDryRun(config: Config): Promise<Trial> {
  const { ingestInto, knownPaths } = await import("./ingestion.ts")
  const { createLocator } = await import("./ingest/locator.ts")
  const copy = mkdtempSync(join(tmpdir(), "newsroom-dry-run-"))
  try {
    const there = join(config.dataDir, "newsroom.db")
    if (existsSync(there)) await copyDatabase(there, join(copy, "newsroom.db"))
    const db = openDatabase(copy)
    const embedder = await billedEmbedder(config)
    const store = new SqliteArticleStore(db, { embedderId: embedder?.id ?? ABSENT_EMBEDDER.id, indexes: [] })
    const embed = async function* () {
      if (embedder && store.missingVectors() > 0) yield `would embed ${describeWork(store, embedder)}`
    }
    return {
      ingestion: ingestInto(store, db, { config, embed, ended: () => undefined }),
      locate: createLocator(knownPaths(store)),
      close() {
        db.close()
        rmSync(copy, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(copy, { recursive: true, force: true })
    throw error
  }
}

const NEWEST = 100

function mainSource(store: SqliteArticleStore): string | undefined {
  const counts = new Map<string, number>()
  for (const { source } of store.list({}, NEWEST))
    if (source) counts.set(source, (counts.get(source) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** The same value until the archive changes. */
function onceAState<T>(store: SqliteArticleStore, find: () => T): () => T {
  let known: { readonly sequence: number; readonly value: T } | undefined
  return () => {
    const { sequence } = store.state()
    if (known?.sequence !== sequence) known = { sequence, value: find() }
    return known.value
  }
}

/** Articles that are taken to be there without any of the terms, so that in a small archive, too, words weigh alike. */
const BACKGROUND_ARTICLES = 500

/** Inverse document frequency (Robertson and Spärck Jones 1976, as in BM25), above 0 for every term. */
function rarity(lexical: LexicalIndex, term: string): number {
  const frequency = lexical.documentFrequency(term)
  return Math.log(1 + (lexical.size + BACKGROUND_ARTICLES - frequency + 0.5) / (frequency + 0.5))
}

/** Names this database, so that no index of another one is taken for its own. */
function archiveId(db: Db): string {
  const meta = createMeta(db)
  const known = meta.get("archive_id")
  if (known !== undefined) return known
  const id = randomBytes(12).toString("hex")
  meta.set("archive_id", id)
  return id
}

function nothingIngested(): Error {
  return new Error("nothing ingested yet: newsroom ingest")
}
