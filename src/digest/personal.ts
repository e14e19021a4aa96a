import { setImmediate } from "node:timers/promises"
import { type Choice, choiceKey } from "./choice.ts"
import type { ChoicePresses } from "./choice-presses.ts"
import type { Edition } from "./edition.ts"
import type { EditionStore } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"
import { type DigestTime, type Due, latestDue } from "./schedule.ts"
import { shrunkOf } from "./shrink.ts"
import { isPlain, type Subscription, type Wants } from "./subscription.ts"
import type { SubscriptionStore } from "./subscription-store.ts"

/** A digest that was missed is sent if it is less late than this. */
const LATEST_MS = 3 * 3_600_000

/** An edition of what came in after an instant. */
export interface Written {
  /** No groups: there is nothing. */
  readonly edition: Edition
  /** Up to where (ISO) it is no longer new. */
  readonly newestIngest: string | undefined
}

/** Writes an edition of the day, of the articles that came in after `since` and are wanted; see `shrink.ts`. */
export type WriteFor = (
  since: string,
  day: string,
  wants: Wants,
  shrunk: readonly Choice[],
) => Promise<Written>

export interface PersonalDigestDeps {
  readonly subscriptions: Pick<SubscriptionStore, "find" | "running" | "done">
  readonly editions: Pick<EditionStore, "cutoff" | "has" | "publish">
  readonly presses: Pick<ChoicePresses, "unpressed" | "stood">
  /** All within one transaction. */
  readonly atomically: <T>(work: () => T) => T
  /** The messages of an edition for its one reader, each as the JSON that the transport sends. */
  readonly render: (edition: Edition, subscription: Subscription) => readonly string[]
}

export interface PersonalDigestWork extends PersonalDigestDeps {
  /** Of the newsroom's own digest. */
  readonly time: DigestTime
  /** By the same selection as the newsroom's own. */
  readonly write: WriteFor
  readonly stopping: AbortSignal
  readonly log: DigestLog
}

/**
 * Publishes readers' own digests that are due, each once a day. What went to one reader goes to no other, and a day
 * without anything new brings nothing. A plain digest is not among them: it is the newsroom's.
 */
export async function publishPersonal(work: PersonalDigestWork, now: Date): Promise<void> {
  const baseline = work.editions.cutoff()
  if (baseline === undefined) return
  const dueOf = dueTimes(work.time, now)
  for (const subscription of work.subscriptions.running()) {
    if (work.stopping.aborted) return
    if (isPlain(subscription)) continue
    const due = dueOf(subscription)
    if (subscription.doneDay === due.day || !subscription.weekdays.includes(weekdayOf(due.day))) continue
    // Readers' questions go first.
    await setImmediate()
    await publishOne(work, subscription, due, now).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      work.log.warn({ subscription: subscription.id, why }, "a reader's digest could not be written")
    })
  }
}

async function publishOne(
  work: PersonalDigestWork,
  subscription: Subscription,
  { day, at }: Due,
  now: Date,
): Promise<void> {
  const { id, chatId, since, wants } = subscription
  const { subscriptions, editions, presses, log } = work
  const occurrence = `own:${id}:${day}`
  if (editions.has(occurrence) || now.getTime() - at.getTime() >= LATEST_MS)
    return subscriptions.done(id, day)
  const { edition, newestIngest } = await work.write(since, day, wants, shrunkOf(subscription, presses))
  if (work.stopping.aborted) return
  if (edition.groups.length === 0) return subscriptions.done(id, day)
  const messages = work.render(edition, subscription)
  work.atomically(() => {
    editions.publish(
      { ...edition, occurrence },
      { cutoff: undefined, now, chats: [String(chatId)], messages },
    )
    presses.stood(id, occurrence, (edition.choices ?? []).map(choiceKey))
    subscriptions.done(id, day, newestIngest)
  })
  log.info({ occurrence, parts: messages.length }, "a reader's digest published")
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
