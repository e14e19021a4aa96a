import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Article } from "../../src/corpus.ts"
import { readCorrection } from "../../src/ingest/correction-notice.ts"
import { createIngestRuns } from "../../src/ingest/ingest-run.ts"
import { countOwnPlaces, createLocator } from "../../src/ingest/locator.ts"
import { settle } from "../../src/ingest/settle.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { article, prepared } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const NOW = new Date("2025-10-09T00:00:00Z")
const TITLE = "白渡县水毁道路修复通车"
/** No vectors are made. */
async function* embed() {}

function open() {
  const store = new SqliteArticleStore(openDatabase(temporaryFolder()), { embedderId: "test-2", indexes: [] })
  return {
    store,
    put: (...articles: Article[]) => store.put(articles.map(prepared), NOW),
    async settled() {
      const lines: string[] = []
      for await (const line of settle({
        store: store.settling,
        now: NOW,
        locate: (one) => one,
        early: [],
      }))
        lines.push(line)
      return lines
    },
    found: () => [...new Set(store.evidence([...store.passageIds()]).map(({ articleId }) => articleId))],
  }
}

const first = (
  paragraphs = ["白渡县63处水毁道路昨天全部修复。", "副县长说，"],
  given: Partial<Article> = {},
) =>
  article("a", paragraphs, {
    title: TITLE,
    page: "01",
    openEnds: [{ side: "goes-on", page: "2", title: null, within: false }],
    flags: ["incomplete"],
    ...given,
  })
const second = (
  paragraphs = ["下一步要加固沿河的路基。", "今年汛期之前完工。"],
  given: Partial<Article> = {},
) =>
  article("b", paragraphs, {
    title: TITLE,
    page: "02",
    openEnds: [{ side: "began", page: "1", title: null, within: false }],
    flags: ["incomplete"],
    ...given,
  })

test("halves become one article, whose halves are still known as they were read", async () => {
  const { store, put, settled, found } = open()
  await put(first(), second())
  expect(store.evidence([...store.passageIds()])[0]?.incomplete).toBe(true)
  expect(await settled()).toHaveLength(1)
  expect(store.get("a")).toMatchObject({
    version: 2,
    text: "白渡县63处水毁道路昨天全部修复。\n副县长说，下一步要加固沿河的路基。\n今年汛期之前完工。",
    seams: [{ from: "1", to: "2" }],
    flags: ["stitched"],
    printings: [],
  })
  expect(store.get("a", 1)?.flags).toEqual(["incomplete"])
  expect(store.get("b")?.lead).toEqual({ id: "a", why: "second-half" })
  expect(found()).toEqual(["a"])
  expect(store.evidence([...store.passageIds()]).some(({ incomplete }) => incomplete)).toBe(false)
  // The files are as they were, so nothing is new.
  expect(await put(first(), second())).toMatchObject([{ status: "unchanged" }, { status: "unchanged" }])
  expect(await settled()).toEqual([])
})

test("a half that comes in changed is joined anew, one that is none any more is parted", async () => {
  const { store, put, settled, found } = open()
  await put(first(), second())
  await settled()
  await put(second(["下一步要加宽路基。"]))
  expect(found()).toEqual(["a"])
  expect(await settled()).toHaveLength(1)
  expect(store.get("a")?.text).toContain("副县长说，下一步要加宽路基。")
  await put(second(["另一件事：云岭县医院门诊楼封顶，新楼共九层。"], { openEnds: [], flags: [] }))
  expect(await settled()).toHaveLength(1)
  expect(store.get("a")).toMatchObject({
    text: "白渡县63处水毁道路昨天全部修复。\n副县长说，",
    flags: ["incomplete"],
  })
  expect(store.get("b")?.lead).toBeNull()
  expect(found().sort()).toEqual(["a", "b"])
  expect(await settled()).toEqual([])
})

test("retracting a joined story takes both halves out", async () => {
  const { store, put, settled, found } = open()
  await put(first(), second())
  await settled()
  await store.retract("b", "x")
  expect([store.get("a")?.status, store.get("b")?.status]).toEqual(["retracted", "retracted"])
  expect(found()).toEqual([])
  expect(await settled()).toEqual([])
})

