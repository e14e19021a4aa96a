import type { ArchiveState } from "../corpus.ts"
import type { Summarizer } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { compose } from "./compose.ts"
import type { Delivery, DeliveryReport } from "./delivery.ts"
import type { Edition } from "./edition.ts"
import type { DigestStatus, EditionStore, SkipReason } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"
import { type PersonalDigestDeps, publishPersonal, type WriteFor } from "./personal.ts"
import { type DigestTime, latestDue, nextDue } from "./schedule.ts"
import { type ArticleList, type Selection, selectDay, selectNew } from "./select.ts"
import { accepting, readOnce, summarizeOnce } from "./shared-reading.ts"

/** A daily edition that was missed is sent if it is less late than this. */
export const LATEST_MS = 3 * 3_600_000
const STATUS_ROWS = 20

export interface DigestRequest {
  readonly now: Date
  /** All articles of this day (YYYY-MM-DD) instead of what is new. */
  readonly date?: string
  /** All articles of the archive's newest day; does not go with `date`. */
  readonly newestDay?: boolean
}

export type Published =
  | { readonly kind: "published"; readonly edition: Edition; readonly chats: number; readonly parts: number }
  /** This occurrence was published before: nothing is sent. */
  | { readonly kind: "already"; readonly occurrence: string }
  | { readonly kind: "nothing-new" }
  | { readonly kind: "no-readers" }

export interface Digest {
  /** What `publish` would send, without storing anything. No groups: there is nothing. */
  preview(request: DigestRequest): Promise<Edition>
  /** Stores the edition with a message for the channel and each subscriber; `deliver` sends them. */
  publish(request: DigestRequest): Promise<Published>
  /** Whether the edition of that day (YYYY-MM-DD), asked for by its date, was published before. */
  wasPublished(day: string): boolean
  deliver(): Promise<DeliveryReport>
  status(now: Date): DigestStatus & { readonly nextAt: string }
  /** Publishes the daily edition if it is due, then delivers. */
  tick(now: Date): Promise<void>
  /** Comes back when the message under way has been settled. An edition that is being written is not published. */
  stop(): Promise<void>
}

export interface DigestDeps {
  readonly articles: ArticleList & { state(): Pick<ArchiveState, "newestDay"> }
  readonly editions: EditionStore
  readonly summarizer: Summarizer
  readonly delivery: Delivery
  readonly time: DigestTime
  /** Channel id or @name. */
  readonly channelId: string | undefined
  /** Name of the group of articles without a place. */
  readonly elsewhere: string
  /** The messages of an edition, each as the JSON that the transport sends. */
  readonly render: (edition: Edition) => readonly string[]
  /** Readers' own digests; without it there are none. */
  readonly personal?: PersonalDigestDeps
  /** Tells readers what they waited for. */
  readonly answerAwaited?: (now: Date, stopping: AbortSignal) => Promise<void>
  readonly log: DigestLog
}

/** What one edition is about, before it is written. */
interface Plan {
  readonly occurrence: string
  readonly day: string
  readonly selection: Selection
  /** Whether what it contains stops being new. */
  readonly news: boolean
}

const NOTHING: Selection = { groups: [], left: 0, newestIngest: undefined }

