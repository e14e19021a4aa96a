import { Api } from "grammy"
import { z } from "zod"
import { AnotherProcessError, type Archive, openArchive } from "../app.ts"
import { choosePainter, openPainter } from "../cards.ts"
import { systemClock } from "../digest/clock.ts"
import type { DigestStatus, ReadersKind, StateCounts } from "../digest/digest-status.ts"
import { createPace } from "../digest/pace.ts"
import { botTransport, openDesk, openDigest } from "../digesting.ts"
import { replaceFile } from "../files.ts"
import { createLog } from "../log.ts"
import { askHolder } from "../server/control.ts"
import { cardWords } from "../telegram/render-card.ts"
import { renderDigest } from "../telegram/render-digest.ts"
import { loadTexts } from "../telegram/texts.ts"
import { editionJson } from "./article-json.ts"
import { publishOnce, renderer } from "./publish-digest.ts"
import { type CommandContext, Failure } from "./terminal.ts"

const CALL_SECONDS = 60

export async function digestPreview(
  { config, terminal }: CommandContext,
  { date, card }: { readonly date?: string; readonly card?: string },
): Promise<void> {
  const paint = card === undefined ? undefined : await openPainter()
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const digest = openDigest(archive, config, createLog("warn", []))
    const now = terminal.now()
    const draft = date === undefined ? openDesk(archive, config, digest).standing(now) : undefined
    const edition = draft?.prepared.edition ?? (await digest.preview({ now, ...(date ? { date } : {}) }))
    if (draft) terminal.note(`as editors have left it: ${draft.state}`)
    const texts = loadTexts(config.language)
    const messages = renderDigest(edition, archive.paperName(), texts)
    const drawn = card !== undefined && paint !== undefined && messages.length > 0
    if (drawn) replaceFile(card, [await paint(cardWords(edition, archive.paperName(), texts).words)])
    if (terminal.json) terminal.printJson({ ...editionJson(edition, messages), ...(drawn ? { card } : {}) })
    else if (messages.length === 0) terminal.print(nothingFor(edition.date, date, archive))
    for (const { text } of terminal.json ? [] : messages) terminal.print(`${text}\n`)
    if (drawn) terminal.note(`the card is in ${card}`)
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
  failed: z.number().optional(),
  ambiguous: z.number().optional(),
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
    const paint = await choosePainter(config)
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot, timeoutSeconds: CALL_SECONDS })
    const { username } = await api.getMe()
    const log = createLog(config.logLevel, [telegram.token])
    const digest = openDigest(archive, config, log, {
      transport: botTransport(api, archive, log),
      paint,
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
    for (const line of statusLines(status, config.timeZone)) terminal.print(line)
  } finally {
    await archive.close()
  }
}

function nothingFor(day: string, asked: string | undefined, { store }: Archive): string {
  const { newestDay } = store.state()
  if (newestDay === null) return `nothing for ${day}`
  return asked === undefined
    ? `nothing new for ${day}; --date ${newestDay} shows the newest day of the archive`
    : `nothing for ${day}; the newest day of the archive is ${newestDay}`
}

function* statusLines(
  status: DigestStatus & { readonly nextAt: string },
  timeZone: string,
): Iterable<string> {
  const { nextAt, totals, ambiguousPrivate, slowest, editions, readers, skipped, unsettled } = status
  // Swedish dates are ISO's.
  const time = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone })
  yield `next digest at ${time.format(new Date(nextAt))} (${timeZone})`
  const where = totals.ambiguous > 0 ? ` (${ambiguousPrivate} of these in private chats)` : ""
  yield `in all: ${countsOf(totals)}${where}`
  if (slowest)
    yield `slowest: ${slowest.occurrence}, ${slowest.seconds} s from its publication to its last message`
  for (const edition of editions) {
    yield `${edition.occurrence}: ${edition.articles} articles; ${countsOf(edition)}${took(edition)}`
  }
  for (const one of readers) {
    yield `${READERS_WORDS[one.kind]} of ${one.date}: ${one.editions}; ${countsOf(one)}${took(one)}`
  }
  for (const { date, reason, earlier } of skipped) {
    yield `no digest on ${date}: ${reason}${earlier > 0 ? ` (and ${earlier} earlier)` : ""}`
  }
  for (const { occurrence, chatId, part, state, why } of unsettled) {
    yield `${state}: ${occurrence} part ${part} to ${chatId}: ${why ?? ""}`
  }
  const more = totals.failed + totals.ambiguous - unsettled.length
  if (more > 0) yield `and ${more} more that failed or are ambiguous`
}

const READERS_WORDS: Readonly<Record<ReadersKind, string>> = {
  own: "readers' own digests",
  awaited: "answers to awaited questions",
}

function took({ seconds }: { readonly seconds: number | null }): string {
  return seconds === null ? "" : `; ${seconds} s`
}

function countsOf({ sent, pending, sending, failed, ambiguous }: StateCounts): string {
  return `${sent} sent, ${pending + sending} pending, ${failed} failed, ${ambiguous} ambiguous`
}

function wording({ kind, edition, sent, failed = 0, ambiguous = 0 }: z.output<typeof reportShape>): string {
  if (kind === "published") {
    const rest =
      failed + ambiguous > 0 ? `, ${failed} failed, ${ambiguous} ambiguous: newsroom digest status` : ""
    return `published ${edition}: ${sent} messages sent${rest}`
  }
  if (kind === "already") return `${edition} was published before; nothing sent`
  return kind === "nothing-new" ? "nothing new; nothing sent" : "nothing sent"
}
