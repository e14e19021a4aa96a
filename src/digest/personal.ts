import { setImmediate } from "node:timers/promises"
import { lineOf } from "../text/error-line.ts"
import { choiceKey } from "./choice.ts"
import type { ChoicePresses } from "./choice-presses.ts"
import type { Edition } from "./edition.ts"
import type { EditionStore } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"
import type { WriteFor, Written } from "./reader-editions.ts"
import { type DigestTime, type Due, LATEST_MS, latestDue } from "./schedule.ts"
import { shrunkOf } from "./shrink.ts"
import { isPlain, type Subscription } from "./subscription.ts"
import type { SubscriptionStore } from "./subscription-store.ts"

/** Editions that are published in one transaction: each waits for the disk. */
const PUBLISHED_AT_ONCE = 16

export interface PersonalDigestDeps {
  readonly subscriptions: Pick<SubscriptionStore, "find" | "running" | "done">
  readonly editions: Pick<EditionStore, "cutoff" | "has" | "publish">
  readonly presses: Pick<ChoicePresses, "unpressed" | "stood" | "left">
  /** All within one transaction, or within a part of one that can be taken back by itself. */
  readonly atomically: <T>(work: () => T) => T
  /** The messages of an edition for its one reader, each as the JSON that the transport sends. */
  readonly render: (edition: Edition, subscription: Subscription) => readonly string[]
}

export interface PersonalDigestWork extends PersonalDigestDeps {
  /** Of the newsroom's own digest. */
  readonly time: DigestTime
  /** By the same selection as the newsroom's own, for the digests that are due now. */
  readonly writer: () => WriteFor
  readonly stopping: AbortSignal
  readonly log: DigestLog
}

interface DueDigest {
  readonly subscription: Subscription
  readonly due: Due
}

/** undefined: there is nothing to tell, or it is too late to tell it. */
interface Settled extends DueDigest {
  readonly written: (Written & { readonly messages: readonly string[] }) | undefined
}

/**
 * Publishes readers' own digests that are due, each once a day. What went to one reader goes to no other, and a day
 * without anything new brings nothing. A plain digest is not among them: it is the newsroom's.
 */
export async function publishPersonal(work: PersonalDigestWork, now: Date): Promise<void> {
  const { editions, subscriptions, time, stopping, log } = work
  if (editions.cutoff() === undefined) return
  const dueOf = dueTimes(time, now)
  const waiting = subscriptions
    .running()
    .filter((subscription) => !isPlain(subscription))
    .map((subscription) => ({ subscription, due: dueOf(subscription) }))
    .filter(({ subscription, due }) => isOpen(subscription, due))
  if (waiting.length === 0) return
  const write = work.writer()
  for (let at = 0; at < waiting.length; at += PUBLISHED_AT_ONCE) {
    const settled: Settled[] = []
    for (const one of waiting.slice(at, at + PUBLISHED_AT_ONCE)) {
      // Readers' questions go first.
      await setImmediate()
      if (stopping.aborted) return
      const done = await settle(work, write, one, now).catch(failed(log, one))
      if (done) settled.push(done)
    }
    if (stopping.aborted) return
    publish(work, settled, now)
  }
}

function isOpen({ doneDay, weekdays }: Subscription, { day }: Due): boolean {
  return doneDay !== day && weekdays.includes(weekdayOf(day))
}

async function settle(
  { editions, presses, render }: PersonalDigestWork,
  write: WriteFor,
  { subscription, due }: DueDigest,
  now: Date,
): Promise<Settled> {
  const tooLate = now.getTime() - due.at.getTime() >= LATEST_MS
  if (tooLate || editions.has(occurrenceOf(subscription, due)))
    return { subscription, due, written: undefined }
  const { since, wants } = subscription
  const written = await write(since, due.day, wants, shrunkOf(subscription, presses))
  const messages = written.edition.groups.length === 0 ? [] : render(written.edition, subscription)
  return { subscription, due, written: messages.length === 0 ? undefined : { ...written, messages } }
}

/** Of several digests all that can be; a digest that has ended in the meantime is left out. */
function publish(work: PersonalDigestWork, settled: readonly Settled[], now: Date): void {
  const { atomically, subscriptions, log } = work
  const published: Settled[] = []
  atomically(() => {
    for (const one of settled) {
      if (!subscriptions.find(one.subscription.id)) continue
      try {
        atomically(() => publishOne(work, one, now))
        if (one.written) published.push(one)
      } catch (error) {
        failed(log, one)(error)
      }
    }
  })
  for (const { subscription, due, written } of published) {
    const occurrence = occurrenceOf(subscription, due)
    log.info({ occurrence, parts: written?.messages.length }, "a reader's digest published")
  }
}

function publishOne(
  { editions, subscriptions, presses }: PersonalDigestWork,
  { subscription, due, written }: Settled,
  now: Date,
): void {
  const { id, chatId } = subscription
  if (!written) {
    subscriptions.done(id, due.day)
    return
  }
  const { edition, messages, newestIngest } = written
  const occurrence = occurrenceOf(subscription, due)
  editions.publish({ ...edition, occurrence }, { cutoff: undefined, now, chats: [String(chatId)], messages })
  presses.stood(id, occurrence, (edition.choices ?? []).map(choiceKey))
  subscriptions.done(id, due.day, newestIngest)
}

function occurrenceOf({ id }: Subscription, { day }: Due): string {
  return `own:${id}:${day}`
}

function failed(log: DigestLog, { subscription }: DueDigest): (error: unknown) => void {
  return (error) => {
    log.warn({ subscription: subscription.id, why: lineOf(error) }, "a reader's digest could not be written")
  }
}

/** Many digests have the same hour. */
function dueTimes(own: DigestTime, now: Date): (subscription: Subscription) => Due {
  const known = new Map<string, Due>()
  return ({ at }) => {
    const time = { ...own, ...at }
    const key = `${time.hour}:${time.minute}`
    const due = known.get(key) ?? latestDue(time, now)
    known.set(key, due)
    return due
  }
}

/** 1 (Monday) to 7. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}
