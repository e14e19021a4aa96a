import { resolve } from "node:path"
import { z } from "zod"
import { LANGUAGES, type Language } from "./text/languages.ts"

export interface ModelConfig {
  readonly apiKey: string
  readonly baseURL: string | undefined
  readonly model: string
  readonly tokensPerAnswer: number
  readonly tokensPerReaderDay: number
  readonly tokensPerDay: number
  readonly embedding: { readonly model: string; readonly dimensions: number | undefined } | undefined
}

export interface DigestApproval {
  readonly until: { readonly hour: number; readonly minute: number }
  /** What becomes of a digest that nobody has approved until then. */
  readonly unapproved: "send" | "skip"
}

export interface Config {
  /** undefined: the playground. */
  readonly telegram: { readonly token: string; readonly apiRoot: string } | undefined
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** undefined: keyless mode. */
  readonly model: ModelConfig | undefined
  /** A folder, or the name of a model on the hub; undefined: none. */
  readonly localEmbedding: string | undefined
  readonly editorIds: ReadonlySet<number>
  readonly channelId: string | undefined
  readonly digestAt: { readonly hour: number; readonly minute: number }
  /** undefined: the digest is sent without an editor's approval. */
  readonly digestApproval: DigestApproval | undefined
  /** Whether a picture card goes before the digest. */
  readonly digestCard: boolean
  readonly timeZone: string
  readonly corpusDir: string
  readonly dataDir: string
  readonly paperName: string | undefined
  /** What is answered with less confidence than this, from 0 to 1, is refused. */
  readonly refusalThreshold: number
  /** How long answers, and who got them, are kept. */
  readonly ledgerDays: number
  /** Addresses of feeds. */
  readonly feeds: readonly string[]
  readonly logLevel: "debug" | "info" | "warn" | "error"
  readonly language: Language
}

/** A value that the program cannot start with. The message is one line that names the variable, what it got and what it takes. */
export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/** Ids under which Telegram shows anonymous admins, channels and automatic forwards: nobody in particular. */
const NOBODY = new Set([1087968824, 136817688, 777000])

/** Variables whose part is not built yet. */
const NOT_BUILT = ["DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET"]

const MOST_FEEDS = 100
/** Of a model's reply, where nothing else is said. */
export const TOKENS_PER_ANSWER = 1_000
const MOST_TOKENS = 999_999_999

const url = z.string().refine((text) => /^https?:$/.test(protocol(text)), "an http or https address")
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most)

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .transform((text) => ({ hour: Number(text.slice(0, 2)), minute: Number(text.slice(3)) }))

