import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openDryRun } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { readHtmlPage } from "../../src/ingest/html-page.ts"
import { parseSiteRules, type SiteRule } from "../../src/ingest/site-rules.ts"
import { readSiteRules } from "../../src/ingestion.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const STORY = "汐江二桥昨日合龙，全桥长1286米，两岸居民从此不必再绕行老桥。"
const NEXT = "市交通运输局说，桥面铺装这个月开始，明年5月1日前通车，公交线路同时调整。"
const ASIDE = "这里是编辑部的话：欢迎读者来信，告诉我们您身边的新鲜事，来信请写明姓名和地址。"

const page = (
  host: string,
) => `<html><head><title>无题页</title><link rel="canonical" href="https://${host}/2025/a.html"></head><body>
<div class="top">汐川在线</div><div class="hl">汐江二桥合龙</div><div class="bar"><em class="when">2025年10月25日</em><em class="by">来源：汐川日报</em></div>
<div class="txt"><p>${STORY}</p><div class="vote">${ASIDE}</div><p>${NEXT}</p></div><div class="more"><p>${ASIDE}</p></div></body></html>`

const RULE: SiteRule = {
  host: "paper.example",
  title: ".hl",
  body: ".txt",
  date: ".when",
  source: ".by",
  remove: [".vote"],
}

test.each(["paper.example", "news.paper.example"])("a rule says where %s has what", async (host) => {
  const draft = await readHtmlPage(page(host), { crawledOn: null, sites: [RULE] })
  expect(draft).toMatchObject({
    title: "汐江二桥合龙",
    source: "汐川日报",
    publishedAt: "2025-10-25",
    body: [{ text: STORY }, { text: NEXT }],
    flags: ["very-short"],
  })
})

test("other sites, and what a rule does not find, are read as always", async () => {
  const plain = await readHtmlPage(page("other.example"), { crawledOn: null })
  expect(await readHtmlPage(page("other.example"), { crawledOn: null, sites: [RULE] })).toEqual(plain)
  expect(await readHtmlPage(page("notpaper.example"), { crawledOn: null, sites: [RULE] })).toMatchObject({
    body: plain?.body,
  })
  const lost = { host: "paper.example", title: ".gone", body: "#gone", date: ".gone", source: ".gone" }
  const own = await readHtmlPage(page("paper.example"), { crawledOn: null })
  expect(await readHtmlPage(page("paper.example"), { crawledOn: null, sites: [lost] })).toEqual(own)
})

test.each([
  ["[{", "not JSON"],
  ['{"host":"a"}', "the whole: Invalid input: expected array, received object"],
  ['[{"title":"h1"}]', "0.host: Invalid input: expected string, received undefined"],
  ['[{"host":"a","boby":".x"}]', '0: Unrecognized key: "boby"'],
  ['[{"host":"a","body":"div[["}]', 'a: "div[[" is no CSS selector'],
])("what is wrong with a file is one line: %s", async (json, why) => {
  expect(await parseSiteRules(json)).toBe(why)
})

test("a run reads sites.json of the corpus folder, goes on without a broken one, and takes it for no article", async () => {
  const corpus = temporaryFolder()
  const config = readConfig({ dataDir: join(temporaryFolder(), "none"), corpusDir: corpus }, {})
  expect(await readSiteRules(config)).toEqual([])
  writeFileSync(join(corpus, "a.html"), page("paper.example"))
  const take = async (json: string) => {
    writeFileSync(join(corpus, "sites.json"), json)
    const trial = await openDryRun(config)
    const lines: string[] = []
    for await (const line of trial.ingestion.run([corpus], { onlyChanged: false, now: new Date(0) }))
      lines.push("note" in line ? line.note : `${line.status} ${line.title}`)
    trial.close()
    return lines
  }
  expect(await take(JSON.stringify([RULE]))).toEqual(["added 汐江二桥合龙"])
  const [note, ...rest] = await take("[{")
  expect(note).toBe("sites.json: not JSON; pages are read as those of any site")
  expect(rest).toHaveLength(1)
})
