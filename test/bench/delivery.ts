import { readFileSync } from "node:fs"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createPace } from "../../src/digest/pace.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { type KillReport, killNewsroom } from "../digest/kill-newsroom.ts"
import { memoryDatabase } from "../digest/memory-database.ts"
import { EDITOR, kill, openNewsroom } from "../digest/newsroom-process.ts"
import { PaceWatch } from "../digest/pace-watch.ts"
import { Random } from "../digest/random.ts"
import { SimulatedTelegram } from "../digest/simulated-telegram.ts"
import { type Figures, simulate } from "../digest/simulation.ts"
import { VirtualClock } from "../digest/virtual-clock.ts"

const SIZE = { chats: 200, editions: 5 }
const PERMITTED_A_SECOND = 25
const CORPUS = join(import.meta.dirname, "../../corpus")
const ASKERS = 10
const ASK_EVERY_MS = 400

export interface SeedsReport {
  readonly seeds: number
  readonly seconds: number
  /** Summed over the seeds. */
  readonly figures: Figures
  /** With the seed before each. */
  readonly violations: readonly string[]
}

export async function runSeeds(seeds: number): Promise<SeedsReport> {
  const begun = performance.now()
  const violations: string[] = []
  let figures: Figures | undefined
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await simulate(seed, SIZE)
    violations.push(...result.violations.map((one) => `seed ${seed}: ${one}`))
    figures = figures ? plus(figures, result.figures) : result.figures
  }
  if (!figures) throw new Error("delivery: takes at least one seed")
  const seconds = (performance.now() - begun) / 1_000
  return { seeds, seconds, figures, violations }
}

function plus(a: Figures, b: Figures): Figures {
  return {
    rows: a.rows + b.rows,
    sent: a.sent + b.sent,
    failed: a.failed + b.failed,
    ambiguous: a.ambiguous + b.ambiguous,
    requests: a.requests + b.requests,
    uploads: a.uploads + b.uploads,
    richRefused: a.richRefused + b.richRefused,
    retractions: a.retractions + b.retractions,
    answers: a.answers + b.answers,
    kills: a.kills + b.kills,
    clockJumps: a.clockJumps + b.clockJumps,
    settledByEditor: a.settledByEditor + b.settledByEditor,
    sentByEditor: a.sentByEditor + b.sentByEditor,
  }
}

export interface PaceReport {
  readonly messages: number
  readonly seconds: number
  /** Of 25 a second, readers' answers counted. */
  readonly share: number
  /** At a tenth of the messages, at the half and at the end. */
  readonly megabytes: readonly number[]
}

/** One edition to so many private chats by the virtual clock, on a line of 5 ms to 250 ms. */
export async function deliverVirtually(
  chatCount: number,
): Promise<PaceReport & { readonly violations: number }> {
  const [db, clock, random] = [memoryDatabase(), new VirtualClock("2025-10-24T00:00:00Z"), new Random(1)]
  const edition = { occurrence: "daily:2025-10-24", date: "2025-10-24", groups: [], left: 0 }
  const chats = Array.from({ length: chatCount }, (_, at) => String(at + 1))
  new SqliteEditions(db).publish(edition, {
    cutoff: undefined,
    now: clock.now(),
    chats,
    messages: ['"text"'],
  })
  const telegram = new SimulatedTelegram(clock, () => "arrives", { latencyMs: () => random.int(5, 250) })
  const watch = new PaceWatch(clock)
  const megabytes: number[] = []
  const marks = [0.1, 0.5, 1].map((share) => Math.floor(chatCount * share))
  const transport = {
    send(chat: string, payload: string) {
      watch.request(chat)
      if (marks.includes(telegram.requests.length + 1)) megabytes.push(process.memoryUsage().rss / 2 ** 20)
      return telegram.send(chat, payload)
    },
  }
  const log = { info: () => undefined, warn: () => undefined }
  await createDelivery({
    outbox: new SqliteOutbox(db),
    transport,
    pace: createPace(clock),
    clock,
    log,
  }).deliver()
  const [first, last] = [telegram.requests.at(0)?.atMs ?? 0, telegram.requests.at(-1)?.atMs ?? 0]
  const seconds = (last - first) / 1_000
  const share = telegram.copies.length / seconds / PERMITTED_A_SECOND
  return { messages: telegram.copies.length, seconds, share, megabytes, violations: watch.violations.length }
}

