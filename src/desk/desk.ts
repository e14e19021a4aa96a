import type { ArticleStore } from "../corpus.ts"
import type { Digest, Prepared, Published } from "../digest/digest.ts"
import { type DigestItem, editionItems, withoutItems } from "../digest/edition.ts"
import type { PublishedEdition } from "../digest/edition-store.ts"
import { dayIn } from "../text/dates.ts"
import { type ApprovalRule, close, createDecide, upToDate } from "./decide.ts"
import { type Draft, type DraftChange, type DraftStore, movedUp, numbered, replaced } from "./draft.ts"
import { rewriteLine } from "./rewrite-line.ts"

/** Which view of a draft an editor acts on, and who does. */
export interface Press {
  readonly draft: number
  readonly revision: number
  readonly editorId: number
  readonly now: Date
}

export type Opened =
  /** day: nothing is new, so it is the archive's newest day. */
  | { readonly kind: "news" | "day"; readonly draft: Draft }
  | { readonly kind: "nothing" }
  /** Nothing is new, and the newest day was sent already. */
  | { readonly kind: "nothing-since" }

export type Done =
  | { readonly kind: "done"; readonly draft: Draft }
  /** It was changed since this view of it was made, or it is gone: nothing was done. */
  | { readonly kind: "outdated"; readonly draft: Draft | undefined }
  /** There is no such item, or nothing that could be done to it. */
  | { readonly kind: "no-such-item"; readonly draft: Draft }

export type Sent = Published | { readonly kind: "outdated"; readonly draft: Draft | undefined }

export interface Desk {
  /** The edition that comes next: what editors have made of it, or one that is written now. */
  open(now: Date): Promise<Opened>
  /** Today's draft as editors have left it: what is sent when it is due. undefined: what is new then. */
  standing(now: Date): Draft | undefined
  /** The draft that was changed last and still can be. */
  latest(): Draft | undefined
  draft(id: number): Draft | undefined
  moveUp(press: Press, number: number): Done
  drop(press: Press, number: number): Done
  /** `backed`: the article backs the words; else they stand as the editor's own. */
  rewrite(press: Press, number: number, words: string): Done & { readonly backed?: boolean }
  /** It is sent when it is due. */
  approve(press: Press): Done
  /** Today's is not sent. */
  skip(press: Press): Done
  send(press: Press): Promise<Sent>
  /** Whether nothing can be done with the draft any more: it was sent, or another edition told its news. */
  isOver(draft: Draft): boolean
  /** Whether a draft is of a daily edition that is still to come. */
  comes(draft: Draft, now: Date): boolean
  /** Publishes the daily edition if it is due and editors do not say otherwise, then delivers. */
  tick(now: Date): Promise<void>
  /** What editors are to be told and were not told yet. */
  notices: DraftStore["notices"]
  told: DraftStore["told"]
}

export interface DeskParts {
  readonly digest: Digest
  readonly drafts: DraftStore
  readonly articles: Pick<ArticleStore, "get">
  readonly timeZone: string
  /** undefined: nobody needs to approve anything. */
  readonly approval: ApprovalRule | undefined
}

