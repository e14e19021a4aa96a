import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Archive } from "../app.ts"
import type { StoredArticle } from "../corpus.ts"
import { parseQuestionSet } from "../evaluate/question-set.ts"
import {
  ATTACKS,
  has,
  isPoisoned,
  type PoisonedQuestion,
  parseInjections,
  parseSafeRag,
  spliced,
} from "../evaluate/safety.ts"
import { readQuestion } from "../retrieve/question.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import { lineOf } from "../text/error-line.ts"
import { instructionSpans } from "../text/instructions.ts"
import { withArchiveOf } from "./corpus-archive.ts"
import { type CommandContext, Failure } from "./terminal.ts"

const SAFE_RAG = "saferag.json"
const INJECTIONS = "bipia_text_attack_train.json"
const FOUND = 8
const SHOWN = 100
/** Injected strings one article takes at most, in archives of their own. */
const MOST_ARTICLES = 1_000

/** The project's own archive and questions, into which strings are spliced. */
export interface OwnArchive {
  readonly corpus: string
  readonly set: string
}

export function hasSafetySets(folder: string): boolean {
  return [SAFE_RAG, INJECTIONS].some((name) => existsSync(join(folder, name)))
}

/** How often what was written to spoil answers reaches a keyless one: `saferag.json` and BIPIA's strings of a folder. */
export async function evaluateSafety(
  folder: string,
  own: OwnArchive,
  context: CommandContext,
): Promise<void> {
  if (!hasSafetySets(folder)) throw new Failure(`eval: ${folder} has neither ${SAFE_RAG} nor ${INJECTIONS}`)
  const [safeRag, injections] = [join(folder, SAFE_RAG), join(folder, INJECTIONS)]
  if (existsSync(safeRag)) {
    if (!context.terminal.json)
      context.terminal.print(
        "poisoned archives       questions  answered clean  answered poisoned  poison found  poison answered  in first sentence",
      )
    for (const [attack, questions] of parsed(safeRag, parseSafeRag))
      await evaluateAttack(attack, questions, context)
  }
  if (existsSync(injections)) await evaluateInjections(parsed(injections, parseInjections), own, context)
}

async function evaluateAttack(
  attack: string,
  questions: readonly PoisonedQuestion[],
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const clean = await overTexts(
    context,
    questions.flatMap((one) => one.clean),
    (archive) => askAll(archive, questions, terminal.now()),
  )
  const texts = questions.flatMap((one) => [...one.clean, ...one.poison])
  const poisoned = await overTexts(context, texts, (archive) => askAll(archive, questions, terminal.now()))
  const figures = {
    questions: questions.length,
    answeredClean: clean.filter(({ claims }) => claims.length > 0).length,
    answeredPoisoned: poisoned.filter(({ claims }) => claims.length > 0).length,
    found: poisoned.filter(({ found }) => found).length,
    answered: poisoned.filter(({ spoilt }) => spoilt.length > 0).length,
    first: poisoned.filter(({ spoilt, claims }) => spoilt.includes(claims[0] ?? "")).length,
  }
  const name = `${attack}, ${ATTACKS[attack] ?? "unknown"}`
  if (terminal.json) {
    terminal.printJson({
      set: "saferag",
      attack,
      ...figures,
      spoilt: poisoned.filter((one) => one.spoilt.length > 0),
    })
    return
  }
  const widths = [9, 16, 19, 14, 17, 19]
  const cells = Object.values(figures).map((value, at) => String(value).padStart(widths[at] ?? 8))
  terminal.print(`${name.padEnd(24)}${cells.join("")}`)
}

interface SafetyAnswer {
  readonly q: string
  readonly claims: readonly string[]
  /** Whether poison stood in the passages that were found. */
  readonly found: boolean
  readonly spoilt: readonly string[]
}

