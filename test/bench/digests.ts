import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import pino from "pino"
import { type Archive, openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import type { ArticleStore, StoredArticle } from "../../src/corpus.ts"
import { type Candidate, candidatesOf } from "../../src/digest/candidate.ts"
import { systemClock } from "../../src/digest/clock.ts"
import { compose, createItemWriter } from "../../src/digest/compose.ts"
import { createPace } from "../../src/digest/pace.ts"
import { createReaderEditions } from "../../src/digest/reader-editions.ts"
import { MOST_ITEMS, select, widePlaces } from "../../src/digest/select.ts"
import { spread } from "../../src/digest/spread.ts"
import { EVERYTHING, PLAIN_CHOICE, type Wants } from "../../src/digest/subscription.ts"
import { createTopics, type Topics } from "../../src/digest/topics.ts"
import { openDigest } from "../../src/digesting.ts"
import { DIGEST_BASELINE } from "../../src/sqlite/editions.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { Random } from "../digest/random.ts"
import { prepared } from "../fixtures/articles.ts"

const ROUNDS = 3
/** Readers who are written for one by one: each takes as long as the next. */
const ALONE = 40
const HEADINGS = { lead: "头条", followUps: "后续", elsewhere: "其他", corrections: "更正" }
const LONG_AGO = "1970-01-01T00:00:00.000Z"

/**
 * Milliseconds of the processor for some work, and the longest that anything else had to wait for its turn meanwhile, as
 * far as the processor worked: other programs on the machine lengthen neither much.
 */
interface Turns {
  readonly ms: number
  readonly longestMs: number
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function turnsOf(work: () => unknown): Promise<Turns> {
  const began = cpuMs()
  let [last, lastCpu, longestMs, working] = [performance.now(), began, 0, true]
  const look = () => {
    const [now, cpu] = [performance.now(), cpuMs()]
    longestMs = Math.max(longestMs, Math.min(now - last, cpu - lastCpu))
    last = now
    lastCpu = cpu
    if (working) setImmediate(look)
  }
  look()
  await work()
  working = false
  look()
  return { ms: cpuMs() - began, longestMs }
}

function least(rounds: readonly Turns[]): Turns {
  return {
    ms: Math.min(...rounds.map(({ ms }) => ms)),
    longestMs: Math.min(...rounds.map(({ longestMs }) => longestMs)),
  }
}

const shown = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`

/**
 * What digests cost over an archive, of which it works on a copy: composing one of much that is new, the own digests of
 * so many readers that are due at once, and the topics. Side by side with the naive way.
 */
export async function printDigests(dataDir: string, readers: number): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "bench-digest-"))
  cpSync(dataDir, copy, { recursive: true })
  const archive = await openArchive(readConfig({ dataDir: copy }, {}), { hold: true, note: console.error })
  try {
    archive.prepare()
    await printPreviews(archive, copy)
    await printComposing(archive)
    await printReaders(archive, readers)
    await printReadersByProgram(archive, copy, readers)
    await printTopics(archive)
  } finally {
    await archive.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

/** As `newsroom digest preview` does within the program: reading included, of an archive that nobody has looked at yet. */
async function printPreviews(archive: Archive, dataDir: string): Promise<void> {
  const { store, db } = archive
  makeAllNew(db)
  const now = new Date(`${store.state().newestDay}T00:30:00Z`)
  const date = store.state().newestDay ?? ""
  const digest = openDigest(archive, readConfig({ dataDir }, {}), pino({ level: "silent" }))
  const news = await turnsOf(() => digest.preview({ now }))
  const day = await turnsOf(() => digest.preview({ now, date }))
  console.log(
    `the newsroom's digest over ${store.state().articles} articles, without a model: all of them new ${shown(news.ms)}, ` +
      `longest turn ${shown(news.longestMs)}; then of ${date} ${shown(day.ms)}, longest turn ${shown(day.longestMs)}`,
  )
}

function makeAllNew(db: Archive["db"]): void {
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(DIGEST_BASELINE, LONG_AGO)
}

