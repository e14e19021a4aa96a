import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { config as loadEnv } from "dotenv"
import { type CommandContext, createTerminal, describeError, Failure } from "./commands/terminal.ts"
import { ConfigError, readConfig } from "./config.ts"
import { FLAGS } from "./corpus.ts"
import { type ColumnMap, FIELDS, readColumnMap } from "./ingest/field-names.ts"
import { SUMMARY_STYLES } from "./summarize/summary.ts"

interface Shared {
  readonly json?: boolean
  readonly data?: string
  readonly corpus?: string
  readonly now?: Date
}

const NOT_BUILT = ["retract", "backup", "restore"]

/** Runs one command, of which alone the code is loaded, and sets the exit status: 0 done, 1 it could not be done, 2 the words of the call are off. */
export async function run(words: readonly string[]): Promise<void> {
  loadEnv({ quiet: true })
  process.stdout.on("error", () => process.exit(0))
  try {
    await program().parseAsync([...words], { from: "user" })
  } catch (error) {
    process.exitCode = exitStatus(error)
  }
}

function exitStatus(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) process.stderr.write(`${wordsOf(error)}\n`)
    return error.exitCode === 0 ? 0 : 2
  }
  process.stderr.write(`${describeError(error)}\n`)
  if (error instanceof ConfigError) return 2
  return error instanceof Failure ? error.status : 1
}

function wordsOf({ code, message }: CommanderError): string {
  return code === "commander.help"
    ? "no command; newsroom --help lists them"
    : message.replace(/^error: /, "")
}

function program(): Command {
  const root = new Command("newsroom")
    .description("A newspaper's archive that people can talk to")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError(false)
  const command = (words: string, description: string): Command =>
    root
      .command(words)
      .description(description)
      .option("--json", "machine-readable lines on standard output")
      .option("--data <dir>", "database and indexes (DATA_DIR)")
      .option("--corpus <dir>", "articles (CORPUS_DIR)")
      .addOption(new Option("--now <time>", "the time to take for now, ISO 8601").argParser(readTime))

  command("start", "bring the index up to date and start the bot").action(async (options: Shared) =>
    (await import("./commands/start.ts")).start(context(options)),
  )
  command("ingest [paths...]", "take articles in; - for standard input; no path: the corpus folder")
    .addOption(
      new Option("--map <columns>", "which columns or keys hold what: text=内容,title=标题").argParser(
        readMap,
      ),
    )
    .option("--dry-run", "say what would be done, and store nothing")
    .option("--explain", "show what each line of the input was kept as or left out by; stores nothing")
    .addOption(
      new Option("--watch", "stay, and take in what is added or changed, until a signal").conflicts([
        "dryRun",
        "explain",
      ]),
    )
    .action(async (paths: string[], options) => {
      if (options.explain)
        return (await import("./commands/explain.ts")).explain(context(options), paths, options)
      if (options.watch)
        return (await import("./commands/ingest-watch.ts")).ingestWatch(context(options), paths, options)
      return (await import("./commands/ingest.ts")).ingest(context(options), paths, options)
    })
  addReaders(command)
  addDigest(command)
  addChecks(command)
  for (const name of NOT_BUILT) {
    root
      .command(`${name} [words...]`, { hidden: true })
      .allowUnknownOption()
      .action(() => {
        throw new Failure(`${name}: not supported yet`, 2)
      })
  }
  return root
}

type AddCommand = (words: string, description: string) => Command

function addReaders(command: AddCommand): void {
  command("search [query]", "ranked articles")
    .addOption(new Option("--limit <count>", "how many").argParser(readCount).default(10))
    .option("--place <name>", "only articles of this place")
    .addOption(new Option("--from <day>", "published on or after, YYYY-MM-DD").argParser(readDay))
    .addOption(new Option("--to <day>", "published on or before, YYYY-MM-DD").argParser(readDay))
    .option("--batch <file>", "JSON lines with id and query; - for standard input")
    .option("--explain", "rank and score of each article in each leg of the search")
    .action(async (query: string | undefined, options) =>
      (await import("./commands/search.ts")).search(context(options), query, options),
    )
  command("ask [question]", "one answer")
    .option("--batch <file>", "JSON lines with id and query; - for standard input")
    .option("--record", "write the answer to the ledger")
    .action(async (question: string | undefined, options) =>
      (await import("./commands/ask.ts")).ask(context(options), question, options),
    )
  command("why", "what an answer of the ledger stands on, and whether it comes out the same when made again")
    .addArgument(new Argument("<answer>", "its number, as ask --json gives it").argParser(readNumber))
    .action(async (answer: number, options) =>
      (await import("./commands/why.ts")).why(context(options), answer),
    )
  command("summarize <article>", "an article, by id, url or path")
    .option("--style <style>", `one of ${SUMMARY_STYLES.join(", ")}`, "brief")
    .option("--story", "the matter over time: a dated line an article, oldest first")
    .action(async (article: string, options) =>
      (await import("./commands/summarize.ts")).summarize(context(options), article, options),
    )
  command("related <article>", "articles on the same matter, by id or url: corrections and follow-ups first")
    .addOption(new Option("--limit <count>", "how many").argParser(readCount).default(10))
    .action(async (article: string, options) =>
      (await import("./commands/related.ts")).related(context(options), article, options.limit),
    )
  command("hot", "what readers asked about most lately").action(async (options: Shared) =>
    (await import("./commands/hot.ts")).hot(context(options)),
  )
  command("show <id>", "one article as extracted")
    .addOption(new Option("--version <number>", "an older version").argParser(readCount))
    .action(async (id: string, options) =>
      (await import("./commands/show.ts")).show(context(options), id, options.version),
    )
}