export interface RealReport extends PaceReport {
  readonly answers: number
  readonly answerP50Ms: number
  readonly answerP95Ms: number
  /** How long the machine kept the bench's own idle process waiting: what lies above some milliseconds is its load. */
  readonly stallP99Ms: number
}

/** The real program sends one edition to so many readers of the local Bot API, while readers ask it about the sample archive. */
export async function deliverReally(readerCount: number): Promise<RealReport> {
  const newsroom = await openNewsroom(readerCount, CORPUS)
  try {
    const questions = JSON.parse(readFileSync(join(CORPUS, "examples.json"), "utf8")) as string[]
    newsroom.publish("1", 1)
    const digests: number[] = []
    const answered: number[] = []
    const waits: number[] = []
    const asked = new Map<number, number>()
    const megabytes: number[] = []
    const child = newsroom.start()
    const marks = [0.1, 0.5, 1].map((share) => Math.floor(readerCount * share))
    newsroom.api.subscribe((event) => {
      if (event.type !== "message" || event.chatId === EDITOR) return
      const { message } = event
      const question = message.reply_to_message?.message_id
      if (question !== undefined) {
        const askedAt = asked.get(question)
        if (askedAt !== undefined) waits.push(performance.now() - askedAt)
        asked.delete(question)
        answered.push(performance.now())
      } else if (message.from?.is_bot !== false) {
        digests.push(performance.now())
        if (marks.includes(digests.length)) megabytes.push(residentMegabytes(child.pid ?? 0))
      }
    })
    await newsroom.api.until(() => digests.length > 0, 60_000)
    const stalls = monitorEventLoopDelay({ resolution: 10 })
    stalls.enable()
    for (let at = 0; digests.length < readerCount; at++) {
      const reader = newsroom.readers[at % ASKERS] ?? 0
      asked.set(
        newsroom.api.userSends(reader, reader, questions[at % questions.length] ?? "").message_id,
        performance.now(),
      )
      await sleep(ASK_EVERY_MS)
    }
    stalls.disable()
    await kill(child)
    const [first, last] = [digests.at(0) ?? 0, digests.at(-1) ?? 0]
    const seconds = (last - first) / 1_000
    const messages = digests.length + answered.filter((at) => at >= first && at <= last).length
    waits.sort((a, b) => a - b)
    const quantile = (share: number) => waits[Math.floor(waits.length * share)] ?? Number.NaN
    return {
      messages: digests.length,
      seconds,
      share: messages / seconds / PERMITTED_A_SECOND,
      megabytes,
      answers: waits.length,
      answerP50Ms: quantile(0.5),
      answerP95Ms: quantile(0.95),
      stallP99Ms: stalls.percentile(99) / 1e6,
    }
  } finally {
    await newsroom.close()
  }
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
  return Number(kilobytes ?? Number.NaN) / 1_024
}

export async function printDelivery(seeds: number): Promise<void> {
  const { seconds, figures, violations } = await runSeeds(seeds)
  console.log(
    `${seeds} seeds of ${SIZE.chats} chats and ${SIZE.editions} editions in ${seconds.toFixed(0)} s`,
  )
  for (const [name, count] of Object.entries(figures)) console.log(`  ${name} ${count}`)
  console.log(`  violations ${violations.length}`)
  for (const one of violations.slice(0, 20)) console.log(`    ${one}`)
  printPace("virtual clock", await deliverVirtually(10_000))
  const real = await deliverReally(1_000)
  printPace("real time", real)
  const [p50, p95] = [real.answerP50Ms, real.answerP95Ms].map((ms) => ms.toFixed(0))
  console.log(
    `  ${real.answers} readers' answers meanwhile: p50 ${p50} ms, p95 ${p95} ms; stalls of the machine p99 ${real.stallP99Ms.toFixed(0)} ms`,
  )
}

function printPace(name: string, { messages, seconds, share, megabytes }: PaceReport): void {
  console.log(
    `${name}: ${messages} messages in ${seconds.toFixed(1)} s, ${(100 * share).toFixed(1)} % of the permitted pace; ` +
      `resident after a tenth, a half, all: ${megabytes.map((one) => one.toFixed(0)).join(", ")} MB`,
  )
}

export async function printKills(kills: number): Promise<void> {
  const report: KillReport = await killNewsroom(kills, 1)
  const { rows, sent, ambiguous, ambiguousThere, violations } = report
  console.log(
    `killed ${kills} times: of ${rows} messages ${sent} sent, ${ambiguous} ambiguous (${ambiguousThere} of them there), ${violations.length} violations`,
  )
  for (const one of violations) console.log(`  ${one}`)
}
