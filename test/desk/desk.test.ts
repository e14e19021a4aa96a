import fc from "fast-check"
import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import type { ApprovalRule } from "../../src/desk/decide.ts"
import type { Desk, Press } from "../../src/desk/desk.ts"
import type { DraftStore } from "../../src/desk/draft.ts"
import type { Digest } from "../../src/digest/digest.ts"
import type { Edition } from "../../src/digest/edition.ts"
import { editionItems } from "../../src/digest/edition.ts"
import { createDrafts } from "../../src/sqlite/drafts.ts"
import { article } from "../digest/articles.ts"
import { memoryDatabase } from "../digest/memory-database.ts"
import { deskOf, digestOf } from "../e2e/bot-world.ts"

const DAY = "daily:2025-10-24"
const EIGHT = Date.parse("2025-10-24T08:00:00+08:00")
const MINUTE = 60_000
const EDITOR = 7
const NAMES = ["大桥", "水库", "学校", "茶山", "医院", "公园", "渔港", "剧场", "车站", "果园", "球馆", "粮仓"]

/** A desk over articles that come in and are retracted, its clock, and what it has published. */
class World {
  readonly db = memoryDatabase()
  readonly articles: StoredArticle[] = []
  readonly drafts: DraftStore = createDrafts(this.db)
  readonly rule: ApprovalRule | undefined
  now = EIGHT - 60 * MINUTE
  digest: Digest
  desk: Desk

  constructor(rule: ApprovalRule | undefined) {
    this.rule = rule
    for (let i = 0; i < 3; i++) this.ingest()
    this.digest = digestOf(this.db, this.articles)
    this.desk = deskOf(this.db, this.digest, this.articles, this.rule)
  }

  restart(): void {
    this.digest = digestOf(this.db, this.articles)
    this.desk = deskOf(this.db, this.digest, this.articles, this.rule)
  }

  ingest(): void {
    const i = this.articles.length
    const name = `${NAMES[i % NAMES.length]}${i}号`
    this.articles.push(
      article({
        id: `a${i}`,
        title: `${name}完工`,
        body: [{ text: `${name}工程昨日完工，总投资${i + 2}亿元，将于下月投入使用。` }],
        place: ["汐川市", `${NAMES[i % 5]}县`],
        ingestedAt: new Date(this.now + i).toISOString(),
      }),
    )
  }

  press(): Press | undefined {
    const draft = this.drafts.latestOpen()
    return draft && { draft: draft.id, revision: draft.revision, editorId: EDITOR, now: new Date(this.now) }
  }

  /** Occurrences with the ids of their articles, in the order of publication. */
  published(): (readonly [string, readonly string[]])[] {
    const rows = this.db
      .prepare<[], { occurrence: string; content: string }>(
        "SELECT occurrence, content FROM editions WHERE occurrence NOT LIKE 'skipped:%' ORDER BY id",
      )
      .all()
    return rows.map(({ occurrence, content }) => {
      const edition = JSON.parse(content) as Edition
      return [occurrence, editionItems(edition).map(({ articleId }) => articleId)]
    })
  }

  skipped(): unknown[] {
    return this.db.prepare("SELECT 1 FROM editions WHERE occurrence LIKE 'skipped:%'").all()
  }
}

type Step =
  | "tick"
  | "open"
  | "approve"
  | "skip"
  | "send"
  | "up"
  | "drop"
  | "rewrite"
  | "ingest"
  | "publish"
  | "retract"
  | "restart"
