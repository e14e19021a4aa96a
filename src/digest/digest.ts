import type { ArchiveState, ArticleId, ArticleStore } from "../corpus.ts"
import type { Summarizer } from "../summarize/summary.ts"
import { dayIn } from "../text/dates.ts"
import { lineOf } from "../text/error-line.ts"
import type { Card, CardMaker } from "./card.ts"
import { compose, createItemWriter } from "./compose.ts"
import type { Delivery, DeliveryReport } from "./delivery.ts"
import type { DigestStatus } from "./digest-status.ts"
import { type DigestItem, type Edition, editionItems, type Headings, withoutArticles } from "./edition.ts"
import type { EditionStore, PublishedEdition } from "./edition-store.ts"
import type { Demand } from "./importance.ts"
import type { DigestLog } from "./log.ts"
import { missedDays, missedNothing, type SkipReason } from "./missed-days.ts"
import { type PersonalDigestDeps, publishPersonal } from "./personal.ts"
import { createReaderEditions } from "./reader-editions.ts"
import { type DigestTime, LATEST_MS, latestDue, nextDue } from "./schedule.ts"
import { type ArticleList, type Selection, selectDay, selectNew } from "./select.ts"
import { createWithdrawal } from "./withdrawal.ts"

const STATUS_ROWS = 20
export interface DigestRequest {
  readonly now: Date
  /** All articles of this day (YYYY-MM-DD) instead of what is new. */
  readonly date?: string
  /** All articles of the archive's newest day; does not go with `date`. */
  readonly newestDay?: boolean
}

export type Published =
  | {
      readonly kind: "published"
      readonly edition: Edition
      readonly chats: number
      readonly parts: number
      /** Left out, since their articles were retracted after they had been written. */
      readonly dropped: readonly DigestItem[]
    }
  /** This occurrence was published before: nothing is sent. */
  | { readonly kind: "already"; readonly occurrence: string }
  | { readonly kind: "nothing-new" }
  | { readonly kind: "no-readers" }

/** An edition that is written and not published yet. */
export interface Prepared {
  readonly edition: PublishedEdition
  /** ISO instant up to which its articles are no longer new once it is published; null where that stays as it is. */
  readonly cutoff: string | null
  /** The cutoff at which it was written: with another one, something was published in between. */
  readonly since: string | null
}

/** What becomes of a daily edition that is due. */
export type Decision =
  /** It is written now, of what is new now. */
  | { readonly kind: "write" }
  /** Lateness counts from `since`; `published` hears what came of it. */
  | {
      readonly kind: "send"
      readonly prepared: Prepared
      readonly card?: Card | undefined
      readonly since: Date
      readonly published: (result: Published) => void
    }
  | { readonly kind: "wait" }
  | { readonly kind: "skip"; readonly reason: SkipReason }

/** The day of the edition (YYYY-MM-DD), and the instant at which it was due. */
export type Decide = (day: string, at: Date, now: Date) => Promise<Decision>

export interface Digest {
  /** What `publish` would send, without storing anything. No groups: there is nothing. */
  preview(request: DigestRequest): Promise<Edition>
  /** Stores the edition with a message for the channel and each subscriber; `deliver` sends them. */
  publish(request: DigestRequest): Promise<Published>
  /**
   * Writes the edition that comes next: today's where that was not published yet, else one in between; or the day's
   * that is asked for. Stores nothing.
   */
  prepare(request: DigestRequest): Promise<Prepared>
  /** Its picture card as it is now; undefined where there are none, or it cannot be drawn. */
  drawCard(edition: Edition): Promise<Card | undefined>
  /**
   * Publishes what was prepared; nothing-new where something else was published since. Without its card where that
   * shows what was retracted.
   */
  publishPrepared(prepared: Prepared, now: Date, card?: Card): Published
  /** The item written again from the article as it is now; undefined where it is there no more. */
  rewrite(item: DigestItem, leads: boolean): Promise<DigestItem | undefined>
  /** Whether something that it would tell was published since it was prepared. */
  isOvertaken(prepared: Prepared): boolean
  /** Whether today's daily edition is neither sent nor skipped. */
  comesToday(now: Date): boolean
  /** Whether the edition was published. */
  has(occurrence: string): boolean
  /** Whether the edition of that day (YYYY-MM-DD), asked for by its date, was published before. */
  wasPublished(day: string): boolean
  deliver(): Promise<DeliveryReport>
  /** Takes what was retracted since out of the messages of all chats that have got nothing of their edition yet. */
  withdrawRetracted(): void
  status(now: Date): DigestStatus & { readonly nextAt: string }
  missed: EditionStore["missed"]
  /** Publishes the daily edition if it is due and `decide` says so, then delivers. */
  tick(now: Date, decide?: Decide): Promise<void>
  /** Comes back when the message under way has been settled. An edition that is being written is not published. */
  stop(): Promise<void>
}

