import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { parse } from "dotenv"
import { describe, expect, it } from "vitest"
import { type Config, ConfigError, readConfig } from "../src/config.ts"

type Env = Readonly<Record<string, string>>

const read = (env: Env): Config => readConfig({}, env)

function refusal(env: Env): string {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return "accepted"
}

/** The configuration of an environment with nothing in it. */
const DEFAULTS = {
  telegram: undefined,
  host: "127.0.0.1",
  port: 8080,
  model: undefined,
  localEmbedding: undefined,
  editorIds: new Set(),
  channelId: undefined,
  digestAt: { hour: 8, minute: 0 },
  digestApproval: undefined,
  digestCard: false,
  timeZone: "Asia/Shanghai",
  corpusDir: resolve("corpus"),
  dataDir: resolve("data"),
  paperName: undefined,
  refusalThreshold: 0.3,
  ledgerDays: 365,
  feeds: [],
  logLevel: "info",
  language: "zh-CN",
}
const TOKEN = "123456:AA-bb_cc"
const MODEL = {
  apiKey: "sk-x",
  baseURL: undefined,
  model: "gpt-4.1-mini",
  tokensPerAnswer: 1_000,
  tokensPerReaderDay: 200_000,
  tokensPerDay: 2_000_000,
  embedding: undefined,
}