export function createDesk({ digest, drafts, articles, timeZone, approval }: DeskParts): Desk {
  const daily = (day: string) => `daily:${day}`
  const isCurrent = (draft: Draft | undefined): draft is Draft =>
    draft !== undefined && draft.state !== "sent" && !digest.isOvertaken(draft.prepared)

  const comes = ({ prepared }: Draft, now: Date) =>
    prepared.edition.occurrence === daily(dayIn(now, timeZone)) && digest.comesToday(now)

  const isTouched = (draft: Draft | undefined): draft is Draft =>
    isCurrent(draft) && (draft.edited || draft.state !== "draft")

  function standing(now: Date): Draft | undefined {
    const draft = drafts.byOccurrence(daily(dayIn(now, timeZone)))
    return isTouched(draft) ? draft : undefined
  }

  /** The draft that editors have worked on, else one of what is new now. */
  function draftOf(prepared: Prepared, now: Date): Draft {
    const known = drafts.byOccurrence(prepared.edition.occurrence)
    if (!known) return drafts.add(prepared, now)
    if (isCurrent(known) && (known.edited || known.state !== "draft")) return known
    return (
      drafts.change(known.id, known.revision, { prepared, state: "draft", edited: false }, null, now) ?? known
    )
  }

  /** Of what is new; undefined where nothing is. */
  async function newsDraft(now: Date): Promise<Draft | undefined> {
    const news = await digest.prepare({ now })
    return news.edition.groups.length > 0 ? draftOf(news, now) : undefined
  }

  async function open(now: Date): Promise<Opened> {
    const today = standing(now)
    if (today) return { kind: "news", draft: today }
    const news = await newsDraft(now)
    if (news) return { kind: "news", draft: news }
    const day = await digest.prepare({ now, newestDay: true })
    if (day.edition.groups.length === 0) return { kind: "nothing" }
    if (digest.has(day.edition.occurrence)) return { kind: "nothing-since" }
    return { kind: "day", draft: draftOf(day, now) }
  }

  function change(
    { draft: id, revision, editorId, now }: Press,
    make: (draft: Draft) => DraftChange | undefined,
  ): Done {
    const draft = drafts.byId(id)
    if (!draft || draft.revision !== revision || !isCurrent(draft)) return { kind: "outdated", draft }
    const made = make(draft)
    if (!made) return { kind: "no-such-item", draft }
    const changed = drafts.change(id, revision, made, editorId, now)
    return changed ? { kind: "done", draft: changed } : { kind: "outdated", draft: drafts.byId(id) }
  }

  function edit(
    press: Press,
    number: number,
    make: (edition: PublishedEdition, item: DigestItem) => PublishedEdition | undefined,
  ): Done {
    return change(press, ({ prepared }) => {
      const item = numbered(prepared.edition, number)
      const edition = item && make(prepared.edition, item)
      if (!edition || edition === prepared.edition) return undefined
      return { prepared: { ...prepared, edition }, edited: true, state: "draft" }
    })
  }

  const decide = createDecide({ drafts, digest, articles, timeZone, approval, isCurrent, newsDraft })

  return {
    open,
    standing,
    latest: () => drafts.latestOpen(),
    draft: (id) => drafts.byId(id),
    moveUp: (press, number) => edit(press, number, movedUp),
    drop: (press, number) =>
      edit(press, number, (edition, item) =>
        editionItems(edition).length > 1 ? withoutItems(edition, [item]) : undefined,
      ),
    rewrite(press, number, words) {
      let backed = false
      const done = edit(press, number, (edition, item) => {
        const article = articles.get(item.articleId)
        if (article?.status !== "live") return undefined
        const rewritten = rewriteLine(item, words, article)
        backed = rewritten.fault === null
        return replaced(edition, item, rewritten.item)
      })
      return { ...done, backed }
    },
    approve(press) {
      const draft = drafts.byId(press.draft)
      return draft && comes(draft, press.now)
        ? change(press, () => ({ state: "approved" }))
        : { kind: "outdated", draft }
    },
    skip: (press) => change(press, () => ({ state: "skipped" })),
    async send(press) {
      const { editorId, now } = press
      const draft = drafts.byId(press.draft)
      if (draft?.state === "sent") return { kind: "already", occurrence: draft.prepared.edition.occurrence }
      if (!draft || draft.revision !== press.revision || !isCurrent(draft)) return { kind: "outdated", draft }
      const prepared = await upToDate(draft.prepared, digest, articles)
      const card = await digest.drawCard(prepared.edition)
      const current = drafts.byId(draft.id)
      if (current?.revision !== draft.revision) return { kind: "outdated", draft: current }
      const result = digest.publishPrepared(prepared, now, card)
      if (result.kind === "published" || result.kind === "already") close(drafts, draft, editorId, now)
      return result
    },
    isOver: (draft) => !isCurrent(draft),
    comes,
    tick: (now) => digest.tick(now, decide),
    notices: () => drafts.notices(),
    told: (id, notice) => drafts.told(id, notice),
  }
}
