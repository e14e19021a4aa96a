import type { Draft, DraftChange, DraftState, DraftStore, Notice } from "../desk/draft.ts"
import type { Prepared } from "../digest/digest.ts"
import type { Db } from "./database.ts"

interface Row {
  readonly id: number
  readonly state: DraftState
  readonly revision: number
  readonly edited: number
  readonly content: string
  readonly editor_id: number | null
  readonly changed_at: string
}

/** Drafts in SQLite. Each method is one transaction. */
export function createDrafts(db: Db): DraftStore {
  const byId = db.prepare<[number], Row>("SELECT * FROM digest_drafts WHERE id = ?")
  const byOccurrence = db.prepare<[string], Row>("SELECT * FROM digest_drafts WHERE occurrence = ?")
  const latestOpen = db.prepare<[], Row>(
    "SELECT * FROM digest_drafts WHERE state IN ('draft', 'approved') ORDER BY changed_at DESC, id DESC LIMIT 1",
  )
  const add = db.prepare<[string, string, string], Row>(
    `INSERT INTO digest_drafts (occurrence, state, revision, edited, content, changed_at)
     VALUES (?, 'draft', 1, 0, ?, ?) RETURNING *`,
  )
  const change = db.prepare<
    [string | null, number | null, string | null, number | null, string, number, number],
    Row
  >(
    `UPDATE digest_drafts SET revision = revision + 1, state = coalesce(?, state), edited = coalesce(?, edited),
       content = coalesce(?, content), editor_id = ?, changed_at = ?
     WHERE id = ? AND revision = ? AND state <> 'sent' RETURNING *`,
  )
  const note = db.prepare("UPDATE digest_drafts SET notice = ? WHERE id = ? AND instr(told, ?) = 0")
  const noticed = db.prepare<[], Row & { readonly notice: string }>(
    "SELECT * FROM digest_drafts WHERE notice IS NOT NULL ORDER BY id",
  )
  const told = db.prepare(
    "UPDATE digest_drafts SET notice = NULL, told = told || ? WHERE id = ? AND notice = ?",
  )
  return {
    byId: (id) => draftOf(byId.get(id)),
    byOccurrence: (occurrence) => draftOf(byOccurrence.get(occurrence)),
    latestOpen: () => draftOf(latestOpen.get()),
    add(prepared, now) {
      const row = add.get(prepared.edition.occurrence, JSON.stringify(prepared), now.toISOString())
      return draftOf(row) as Draft
    },
    change(id, revision, { state, prepared, edited }: DraftChange, editorId, now) {
      const content = prepared === undefined ? null : JSON.stringify(prepared)
      const flag = edited === undefined ? null : Number(edited)
      return draftOf(change.get(state ?? null, flag, content, editorId, now.toISOString(), id, revision))
    },
    note(id, notice) {
      note.run(JSON.stringify(notice), id, `,${notice.kind},`)
    },
    notices: () =>
      noticed
        .all()
        .map((row) => ({ draft: draftOf(row) as Draft, notice: JSON.parse(row.notice) as Notice })),
    told(id, notice) {
      told.run(`${notice.kind},`, id, JSON.stringify(notice))
    },
  }
}

function draftOf(row: Row | undefined): Draft | undefined {
  return (
    row && {
      id: row.id,
      state: row.state,
      revision: row.revision,
      prepared: JSON.parse(row.content) as Prepared,
      edited: row.edited === 1,
      editorId: row.editor_id,
      changedAt: new Date(row.changed_at),
    }
  )
}