describe("good values", () => {
  const cases: [env: Env, change: Partial<Config>][] = [
    [{}, {}],
    [{ PORT: "", HOST: "  ", BOT_TOKEN: "" }, {}],
    [{ BOT_TOKEN: TOKEN }, { telegram: { token: TOKEN, apiRoot: "https://api.telegram.org" } }],
    [
      { BOT_TOKEN: ` ${TOKEN}\n`, TELEGRAM_API_ROOT: "http://localhost:8081//" },
      { telegram: { token: TOKEN, apiRoot: "http://localhost:8081" } },
    ],
    [{ TELEGRAM_API_ROOT: "http://localhost:8081" }, {}],
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: "65535" }, { port: 65_535 }],
    [{ HOST: "::1" }, { host: "::1" }],
    [{ HOST: "localhost" }, { host: "localhost" }],
    [{ OPENAI_API_KEY: "sk-x" }, { model: MODEL }],
    [
      { OPENAI_BASE_URL: "http://localhost:11434/v1", OPENAI_MODEL: "qwen3:8b" },
      { model: { ...MODEL, apiKey: "none", baseURL: "http://localhost:11434/v1", model: "qwen3:8b" } },
    ],
    [
      { OPENAI_API_KEY: "sk-x", OPENAI_EMBEDDING_MODEL: "e", OPENAI_EMBEDDING_DIMENSIONS: "512" },
      { model: { ...MODEL, embedding: { model: "e", dimensions: 512 } } },
    ],
    [
      { OPENAI_API_KEY: "sk-x", OPENAI_EMBEDDING_MODEL: "e" },
      { model: { ...MODEL, embedding: { model: "e", dimensions: undefined } } },
    ],
    [{ OPENAI_API_KEY: "sk-x", TOKENS_PER_ANSWER: "250" }, { model: { ...MODEL, tokensPerAnswer: 250 } }],
    [
      { OPENAI_API_KEY: "sk-x", TOKENS_PER_READER_DAY: "0", TOKENS_PER_DAY: "50000" },
      { model: { ...MODEL, tokensPerReaderDay: 0, tokensPerDay: 50_000 } },
    ],
    [{ LOCAL_EMBEDDING_MODEL: "owner/small-zh" }, { localEmbedding: "owner/small-zh" }],
    [{ LOCAL_EMBEDDING_MODEL: "./models/small-zh" }, { localEmbedding: resolve("models/small-zh") }],
    [{ LOCAL_EMBEDDING_MODEL: "/models/small-zh/" }, { localEmbedding: "/models/small-zh" }],
    [{ OPENAI_MODEL: "m" }, {}],
    [{ EDITOR_IDS: "1, 42,7000000000" }, { editorIds: new Set([1, 42, 7_000_000_000]) }],
    [{ EDITOR_IDS: "1 2," }, { editorIds: new Set([1, 2]) }],
    [{ CHANNEL_ID: "-1001234567890" }, { channelId: "-1001234567890" }],
    [{ CHANNEL_ID: "@daily_news" }, { channelId: "@daily_news" }],
    [{ DIGEST_AT: "23:59" }, { digestAt: { hour: 23, minute: 59 } }],
    [{ DIGEST_AT: "00:05" }, { digestAt: { hour: 0, minute: 5 } }],
    [{ TIMEZONE: "America/New_York" }, { timeZone: "America/New_York" }],
    [
      { CORPUS_DIR: "in", DATA_DIR: "/tmp/out" },
      { corpusDir: resolve("in"), dataDir: "/tmp/out" },
    ],
    [{ REFUSAL_THRESHOLD: "0" }, { refusalThreshold: 0 }],
    [{ REFUSAL_THRESHOLD: "1.0" }, { refusalThreshold: 1 }],
    [{ REFUSAL_THRESHOLD: " .6 " }, { refusalThreshold: 0.6 }],
    [{ LEDGER_DAYS: "30" }, { ledgerDays: 30 }],
    [{ PAPER_NAME: "汐川日报" }, { paperName: "汐川日报" }],
    [
      { FEEDS: "https://example.org/rss, http://example.org:81/a?b=c,\nhttps://example.org/rss," },
      { feeds: ["https://example.org/rss", "http://example.org:81/a?b=c"] },
    ],
    [{ LOG_LEVEL: "debug" }, { logLevel: "debug" }],
    [{ BOT_LANGUAGE: "zh-TW" }, { language: "zh-TW" }],
    [
      {
        DIGEST_APPROVAL: "off",
        DIGEST_CARD: "off",
        DIGEST_UNAPPROVED: "skip",
        DIGEST_APPROVAL_UNTIL: "09:00",
      },
      {},
    ],
    [{ DIGEST_CARD: "on" }, { digestCard: true }],
    [{ DIGEST_APPROVAL: "on" }, { digestApproval: { until: { hour: 9, minute: 0 }, unapproved: "skip" } }],
    [
      {
        BOT_TOKEN: TOKEN,
        EDITOR_IDS: "1",
        DIGEST_APPROVAL: "on",
        DIGEST_APPROVAL_UNTIL: "08:45",
        DIGEST_UNAPPROVED: "send",
      },
      {
        telegram: { token: TOKEN, apiRoot: "https://api.telegram.org" },
        editorIds: new Set([1]),
        digestApproval: { until: { hour: 8, minute: 45 }, unapproved: "send" },
      },
    ],
    [{ DATABASE_URL: " ", FEEDS: "" }, {}],
    [{ SOMETHING_ELSE: "x" }, {}],
  ]
  it.each(cases)("%j", (env, change) => {
    expect(read(env)).toEqual({ ...DEFAULTS, ...change })
  })

  it("gives the words of the command line before the environment", () => {
    const config = readConfig({ dataDir: "a", corpusDir: "b" }, { DATA_DIR: "c", CORPUS_DIR: "d" })
    expect(config).toMatchObject({ dataDir: resolve("a"), corpusDir: resolve("b") })
    expect(readConfig({ dataDir: undefined }, { DATA_DIR: "c" }).dataDir).toBe(resolve("c"))
  })

  it("cannot be changed", () => {
    expect(Object.isFrozen(read({}))).toBe(true)
  })
})

