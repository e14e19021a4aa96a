import { existsSync } from "node:fs"
import { join } from "node:path"
import { Api } from "grammy"
import { openModel } from "../answering.ts"
import { openArchive } from "../app.ts"
import { choosePainter } from "../cards.ts"
import { type Config, ConfigError } from "../config.ts"
import type { FeedState } from "../feeds/feeds.ts"
import { ABSENT_EMBEDDER } from "../models.ts"
import { createFeedStates } from "../sqlite/feed-states.ts"
import { describeFailure } from "../telegram/failure.ts"
import { lineOf } from "../text/error-line.ts"
import { type CommandContext, describeError, Failure } from "./terminal.ts"

interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly cure?: string
}

const CALL_MS = 10_000

/** Looks at each part, a line each, with the cure where one is ill; fails where any is. */
export async function doctor(context: CommandContext): Promise<void> {
  const { config, terminal } = context
  const findings: Finding[] = [{ check: "configuration", ok: true, detail: "all values can be read" }]
  findings.push(
    checkCorpus(config),
    ...(await checkArchive(context)),
    ...(await checkCard(config)),
    await checkModel(config),
    await checkTelegram(config),
  )
  for (const finding of findings) {
    if (terminal.json) terminal.printJson(finding)
    else {
      const { check, ok, detail, cure } = finding
      terminal.print(`${ok ? "ok  " : "FAIL"} ${check}: ${detail}${cure ? `; ${cure}` : ""}`)
    }
  }
  const ill = findings.filter(({ ok }) => !ok).length
  if (ill > 0) throw new Failure(`${ill} of ${findings.length} checks failed`)
}

function checkCorpus({ corpusDir }: Config): Finding {
  const ok = existsSync(corpusDir)
  const cure = ok ? {} : { cure: "set CORPUS_DIR to the folder of your articles" }
  return { check: "articles in", ok, detail: ok ? corpusDir : `there is no ${corpusDir}`, ...cure }
}

async function checkArchive({ config, terminal }: CommandContext): Promise<Finding[]> {
  try {
    const archive = await openArchive(config, { hold: false, note: terminal.note })
    try {
      const { articles, passages, oldestDay, newestDay } = archive.store.state()
      const sound = archive.quickCheck()
      const storage: Finding = {
        check: "storage",
        ok: sound,
        detail: sound ? join(config.dataDir, "newsroom.db") : "the database is damaged",
        ...(sound ? {} : { cure: `move ${config.dataDir} away and run newsroom ingest` }),
      }
      const days = newestDay ? `, ${oldestDay} to ${newestDay}` : ""
      const index: Finding = {
        check: "index",
        ok: true,
        detail: `${articles} articles, ${passages} passages${days}`,
      }
      const feeds = createFeedStates(archive.db)
      const missing = archive.missingVectors()
      const none = archive.embedderId === ABSENT_EMBEDDER.id
      const vectors: Finding = {
        check: "vectors",
        ok: missing === 0,
        detail: none
          ? "none: search goes by words"
          : missing === 0
            ? archive.embedderId
            : `${missing} passages have none of ${archive.embedderId} yet`,
        ...(missing === 0 ? {} : { cure: "newsroom ingest, or start, makes them" }),
      }
      return [
        storage,
        index,
        vectors,
        ...config.feeds.map((address) => feedFinding(address, feeds.get(address))),
      ]
    } finally {
      await archive.close()
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    return [{ check: "storage", ok: false, detail: describeError(error) }]
  }
}

function feedFinding(address: string, state: FeedState | undefined): Finding {
  const check = `feed ${address}`
  if (!state) return { check, ok: true, detail: "not asked for yet: newsroom start, or newsroom ingest" }
  const { ok, outcome, askedAt, notBefore } = state
  const detail = `${outcome}, at ${askedAt}${notBefore ? `, not again before ${notBefore}` : ""}`
  return {
    check,
    ok,
    detail,
    ...(ok ? {} : { cure: "it is asked for every 15 minutes; is the address in FEEDS right?" }),
  }
}

/** Throws ConfigError where a package is missing. */
async function checkCard(config: Config): Promise<Finding[]> {
  const paint = await choosePainter(config)
  return paint ? [{ check: "picture card", ok: true, detail: "goes before the digest" }] : []
}

async function checkModel(config: Config): Promise<Finding> {
  const check = "model"
  if (!config.model) return { check, ok: true, detail: "none: keyless mode" }
  try {
    const prompt = { system: "Reply with the one word OK.", user: "OK?" }
    const model = await openModel(config.model)
    for await (const _ of model.generate(prompt, { deadlineMs: CALL_MS, maxTokens: 16 })) break
    return { check, ok: true, detail: config.model.model }
  } catch (error) {
    const detail = lineOf(error)
    return { check, ok: false, detail, cure: "check OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL" }
  }
}

async function checkTelegram({ telegram }: Config): Promise<Finding> {
  const check = "Telegram"
  if (!telegram) return { check, ok: true, detail: "no BOT_TOKEN: the playground" }
  try {
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot, timeoutSeconds: CALL_MS / 1000 })
    const { username } = await api.getMe()
    return { check, ok: true, detail: `@${username}` }
  } catch (error) {
    const detail = lineOf(describeFailure(error, telegram.token))
    return { check, ok: false, detail, cure: "check BOT_TOKEN, TELEGRAM_API_ROOT and the network" }
  }
}