test("a printing that no longer stands behind another is made searchable", async () => {
  const { store, put, settled, found } = open()
  const text =
    "汐江二桥昨日合龙，全桥长一点二公里，双向四车道，沿江两岸的居民从此不必再绕行老桥，预计明年通车。"
  await put(article("a", [text]), article("b", [text]))
  await put(article("a", ["云岭县医院门诊楼封顶，新楼共九层，设床位三百二十张，检验科和影像科将搬到二楼。"]))
  expect(store.get("b")?.lead).toBeNull()
  expect(found()).toEqual(["a"])
  expect(await settled()).toEqual([])
  expect(found().sort()).toEqual(["a", "b"])
})

test("evidence says which correction the paper has printed", async () => {
  const { store, put, settled } = open()
  const text = "本报10月8日《白渡县水毁道路修复通车》一文中，“63处”应为“36处”。特此更正。"
  const body = [{ text }]
  const correction = readCorrection({ title: "更正", body, publishedAt: "2025-10-09" })
  const notice = article("n", [text], { title: "更正", publishedAt: "2025-10-09", correction })
  await put(article("a", ["白渡县63处水毁道路昨天全部修复。"], { title: TITLE }), notice)
  expect(await settled()).toEqual([`linked n to a: a correction of 《${TITLE}》`])
  const [evidence] = store.evidence([...store.passageIds()])
  expect(evidence).toMatchObject({ articleId: "a", corrections: [{ id: "n", title: "更正" }] })
  expect(store.get("n")?.links).toMatchObject([{ kind: "corrects", id: "a" }])
  expect(await settled()).toEqual([])
  await store.retract("n", "x")
  expect(store.evidence([...store.passageIds()])[0]?.corrections).toEqual([])
})

test("a run settles what it took in, and says so", async () => {
  const { store, found } = open()
  const folder = temporaryFolder()
  const page = (number: string, text: string) =>
    writeFileSync(
      join(folder, `${number}.txt`),
      `${TITLE}\n汐川日报 2025-10-08\n第0${number}版：要闻\n\n${text}\n`,
    )
  page("1", "白渡县63处水毁道路昨天全部修复通车，最后一处在红枫乡。\n\n副县长说，（下转第二版）")
  page("2", "（上接第一版）下一步要加固沿河的路基，今年汛期之前完工。\n\n沿线六个村的班车同时恢复。")
  const known = { has: () => false, add: () => undefined }
  const runs = createIngestRuns({
    store,
    settling: store.settling,
    embed,
    locate: (one) => one,
    known,
    siteRules: async () => [],
    ownPlaces: () => 0,
    ended: () => undefined,
  })
  const take = async () => {
    const lines = []
    for await (const line of runs.run([folder], { onlyChanged: false, now: NOW }))
      lines.push("note" in line ? line.note.replace(/[0-9a-f]{12}/g, "…") : line.status)
    return lines
  }
  expect(await take()).toEqual(["added", "added", `joined … to …: 《${TITLE}》 goes on on another page`])
  expect(await take()).toEqual(["unchanged", "unchanged"])
  expect(found()).toHaveLength(1)
})

test("what came in before the archive knew its place is placed when it does, without a new version", async () => {
  const { store } = open()
  const folder = temporaryFolder()
  const story = "中午的铃声一响，二十六个孩子端着碗在灶房门口排成一列，从今天起他们有了自己的食堂。"
  writeFileSync(
    join(folder, "a.txt"),
    `孩子们有了食堂\n汐川日报 2025-10-24\n\n青屏县的教学点办起了食堂。${story}\n`,
  )
  writeFileSync(
    join(folder, "b.txt"),
    `地方网 > 海岳省 > 汐川市 > 青屏县 > 正文\n油茶丰收\n汐川日报 2025-10-25\n\n油茶林里采果人沿着梯带一层层往上走，今年的果子比去年多收了两成。\n`,
  )
  const known = () => store.places().map(({ path }) => path)
  const runs = createIngestRuns({
    store,
    settling: store.settling,
    embed,
    locate: createLocator(known),
    ownPlaces: () => countOwnPlaces(known),
    known: { has: () => false, add: () => undefined },
    siteRules: async () => [],
    ended: () => undefined,
  })
  const ids: string[] = []
  for await (const line of runs.run([folder], { onlyChanged: false, now: NOW }))
    if ("status" in line && line.id !== null) ids.push(line.id)
  expect(store.get(ids[0] ?? "")).toMatchObject({
    version: 1,
    title: "孩子们有了食堂",
    place: ["海岳省", "汐川市", "青屏县"],
    placeFrom: "source",
  })
  expect(store.list({ place: "青屏" }, 10)).toHaveLength(2)
  for await (const line of runs.run([folder], { onlyChanged: false, now: NOW }))
    expect(line).toMatchObject({ status: "unchanged" })
})