/** One entry a variable: how it is read, and how its values are described to a person. */
const VARIABLES = {
  BOT_TOKEN: entry(z.string().regex(/^\d+:[\w-]+$/), "a token such as 123456:ABC… from @BotFather", true),
  TELEGRAM_API_ROOT: entry(url, "an http or https address"),
  HOST: entry(z.string().regex(/^[\w.:[\]-]+$/), "a host name or address"),
  PORT: entry(count(0, 65_535), "a port from 0 (any free one) to 65535"),
  OPENAI_API_KEY: entry(z.string().regex(/^[\x21-\x7e]+$/), "a key without spaces", true),
  OPENAI_BASE_URL: entry(url, "an http or https address"),
  OPENAI_MODEL: entry(z.string(), "the name of a model"),
  OPENAI_EMBEDDING_MODEL: entry(z.string(), "the name of a model"),
  OPENAI_EMBEDDING_DIMENSIONS: entry(count(8, 8_192), "a whole number from 8 to 8192"),
  LOCAL_EMBEDDING_MODEL: entry(
    z.string().refine((text) => isFolder(text) || /^[\w.-]+\/[\w.-]+$/.test(text)),
    "a model's folder, beginning with / or ., or the name of a model on the hub such as owner/model",
  ),
  TOKENS_PER_ANSWER: entry(count(100, 100_000), "a whole number from 100 to 100000"),
  TOKENS_PER_READER_DAY: entry(count(0, MOST_TOKENS), `a whole number from 0 to ${MOST_TOKENS}`),
  TOKENS_PER_DAY: entry(count(0, MOST_TOKENS), `a whole number from 0 to ${MOST_TOKENS}`),
  EDITOR_IDS: entry(
    z
      .string()
      .transform((text) => text.split(/[,\s]+/).filter((part) => part !== ""))
      .refine((parts) => parts.every((part) => /^[1-9]\d{0,15}$/.test(part) && !NOBODY.has(Number(part))))
      .transform((parts) => parts.map(Number)),
    "Telegram user ids of people, comma-separated",
  ),
  CHANNEL_ID: entry(z.string().regex(/^(@[A-Za-z]\w{3,31}|-?\d{1,16})$/), "a channel's id (-100…) or @name"),
  DIGEST_AT: entry(timeOfDay, "a time such as 08:00, from 00:00 to 23:59"),
  DIGEST_APPROVAL: entry(z.enum(["on", "off"]), "on or off"),
  DIGEST_APPROVAL_UNTIL: entry(timeOfDay, "a time such as 08:00, from 00:00 to 23:59"),
  DIGEST_UNAPPROVED: entry(z.enum(["send", "skip"]), "send or skip"),
  DIGEST_CARD: entry(z.enum(["on", "off"]), "on or off"),
  TIMEZONE: entry(z.string().refine(isTimeZone), "an IANA time zone such as Asia/Shanghai"),
  CORPUS_DIR: entry(z.string(), "a folder"),
  DATA_DIR: entry(z.string(), "a folder"),
  FEEDS: entry(
    z
      .string()
      .transform((text) => [...new Set(text.split(/[,\s]+/).filter((part) => part !== ""))])
      .refine((parts) => parts.length <= MOST_FEEDS && parts.every(isFeedAddress)),
    `at most ${MOST_FEEDS} http or https addresses without passwords, comma-separated`,
  ),
  REFUSAL_THRESHOLD: entry(
    z
      .string()
      .regex(/^(?:0?\.\d{1,6}|[01](?:\.\d{1,6})?)$/)
      .transform(Number)
      .refine((value) => value <= 1),
    "a number from 0 (answers always) to 1 (nearly never)",
  ),
  LEDGER_DAYS: entry(count(1, 36_500), "a whole number of days from 1 to 36500"),
  PAPER_NAME: entry(z.string().max(64), "a name of at most 64 characters"),
  LOG_LEVEL: entry(z.enum(["debug", "info", "warn", "error"]), "debug, info, warn or error"),
  BOT_LANGUAGE: entry(z.enum(LANGUAGES), "zh-CN, zh-TW or en"),
}

type Values = { [Name in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Name]["schema"]> | undefined }

interface Overrides {
  readonly dataDir?: string | undefined
  readonly corpusDir?: string | undefined
}