export function createDigest(deps: DigestDeps): Digest {
  const { articles, editions, time, elsewhere } = deps
  const stopping = new AbortController()

  /** Each daily edition has its day; one in between is named by the newest that it tells. */
  function plan(request: DigestRequest, today: string, scheduled: boolean): Plan {
    const day = request.newestDay ? (articles.state().newestDay ?? undefined) : request.date
    if (day !== undefined) {
      return { occurrence: `day:${day}`, day, selection: selectDay(articles, day, elsewhere), news: false }
    }
    const cutoff = editions.cutoff()
    const empty = request.newestDay === true || cutoff === undefined
    const selection = empty ? NOTHING : selectNew(articles, cutoff, today, elsewhere)
    const occurrence = scheduled ? `daily:${today}` : `news:${selection.newestIngest ?? today}`
    return { occurrence, day: today, selection, news: true }
  }

  async function write({ day, selection }: Plan, summarizer = deps.summarizer): Promise<Edition> {
    const groups = await compose(selection.groups, summarizer, stopping.signal)
    return { occurrence: null, date: day, groups, left: selection.left }
  }

  /** For one reader after the other: what several of them get is read and summarized once. */
  function writerForReaders(): WriteFor {
    const read = readOnce(articles)
    const summarizer = summarizeOnce(deps.summarizer)
    return async (since, day, accept) => {
      const selection = selectNew(accepting(read, accept), since, day, elsewhere)
      const edition = await write({ occurrence: "", day, selection, news: false }, summarizer)
      return { edition, newestIngest: selection.newestIngest }
    }
  }

  function chats(): string[] {
    const channel = deps.channelId === undefined ? [] : [deps.channelId]
    return [...new Set([...channel, ...editions.subscribers()])]
  }

  async function publish(request: DigestRequest, today: string, scheduled: boolean): Promise<Published> {
    const planned = plan(request, today, scheduled)
    const { occurrence } = planned
    if (editions.has(occurrence)) return { kind: "already", occurrence }
    if (planned.selection.groups.length === 0) return { kind: "nothing-new" }
    if (chats().length === 0) return { kind: "no-readers" }
    const edition = { ...(await write(planned)), occurrence }
    if (stopping.signal.aborted) throw new Error("the program ended before the digest was written")
    const messages = deps.render(edition)
    const to = chats()
    if (to.length === 0) return { kind: "no-readers" }
    const cutoff = planned.news ? planned.selection.newestIngest : undefined
    const stored = editions.publish(edition, { cutoff, now: request.now, chats: to, messages })
    if (!stored) return { kind: "already", occurrence }
    deps.log.info({ occurrence, chats: to.length, parts: messages.length }, "digest published")
    return { kind: "published", edition, chats: to.length, parts: messages.length }
  }

  function skip(day: string, reason: SkipReason, now: Date): void {
    editions.skip(day, reason, now)
    deps.log.info({ day, reason }, "no digest today")
  }

  async function publishDue(now: Date): Promise<void> {
    const { day, at } = latestDue(time, now)
    if (editions.has(`daily:${day}`) || editions.skipped(day)) return
    const cutoff = editions.cutoff()
    const missedNothing = cutoff === undefined || Date.parse(cutoff) > at.getTime()
    if (missedNothing) return
    if (now.getTime() - at.getTime() >= LATEST_MS) return skip(day, "too-late", now)
    const result = await publish({ now }, day, true)
    if (result.kind === "nothing-new" || result.kind === "no-readers") skip(day, result.kind, now)
  }

  /** What goes wrong for readers of their own digests keeps nothing else from being sent. */
  async function publishReaders(now: Date): Promise<void> {
    const { personal, answerAwaited } = deps
    const { signal } = stopping
    const work = { time, write: writerForReaders(), stopping: signal, log: deps.log }
    const failed = (error: unknown) =>
      deps.log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        "readers' digests failed",
      )
    if (personal) await publishPersonal({ ...personal, ...work }, now).catch(failed)
    await answerAwaited?.(now, signal).catch(failed)
  }

  return {
    preview: (request) => write(plan(request, dayIn(request.now, time.timeZone), false)),
    publish: (request) => publish(request, dayIn(request.now, time.timeZone), false),
    wasPublished: (day) => editions.has(`day:${day}`),
    deliver: () => deps.delivery.deliver(),
    status: (now) => ({ ...editions.status(STATUS_ROWS), nextAt: nextDue(time, now).at.toISOString() }),
    async tick(now) {
      await publishDue(now)
      await publishReaders(now)
      await deps.delivery.deliver()
    },
    stop() {
      stopping.abort()
      return deps.delivery.stop()
    },
  }
}
