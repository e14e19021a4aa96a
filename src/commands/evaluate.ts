import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { openArchive } from "../app.ts"
import { savedQuestion } from "../evaluate/saved-run.ts"
import { replaceFile } from "../files.ts"
import { compareSavedRuns } from "./compare-runs.ts"
import { type Corpus, type CorpusOptions, withArchiveOf } from "./corpus-archive.ts"
import { evaluateExtraction, hasExtractionSets } from "./evaluate-extraction.ts"
import { type Examined, evaluateSet, type SetOptions } from "./evaluate-set.ts"
import { tableHead } from "./figure-table.ts"
import { type CommandContext, Failure } from "./terminal.ts"

interface Options extends SetOptions, CorpusOptions {
  readonly sets?: string
  readonly extraction?: string
  /** Where each question's scores go. */
  readonly save?: string
  /** Two files that were saved. */
  readonly compare?: readonly string[]
}

interface LabelledSet {
  readonly path: string
  readonly label: string
}

/** The project's own set and the archive that it asks. */
const OWN_CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const OWN_SET = fileURLToPath(new URL("../../test/eval/sample-archive.jsonl", import.meta.url))

/**
 * Figures of question sets over the data folder; with `--sets`, of all sets of a folder, each corpus in an archive of its
 * own, and of the project's own set; of that set alone where nothing is named.
 */
export async function evaluate(
  context: CommandContext,
  sets: readonly string[],
  options: Options,
): Promise<void> {
  const { terminal } = context
  checkWords(sets, options)
  if (options.compare) return compareSavedRuns(options.compare, terminal)
  if (options.extraction !== undefined) return evaluateExtraction(options.extraction, terminal)
  const folder = options.sets
  const corpora = folder === undefined ? [] : corporaIn(folder)
  for (const path of sets) checkFile(path)
  if (sets.length === 0) checkFile(OWN_SET)
  if (options.save !== undefined) checkFolderOf(options.save)

  const saved: string[] = []
  const run = async (examined: Examined, labelled: readonly LabelledSet[]) => {
    for (const set of labelled) {
      const results = await evaluateSet(examined, set, options)
      saved.push(...results.map((result) => `${JSON.stringify(savedQuestion(set.label, result))}\n`))
    }
  }
  if (!terminal.json) terminal.print(tableHead())
  if (sets.length > 0) await overDataFolder(context, sets, options, run)
  else {
    const own = { name: "sample archive", path: OWN_CORPUS, corpusDir: OWN_CORPUS, sets: [ownSet()] }
    const { keep: _, ...thrownAway } = options
    await withArchiveOf(context, own, thrownAway, (archive, config) =>
      run({ archive, config, terminal }, own.sets),
    )
  }
  for (const corpus of corpora) {
    await withArchiveOf(context, corpus, options, (archive, config) =>
      run({ archive, config, terminal }, corpus.sets),
    )
  }
  if (options.save !== undefined) replaceFile(options.save, [Buffer.from(saved.join(""))])
  if (folder !== undefined && hasExtractionSets(folder)) await evaluateExtraction(folder, terminal)
}

/** Which options go together. */
function checkWords(sets: readonly string[], options: Options): void {
  const { sets: folder, extraction, compare, save, keep, misses, explain } = options
  const wrong = (words: string) => new Failure(`eval: ${words}`, 2)
  const several = [sets.length > 0, folder !== undefined, extraction !== undefined, compare !== undefined]
  if (extraction !== undefined && several.filter(Boolean).length > 1)
    throw wrong("--extraction DIR goes alone; --sets DIR measures extraction too")
  if (several.filter(Boolean).length > 1)
    throw wrong("takes question sets (SET.jsonl), or --sets DIR, or --compare BEFORE AFTER")
  if (save !== undefined && (extraction !== undefined || compare !== undefined))
    throw wrong("--save FILE goes with question sets")
  if (keep !== undefined && folder === undefined) throw wrong("--keep DIR goes with --sets DIR")
  if (explain && !misses) throw wrong("--explain goes with --misses")
}

async function overDataFolder(
  { config, terminal }: CommandContext,
  paths: readonly string[],
  { vectorWeight }: Options,
  run: (examined: Examined, sets: readonly LabelledSet[]) => Promise<void>,
): Promise<void> {
  const weight = vectorWeight === undefined ? {} : { vectorWeight }
  const archive = await openArchive(config, { hold: false, note: terminal.note, ...weight })
  try {
    await run(
      { archive, config, terminal },
      paths.map((path) => ({ path, label: basename(path) })),
    )
  } finally {
    await archive.close()
  }
}

function ownSet(): LabelledSet {
  return { path: OWN_SET, label: basename(OWN_SET, ".jsonl") }
}

/**
 * A folder of corpora: `NAME/corpus.jsonl` and beside it `queries*.jsonl`; `refusal/*.jsonl` is asked of `news`. Pages
 * in `extract/` and `time` lines in `summ/` measure extraction.
 */
function corporaIn(folder: string): (Corpus & { readonly sets: readonly LabelledSet[] })[] {
  if (!existsSync(folder)) throw new Failure(`eval: ${folder}: no such folder`)
  if (!statSync(folder).isDirectory()) throw new Failure(`eval: ${folder} is no folder`)
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "corpus.jsonl")))
  if (names.length === 0 && !hasExtractionSets(folder)) {
    throw new Failure(
      `eval: ${folder} has neither NAME/corpus.jsonl nor extract/gold.jsonl nor summ/items.jsonl`,
    )
  }
  return names.sort().map((name) => {
    const paths = filesIn(join(folder, name), /^queries.*\.jsonl$/)
    if (name === "news") paths.push(...filesIn(join(folder, "refusal"), /\.jsonl$/))
    const sets = paths.map((path) => ({
      path,
      label: `${name}/${basename(path, ".jsonl").replace(/^queries\.?/, "")}`.replace(/\/$/, ""),
    }))
    return { name, path: join(folder, name, "corpus.jsonl"), corpusDir: join(folder, name), sets }
  })
}

function filesIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return names.sort().map((name) => join(folder, name))
}

function checkFile(path: string): void {
  if (!existsSync(path)) throw new Failure(`eval: ${path}: no such file`)
  if (!statSync(path).isFile()) throw new Failure(`eval: ${path} is no file; --sets DIR takes a folder`)
}

function checkFolderOf(path: string): void {
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) throw new Failure(`eval: --save ${path}: there is no folder ${folder}`)
}