/** Reads and checks the environment; words of the command line go before it. Throws ConfigError. */
export function readConfig(overrides: Overrides = {}, env: NodeJS.ProcessEnv = process.env): Config {
  refuseNotBuilt(env)
  const values = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, readVariable(name, variable, env[name])]),
  ) as Values
  const hasModel = values.OPENAI_API_KEY !== undefined || values.OPENAI_BASE_URL !== undefined
  if (!hasModel && values.OPENAI_EMBEDDING_MODEL !== undefined) {
    throw new ConfigError("OPENAI_EMBEDDING_MODEL: needs OPENAI_API_KEY or OPENAI_BASE_URL as well")
  }
  if (values.LOCAL_EMBEDDING_MODEL !== undefined && values.OPENAI_EMBEDDING_MODEL !== undefined) {
    throw new ConfigError(
      "LOCAL_EMBEDDING_MODEL: OPENAI_EMBEDDING_MODEL is set as well; one model makes the vectors",
    )
  }
  const approves = values.DIGEST_APPROVAL === "on"
  if (approves && values.BOT_TOKEN !== undefined && !values.EDITOR_IDS?.length) {
    throw new ConfigError("DIGEST_APPROVAL: nobody could approve; set EDITOR_IDS as well")
  }
  return Object.freeze({
    telegram: values.BOT_TOKEN
      ? {
          token: values.BOT_TOKEN,
          apiRoot: (values.TELEGRAM_API_ROOT ?? "https://api.telegram.org").replace(/\/+$/, ""),
        }
      : undefined,
    host: values.HOST ?? "127.0.0.1",
    port: values.PORT ?? 8080,
    model: hasModel ? modelConfig(values) : undefined,
    localEmbedding: localEmbedding(values),
    editorIds: new Set(values.EDITOR_IDS),
    channelId: values.CHANNEL_ID,
    digestAt: values.DIGEST_AT ?? { hour: 8, minute: 0 },
    digestApproval: approves
      ? {
          until: values.DIGEST_APPROVAL_UNTIL ?? { hour: 9, minute: 0 },
          unapproved: values.DIGEST_UNAPPROVED ?? "skip",
        }
      : undefined,
    digestCard: values.DIGEST_CARD === "on",
    timeZone: values.TIMEZONE ?? "Asia/Shanghai",
    corpusDir: resolve(overrides.corpusDir ?? values.CORPUS_DIR ?? "corpus"),
    dataDir: resolve(overrides.dataDir ?? values.DATA_DIR ?? "data"),
    paperName: values.PAPER_NAME,
    refusalThreshold: values.REFUSAL_THRESHOLD ?? 0.3,
    ledgerDays: values.LEDGER_DAYS ?? 365,
    feeds: values.FEEDS ?? [],
    logLevel: values.LOG_LEVEL ?? "info",
    language: values.BOT_LANGUAGE ?? "zh-CN",
  })
}

/** A folder is one on this disk from here on, whatever the working folder becomes. */
function localEmbedding({ LOCAL_EMBEDDING_MODEL: model }: Values): string | undefined {
  return model !== undefined && isFolder(model) ? resolve(model) : model
}

function modelConfig(values: Values): ModelConfig {
  return {
    // A local server needs no key, but the openai package needs one to send.
    apiKey: values.OPENAI_API_KEY ?? "none",
    baseURL: values.OPENAI_BASE_URL,
    model: values.OPENAI_MODEL ?? "gpt-4.1-mini",
    tokensPerAnswer: values.TOKENS_PER_ANSWER ?? TOKENS_PER_ANSWER,
    tokensPerReaderDay: values.TOKENS_PER_READER_DAY ?? 200_000,
    tokensPerDay: values.TOKENS_PER_DAY ?? 2_000_000,
    embedding: values.OPENAI_EMBEDDING_MODEL
      ? { model: values.OPENAI_EMBEDDING_MODEL, dimensions: values.OPENAI_EMBEDDING_DIMENSIONS }
      : undefined,
  }
}

interface Variable<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly takes: string
  readonly secret: boolean
}

function entry<Schema extends z.ZodType>(schema: Schema, takes: string, secret = false): Variable<Schema> {
  return { schema, takes, secret }
}

/** An empty value counts as none. */
function readVariable(
  name: string,
  { schema, takes, secret }: Variable<z.ZodType>,
  raw: string | undefined,
): unknown {
  const text = raw?.trim()
  if (text === undefined || text === "") return undefined
  const result = schema.safeParse(text)
  if (result.success) return result.data
  const shown = text.replace(/\/\/[^/@\s]{1,200}@/g, "//…@").slice(0, 80)
  const got = secret ? `a value of ${text.length} characters` : JSON.stringify(shown)
  throw new ConfigError(`${name}: got ${got}, takes ${takes}`)
}

function refuseNotBuilt(env: NodeJS.ProcessEnv): void {
  for (const name of NOT_BUILT) if (env[name]?.trim()) throw new ConfigError(`${name}: not supported yet`)
}

function isFolder(model: string): boolean {
  return /^(?:\.{0,2}[/\\]|[A-Za-z]:)/.test(model)
}

function protocol(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : ""
}

/** One with a password would show it in every line about the feed. */
function isFeedAddress(text: string): boolean {
  return /^https?:$/.test(protocol(text)) && new URL(text).username === "" && new URL(text).password === ""
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}
