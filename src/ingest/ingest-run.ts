import { stat } from "node:fs/promises"
import { resolve } from "node:path"
import PQueue from "p-queue"
import type { Article, ArticleId, ArticleStore } from "../corpus.ts"
import type { ColumnMap } from "./field-names.ts"
import { ingest, type RunLine } from "./ingest.ts"
import { type SettlingStore, settle } from "./settle.ts"
import type { SiteRule } from "./site-rules.ts"
import { type RejectedSource, SITES, type SourceFile, sourceFiles } from "./source-files.ts"

export interface FileState {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

/** Files as they were when they were last read to the end. */
export interface KnownFiles {
  has(file: FileState): boolean
  add(files: readonly FileState[]): void
}

export interface RunOptions {
  /** Passes over files that are as they were when they were last read. */
  readonly onlyChanged: boolean
  readonly now: Date
  /** Which columns or keys of exports hold which fields, as a person told. */
  readonly columns?: ColumnMap
  readonly signal?: AbortSignal
}

export interface IngestRuns {
  /** One line an item, as it is done, and notes between. Runs take turns. */
  run(paths: readonly string[], options: RunOptions): AsyncIterable<RunLine>
  /** The same for what is no file on the disk, such as a feed. */
  runFile(file: SourceFile, options: RunOptions): AsyncIterable<RunLine>
  /** How many files a run with `onlyChanged` would read. */
  countChanged(paths: readonly string[]): Promise<number>
  /** Comes back when no run is under way. */
  idle(): Promise<void>
}

interface Deps {
  readonly store: ArticleStore
  readonly settling: SettlingStore
  readonly locate: (article: Article) => Article
  readonly known: KnownFiles
  /** How many places the archive knows that nobody else does. */
  readonly ownPlaces: () => number
  /** What the newsroom says of certain sites, or what is wrong with it. */
  readonly siteRules: () => Promise<readonly SiteRule[] | string>
  /** A run has come to its end; `folders` says whether a folder was among its paths. */
  readonly ended: (run: { readonly now: Date; readonly folders: boolean }) => void
  /** Makes the vectors that are missing, and says what people should know of it. */
  readonly embed: (signal?: AbortSignal) => AsyncIterable<string>
}

export function createIngestRuns({
  known,
  ended,
  embed,
  settling,
  siteRules,
  ownPlaces,
  ...deps
}: Deps): IngestRuns {
  const turns = new PQueue({ concurrency: 1 })

  async function* run(
    sources: AsyncIterable<SourceFile | RejectedSource>,
    folders: Promise<boolean>,
    options: RunOptions,
  ): AsyncIterable<RunLine> {
    const { now, columns, signal } = options
    const read = new Map<string, FileState>()
    const spoilt = new Set<string>()
    const cameIn = new Set<ArticleId>()
    const placesBefore = ownPlaces()
    const rules = await siteRules()
    if (typeof rules === "string") yield { note: `${SITES}: ${rules}; pages are read as those of any site` }
    const sites = typeof rules === "string" ? [] : rules
    const pass = (files: AsyncIterable<SourceFile | RejectedSource>, spared?: KnownFiles) =>
      ingest(noteStates(files, read, spared), {
        ...deps,
        now,
        sites,
        ...(columns ? { columns } : {}),
        ...(signal ? { signal } : {}),
      })
    const noted = async function* (lines: AsyncIterable<RunLine>): AsyncIterable<RunLine> {
      for await (const line of lines) {
        if ("status" in line && line.status === "rejected")
          spoilt.add(line.input.replace(/:\d+$/, "")).add(line.input)
        if ("status" in line && line.id !== null && (line.status === "added" || line.status === "updated"))
          cameIn.add(line.id)
        yield line
      }
    }
    yield* noted(pass(sources, options.onlyChanged ? known : undefined))
    const again = await changedSince(read)
    for (const input of again) yield { note: `${input}: changed while it was read; it is read again` }
    if (again.length > 0 && signal?.aborted !== true) {
      for (const input of again) spoilt.delete(input)
      yield* noted(pass(sourceFiles(again)))
      for (const input of await changedSince(read)) {
        spoilt.add(input)
        yield { note: `${input}: changes all the time; take it in again when it is written to its end` }
      }
    }
    const { locate } = deps
    // What came in first may be of places that the archive has only now.
    const early = ownPlaces() > placesBefore ? [...cameIn] : []
    const shared = { locate, early, now, ...(signal ? { signal } : {}) }
    for await (const note of settle({ store: settling, ...shared })) yield { note }
    if (signal?.aborted) return
    known.add([...read].filter(([input]) => !spoilt.has(input)).map(([, state]) => state))
    ended({ now, folders: await folders })
    for await (const note of embed(signal)) yield { note }
  }

  async function* inTurn(lines: AsyncIterable<RunLine>): AsyncIterable<RunLine> {
    const mine = await takeTurn(turns)
    try {
      yield* lines
    } finally {
      mine.end()
    }
  }

  return {
    run: (paths, options) => inTurn(run(sourceFiles(paths), anyFolder(paths), options)),
    runFile: (file, options) => inTurn(run(only(file), Promise.resolve(false), options)),
    async countChanged(paths) {
      const changed = new Map<string, FileState>()
      for await (const _ of noteStates(sourceFiles(paths), changed, known));
      return changed.size
    },
    idle: () => turns.onIdle(),
  }
}

/** Resolves when it is this caller's turn; the turn lasts until `end`. */
function takeTurn(turns: PQueue): Promise<{ end: () => void }> {
  return new Promise((begin) => {
    void turns.add(() => new Promise<void>((end) => begin({ end })))
  })
}

/** Keeps each file's state of before it is read; leaves out the files that are known as they are. */
async function* noteStates(
  files: AsyncIterable<SourceFile | RejectedSource>,
  states: Map<string, FileState>,
  known: KnownFiles | undefined,
): AsyncIterable<SourceFile | RejectedSource> {
  for await (const file of files) {
    if (file.kind === "file" && file.input !== "-") {
      const info = await stat(file.input).catch(() => undefined)
      if (info) {
        const state = { path: resolve(file.input), bytes: info.size, modifiedMs: info.mtimeMs }
        if (known?.has(state)) continue
        states.set(file.input, state)
      }
    }
    yield file
  }
}

/** Those that are no longer as they were before they were read. One that is gone was read to its end. */
async function changedSince(states: ReadonlyMap<string, FileState>): Promise<string[]> {
  const changed: string[] = []
  for (const [input, { bytes, modifiedMs }] of states) {
    const info = await stat(input).catch(() => undefined)
    if (info && (info.size !== bytes || info.mtimeMs !== modifiedMs)) changed.push(input)
  }
  return changed
}

async function* only(file: SourceFile): AsyncGenerator<SourceFile> {
  yield file
}

async function anyFolder(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined)
    if (info?.isDirectory()) return true
  }
  return false
}
