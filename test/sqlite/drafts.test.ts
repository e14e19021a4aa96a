import { beforeEach, expect, test } from "vitest"
import type { DraftStore } from "../../src/desk/draft.ts"
import type { Prepared } from "../../src/digest/digest.ts"
import { createDrafts } from "../../src/sqlite/drafts.ts"
import { memoryDatabase } from "../digest/memory-database.ts"

const NOW = new Date("2025-10-24T00:00:00.000Z")
const LATER = new Date("2025-10-24T00:05:00.000Z")
const prepared = (occurrence: string, left = 0): Prepared => ({
  edition: { occurrence, date: "2025-10-24", groups: [], left },
  cutoff: "2025-10-23T20:00:00.000Z",
  since: null,
})

let drafts: DraftStore
beforeEach(() => {
  drafts = createDrafts(memoryDatabase())
})

test("a draft is found again by id and occurrence, as it was added", () => {
  const added = drafts.add(prepared("daily:2025-10-24"), NOW)
  expect(added).toEqual({
    id: added.id,
    state: "draft",
    revision: 1,
    prepared: prepared("daily:2025-10-24"),
    edited: false,
    editorId: null,
    changedAt: NOW,
  })
  expect(drafts.byId(added.id)).toEqual(added)
  expect(drafts.byOccurrence("daily:2025-10-24")).toEqual(added)
  expect([drafts.byId(77), drafts.byOccurrence("daily:2025-10-25")]).toEqual([undefined, undefined])
  expect(() => drafts.add(prepared("daily:2025-10-24"), NOW)).toThrow()
})

test("a change makes the next revision, says who and when, and leaves the rest; an older view changes nothing", () => {
  const { id } = drafts.add(prepared("a"), NOW)
  const approved = drafts.change(id, 1, { state: "approved" }, 7, LATER)
  expect(approved).toMatchObject({
    state: "approved",
    revision: 2,
    edited: false,
    editorId: 7,
    changedAt: LATER,
  })
  expect(drafts.change(id, 1, { state: "skipped" }, 8, LATER)).toBe(undefined)
  expect(drafts.byId(id)).toEqual(approved)
  const edited = drafts.change(id, 2, { prepared: prepared("a", 5), edited: true }, 8, LATER)
  expect(edited).toMatchObject({ state: "approved", revision: 3, edited: true, prepared: prepared("a", 5) })
})

test("what was sent is not changed any more", () => {
  const { id } = drafts.add(prepared("a"), NOW)
  drafts.change(id, 1, { state: "sent" }, 7, NOW)
  expect(drafts.change(id, 2, { state: "draft" }, 7, NOW)).toBe(undefined)
})

test("the latest open one is that which was changed last and is neither sent nor skipped", () => {
  expect(drafts.latestOpen()).toBe(undefined)
  const [a, b, c] = ["a", "b", "c"].map((name) => drafts.add(prepared(name), NOW).id) as [
    number,
    number,
    number,
  ]
  expect(drafts.latestOpen()?.id).toBe(c)
  drafts.change(a, 1, { edited: true }, 7, LATER)
  expect(drafts.latestOpen()?.id).toBe(a)
  drafts.change(a, 2, { state: "sent" }, 7, LATER)
  drafts.change(c, 1, { state: "skipped" }, 7, LATER)
  expect(drafts.latestOpen()?.id).toBe(b)
})

test("a notice stands until it was told, and the same kind does not come again", () => {
  const { id } = drafts.add(prepared("a"), NOW)
  const notices = () => drafts.notices().map(({ notice }) => notice.kind)
  drafts.note(id, { kind: "waiting" })
  drafts.note(id, { kind: "waiting" })
  expect(notices()).toEqual(["waiting"])
  drafts.told(id, { kind: "waiting" })
  drafts.note(id, { kind: "waiting" })
  expect(notices()).toEqual([])
  drafts.note(id, { kind: "sent-unapproved", dropped: ["新桥通车"] })
  expect(drafts.notices()[0]?.notice).toEqual({ kind: "sent-unapproved", dropped: ["新桥通车"] })
  drafts.told(id, { kind: "sent-unapproved", dropped: ["新桥通车"] })
  drafts.note(id, { kind: "sent", dropped: [] })
  expect(notices()).toEqual(["sent"])
})

test("a notice that came while another was being told is not lost", () => {
  const { id } = drafts.add(prepared("a"), NOW)
  drafts.note(id, { kind: "waiting" })
  drafts.note(id, { kind: "skipped-unapproved" })
  drafts.told(id, { kind: "waiting" })
  expect(drafts.notices().map(({ notice }) => notice.kind)).toEqual(["skipped-unapproved"])
})