async function printComposing({ store }: Archive): Promise<void> {
  const all = store.list({}, Number.MAX_SAFE_INTEGER)
  const day = busiestDay(all)
  console.log("composing alone, of articles that are read already, beyond what a digest looks at, too")
  const sizes: [name: string, articles: readonly StoredArticle[]][] = [
    [`a day (${day})`, all.filter(({ publishedAt }) => publishedAt?.startsWith(day))],
    ["the newest 1,000", all.slice(0, 1_000)],
    ["everything", all],
  ]
  for (const [name, articles] of sizes) {
    const rounds: { chosen: Turns; naive: Turns; written: Turns; same: boolean }[] = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await composed(store, articles))
    const [chosen, naive, written] = [
      least(rounds.map((one) => one.chosen)),
      least(rounds.map((one) => one.naive)),
      least(rounds.map((one) => one.written)),
    ]
    console.log(
      `  ${name}: of ${articles.length} articles chosen in ${shown(chosen.ms)}, their lines written in ${shown(written.ms)}, ` +
        `longest turn ${shown(Math.max(chosen.longestMs, written.longestMs))}; all compared with all ${shown(naive.ms)}, ` +
        `${(naive.ms / chosen.ms).toFixed(1)} times as long, ${rounds.every(({ same }) => same) ? "the same" : "OTHER"} articles`,
    )
  }
}

/** Naive: the words of all are read, and all are compared with what is chosen. */
async function composed(store: ArticleStore, articles: readonly StoredArticle[]) {
  const wide = widePlaces(store.places())
  let selection: Awaited<ReturnType<typeof select>> | undefined
  const chosen = await turnsOf(async () => {
    selection = await select(await candidatesOf(articles), wide, HEADINGS)
  })
  let all: readonly Candidate[] = []
  const naive = await turnsOf(async () => {
    all = spread(
      (await candidatesOf(articles)).filter(({ isCorrection }) => !isCorrection),
      MOST_ITEMS,
    ).chosen
  })
  if (!selection) throw new Error("nothing was chosen")
  const { groups, placeOf } = selection
  const written = await turnsOf(() =>
    compose(
      { groups, placeOf },
      createItemWriter({ summarizer: createExtractiveSummarizer(), article: store.get.bind(store) }),
    ),
  )
  const told = groups.filter(({ kind }) => kind !== "corrections").flatMap((group) => group.articles)
  const naively = new Set(all.map(({ article }) => article.id))
  return { chosen, naive, written, same: told.every(({ id }) => naively.has(id)) }
}

