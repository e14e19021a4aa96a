import { existsSync, readdirSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { type Archive, openArchive } from "../app.ts"
import { savedQuestion } from "../evaluate/saved-run.ts"
import { replaceFile } from "../files.ts"
import { fileReason } from "../ingest/source-files.ts"
import { compareSavedRuns } from "./compare-runs.ts"
import { type Corpus, type CorpusOptions, withArchiveOf } from "./corpus-archive.ts"
import { answersHead, evaluateAnswers, evaluateFalsified } from "./evaluate-answers.ts"
import { awaitedHead, evaluateAwaited } from "./evaluate-awaited.ts"
import { evaluateExtraction, hasExtractionSets } from "./evaluate-extraction.ts"
import { evaluatePremises, readPremises } from "./evaluate-premises.ts"
import { evaluateRefusal, refusalHead } from "./evaluate-refusal.ts"
import { evaluateSafety, hasSafetySets } from "./evaluate-safety.ts"
import { type Examined, evaluateSet, type NamedSet, readSet, type SetOptions } from "./evaluate-set.ts"
import { evaluateSummaries, hasSummarySet } from "./evaluate-summaries.ts"
import { tableHead } from "./figure-table.ts"
import { type CommandContext, Failure } from "./terminal.ts"

interface Options extends SetOptions, CorpusOptions {
  /** What readers would see, in every mode, instead of the figures of retrieval. */
  readonly answers?: boolean
  readonly sets?: string
  readonly extraction?: string
  readonly safety?: string
  readonly summaries?: string
  /** Whether what can be answered is told from what cannot, instead of the figures of answers. */
  readonly refusal?: boolean
  /** What readers would hear who wait for an answer, instead of the figures of answers. */
  readonly awaited?: boolean
  /** A file of questions that take something for granted; true: the project's own. */
  readonly premises?: string | true
  /** Where each question's scores go. */
  readonly save?: string
  /** Two files that were saved. */
  readonly compare?: readonly string[]
}

/** The project's own set and the archive that it asks. */
const OWN_CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const OWN_SET = fileURLToPath(new URL("../../test/eval/sample-archive.jsonl", import.meta.url))
const OWN = { corpus: OWN_CORPUS, set: OWN_SET }
const OWN_PREMISES = fileURLToPath(new URL("../../test/eval/premises.jsonl", import.meta.url))
/** The day after the sample archive ends. */
const OWN_NOW = new Date("2025-11-01T09:00:00+08:00")

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
  if (options.safety !== undefined) return evaluateSafety(options.safety, OWN, context)
  if (options.premises !== undefined) return overPremises(context, options.premises, options)
  if (options.summaries !== undefined) return evaluateSummaries(options.summaries, terminal)
  const folder = options.sets
  const named = sets.map((path) => readSet(path, basename(path), terminal.note))
  const own = sets.length > 0 ? [] : [ownCorpus(terminal.note)]
  const others = folder === undefined ? [] : corporaIn(folder, terminal.note)
  if (options.save !== undefined) checkFolderOf(options.save)

  const saved: string[] = []
  const run = async (examined: Examined, several: readonly NamedSet[]) => {
    if (options.answers) for (const set of several) await evaluateAnswers(examined, set)
    if (options.answers && !terminal.json) terminal.print(refusalHead())
    if (options.answers || options.refusal) return evaluateRefusal(examined, several)
    if (options.awaited) {
      for (const set of several) await evaluateAwaited(examined, set)
      return
    }
    for (const set of several) {
      const results = await evaluateSet(examined, set, options)
      saved.push(...results.map((result) => `${JSON.stringify(savedQuestion(set.label, result))}\n`))
    }
  }
  if (!terminal.json) terminal.print(headOf(options))
  if (named.length > 0)
    await overDataFolder(context, options, (archive) => run({ archive, ...context }, named))
  const overCorpus = (corpus: MeasuredCorpus, how: CorpusOptions) =>
    withArchiveOf(context, corpus, how, (archive, config) => run({ archive, config, terminal }, corpus.sets))
  const { keep: _, ...thrownAway } = options
  for (const corpus of own) await overCorpus(corpus, thrownAway)
  for (const corpus of others) await overCorpus(corpus, options)
  if (options.answers) for (const { name, corpusDir } of others) evaluateFalsified(name, corpusDir, terminal)
  if (options.answers && own.length > 0) await overPremises(context, true, {})
  if (options.answers || options.refusal || options.awaited) return
  if (options.save !== undefined) replaceFile(options.save, [Buffer.from(saved.join(""))])
  if (folder !== undefined && hasExtractionSets(folder)) await evaluateExtraction(folder, terminal)
  const safety = folder === undefined ? undefined : join(folder, "safety")
  if (safety !== undefined && hasSafetySets(safety)) await evaluateSafety(safety, OWN, context)
  const summaries = folder === undefined ? undefined : join(folder, "summ")
  if (summaries !== undefined && hasSummarySet(summaries)) evaluateSummaries(summaries, terminal)
}

function headOf({ answers, refusal, awaited }: Options): string {
  return answers ? answersHead() : refusal ? refusalHead() : awaited ? awaitedHead() : tableHead()
}

