import type { Prepared } from "../digest/digest.ts"
import type { DigestItem, Edition } from "../digest/edition.ts"
import { editionItems, withoutItems } from "../digest/edition.ts"

/**
 * What editors have decided about an edition:
 *
 * ```
 *   draft ⇄ approved ──> sent
 *     │  ⇅            ↗
 *     └> skipped ────┘
 * ```
 *
 * Any change of its content makes an approved one a draft again; sent is an end.
 */
export type DraftState = "draft" | "approved" | "skipped" | "sent"

/** What editors are to be told of a draft. Titles are those of stories that were left out since they were retracted. */
export type Notice =
  | { readonly kind: "waiting" }
  | { readonly kind: "sent" | "sent-unapproved"; readonly dropped: readonly string[] }
  | { readonly kind: "skipped-unapproved" }
  /** All that it tells was retracted, or told by another edition. */
  | { readonly kind: "nothing-left" }

/** An edition before it is published. */
export interface Draft {
  readonly id: number
  readonly state: DraftState
  /** Grows with each change, so that a press below an older view changes nothing. */
  readonly revision: number
  readonly prepared: Prepared
  /** Editors have put their hands to it: it is not written anew by itself. */
  readonly edited: boolean
  /** By the chat platform's id; null: the program itself. */
  readonly editorId: number | null
  readonly changedAt: Date
}

export type DraftChange = Partial<Pick<Draft, "state" | "prepared" | "edited">>

/** What lasts of drafts: one an occurrence. */
export interface DraftStore {
  byId(id: number): Draft | undefined
  byOccurrence(occurrence: string): Draft | undefined
  /** The one that was changed last of those that are neither sent nor skipped. */
  latestOpen(): Draft | undefined
  /** A new draft of revision 1; its occurrence must have none. */
  add(prepared: Prepared, now: Date): Draft
  /** With its revision one higher; undefined, and nothing is changed, where that is no longer `revision`. */
  change(
    id: number,
    revision: number,
    change: DraftChange,
    editorId: number | null,
    now: Date,
  ): Draft | undefined
  /** Keeps what editors are to be told; a draft has one such notice, and none that it had before. */
  note(id: number, notice: Notice): void
  /** Drafts with notices that nobody was told yet, oldest first. */
  notices(): readonly { readonly draft: Draft; readonly notice: Notice }[]
  told(id: number, notice: Notice): void
}

/** The items as editors number them, from 1. */
export function numbered(edition: Edition, number: number): DigestItem | undefined {
  return editionItems(edition)[number - 1]
}

/**
 * The edition with one item a place further up: within its group; the first of a place with its group before the one
 * above, if that is of a place, too; else it becomes the lead, and the lead goes back to its place.
 */
export function movedUp<T extends Edition>(edition: T, item: DigestItem): T {
  const groups = [...edition.groups]
  const at = groups.findIndex(({ items }) => items.includes(item))
  const group = groups[at]
  if (!group || group.kind === "lead") return edition
  const index = group.items.indexOf(item)
  if (index > 0) {
    const items = [...group.items]
    items.splice(index - 1, 2, item, items[index - 1] as DigestItem)
    return { ...edition, groups: groups.with(at, { ...group, items }) }
  }
  const above = groups[at - 1]
  if (group.kind === "corrections") return edition
  if (group.kind === "place" && above?.kind === "place") {
    groups.splice(at - 1, 2, group, above)
    return { ...edition, groups }
  }
  return promoted(edition, item)
}

/** An edition without a lead has no name for one, and stays as it is. */
function promoted<T extends Edition>(edition: T, item: DigestItem): T {
  const [first] = edition.groups
  const former = first?.items[0]
  if (first?.kind !== "lead" || !former) return edition
  const { groups } = withoutItems(edition, [item])
  const lead = { ...first, items: [item] }
  const rest = groups.slice(1)
  const own = rest.findIndex(({ kind, name }) => kind === "place" && name === former.place)
  const found = rest[own]
  if (found)
    return { ...edition, groups: [lead, ...rest.with(own, { ...found, items: [former, ...found.items] })] }
  const place = rest.findIndex(({ kind }) => kind === "place" || kind === "corrections")
  const behind = place === -1 ? rest.length : place
  const group = { kind: "place" as const, name: former.place, items: [former] }
  return { ...edition, groups: [lead, ...rest.toSpliced(behind, 0, group)] }
}

/** The edition with another item in the place of one. */
export function replaced<T extends Edition>(edition: T, item: DigestItem, by: DigestItem): T {
  const groups = edition.groups.map((group) => ({
    ...group,
    items: group.items.map((one) => (one === item ? by : one)),
  }))
  return { ...edition, groups }
}
