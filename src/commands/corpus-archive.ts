import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Archive, type HeldArchive, openArchive } from "../app.ts"
import type { Config } from "../config.ts"
import { type CommandContext, startProgress } from "./terminal.ts"

/** What an archive is made of. */
export interface Corpus {
  readonly name: string
  /** A file or folder that is taken in whole; only a file's archive can be kept. */
  readonly path: string
  /** Where its `sites.json` would stand. */
  readonly corpusDir: string
}

export interface CorpusOptions {
  readonly vectorWeight?: number
  /** A folder where archives are kept for the next time. */
  readonly keep?: string
}

/** Stands in a kept archive that was taken in to the end. */
const COMPLETE = "complete"

/**
 * Takes the corpus into an archive of its own, which is thrown away afterwards or kept. A kept archive is used again as
 * long as the corpus has the size and time that it had; one without the mark at its end is taken in anew, over what is
 * there.
 */
export async function withArchiveOf<T>(
  { config, terminal }: CommandContext,
  corpus: Corpus,
  { vectorWeight, keep }: CorpusOptions,
  use: (archive: Archive, config: Config) => Promise<T>,
): Promise<T> {
  const dataDir =
    keep === undefined ? mkdtempSync(join(tmpdir(), "newsroom-eval-")) : keptFolder(keep, corpus)
  const mark = join(dataDir, COMPLETE)
  const own: Config = { ...config, dataDir, corpusDir: corpus.corpusDir }
  try {
    const archive = await openArchive(own, {
      hold: true,
      note: terminal.note,
      ...(vectorWeight === undefined ? {} : { vectorWeight }),
    })
    try {
      if (existsSync(mark)) {
        terminal.note(
          `${corpus.name}: as it was taken in ${takenIn(mark)}, in ${dataDir}; delete that to take it in anew`,
        )
      } else {
        await takeIn(archive, corpus, terminal.now())
        await archive.saveIndexes()
        writeFileSync(mark, "")
      }
      return await use(archive, own)
    } finally {
      await archive.close()
    }
  } finally {
    if (keep === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
}

async function takeIn(archive: HeldArchive, { name, path }: Corpus, now: Date): Promise<void> {
  const progress = startProgress(`ingest ${name}`, 0)
  try {
    for await (const _ of archive.ingestion.run([path], { onlyChanged: false, now })) progress.step()
  } finally {
    progress.stop()
  }
}

/** Named for the state of the corpus: another state is another archive. */
function keptFolder(keep: string, { name, path }: Corpus): string {
  const { size, mtimeMs } = statSync(path)
  const folder = join(keep, `${name}-${size}-${Math.trunc(mtimeMs)}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

function takenIn(mark: string): string {
  return statSync(mark).mtime.toISOString().slice(0, 16)
}