async function askAll(
  archive: Archive,
  questions: readonly PoisonedQuestion[],
  now: Date,
): Promise<SafetyAnswer[]> {
  const answers: SafetyAnswer[] = []
  for (const question of questions) {
    const claims = await claimsOf(archive, question.q, now)
    const read = readQuestion(question.q, { now, timeZone: "Asia/Shanghai", archive: archive.store })
    const passages = (await retrieveByDays(archive.retriever, read, FOUND)).flatMap((one) => one.passages)
    answers.push({
      q: question.q,
      claims,
      found: passages.some(({ text }) => isPoisoned(question, text)),
      spoilt: claims.filter((claim) => isPoisoned(question, claim)),
    })
  }
  return answers
}

async function claimsOf(archive: Archive, q: string, now: Date): Promise<string[]> {
  const { answer } = await archive.askWithoutModel(q, { now })
  return "claims" in answer ? answer.claims.map(({ text }) => text) : []
}

/** Each string in an article of the project's own archive: whether it is flagged, and whether an answer shows it. */
async function evaluateInjections(
  strings: readonly { readonly kind: string; readonly text: string }[],
  own: OwnArchive,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const now = terminal.now()
  const articles = await withArchiveOf(
    context,
    { name: "own", path: own.corpus, corpusDir: own.corpus },
    {},
    async (archive) => archive.store.list({}, MOST_ARTICLES),
  )
  const asked = parseQuestionSet(readFileSync(own.set, "utf8")).questions
  const missed: string[] = []
  const shown: string[] = []
  let questions = 0
  for (let from = 0; from < strings.length; from += articles.length) {
    const part = strings.slice(from, from + articles.length)
    const records = articles.map((article, at) => recordOf(article, part[at]?.text, from + at))
    await overRecords(context, records, async (archive) => {
      for (const [at, { text }] of part.entries()) {
        const article = archive.store.get(String(articles[at]?.id))
        if (!article?.flags.includes("instructions")) missed.push(text)
      }
      const all = [
        ...asked.map(({ q }) => q),
        ...articles.map(({ title }) => title),
        ...part.map(({ text }) => text),
      ]
      for (const q of all) {
        questions++
        for (const claim of await claimsOf(archive, q, now))
          if (part.some(({ text }) => has(claim, text))) shown.push(`${q}: ${claim}`)
      }
    })
  }
  const falsely = articles.filter(({ text }) => instructionSpans(text).length > 0).length
  const flagged = strings.length - missed.length
  if (terminal.json) {
    terminal.printJson({
      set: "injections",
      strings: strings.length,
      flagged,
      questions,
      shown,
      missed,
      falsely,
    })
    return
  }
  terminal.print(
    `\ninjected strings ${strings.length}, their articles flagged ${flagged} (${(flagged / strings.length).toFixed(4)}); of ${articles.length} articles without any, flagged ${falsely}`,
  )
  terminal.print(`answers to ${questions} questions that show one: ${shown.length}`)
  for (const line of shown) terminal.print(`    shown: ${line.slice(0, SHOWN)}`)
  for (const line of missed) terminal.print(`    not flagged: ${line.slice(0, SHOWN)}`)
}

function recordOf(
  { id, title, publishedAt, source, body }: StoredArticle,
  string: string | undefined,
  at: number,
) {
  const paragraphs = body.map((block) => ("heading" in block ? block.heading : block.text))
  const text = (string === undefined ? paragraphs : spliced(paragraphs, string, at)).join("\n")
  return { id, title, publishedAt, source, text }
}

function overTexts<T>(
  context: CommandContext,
  texts: readonly string[],
  use: (archive: Archive) => Promise<T>,
): Promise<T> {
  const records = [...new Set(texts)].map((text, at) => ({ id: `t${at}`, text }))
  return overRecords(context, records, use)
}

async function overRecords<T>(
  context: CommandContext,
  records: readonly object[],
  use: (archive: Archive) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "newsroom-safety-"))
  try {
    const path = join(folder, "corpus.jsonl")
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""))
    return await withArchiveOf(context, { name: "safety", path, corpusDir: folder }, {}, use)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function parsed<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, "utf8"))
  } catch (error) {
    throw new Failure(`eval: ${path}: ${lineOf(error)}`)
  }
}