/** The project's own questions are asked of the sample archive, any others of the data folder. */
async function overPremises(context: CommandContext, path: string | true, options: Options): Promise<void> {
  const { terminal } = context
  const questions = readPremises(path === true ? OWN_PREMISES : path)
  const misses = options.misses ?? false
  const ask = (now: Date) => (archive: Archive) =>
    evaluatePremises(archive, questions, { terminal, now, misses })
  if (path !== true) return overDataFolder(context, options, ask(terminal.now()))
  await withArchiveOf(
    context,
    { name: "premises", path: OWN_CORPUS, corpusDir: OWN_CORPUS },
    {},
    ask(OWN_NOW),
  )
}

/** Which options go together. */
function checkWords(sets: readonly string[], options: Options): void {
  const {
    answers,
    refusal,
    awaited,
    sets: folder,
    extraction,
    safety,
    summaries,
    premises,
    compare,
  } = options
  const { save, keep, misses, explain } = options
  const wrong = (words: string) => new Failure(`eval: ${words}`, 2)
  const alone = [extraction, safety, summaries]
  const several = [sets.length > 0, ...[folder, ...alone, compare].map((one) => one !== undefined)]
  if (extraction !== undefined && several.filter(Boolean).length > 1)
    throw wrong("--extraction DIR goes alone; --sets DIR measures extraction too")
  if (safety !== undefined && several.filter(Boolean).length > 1)
    throw wrong("--safety DIR goes alone; --sets DIR measures DIR/safety too")
  if (premises !== undefined && several.some(Boolean)) throw wrong("--premises [FILE] goes alone")
  if (summaries !== undefined && several.filter(Boolean).length > 1)
    throw wrong("--summaries DIR goes alone; --sets DIR measures DIR/summ too")
  if (several.filter(Boolean).length > 1)
    throw wrong("takes question sets (SET.jsonl), or --sets DIR, or --compare BEFORE AFTER")
  if (save !== undefined && [...alone, compare].some((one) => one !== undefined))
    throw wrong("--save FILE goes with question sets")
  if (keep !== undefined && folder === undefined) throw wrong("--keep DIR goes with --sets DIR")
  const ofTheirOwn = [answers && "--answers", refusal && "--refusal", awaited && "--awaited"].filter(Boolean)
  const [own] = ofTheirOwn
  if (own && (misses || options.types || save !== undefined))
    throw wrong(`${own} prints figures of its own: without --types, --misses and --save`)
  if (own && [...alone, compare].some((one) => one !== undefined))
    throw wrong(`${own} goes with question sets`)
  if (ofTheirOwn.length > 1) throw wrong(`${ofTheirOwn.join(" and ")} go one at a time`)
  if (explain && !misses) throw wrong("--explain goes with --misses")
}

async function overDataFolder(
  { config, terminal }: CommandContext,
  { vectorWeight }: Options,
  use: (archive: Archive) => Promise<void>,
): Promise<void> {
  const weight = vectorWeight === undefined ? {} : { vectorWeight }
  const archive = await openArchive(config, { hold: false, note: terminal.note, ...weight })
  try {
    await use(archive)
  } finally {
    await archive.close()
  }
}

interface MeasuredCorpus extends Corpus {
  readonly sets: readonly NamedSet[]
}

function ownCorpus(note: (line: string) => void): MeasuredCorpus {
  const name = basename(OWN_SET, ".jsonl")
  return { name, path: OWN_CORPUS, corpusDir: OWN_CORPUS, sets: [readSet(OWN_SET, name, note)] }
}

/**
 * A folder of corpora: `NAME/corpus.jsonl` and beside it `queries*.jsonl`; `refusal/*.jsonl` is asked of `news`. Pages
 * in `extract/` and `time` lines in `summ/` measure extraction, the references in `summ/` summaries.
 */
function corporaIn(folder: string, note: (line: string) => void): MeasuredCorpus[] {
  const corpora = subfolders(folder).flatMap((name) => {
    const corpusDir = join(folder, name)
    const path = join(corpusDir, "corpus.jsonl")
    if (!existsSync(path)) return []
    const paths = filesIn(corpusDir, /^queries.*\.jsonl$/)
    if (name === "news") paths.push(...filesIn(join(folder, "refusal"), /\.jsonl$/))
    if (paths.length === 0) note(`${corpusDir}: no queries*.jsonl, so its corpus is not measured`)
    const label = (file: string) =>
      [name, basename(file, ".jsonl").replace(/^queries\.?/, "")].filter(Boolean)
    const sets = paths.map((file) => readSet(file, label(file).join("/"), note))
    return sets.length === 0 ? [] : [{ name, path, corpusDir, sets }]
  })
  if (corpora.length === 0 && !hasExtractionSets(folder)) {
    throw new Failure(
      `eval: ${folder} has neither NAME/corpus.jsonl with NAME/queries*.jsonl nor extract/gold.jsonl nor summ/items.jsonl`,
    )
  }
  return corpora
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    throw new Failure(`eval: ${folder}: ${fileReason(error)}`)
  }
}

function filesIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return names.sort().map((name) => join(folder, name))
}

function checkFolderOf(path: string): void {
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) throw new Failure(`eval: --save ${path}: there is no folder ${folder}`)
}
