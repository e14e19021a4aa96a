import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { type Archive, type OpenOptions, openArchive } from "../app.ts"
import type { Config } from "../config.ts"
import { evaluateAnswers, evaluateRetrieval, scoreRanking } from "../evaluate/figures.ts"
import { parseQuestionSet, type SetQuestion } from "../evaluate/question-set.ts"
import { readQuestion } from "../retrieve/question.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import { evaluateExtraction, hasExtractionSets } from "./evaluate-extraction.ts"
import { type CommandContext, Failure, startProgress, type Terminal } from "./terminal.ts"

interface Options {
  readonly sets?: string
  readonly extraction?: string
  readonly misses?: boolean
  readonly vectorWeight?: number
}

const DEPTH = 10
/** Bad lines of a set that are listed. */
const MOST_BAD = 20

/** Figures of each set over the data folder; with `--sets`, of all sets of a folder, each corpus in an archive of its own. */
export async function evaluate(
  context: CommandContext,
  sets: readonly string[],
  options: Options,
): Promise<void> {
  const { config, terminal } = context
  if (options.extraction !== undefined) {
    if (sets.length > 0 || options.sets !== undefined) {
      throw new Failure("eval: --extraction DIR goes alone; --sets DIR measures extraction too", 2)
    }
    return evaluateExtraction(options.extraction, terminal)
  }
  if (sets.length === 0 && options.sets === undefined) {
    throw new Failure("eval: takes question sets (SET.jsonl), --sets DIR or --extraction DIR", 2)
  }
  for (const path of sets) if (!existsSync(path)) throw new Failure(`eval: ${path}: no such file`)
  if (!terminal.json)
    terminal.print("set                            n   Hit@1  Hit@10  MRR@10 nDCG@10  answered contained")
  if (sets.length > 0) {
    const archive = await openArchive(config, openOptions(false, terminal, options))
    try {
      for (const path of sets) await evaluateSet(archive, config, terminal, path, basename(path), options)
    } finally {
      await archive.close()
    }
  }
  if (options.sets !== undefined) await evaluateFolder(context, options.sets, options)
}

/**
 * A folder of corpora: `NAME/corpus.jsonl` and beside it `queries*.jsonl`; `refusal/*.jsonl` is asked of `news`. Pages
 * in `extract/` and `time` lines in `summ/` measure extraction.
 */
async function evaluateFolder(
  { config, terminal }: CommandContext,
  folder: string,
  options: Options,
): Promise<void> {
  if (!existsSync(folder)) throw new Failure(`eval: ${folder}: no such folder`)
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "corpus.jsonl")))
  if (names.length === 0 && !hasExtractionSets(folder)) {
    throw new Failure(
      `eval: ${folder} has neither NAME/corpus.jsonl nor extract/gold.jsonl nor summ/items.jsonl`,
    )
  }
  for (const name of names.sort()) {
    const dataDir = mkdtempSync(join(tmpdir(), "newsroom-eval-"))
    const own: Config = { ...config, dataDir }
    const archive = await openArchive(own, openOptions(true, terminal, options))
    try {
      const progress = startProgress(`ingest ${name}`, 0)
      for await (const _ of archive.ingestion.run([join(folder, name, "corpus.jsonl")], {
        onlyChanged: false,
        now: terminal.now(),
      }))
        progress.step()
      progress.stop()
      const paths = setsIn(join(folder, name), /^queries.*\.jsonl$/)
      if (name === "news") paths.push(...setsIn(join(folder, "refusal"), /\.jsonl$/))
      for (const path of paths) {
        const label = `${name}/${basename(path, ".jsonl").replace(/^queries\.?/, "")}`
        await evaluateSet(archive, own, terminal, path, label, options)
      }
    } finally {
      await archive.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
  if (hasExtractionSets(folder)) await evaluateExtraction(folder, terminal)
}

function openOptions(hold: boolean, { note }: Terminal, { vectorWeight }: Options): OpenOptions {
  return { hold, note, ...(vectorWeight === undefined ? {} : { vectorWeight }) }
}

function setsIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return names.sort().map((name) => join(folder, name))
}

async function evaluateSet(
  archive: Archive,
  config: Config,
  terminal: Terminal,
  path: string,
  label: string,
  options: Options,
): Promise<void> {
  const { questions, bad } = parseQuestionSet(readFileSync(path, "utf8"))
  if (questions.length === 0) throw new Failure(`eval: ${path} holds no question`)
  for (const { line, reason } of bad.slice(0, MOST_BAD)) terminal.note(`${path}:${line}: ${reason}`)
  if (bad.length > MOST_BAD)
    terminal.note(`${path}: and ${bad.length - MOST_BAD} more lines that are no question`)
  const search = async (q: string) => {
    const found = await retrieveByDays(
      archive.retriever,
      readQuestion(q, { now: terminal.now(), timeZone: config.timeZone, archive: archive.store }),
      DEPTH,
    )
    return found.map(({ articleId, passages }) => ({
      id: articleId,
      printings: passages[0]?.printings.map((printing) => printing.id) ?? [],
    }))
  }
  const withGold = questions.filter(({ gold }) => gold.length > 0)
  const retrieval = await evaluateRetrieval(withGold, search)
  const answers = await evaluateAnswers(questions, async (q) => {
    const { answer } = await archive.ask(q, { now: terminal.now() })
    return answer.kind === "answered" ? answer.claims.map((claim) => claim.text).join("\n") : null
  })
  const figures = {
    ...retrieval,
    questions: questions.length,
    answered: answers.answered,
    contained: answers.contained,
  }
  if (terminal.json) terminal.printJson({ set: label, ...figures, badLines: bad.length })
  else terminal.print(row(label, figures, withGold))
  if (options.misses) await listMisses(withGold, search, terminal)
}

function row(label: string, figures: Record<string, number>, withGold: readonly SetQuestion[]): string {
  const cell = (name: string, width: number, known: boolean) =>
    (known ? (figures[name] ?? 0).toFixed(3) : "-").padStart(width)
  const ranked = withGold.length > 0
  const answerable = withGold.some(({ answers }) => answers.length > 0)
  const cells = [cell("hitAt1", 8, ranked), cell("hitAt10", 8, ranked), cell("mrrAt10", 8, ranked)]
  cells.push(cell("ndcgAt10", 8, ranked), cell("answered", 10, true), cell("contained", 10, answerable))
  return `${label.padEnd(26)}${String(figures.questions).padStart(6)}${cells.join("")}`
}

async function listMisses(
  questions: readonly SetQuestion[],
  search: (q: string) => Promise<readonly { id: string; printings: readonly string[] }[]>,
  terminal: Terminal,
): Promise<void> {
  for (const { q, gold } of questions) {
    const hits = await search(q)
    if (scoreRanking(hits, gold).hitAt1 === 1) continue
    terminal.note(`miss: ${q}  gold ${gold[0]}  first ${hits[0]?.id ?? "nothing"}`)
  }
}