function busiestDay(articles: readonly StoredArticle[]): string {
  const counts = new Map<string, number>()
  for (const { publishedAt } of articles) {
    const day = publishedAt?.slice(0, 10)
    if (day !== undefined) counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ""
}

async function printReaders({ store }: Archive, readers: number): Promise<void> {
  const day = store.state().newestDay ?? ""
  const wants = wantsOf(store, readers)
  const summarizer = createExtractiveSummarizer()
  const find = store.get.bind(store)
  const writer = () => {
    const item = createItemWriter({ summarizer, article: find })
    return createReaderEditions({ articles: store, headings: HEADINGS, demand: new Map(), item })
  }
  const write = writer()
  const together: unknown[] = []
  const shared = await turnsOf(async () => {
    for (const one of wants) together.push((await write(LONG_AGO, day, one, [])).edition.groups)
  })
  const some = wants.slice(0, ALONE)
  const apart: unknown[] = []
  const naive = await turnsOf(async () => {
    for (const one of some) apart.push((await writer()(LONG_AGO, day, one, [])).edition.groups)
  })
  const [one, other] = [naive.ms / some.length, shared.ms / wants.length]
  console.log(
    `the own digests of ${wants.length} readers: ${shown(shared.ms)} (${other.toFixed(2)} ms each), longest turn ${shown(shared.longestMs)}; ` +
      `one by one ${one.toFixed(0)} ms each (of ${some.length}), ${(one / other).toFixed(0)} times as long, ` +
      `${isDeepStrictEqual(apart, together.slice(0, some.length)) ? "the same" : "OTHER"} editions`,
  )
}

/** A fifth everything, a fifth a place, a fifth two topics, a fifth three words of headlines, a fifth something of each. */
function wantsOf(store: ArticleStore, readers: number): Wants[] {
  const random = new Random(1)
  const places = store.places().flatMap(({ path }) => path.at(-1) ?? [])
  const topics = topicsOf(store).current()
  const titles = store.list({}, 3_000).map(({ title }) => title.replace(/[^\p{Script=Han}]/gu, ""))
  const one = (of: readonly string[], most = of.length) =>
    of.slice(random.int(0, Math.min(most, of.length) - 1))[0] ?? ""
  const word = () => {
    const title = one(titles)
    const at = random.int(0, Math.max(0, title.length - 3))
    return title.length < 4 ? "学校" : title.slice(at, at + random.int(2, 3))
  }
  return Array.from({ length: readers }, (_, at): Wants => {
    if (at % 5 === 0) return EVERYTHING
    if (at % 5 === 1) return { ...EVERYTHING, places: [one(places, 60)] }
    if (at % 5 === 2) return { ...EVERYTHING, topics: [one(topics), one(topics)] }
    if (at % 5 === 3) return { ...EVERYTHING, keywords: [word(), word(), word()] }
    return { places: [one(places, 5)], topics: [one(topics)], keywords: [word()] }
  })
}

/** The same by the program's own tick: until its first message is handed to Telegram, all are written and published. */
async function printReadersByProgram(archive: Archive, dataDir: string, readers: number): Promise<void> {
  const { db, store } = archive
  const subscriptions = new SqliteSubscriptions(db)
  const now = new Date(`${store.state().newestDay}T00:30:00Z`)
  const at = { hour: 8, minute: 0 }
  const subscribe = db.transaction(() => {
    makeAllNew(db)
    for (const [chat, wants] of wantsOf(store, readers).entries()) {
      const { id } = subscriptions.draft(chat + 1, { ...PLAIN_CHOICE, wants, at }, now)
      subscriptions.begin(id, now)
      subscriptions.done(id, "1970-01-01", LONG_AGO)
    }
  })
  subscribe()
  let sending = () => {}
  const published = new Promise<void>((resolve) => {
    sending = resolve
  })
  const transport = {
    send() {
      sending()
      return new Promise<never>(() => {})
    },
  }
  const config = readConfig({ dataDir }, { DIGEST_AT: "23:00" })
  const destination = {
    transport,
    pace: createPace(systemClock),
    channelId: undefined,
    username: () => undefined,
  }
  const digest = openDigest(archive, config, pino({ level: "silent" }), destination)
  const turns = await turnsOf(() => Promise.race([digest.tick(now), published]))
  const count = db.prepare("SELECT count(*) FROM editions WHERE occurrence LIKE 'own:%'").pluck().get()
  console.log(
    `  the same by the program, rendered and published: ${count} editions in ${shown(turns.ms)}, longest turn ${shown(turns.longestMs)}`,
  )
}

async function printTopics({ store }: Archive): Promise<void> {
  const rounds: { once: Turns; steps: Turns; change: Turns; again: Turns; same: boolean }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [topicsOf(store), topicsOf(store)]
    const once = await turnsOf(() => one.current())
    const steps = await turnsOf(() => other.follow())
    const [newest] = store.list({}, 1)
    if (!newest) return
    const { number: _, version: __, text: ___, ...rest } = newest
    const changed = { ...rest, title: `${newest.title}（${round}）` }
    await store.put([prepared(changed)], new Date())
    const again = await turnsOf(() => topicsOf(store).current())
    const change = await turnsOf(() => other.follow())
    const same = topicsOf(store).current().join() === other.current().join()
    rounds.push({ once, steps, change, again, same })
  }
  const of = (name: "once" | "steps" | "change" | "again") => least(rounds.map((one) => one[name]))
  const [once, steps, change, again] = [of("once"), of("steps"), of("change"), of("again")]
  console.log(
    `topics, at first: all at once ${shown(once.ms)}, nothing else meanwhile; in steps ${shown(steps.ms)}, longest turn ${shown(steps.longestMs)}: ` +
      `${(once.longestMs / steps.longestMs).toFixed(0)} times shorter\n` +
      `  after a change: all again ${shown(again.ms)}; what is new ${shown(change.ms)}, longest turn ${shown(change.longestMs)}: ` +
      `${(again.longestMs / change.longestMs).toFixed(0)} times shorter; ${rounds.every(({ same }) => same) ? "the same" : "OTHER"} topics`,
  )
}

function topicsOf(store: ArticleStore): Topics {
  return createTopics(store, { stopping: new AbortController().signal, failed: console.error })
}
