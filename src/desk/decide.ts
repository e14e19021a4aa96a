import type { ArticleStore } from "../corpus.ts"
import type { Decide, Decision, Digest, Prepared, Published } from "../digest/digest.ts"
import { type DigestTime, nextDue } from "../digest/schedule.ts"
import { dayIn } from "../text/dates.ts"
import { type Draft, type DraftStore, replaced } from "./draft.ts"

/** How editors decided about the daily edition, where the newsroom wants to be asked. */
export interface ApprovalRule {
  /** Of the day, in the newspaper's zone. */
  readonly until: Pick<DigestTime, "hour" | "minute">
  readonly unapproved: "send" | "skip"
}

interface DecideParts {
  readonly drafts: DraftStore
  readonly digest: Pick<Digest, "rewrite" | "drawCard">
  readonly articles: Pick<ArticleStore, "get">
  readonly timeZone: string
  /** undefined: nobody needs to approve anything. */
  readonly approval: ApprovalRule | undefined
  readonly isCurrent: (draft: Draft | undefined) => draft is Draft
  /** Of what is new; undefined where nothing is. */
  readonly newsDraft: (now: Date) => Promise<Draft | undefined>
}

/** What becomes of a daily edition that is due, by what editors have said of it and what the newsroom wants. */
export function createDecide(parts: DecideParts): Decide {
  const { drafts, digest, articles, timeZone, approval, isCurrent, newsDraft } = parts
  const daily = (day: string) => `daily:${day}`

  async function sendAsDecided(draft: Draft, at: Date, now: Date): Promise<Decision> {
    const kind = approval && draft.state !== "approved" ? "sent-unapproved" : "sent"
    const published = (result: Published) => {
      if (result.kind === "nothing-new") drafts.note(draft.id, { kind: "nothing-left" })
      if (result.kind !== "published") return
      close(drafts, draft, null, now)
      const dropped = result.dropped.map(({ title }) => title)
      if (kind === "sent-unapproved" || dropped.length > 0) drafts.note(draft.id, { kind, dropped })
    }
    const since = draft.state === "approved" && draft.changedAt > at ? draft.changedAt : at
    const prepared = await upToDate(draft.prepared, digest, articles)
    const card = await digest.drawCard(prepared.edition)
    // An editor has changed it meanwhile: the next tick decides anew.
    if (drafts.byId(draft.id)?.revision !== draft.revision) return { kind: "wait" }
    return { kind: "send", prepared, card, since, published }
  }

  return async (day, at, now) => {
    const known = drafts.byOccurrence(daily(day))
    if (known?.state === "skipped") return { kind: "skip", reason: "editor" }
    const draft = isCurrent(known) ? known : undefined
    if (draft?.state === "approved") return sendAsDecided(draft, at, now)
    if (!approval) return draft?.edited ? sendAsDecided(draft, at, now) : { kind: "write" }
    const until = nextDue({ ...approval.until, timeZone }, at)
    // A deadline before the hour of the digest lets nobody wait.
    const deadline = until.day === day ? until.at : at
    const isToday = dayIn(now, timeZone) === day
    const asked = draft ?? (isToday ? await newsDraft(now) : undefined)
    if (now < deadline) {
      if (!asked) return { kind: "write" }
      drafts.note(asked.id, { kind: "waiting" })
      return { kind: "wait" }
    }
    if (approval.unapproved === "send") return asked ? sendAsDecided(asked, deadline, now) : { kind: "write" }
    // Nobody was asked: there was nothing to approve, or nobody was there all day.
    if (!asked) return { kind: "skip", reason: isToday ? "nothing-new" : "too-late" }
    drafts.note(asked.id, { kind: "skipped-unapproved" })
    return { kind: "skip", reason: "not-approved" }
  }
}

/** With the lines of articles that were corrected since written again from what they say now. */
export async function upToDate(
  prepared: Prepared,
  digest: Pick<Digest, "rewrite">,
  articles: Pick<ArticleStore, "get">,
): Promise<Prepared> {
  let { edition } = prepared
  for (const { kind, items } of edition.groups) {
    for (const item of items) {
      const article = articles.get(item.articleId)
      if (article?.status !== "live" || article.version === item.version || item.editors) continue
      const again = await digest.rewrite(item, kind === "lead")
      if (again) edition = replaced(edition, item, again)
    }
  }
  return { ...prepared, edition }
}

/** Only the state: what stands in the draft is what was sent, but for what was dropped. */
export function close(drafts: DraftStore, { id }: Draft, editorId: number | null, now: Date): void {
  const draft = drafts.byId(id)
  if (draft && draft.state !== "sent") drafts.change(id, draft.revision, { state: "sent" }, editorId, now)
}