const steps = fc.array(
  fc.record({
    step: fc.constantFrom<Step>(
      "tick",
      "open",
      "open",
      "approve",
      "skip",
      "send",
      "up",
      "drop",
      "rewrite",
      "ingest",
      "publish",
      "retract",
      "restart",
    ),
    minutes: fc.constantFrom(0, 0, 5, 20, 45),
    number: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 25 },
)
const rules = fc.constantFrom<ApprovalRule | undefined>(
  undefined,
  { until: { hour: 9, minute: 0 }, unapproved: "skip" },
  { until: { hour: 9, minute: 0 }, unapproved: "send" },
  { until: { hour: 7, minute: 0 }, unapproved: "skip" },
)

async function take(world: World, step: Step, number: number): Promise<void> {
  const press = world.press()
  const { desk } = world
  if (step === "open") await desk.open(new Date(world.now))
  if (step === "ingest") world.ingest()
  if (step === "publish") await world.digest.publish({ now: new Date(world.now) })
  if (step === "restart") world.restart()
  if (step === "retract") {
    const at = number - 1
    const one = world.articles[at]
    if (one) world.articles[at] = { ...one, status: "retracted" }
  }
  if (!press) return
  if (step === "approve") desk.approve(press)
  if (step === "skip") desk.skip(press)
  if (step === "send") await desk.send(press)
  if (step === "up") desk.moveUp(press, number)
  if (step === "drop") desk.drop(press, number)
  if (step === "rewrite") desk.rewrite(press, number, "编辑自己的一句话。")
}

async function tick(world: World): Promise<void> {
  const before = world.drafts.byOccurrence(DAY)
  const known = world.published().length
  await world.desk.tick(new Date(world.now))
  const fresh = world.published().slice(known)
  if (fresh.length === 0) return
  expect(fresh.map(([occurrence]) => occurrence)).toEqual([DAY])
  expect(before?.state).not.toBe("skipped")
  if (world.rule?.unapproved === "skip") expect(before?.state).toBe("approved")
  const retracted = world.articles.filter(({ status }) => status === "retracted").map(({ id }) => id)
  expect(fresh[0]?.[1].filter((id) => retracted.includes(id))).toEqual([])
}

test("whatever editors do: one edition a day, no story twice, none that was skipped or lacks its approval", async () => {
  await fc.assert(
    fc.asyncProperty(rules, steps, async (rule, taken) => {
      const world = new World(rule)
      for (const { step, minutes, number } of taken) {
        world.now += minutes * MINUTE
        if (step === "tick") await tick(world)
        else await take(world, step, number)
      }
      const late = world.now
      for (const minutes of [0, 60, 120]) {
        world.now = Math.max(late, EIGHT) + minutes * MINUTE
        await tick(world)
      }
      const published = world.published()
      const ids = published
        .filter(([occurrence]) => !occurrence.startsWith("day:"))
        .flatMap(([, told]) => told)
      expect(new Set(ids).size).toBe(ids.length)
      const occurrences = published.map(([occurrence]) => occurrence)
      expect(new Set(occurrences).size).toBe(occurrences.length)
      // The day is settled, one way or the other, unless all its news went out before.
      const settled = occurrences.includes(DAY) || world.skipped().length > 0
      expect(settled || occurrences.some((occurrence) => occurrence.startsWith("news:"))).toBe(true)
    }),
    { numRuns: 80 },
  )
})

const SKIP: ApprovalRule = { until: { hour: 9, minute: 0 }, unapproved: "skip" }

test("with nothing new nobody is asked, and no draft is left", async () => {
  const world = new World(SKIP)
  world.articles.splice(0)
  world.now = EIGHT
  await tick(world)
  world.now = EIGHT + 90 * MINUTE
  await tick(world)
  expect(world.digest.status(new Date(world.now)).skipped).toMatchObject([{ reason: "nothing-new" }])
  expect(world.db.prepare("SELECT * FROM digest_drafts").all()).toEqual([])
})

test.each([
  ["skip", 0],
  ["send", 1],
] as const)(
  "a program that was down until after the deadline does what the newsroom wants: %s",
  async (unapproved, editions) => {
    const world = new World({ ...SKIP, unapproved })
    world.now = EIGHT + 90 * MINUTE
    await tick(world)
    await tick(world)
    expect({ published: world.published().length, skipped: world.skipped().length }).toEqual({
      published: editions,
      skipped: 1 - editions,
    })
    const kind = unapproved === "skip" ? "skipped-unapproved" : "sent-unapproved"
    expect(world.desk.notices().map(({ notice }) => notice.kind)).toEqual([kind])
  },
)

test("past the deadline, too, a day without news is no day that nobody approved", async () => {
  const world = new World(SKIP)
  world.articles.splice(0)
  world.now = EIGHT + 90 * MINUTE
  await tick(world)
  expect(world.digest.status(new Date(world.now)).skipped).toMatchObject([{ reason: "nothing-new" }])
})

test("an approved digest all of which was retracted is not sent, and editors are told", async () => {
  const world = new World(SKIP)
  await world.desk.open(new Date(world.now))
  const press = world.press()
  if (press) world.desk.approve(press)
  for (const [at, one] of world.articles.entries()) world.articles[at] = { ...one, status: "retracted" }
  world.now = EIGHT
  await tick(world)
  expect(world.published()).toEqual([])
  expect(world.desk.notices().map(({ notice }) => notice.kind)).toEqual(["nothing-left"])
})

test("a program that was down until the next day sends nothing that nobody approved, and says so", async () => {
  const world = new World(SKIP)
  world.now = EIGHT + 17 * 60 * MINUTE
  await tick(world)
  expect(world.published()).toEqual([])
  expect(world.drafts.byOccurrence("daily:2025-10-25")).toBe(undefined)
  expect(world.digest.missed(0, 9)).toMatchObject([{ date: "2025-10-24" }])
})

test("an edited draft is what is sent where nobody need approve, and a fresh edition where none was edited", async () => {
  for (const edited of [true, false]) {
    const world = new World(undefined)
    await world.desk.open(new Date(world.now))
    const press = world.press()
    if (edited && press) world.desk.drop(press, 1)
    world.ingest()
    world.now = EIGHT
    await tick(world)
    expect(world.published()[0]?.[1]).toHaveLength(edited ? 2 : 4)
  }
})
