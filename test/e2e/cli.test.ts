import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { articleText } from "../../src/corpus.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import {
  askLine,
  batchError,
  type CitationJson,
  digestLine,
  hotLine,
  ingestLine,
  ingestSummary,
  relatedLine,
  searchLine,
  showLine,
  summaryLine,
  whyLine,
} from "./contract.ts"
import { type Ended, newsroom, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS, hookTimeout: TEST_MS })

const BRIDGE = {
  id: "bridge-1",
  title: "青石桥年底通车",
  url: "https://paper.example/bridge",
  date: "2025-03-04",
  source: "石河日报",
  place: ["云州", "石河"],
  abstract: "全长321米的青石桥进入收尾阶段。",
  bylines: [{ role: "reporter", name: "方小满" }],
  text: "青石桥是石河镇到县城的第一座公路桥。\n大桥全长321米，总投资4800万元，计划今年12月底通车。\n镇长韦春山说，通车后到县城的路程缩短到15分钟。",
}
const TEA = {
  id: 42,
  title: "石河春茶开采",
  publishedAt: "2025-03-20T08:30:00+08:00",
  text: "石河镇今年种茶5600亩，比去年多了700亩。\n3月18日，第一批明前茶在镇上的市场开秤，每公斤卖到320元。",
}
const CLINIC =
  "---\ntitle: 镇卫生院添了两台呼吸机\ndate: 2025-03-22\n---\n石河镇卫生院上周添了两台呼吸机。\n\n院长说，急诊室从此24小时有人值班。\n"
const NOW = "2025-03-25T09:00:00+08:00"

function jsonl(...items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("")
}