export interface DigestDeps {
  readonly articles: ArticleList & Pick<ArticleStore, "get"> & { state(): Pick<ArchiveState, "newestDay"> }
  readonly editions: EditionStore
  readonly summarizer: Summarizer
  readonly delivery: Delivery
  readonly time: DigestTime
  /** Channel id or @name. */
  readonly channelId: string | undefined
  readonly headings: Headings
  /** What readers asked for lately. */
  readonly demand: (now: Date) => Demand
  /** The messages of an edition, each as the JSON that the transport sends. */
  readonly render: (edition: Edition) => readonly string[]
  /** Draws the card that goes before them; without it there is none. */
  readonly card?: CardMaker | undefined
  /** The same as plain text, for the log. */
  readonly plain: (edition: Edition) => string
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

const NOTHING: Selection = {
  groups: [],
  placeOf: () => "",
  left: 0,
  shrunk: [],
  ranked: [],
  ahead: 0,
  newestIngest: undefined,
}
const WRITE: Decide = async () => ({ kind: "write" })

export function createDigest(deps: DigestDeps): Digest {
  const { articles, editions, time, headings, log } = deps
  const stopping = new AbortController()
  const writing = {
    summarizer: deps.summarizer,
    article: (id: string, version?: number) => articles.get(id, version),
    signal: stopping.signal,
  }
  const today = (now: Date) => dayIn(now, time.timeZone)

  /** Each daily edition has its day; one in between is named by the newest that it tells. */
  async function plan(request: DigestRequest, today: string, scheduled: boolean): Promise<Plan> {
    const options = { headings, demand: deps.demand(request.now) }
    const day = request.newestDay ? (articles.state().newestDay ?? undefined) : request.date
    if (day !== undefined) {
      const selection = await selectDay(articles, day, options)
      return { occurrence: `day:${day}`, day, selection, news: false }
    }
    const cutoff = editions.cutoff()
    if (cutoff !== undefined && Date.parse(cutoff) > request.now.getTime())
      log.warn(
        { cutoff },
        "the archive's clock lies in the future: what is new is told by the order in which it came",
      )
    const empty = request.newestDay === true || cutoff === undefined
    const selection = empty ? NOTHING : await selectNew(articles, cutoff, today, options)
    if (selection.ahead > 0)
      log.warn(
        { articles: selection.ahead, day: today },
        "articles are dated in days to come: left out of the digest",
      )
    const occurrence = scheduled ? `daily:${today}` : `news:${selection.newestIngest ?? today}`
    return { occurrence, day: today, selection, news: true }
  }

  async function write({ day, selection }: Plan): Promise<Edition> {
    const groups = await compose(selection, createItemWriter(writing))
    return { occurrence: null, date: day, groups, left: selection.left }
  }

  function chats(): string[] {
    const channel = deps.channelId === undefined ? [] : [deps.channelId]
    return [...new Set([...channel, ...editions.subscribers()])]
  }

  async function publish(request: DigestRequest, today: string, scheduled: boolean): Promise<Published> {
    const planned = await plan(request, today, scheduled)
    const { occurrence } = planned
    if (editions.has(occurrence)) return { kind: "already", occurrence }
    if (planned.selection.groups.length === 0) return { kind: "nothing-new" }
    if (chats().length === 0) return { kind: "no-readers" }
    const prepared = await prepareAs(planned)
    const card = await drawCard(prepared.edition)
    if (stopping.signal.aborted) throw new Error("the program ended before the digest was written")
    return publishPrepared(prepared, request.now, card)
  }

  async function prepareAs(planned: Plan): Promise<Prepared> {
    const since = editions.cutoff() ?? null
    const edition = { ...(await write(planned)), occurrence: planned.occurrence }
    return { edition, cutoff: (planned.news ? planned.selection.newestIngest : undefined) ?? null, since }
  }

  async function prepare(request: DigestRequest): Promise<Prepared> {
    const day = today(request.now)
    return prepareAs(await plan(request, day, !editions.has(`daily:${day}`)))
  }

  async function drawCard(edition: Edition): Promise<Card | undefined> {
    const { edition: live } = withoutRetracted(edition, articles)
    if (!deps.card || live.groups.length === 0) return undefined
    try {
      return await deps.card.draw(live)
    } catch (error) {
      log.warn(
        { day: edition.date, why: lineOf(error) },
        "the card cannot be drawn: the digest goes out without it",
      )
      return undefined
    }
  }

  const isOvertaken = ({ cutoff, since }: Pick<Prepared, "cutoff" | "since">) =>
    cutoff !== null && since !== (editions.cutoff() ?? null)

  function publishPrepared(
    { edition: written, cutoff, since }: Prepared,
    now: Date,
    drawn?: Card,
  ): Published {
    const { occurrence } = written
    if (editions.has(occurrence)) return { kind: "already", occurrence }
    if (isOvertaken({ cutoff, since })) return { kind: "nothing-new" }
    const { edition, dropped } = withoutRetracted(written, articles)
    if (edition.groups.length === 0) return { kind: "nothing-new" }
    const card = drawn?.articles.every((id) => articles.get(id)?.status === "live") ? drawn : undefined
    const first = card && deps.card ? [deps.card.message(edition)] : []
    const messages = [...first, ...deps.render(edition)]
    const to = chats()
    if (to.length === 0) return { kind: "no-readers" }
    const details = { cutoff: cutoff ?? undefined, now, chats: to, messages, card }
    if (!editions.publish(edition, details)) return { kind: "already", occurrence }
    const counts = { occurrence, chats: to.length, parts: messages.length, dropped: dropped.length }
    log.info({ ...counts, text: deps.plain(edition) }, "digest published")
    return { kind: "published", edition, chats: to.length, parts: messages.length, dropped }
  }

  function skip(day: string, reason: SkipReason, now: Date, earlier = 0): void {
    editions.skip(day, reason, now, earlier)
    log.info({ day, reason, ...(earlier > 0 ? { earlier } : {}) }, "no digest today")
  }

  async function publishDue(now: Date, decide: Decide): Promise<void> {
    const { day, at } = latestDue(time, now)
    const [known, cutoff] = [editions.dayBefore(day), editions.cutoff()]
    for (const missed of known === undefined ? [] : missedDays(time, known, day, cutoff, now))
      skip(missed.date, "too-late", now, missed.earlier)
    if (editions.has(`daily:${day}`) || editions.skipped(day, now)) return
    if (missedNothing(cutoff, at, now)) return
    const decision = await decide(day, at, now)
    if (decision.kind === "wait" || stopping.signal.aborted) return
    if (decision.kind === "skip") return skip(day, decision.reason, now)
    const since = decision.kind === "send" ? decision.since : at
    if (now.getTime() - since.getTime() >= LATEST_MS) return skip(day, "too-late", now)
    let result: Published
    if (decision.kind === "send") {
      result = publishPrepared(decision.prepared, now, decision.card)
      decision.published(result)
    } else result = await publish({ now }, day, true)
    if (result.kind === "nothing-new" || result.kind === "no-readers") skip(day, result.kind, now)
  }

  const withdrawRetracted = createWithdrawal(deps)

  async function deliver(): Promise<DeliveryReport> {
    withdrawRetracted()
    return deps.delivery.deliver()
  }

  /** What goes wrong for readers of their own digests keeps nothing else from being sent. */
  async function publishReaders(now: Date): Promise<void> {
    const { personal, answerAwaited } = deps
    const { signal } = stopping
    const item = createItemWriter(writing)
    const writer = () => createReaderEditions({ articles, headings, demand: deps.demand(now), item })
    const work = { time, writer, stopping: signal, log }
    const failed = (error: unknown) => log.warn({ error: lineOf(error) }, "readers' digests failed")
    if (personal) await publishPersonal({ ...personal, ...work }, now).catch(failed)
    await answerAwaited?.(now, signal).catch(failed)
  }

  return {
    preview: async (request) => write(await plan(request, today(request.now), false)),
    publish: (request) => publish(request, today(request.now), false),
    prepare,
    drawCard,
    publishPrepared,
    async rewrite(item, leads) {
      const article = articles.get(item.articleId)
      return article?.status === "live" ? createItemWriter(writing)(article, item.place, leads) : undefined
    },
    isOvertaken,
    comesToday: (now) => !editions.has(`daily:${today(now)}`) && !editions.skipped(today(now), now),
    has: (occurrence) => editions.has(occurrence),
    wasPublished: (day) => editions.has(`day:${day}`),
    deliver,
    withdrawRetracted,
    missed: (after, limit) => editions.missed(after, limit),
    status: (now) => ({ ...editions.status(STATUS_ROWS), nextAt: nextDue(time, now).at.toISOString() }),
    async tick(now, decide = WRITE) {
      await publishDue(now, decide)
      await publishReaders(now)
      await deliver()
    },
    stop() {
      stopping.abort()
      return deps.delivery.stop()
    },
  }
}

function withoutRetracted<T extends Edition>(
  edition: T,
  articles: Pick<ArticleStore, "get">,
): { readonly edition: T; readonly dropped: readonly DigestItem[] } {
  const isGone = (id: ArticleId) => articles.get(id)?.status !== "live"
  const items = editionItems(edition)
  const named = items.flatMap(({ articleId, before }) => (before ? [articleId, before.id] : [articleId]))
  const gone = new Set(named.filter(isGone))
  const dropped = items.filter(({ articleId }) => gone.has(articleId))
  return { edition: withoutArticles(edition, gone), dropped }
}