describe("bad values", () => {
  const port = "a port from 0 (any free one) to 65535"
  const web = "an http or https address"
  const editors = "Telegram user ids of people, comma-separated"
  const feeds = "at most 100 http or https addresses without passwords, comma-separated"
  const time = "a time such as 08:00, from 00:00 to 23:59"
  const cases: [name: string, value: string, takes: string][] = [
    ["TELEGRAM_API_ROOT", "api.telegram.org", web],
    ["TELEGRAM_API_ROOT", "ftp://example.org", web],
    ["HOST", "local host", "a host name or address"],
    ["PORT", "65536", port],
    ["PORT", "-1", port],
    ["PORT", "80a", port],
    ["PORT", "8080.5", port],
    ["PORT", "0x50", port],
    ["OPENAI_BASE_URL", "localhost:11434", web],
    ["OPENAI_EMBEDDING_DIMENSIONS", "7", "a whole number from 8 to 8192"],
    [
      "LOCAL_EMBEDDING_MODEL",
      "small-zh",
      "a model's folder, beginning with / or ., or the name of a model on the hub such as owner/model",
    ],
    ["TOKENS_PER_ANSWER", "99", "a whole number from 100 to 100000"],
    ["TOKENS_PER_READER_DAY", "1.5", "a whole number from 0 to 999999999"],
    ["TOKENS_PER_DAY", "-1", "a whole number from 0 to 999999999"],
    ["REFUSAL_THRESHOLD", "1.01", "a number from 0 (answers always) to 1 (nearly never)"],
    ["REFUSAL_THRESHOLD", "-0.5", "a number from 0 (answers always) to 1 (nearly never)"],
    ["REFUSAL_THRESHOLD", "half", "a number from 0 (answers always) to 1 (nearly never)"],
    ["EDITOR_IDS", "anna", editors],
    ["EDITOR_IDS", "1,-2", editors],
    ["EDITOR_IDS", "1087968824", editors],
    ["EDITOR_IDS", "42,777000", editors],
    ["CHANNEL_ID", "daily_news", "a channel's id (-100…) or @name"],
    ["CHANNEL_ID", "@a b", "a channel's id (-100…) or @name"],
    ["DIGEST_AT", "24:00", time],
    ["DIGEST_AT", "25:00", time],
    ["DIGEST_AT", "8:00", time],
    ["DIGEST_AT", "08:60", time],
    ["DIGEST_APPROVAL", "yes", "on or off"],
    ["DIGEST_APPROVAL_UNTIL", "9", time],
    ["DIGEST_UNAPPROVED", "wait", "send or skip"],
    ["DIGEST_CARD", "png", "on or off"],
    ["TIMEZONE", "Mars/Olympus", "an IANA time zone such as Asia/Shanghai"],
    ["PAPER_NAME", "报".repeat(65), "a name of at most 64 characters"],
    ["FEEDS", "example.org/rss", feeds],
    ["FEEDS", "https://example.org/rss, file:///etc/passwd", feeds],
    ["FEEDS", Array.from({ length: 101 }, (_, n) => `http://a.b/${n}`).join(","), feeds],
    ["LOG_LEVEL", "verbose", "debug, info, warn or error"],
    ["BOT_LANGUAGE", "zh", "zh-CN, zh-TW or en"],
    ["BOT_LANGUAGE", "zh-cn", "zh-CN, zh-TW or en"],
  ]
  it.each(cases)("%s=%s", (name, value, takes) => {
    expect(refusal({ [name]: value })).toBe(
      `${name}: got ${JSON.stringify(value.slice(0, 80))}, takes ${takes}`,
    )
  })

  it("stays one line of bounded length, whatever it got", () => {
    const message = refusal({ LOG_LEVEL: `a\nb\r${"c".repeat(10_000)}` })
    expect(message).toMatch(/^LOG_LEVEL: got "a\\nb\\r.{0,90}", takes debug, info, warn or error$/u)
  })

  const secrets: [name: string, value: string, message: string][] = [
    [
      "BOT_TOKEN",
      "123456 secret",
      "BOT_TOKEN: got a value of 13 characters, takes a token such as 123456:ABC… from @BotFather",
    ],
    [
      "OPENAI_API_KEY",
      "sk secret",
      "OPENAI_API_KEY: got a value of 9 characters, takes a key without spaces",
    ],
    ["WEBHOOK_SECRET", "secret", "WEBHOOK_SECRET: not supported yet"],
    [
      "FEEDS",
      "https://user:secret@example.org/",
      'FEEDS: got "https://…@example.org/", takes at most 100 http or https addresses without passwords, comma-separated',
    ],
    ["DATABASE_URL", "postgres://user:secret@host/db", "DATABASE_URL: not supported yet"],
  ]
  it.each(secrets)("keeps %s to itself", (name, value, message) => {
    expect(refusal({ [name]: value })).toBe(message)
    expect(message).not.toContain("secret@")
    expect(message).not.toContain(value)
  })

  it("asks for a model's server where there is an embedding model", () => {
    expect(refusal({ OPENAI_EMBEDDING_MODEL: "e" })).toBe(
      "OPENAI_EMBEDDING_MODEL: needs OPENAI_API_KEY or OPENAI_BASE_URL as well",
    )
  })

  it("takes one embedding model", () => {
    const both = { OPENAI_API_KEY: "x", OPENAI_EMBEDDING_MODEL: "e", LOCAL_EMBEDDING_MODEL: "owner/e" }
    expect(refusal(both)).toMatch(/^LOCAL_EMBEDDING_MODEL: OPENAI_EMBEDDING_MODEL is set as well/)
  })
})