describe.sequential("an archive from the terminal", () => {
  const data = temporaryFolder()
  const corpus = temporaryFolder()
  const folders = ["--data", data, "--corpus", corpus]

  beforeAll(async () => {
    writeFileSync(join(corpus, "a.jsonl"), jsonl(BRIDGE, TEA))
    writeFileSync(join(corpus, "clinic.md"), CLINIC)
    const { status, json } = await newsroom([
      "ingest",
      "--json",
      "--now",
      "2025-03-24T10:00:00+08:00",
      ...folders,
    ])
    expect(status).toBe(0)
    expect(json.slice(0, -1).map((line) => ingestLine.parse(line).status)).toEqual([
      "added",
      "added",
      "added",
    ])
    expect(ingestSummary.parse(json.at(-1)).summary).toMatchObject({ added: 3, rejected: 0 })
  })

  /** Articles as `show` gave them, until they change. */
  const shown = new Map<string, Awaited<ReturnType<typeof stored>>>()

  async function stored(id: string, ...words: readonly string[]) {
    const { json, status } = await newsroom(["show", id, "--json", ...words, ...folders])
    expect(status).toBe(0)
    return showLine.parse(json[0])
  }

  async function checkCitations(citations: readonly CitationJson[]): Promise<void> {
    for (const id of new Set(citations.map((citation) => citation.id))) {
      const article = shown.get(id) ?? (await stored(id))
      shown.set(id, article)
      for (const { field, quote, start, end, version } of citations.filter((one) => one.id === id)) {
        expect(version).toBe(article.version)
        expect(article[field]?.slice(start, end)).toBe(quote)
      }
    }
  }

  it("shows an article as it was given", async () => {
    const article = await stored("bridge-1")
    const { title, url, source, place, abstract, bylines, text } = BRIDGE
    expect(article).toMatchObject({
      id: "bridge-1",
      version: 1,
      title,
      url,
      source,
      place,
      abstract,
      bylines,
    })
    expect(article).toMatchObject({ publishedAt: "2025-03-04", text })
    expect(articleText(article.body)).toBe(text)
  })

  it("answers a batch in its order, bad lines included, and cites verbatim", async () => {
    const good = { id: "b", query: "青石桥全长多少米？" }
    const input = [
      JSON.stringify(good),
      "not json",
      JSON.stringify({ id: 7, query: "石河镇今年种了多少亩茶？", now: NOW }),
      JSON.stringify({ id: "no query" }),
      JSON.stringify({ query: "no id" }),
      "[1]",
      JSON.stringify({ id: "time", query: "青石桥", now: "soon" }),
      "",
      JSON.stringify({ id: "emoji", query: "😀🎉" }),
      JSON.stringify({ id: "marks", query: "，。！？、（）《》\"'$%&*[]{}\\|^~`" }),
      JSON.stringify({ id: "long", query: "青石桥全长多少米？".repeat(1200) }),
      JSON.stringify({ id: "elsewhere", query: "火星探测器什么时候返回？" }),
    ].join("\n")
    const { status, json } = await newsroom(["ask", "--batch", "-", ...folders], { input })
    expect(status).toBe(0)
    expect(json.map((line) => (line as { id: unknown }).id)).toEqual([
      "b",
      null,
      7,
      "no query",
      null,
      null,
      "time",
      "emoji",
      "marks",
      "long",
      "elsewhere",
    ])
    for (const at of [1, 3, 4, 5, 6]) batchError.parse(json[at])
    const answers = [0, 2, 7, 8, 9, 10].map((at) => askLine.parse(json[at]))
    const [bridge, tea, emoji, marks, , elsewhere] = answers
    expect(bridge).toMatchObject({ kind: "answered", question: good.query, mode: "keyless", answer: null })
    expect(bridge?.text).toContain("321米")
    expect(tea?.text).toContain("5600亩")
    expect(bridge?.claims[0]?.citations[0]).toMatchObject({ id: "bridge-1", url: BRIDGE.url })
    for (const none of [emoji, marks, elsewhere])
      expect(none).toMatchObject({ kind: "not-found", claims: [] })
    await checkCitations(answers.flatMap(({ claims }) => claims.flatMap(({ citations }) => citations)))
  })

  it("says why: what a recorded answer stands on, and that it comes out the same", async () => {
    const questions = ["青石桥全长多少米？", "火星探测器什么时候返回？", "石河镇最新消息"]
    const recorded = await Promise.all(
      questions.map(async (question) => {
        const { json } = await newsroom(["ask", question, "--json", "--record", "--now", NOW, ...folders])
        return askLine.parse(json[0])
      }),
    )
    for (const [at, { answer, claims, kind }] of recorded.entries()) {
      const { status, json } = await newsroom(["why", String(answer), "--json", ...folders])
      expect(status).toBe(0)
      const told = whyLine.parse(json[0])
      expect(told).toMatchObject({ answer, question: questions[at], kind, at: new Date(NOW).toISOString() })
      expect(told.claims).toEqual(claims)
      expect(told.replay).toMatchObject({ same: true, kind, claims })
    }
    const { out } = await newsroom(["why", String(recorded[0]?.answer), ...folders])
    expect(out).toMatch(/青石桥全长多少米？[\s\S]*stands on bridge-1 version 1, text[\s\S]*replay +the same/)
    const plain = await newsroom(["ask", "青石桥全长多少米？", "--record", "--now", NOW, ...folders])
    expect(plain.err).toMatch(/^answer \d+ of the ledger: newsroom why \d+$/m)
    const unknown = await newsroom(["why", "999", ...folders])
    expect([unknown.status, unknown.err]).toEqual([1, "why: no answer 999 in the ledger\n"])
  })

  it("ranks whole articles, narrowed by day and place", async () => {
    const { json } = await newsroom(["search", "石河镇", "--json", "--limit", "2", ...folders])
    const { hits } = searchLine.parse(json[0])
    expect(hits.map(({ rank }) => rank)).toEqual([1, 2])
    expect(new Set(hits.map(({ id }) => id)).size).toBe(2)
    const narrowed = ["--from", "2025-03-05", "--to", "2025-03-21"]
    const byDay = await newsroom(["search", "石河镇", "--json", ...narrowed, ...folders])
    expect(searchLine.parse(byDay.json[0]).hits.map(({ id }) => id)).toEqual(["42"])
    const byPlace = await newsroom(["search", "石河镇", "--json", "--place", "石河", ...folders])
    expect(searchLine.parse(byPlace.json[0]).hits.map(({ id }) => id)).toEqual(["bridge-1"])
  })

  it("lists what is related, a later report as such, and what is hot", async () => {
    const own = ["--data", temporaryFolder()]
    const later = { ...BRIDGE, id: "bridge-2", url: null, date: "2025-03-06" }
    const input = jsonl(BRIDGE, TEA, { ...later, text: BRIDGE.text.replace("4800万元", "5200万元") })
    await newsroom(["ingest", "-", ...own], { input })
    const [byUrl, plain, hot] = await Promise.all([
      newsroom(["related", BRIDGE.url, "--json", "--limit", "3", ...own]),
      newsroom(["related", "bridge-2", ...own]),
      newsroom(["hot", "--json", ...own]),
    ])
    const { id, hits } = relatedLine.parse(byUrl.json[0])
    expect(id).toBe("bridge-1")
    expect(hits.map(({ id, link }) => `${id} ${link}`)).toEqual(["bridge-2 updated-by"])
    const { passage } = hits[0] ?? {}
    expect(later.text.slice(passage?.start, passage?.end)).toBe(passage?.text)
    expect(plain.out).toMatch(/^1\. 青石桥年底通车 {2}\[bridge-1\]\n {3}updates {2}石河日报/)
    expect(hotLine.parse(hot.json[0])).toEqual({ days: 30, hits: [] })
  })

  it("summarizes by id, address and file", async () => {
    const byUrl = await newsroom(["summarize", BRIDGE.url, "--json", "--style", "points", ...folders])
    const summary = summaryLine.parse(byUrl.json[0])
    expect(summary).toMatchObject({ id: "bridge-1", style: "points" })
    await checkCitations(summary.sentences.flatMap(({ citations }) => citations))
    const byPath = await newsroom(["summarize", join(corpus, "clinic.md"), ...folders])
    expect(byPath.status).toBe(0)
    expect(byPath.out).toContain("两台呼吸机")
    const [headlines, social, english, unknown, story] = await Promise.all([
      newsroom(["summarize", BRIDGE.url, "--style", "headlines", ...folders]),
      newsroom(["summarize", BRIDGE.url, "--style", "social", ...folders]),
      newsroom(["summarize", BRIDGE.url, "--style", "english", ...folders]),
      newsroom(["summarize", BRIDGE.url, "--style", "haiku", ...folders]),
      newsroom(["summarize", BRIDGE.url, "--story", "--json", ...folders]),
    ])
    expect(headlines.out.split("\n")[0]).toBe("青石桥年底通车")
    expect(social.out.trim().split("\n").at(-1)).toBe(BRIDGE.url)
    expect(english).toMatchObject({ status: 1, out: "" })
    expect(english.err).toMatch(/^summarize: a summary in English needs a language model.*\n$/)
    expect(unknown.status).toBe(2)
    expect(story.json[0]).toMatchObject({ id: "bridge-1", lines: [{ id: "bridge-1", day: "2025-03-04" }] })
  })

  it("previews a digest of what has come since the archive", async () => {
    const news = {
      id: "news-1",
      title: "石河镇通了公交车",
      date: "2025-03-25",
      text: "石河镇今天开通第一条公交线路。\n线路全长12公里，每天发20个班次。",
    }
    const input = jsonl(news)
    const came = await newsroom(["ingest", "-", "--json", "--now", "2025-03-25T06:00:00+08:00", ...folders], {
      input,
    })
    expect(ingestLine.parse(came.json[0])).toMatchObject({ status: "added", id: "news-1", input: "-:1" })
    const card = join(temporaryFolder(), "card.png")
    const { json } = await newsroom(["digest", "preview", "--json", "--card", card, "--now", NOW, ...folders])
    const { groups, messages, date } = digestLine.parse(json[0])
    expect(json[0]).toMatchObject({ card })
    expect(readFileSync(card).toString("latin1", 0, 8)).toBe("\x89PNG\r\n\x1a\n")
    expect(date).toBe("2025-03-25")
    expect(groups.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(["news-1"])
    expect(messages[0]?.text).toContain("石河镇通了公交车")
    await checkCitations(groups.flatMap(({ items }) => items.flatMap(({ citations }) => citations)))
    const later = await newsroom(["digest", "preview", "--now", "2025-04-25T06:00:00+08:00", ...folders])
    expect(later.out.trim()).toBe(
      "nothing new for 2025-04-25; --date 2025-03-25 shows the newest day of the archive",
    )
    const empty = await newsroom(["digest", "preview", "--date", "2025-04-01", ...folders])
    expect(empty.out.trim()).toBe("nothing for 2025-04-01; the newest day of the archive is 2025-03-25")
  })

  it("tells what became of each digest", async () => {
    const db = openDatabase(data)
    const [editions, outbox] = [new SqliteEditions(db), new SqliteOutbox(db)]
    const edition = { occurrence: "daily:2025-03-25", date: "2025-03-25", groups: [], left: 0 }
    const now = new Date("2025-03-25T00:00:00Z")
    editions.publish(edition, { cutoff: undefined, now, chats: ["@paper", "1", "2"], messages: ['"text"'] })
    editions.publish(
      { ...edition, occurrence: "own:1:2025-03-25" },
      { cutoff: undefined, now, chats: ["1"], messages: ['"text"'] },
    )
    editions.skip("2025-03-24", "too-late", now, 3)
    const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
    const [one, other] = outbox.pending(2).map(({ id }) => outbox.claim(id))
    if (one) outbox.settle(one, { state: "ambiguous", why: "network: ECONNRESET" }, after(1))
    if (other) outbox.settle(other, { state: "sent", messageId: 7 }, after(2.5))
    db.close()
    const words = ["digest", "status", "--now", NOW, ...folders]
    const [lines, json] = await Promise.all([newsroom(words), newsroom([...words, "--json"])])
    expect(lines.out.trimEnd().split("\n")).toEqual([
      "next digest at 2025-03-26 08:00 (Asia/Shanghai)",
      "in all: 1 sent, 2 pending, 0 failed, 1 ambiguous (0 of these in private chats)",
      "slowest: daily:2025-03-25, 2.5 s from its publication to its last message",
      "daily:2025-03-25: 0 articles; 1 sent, 1 pending, 0 failed, 1 ambiguous; 2.5 s",
      "readers' own digests of 2025-03-25: 1; 0 sent, 1 pending, 0 failed, 0 ambiguous",
      "no digest on 2025-03-24: too-late (and 3 earlier)",
      "ambiguous: daily:2025-03-25 part 0 to @paper: network: ECONNRESET",
    ])
    expect(json.json).toMatchObject([
      {
        totals: { sent: 1, pending: 2, ambiguous: 1 },
        readers: [{ kind: "own", date: "2025-03-25", editions: 1 }],
        slowest: { seconds: 2.5 },
        unsettled: [{ chatId: "@paper" }],
      },
    ])
  })

  it("tells unchanged, updated and duplicate apart and keeps the old version", async () => {
    const changed = { ...BRIDGE, text: BRIDGE.text.replace("12月底", "11月底") }
    const reprint = { ...TEA, id: "reprint", title: "石河镇的茶" }
    writeFileSync(join(corpus, "a.jsonl"), jsonl(changed, TEA, reprint))
    const { json } = await newsroom(["ingest", "--json", ...folders])
    const lines = json.slice(0, -1).map((line) => ingestLine.parse(line))
    expect(lines.map(({ status, id }) => `${status} ${id}`)).toEqual([
      "updated bridge-1",
      "unchanged 42",
      "duplicate reprint",
      expect.stringMatching(/^unchanged /),
    ])
    expect((await stored("bridge-1")).text).toContain("11月底")
    expect((await stored("bridge-1", "--version", "1")).text).toBe(BRIDGE.text)
    const found = await newsroom(["search", "明前茶", "--json", ...folders])
    expect(searchLine.parse(found.json[0]).hits[0]).toMatchObject({ id: "42", printings: ["reprint"] })
  })

  it("makes a damaged index anew and says what is wrong with a damaged database", async () => {
    const path = join(data, "lexical.idx")
    const hits = async (): Promise<unknown> =>
      searchLine.parse((await newsroom(["search", "石河镇", "--json", ...folders])).json[0]).hits
    const [whole, before] = [readFileSync(path), await hits()]
    const flipped = Buffer.from(whole)
    for (let at = 0; at < flipped.length; at += 97) flipped[at] = (flipped[at] ?? 0) ^ 0xff
    for (const damaged of [whole.subarray(0, whole.length >> 1), flipped]) {
      writeFileSync(path, damaged)
      expect(await hits()).toEqual(before)
    }
    const broken = temporaryFolder()
    writeFileSync(join(broken, "newsroom.db"), "no database at all, only some words in a file")
    const [search, doctor] = await Promise.all([
      newsroom(["search", "石河镇", "--data", broken]),
      newsroom(["doctor", "--json", "--data", broken]),
    ])
    checkRefused(search, 1, /database is damaged/)
    expect(doctor.status).toBe(1)
    expect(doctor.json).toContainEqual({
      check: "storage",
      ok: false,
      detail: expect.stringMatching(/database is damaged/),
    })
  })
})

function checkRefused({ status, out, lines }: Ended, expected: 1 | 2, words: RegExp): void {
  expect(lines).toEqual([expect.stringMatching(words)])
  expect({ status, out }).toEqual({ status: expected, out: "" })
}

describe("refusals: one line on standard error, nothing on standard output", () => {
  const empty = temporaryFolder()
  const cases: [words: string[], status: 1 | 2, line: RegExp, env?: Record<string, string>][] = [
    [[], 2, /no command/],
    [["sing"], 2, /unknown command 'sing'/],
    [["ask", "桥", "--loud"], 2, /unknown option '--loud'/],
    [["search", "桥", "--limit", "0"], 2, /--limit/],
    [["ask"], 2, /one question/],
    [["related"], 2, /missing required argument/],
    [["related", "bridge-1", "--limit", "none"], 2, /--limit/],
    [["retract", "bridge-1", "--why", "wrong"], 2, /^retract: not supported yet$/],
    [["search", "桥"], 1, /^nothing ingested yet: newsroom ingest$/],
    [["ingest", "no-such-folder"], 1, /no-such-folder: no such file or folder/],
    [["doctor"], 2, /^DATABASE_URL: not supported yet$/, { DATABASE_URL: "postgres://localhost/x" }],
    [["digest", "status", "--card", "x.png"], 2, /^--card goes with preview only$/],
    [["start"], 2, /^HOST: got "0.0.0.0", .*loopback/, { HOST: "0.0.0.0" }],
  ]
  it.concurrent.each(cases)("%j", async (words, status, line, env = {}) => {
    checkRefused(await newsroom(words, { env: { DATA_DIR: empty, ...env } }), status, line)
  })

  it("reads .env, where the environment says nothing", async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, ".env"), "TIMEZONE=Mars/Olympus\n")
    checkRefused(await newsroom(["doctor"], { cwd }), 2, /^TIMEZONE: got "Mars\/Olympus", takes/)
  })
})

