import { Api } from "grammy"
import { z } from "zod"
import { AnotherProcessError, openArchive, openDesk, openDigest } from "../app.ts"
import { systemClock } from "../digest/clock.ts"
import type { DigestStatus, StateCounts } from "../digest/edition-store.ts"
import { createPace } from "../digest/pace.ts"
import { createLog } from "../log.ts"
import { askHolder } from "../server/control.ts"
import { renderDigest } from "../telegram/render-digest.ts"
import { createTransport } from "../telegram/sender.ts"
import { loadTexts } from "../telegram/texts.ts"
import { editionJson } from "./article-json.ts"
import { publishOnce, renderer } from "./start.ts"
import { type CommandContext, Failure } from "./terminal.ts"

const CALL_SECONDS = 60

export async function digestPreview(
  { config, terminal }: CommandContext,
  date: string | undefined,
): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const digest = openDigest(archive, config, createLog("warn", []))
    const now = terminal.now()
    const draft = date === undefined ? openDesk(archive, config, digest).standing(now) : undefined
    const edition = draft?.prepared.edition ?? (await digest.preview({ now, ...(date ? { date } : {}) }))
    if (draft) terminal.note(`as editors have left it: ${draft.state}`)
    const messages = renderDigest(edition, archive.paperName(), loadTexts(config.language))
    if (terminal.json) terminal.printJson(editionJson(edition, messages))
    else if (messages.length === 0) terminal.print(`nothing new for ${edition.date}`)
    for (const { text } of terminal.json ? [] : messages) terminal.print(`${text}\n`)
  } finally {
    await archive.close()
  }
}

/** Sends an edition to the channel and to subscribers, or has the running process do it. */
export async function digestPublish(context: CommandContext, date: string | undefined): Promise<void> {
  const { terminal } = context
  const request = { now: terminal.now().toISOString(), ...(date ? { date } : {}) }
  const published = reportShape.parse(await publish(context, request))
  if (terminal.json) terminal.printJson(published)
  else terminal.print(wording(published))
  if (published.kind === "no-readers") throw new Failure("no channel and no subscribers: set CHANNEL_ID")
}

const reportShape = z.looseObject({
  kind: z.string(),
  edition: z.string().nullish(),
  sent: z.number().optional(),
})

async function publish({ config, terminal }: CommandContext, request: object): Promise<unknown> {
  const archive = await openArchive(config, { hold: true, note: terminal.note }).catch((error) => {
    if (error instanceof AnotherProcessError) return undefined
    throw error
  })
  if (!archive) return firstOf(askHolder(config.dataDir, "digest-publish", request))
  try {
    const { telegram, channelId } = config
    if (!telegram)
      throw new Failure(
        "BOT_TOKEN: needed to send a digest; without one, newsroom start sends to the playground",
      )
    if (archive.store.state().articles === 0) throw new Failure("nothing ingested yet: newsroom ingest")
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot, timeoutSeconds: CALL_SECONDS })
    const { username } = await api.getMe()
    const log = createLog(config.logLevel, [telegram.token])
    const digest = openDigest(archive, config, log, {
      transport: createTransport(api, {
        onRichRefused: (why) => log.info({ why }, "a digest message was sent plain"),
      }),
      pace: createPace(systemClock),
      channelId,
      username: () => username,
    })
    return await firstOf(
      publishOnce(
        () => digest,
        renderer(archive, config, () => username),
        request,
      ),
    )
  } finally {
    await archive.close()
  }
}

async function firstOf(lines: AsyncIterable<unknown>): Promise<unknown> {
  for await (const line of lines) return line
  throw new Failure("the running process said nothing")
}

export async function digestStatus({ config, terminal }: CommandContext): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const status = openDigest(archive, config, createLog("error", [])).status(terminal.now())
    if (terminal.json) return terminal.printJson(status)
    for (const line of statusLines(status)) terminal.print(line)
  } finally {
    await archive.close()
  }
}

function* statusLines(status: DigestStatus & { readonly nextAt: string }): Iterable<string> {
  const { nextAt, totals, slowest, editions, skipped, unsettled } = status
  yield `next digest at ${nextAt}`
  yield `in all: ${countsOf(totals)}`
  if (slowest)
    yield `slowest: ${slowest.occurrence}, ${slowest.seconds} s from its publication to its last message`
  for (const edition of editions) {
    const took = edition.seconds === null ? "" : `; ${edition.seconds} s`
    yield `${edition.occurrence}: ${edition.articles} articles; ${countsOf(edition)}${took}`
  }
  for (const { date, reason } of skipped) yield `no digest on ${date}: ${reason}`
  for (const { occurrence, chatId, part, state, why } of unsettled) {
    yield `${state}: ${occurrence} part ${part} to ${chatId}: ${why ?? ""}`
  }
}

function countsOf({ sent, pending, sending, failed, ambiguous }: StateCounts): string {
  return `${sent} sent, ${pending + sending} pending, ${failed} failed, ${ambiguous} ambiguous`
}

function wording({ kind, edition, sent }: z.output<typeof reportShape>): string {
  if (kind === "published") return `published ${edition}: ${sent} messages sent`
  if (kind === "already") return `${edition} was published before; nothing sent`
  return kind === "nothing-new" ? "nothing new; nothing sent" : "nothing sent"
}