describe("what is not built yet", () => {
  const cases: [name: string, value: string][] = [
    ["DATABASE_URL", "postgres://localhost/news"],
    ["WEBHOOK_URL", "https://example.org/hook"],
    ["WEBHOOK_SECRET", "x"],
  ]
  it.each(cases)("%s=%s", (name, value) => {
    expect(refusal({ [name]: value })).toBe(`${name}: not supported yet`)
  })
})

describe(".env.example", () => {
  const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8")
  const uncommented = text.replace(/^# (?=[A-Z_]+=)/gm, "")

  it("changes nothing as it is, and nothing with every line uncommented", () => {
    expect(parse(text)).toEqual({})
    expect(read(parse(uncommented))).toEqual(DEFAULTS)
  })

  it("lists every variable with its default, once", () => {
    const listed = [...text.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ])
    expect(listed).toHaveLength(new Set(listed.map(([name]) => name)).size)
    expect(Object.fromEntries(listed)).toEqual({
      BOT_TOKEN: "",
      TELEGRAM_API_ROOT: "https://api.telegram.org",
      WEBHOOK_URL: "",
      WEBHOOK_SECRET: "",
      PORT: "8080",
      HOST: "127.0.0.1",
      OPENAI_API_KEY: "",
      OPENAI_BASE_URL: "",
      OPENAI_MODEL: "gpt-4.1-mini",
      OPENAI_EMBEDDING_MODEL: "",
      OPENAI_EMBEDDING_DIMENSIONS: "",
      LOCAL_EMBEDDING_MODEL: "",
      EDITOR_IDS: "",
      CHANNEL_ID: "",
      DIGEST_AT: "08:00",
      TIMEZONE: "Asia/Shanghai",
      DIGEST_APPROVAL: "off",
      DIGEST_APPROVAL_UNTIL: "09:00",
      DIGEST_UNAPPROVED: "skip",
      DIGEST_CARD: "off",
      CORPUS_DIR: "corpus",
      DATA_DIR: "data",
      DATABASE_URL: "",
      PAPER_NAME: "",
      FEEDS: "",
      REFUSAL_THRESHOLD: "0.3",
      TOKENS_PER_ANSWER: "1000",
      TOKENS_PER_READER_DAY: "200000",
      TOKENS_PER_DAY: "2000000",
      LEDGER_DAYS: "365",
      LOG_LEVEL: "info",
      BOT_LANGUAGE: "zh-CN",
    })
  })

  it("shows the defaults of a model as they are", () => {
    const key = { OPENAI_API_KEY: "sk-x" }
    expect(read({ ...parse(uncommented), ...key })).toEqual(read(key))
    const token = { BOT_TOKEN: TOKEN }
    expect(read({ ...parse(uncommented), ...token })).toEqual(read(token))
  })
})