function addDigest(command: AddCommand): void {
  const day = () => new Option("--date <day>", "the day, YYYY-MM-DD").argParser(readDay)
  command("digest <what>", "preview, publish or status")
    .addOption(day())
    .option("--card <file>", "with preview: write its picture card, a PNG")
    .action(async (what: string, options) => {
      const { digestPreview, digestPublish, digestStatus } = await import("./commands/digest.ts")
      if (what === "preview") return digestPreview(context(options), options)
      if (options.card !== undefined) throw new Failure("--card goes with preview only", 2)
      if (what === "publish") return digestPublish(context(options), options.date)
      if (what === "status") return digestStatus(context(options))
      throw new Failure(`digest ${what}: no such command; preview, publish or status`, 2)
    })
}

function addChecks(command: AddCommand): void {
  command(
    "eval [sets...]",
    "figures of retrieval, answers and extraction; without sets: the project's own questions",
  )
    .option("--sets <dir>", "every set of a folder of corpora, each in an archive of its own, and our own")
    .option(
      "--extraction <dir>",
      "only how pages are read: extract/gold.jsonl and summ/items.jsonl of a folder",
    )
    .option(
      "--safety <dir>",
      "only what was written to spoil answers: saferag.json and BIPIA's strings of a folder",
    )
    .option("--summaries <dir>", "only summaries, against the references of items.jsonl of a folder")
    .option(
      "--answers",
      "what readers would see, keyless and through models that are honest, lie, obey or break; with what is refused",
    )
    .option(
      "--refusal",
      "how well what the archive can answer is told from what it cannot, and what a threshold gives",
    )
    .option("--awaited", "what readers hear who wait for an answer that the archive does not have yet")
    .option(
      "--premises [file]",
      "only what becomes of questions that take something for granted; without a file: our own",
    )
    .option("--types", "figures of each type of question, too")
    .option("--misses", "list the questions whose article did not come first")
    .option("--explain", "with --misses: rank and score of the first and the gold article in each leg")
    .option("--save <file>", "write each question's scores and what was found, to compare")
    .option("--compare <runs...>", "how two saved runs differ: BEFORE AFTER")
    .option("--keep <dir>", "with --sets: keep the archives, and use those that are there")
    .addOption(
      new Option("--vector-weight <weight>", "how much the vector leg counts, to compare").argParser(
        readWeight,
      ),
    )
    .action(async (sets: string[], options) =>
      (await import("./commands/evaluate.ts")).evaluate(context(options), sets, options),
    )
  command("doctor", "check configuration, storage, index, model and Telegram")
    .option("--articles", "list articles that were hard to read, by what was wrong with them")
    .addOption(new Option("--flag <name>", "only articles with this flag").choices(FLAGS))
    .addOption(
      new Option("--limit <count>", "how many articles of each flag").argParser(readCount).default(20),
    )
    .action(async (options) => {
      if (options.flag !== undefined && !options.articles)
        throw new Failure("doctor: --flag goes with --articles", 2)
      return options.articles
        ? (await import("./commands/flagged.ts")).listFlagged(context(options), options)
        : (await import("./commands/doctor.ts")).doctor(context(options))
    })
}

function context(options: Shared & { readonly batch?: string }): CommandContext {
  const config = readConfig({ dataDir: options.data, corpusDir: options.corpus })
  const fixed = options.now
  const json = options.json === true || options.batch !== undefined
  return { config, terminal: createTerminal(json, () => fixed ?? new Date()) }
}

function readTime(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("It takes a time such as 2025-10-24T08:00:00+08:00.")
  return time
}

function readMap(text: string): ColumnMap {
  const map = readColumnMap(text)
  if (map === null)
    throw new InvalidArgumentError(`It takes FIELD=COLUMN,… with the fields ${FIELDS.join(", ")}.`)
  return map
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError("It takes a whole number from 1.")
  return Number(text)
}

function readNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It takes a number from 1.")
  return Number(text)
}

function readWeight(text: string): number {
  const weight = Number(text)
  if (text.trim() === "" || !(weight >= 0 && weight <= 10))
    throw new InvalidArgumentError("It takes a number from 0 to 10.")
  return weight
}

function readDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`)
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== text
  ) {
    throw new InvalidArgumentError("It takes a day, YYYY-MM-DD.")
  }
  return text
}
