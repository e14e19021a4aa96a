import { realpath } from "node:fs/promises"
import { basename, join, relative, sep } from "node:path"
import { type FSWatcher, watch } from "chokidar"
import { isArticleFile, MAX_DEPTH } from "./source-files.ts"

/** What happened to files since the last time, named as the watched paths were. */
export interface FileChanges {
  /** New ones, too, once they are written to their end. */
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** A file that has not changed for so long is taken to be written to its end. */
const WRITTEN = { stabilityThreshold: 1000, pollInterval: 100 }

/**
 * Follows files and folders; comes back when nothing that changes from then on is missed. Inside folders the same files
 * count as for `sourceFiles`. Ends with the signal. Throws where a path is not there or the system can watch no more.
 */
export async function watchPaths(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<AsyncGenerator<FileChanges>> {
  const roots: { path: string; real: string }[] = []
  for (const path of paths) roots.push({ path, real: await realpath(path) })
  const named = (found: string): string => {
    const root = roots.find(({ real }) => found === real || found.startsWith(real + sep))
    return root ? join(root.path, relative(root.real, found)) : found
  }
  const watcher = watch(
    roots.map(({ real }) => real),
    {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      depth: MAX_DEPTH,
      awaitWriteFinish: WRITTEN,
      ignored: (found, stats) => {
        if (roots.some(({ real }) => real === found)) return false
        if (stats?.isSymbolicLink() || basename(found).startsWith(".")) return true
        return stats?.isFile() === true && !isArticleFile(basename(found))
      },
    },
  )
  const pending = new Pending(signal)
  watcher
    .on("add", (found) => pending.add(named(found), "changed"))
    .on("change", (found) => pending.add(named(found), "changed"))
    .on("unlink", (found) => pending.add(named(found), "removed"))
    .on("error", (error) => pending.fail(error))
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve)
    signal.addEventListener("abort", () => resolve(), { once: true })
  })
  return follow(watcher, pending, signal)
}

async function* follow(
  watcher: FSWatcher,
  pending: Pending,
  signal: AbortSignal,
): AsyncGenerator<FileChanges> {
  try {
    while (!signal.aborted) {
      const changes = await pending.next()
      if (changes.changed.length + changes.removed.length > 0) yield changes
    }
  } finally {
    await watcher.close()
  }
}

/** Changes that nobody has asked for yet: of each file the last one. */
class Pending {
  private changes = new Map<string, "changed" | "removed">()
  private error: unknown
  private wake: () => void = () => undefined
  private readonly signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.signal = signal
    signal.addEventListener("abort", () => this.wake(), { once: true })
  }

  add(path: string, kind: "changed" | "removed"): void {
    this.changes.set(path, kind)
    this.wake()
  }

  fail(error: unknown): void {
    this.error = error
    this.wake()
  }

  /** Nothing where the signal ends the wait. */
  async next(): Promise<FileChanges> {
    if (this.changes.size === 0 && this.error === undefined && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    if (this.error !== undefined) throw this.error
    const all = [...this.changes]
    this.changes = new Map()
    const of = (kind: string) => all.filter((change) => change[1] === kind).map(([path]) => path)
    return { changed: of("changed"), removed: of("removed") }
  }
}