it("rejects what is no article, one line each, and takes in the rest", async () => {
  const [data, folder] = [temporaryFolder(), temporaryFolder()]
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
  put(
    "binary.txt",
    Uint8Array.from({ length: 4096 }, (_, at) => (at * 37) % 256),
  )
  put(
    "broken.html",
    "<html><title>石桥修路</title><body><div><p>石桥镇今年修路三公里，花了二百万元，年底通车。<p>村民说，雨天再也不用走泥路。<table><tr>",
  )
  put(
    "cut.xml",
    `<?xml version="1.0"?><rss version="2.0"><channel><title>石桥报</title><item><title>渡口换新船</title><link>https://paper.example/ferry</link><description>石桥镇渡口换了一条新船，能坐40人。</description></item><item><title>没写完`,
  )
  put("empty.txt", "")
  put(
    "line.jsonl",
    `{"text":"${"长".repeat(17_000_000)}"}\n${JSON.stringify({ id: "after", text: "长行后面的这一条照样收进来。" })}\n`,
  )
  put("menu.html", "<html><body><nav><a href=/>首页</a> <a href=/n>新闻</a></nav></body></html>")
  mkdirSync(join(folder, "sub"))
  put("sub/ok.txt", "水库清淤完工\n石桥报 2025-01-05 10:00\n石桥镇水库清淤昨天完工，清出淤泥3万立方米。\n")
  const { status, json } = await newsroom(["ingest", folder, "--json", "--data", data])
  expect(status).toBe(0)
  const lines = json.slice(0, -1).map((line) => ingestLine.parse(line))
  expect(lines.map(({ input, status }) => `${input.slice(folder.length + 1)} ${status}`)).toEqual([
    "binary.txt rejected",
    "broken.html added",
    "cut.xml:1 added",
    "cut.xml rejected",
    "empty.txt rejected",
    "line.jsonl:1 rejected",
    "line.jsonl:2 added",
    "menu.html rejected",
    "sub/ok.txt added",
  ])
  for (const { status, reason } of lines) expect(reason !== null).toBe(status === "rejected")
})
