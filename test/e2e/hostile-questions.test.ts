import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Archive, openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { retrieveByDays } from "../../src/retrieve/retriever.ts"
import { article, prepared } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const NOW = new Date("2025-10-09T09:00:00+08:00")
const STORIES: [id: string, title: string, text: string][] = [
  ["bridge", "汐江二桥合龙", "汐江二桥昨日合龙，全桥长1.2公里，双向四车道，预计明年通车。"],
  ["hospital", "云岭县医院门诊楼封顶", "云岭县医院门诊楼封顶，新楼共九层，设床位三百二十张，明年春天启用。"],
  ["park", "青屏产业园新增企业", "青屏产业园今年新增企业十七家，园区道路全部改造完毕，公交增开两条线路。"],
  ["flood", "禾溪县转移群众", "禾溪县连日暴雨，夜里转移群众三百多人，堤坝没有出现险情。"],
  [
    "english",
    "The new bridge",
    "The new bridge over the river was closed on Monday, and the old ferry runs again.",
  ],
]

let archive: Archive

beforeAll(async () => {
  const config = readConfig({ dataDir: temporaryFolder() }, {})
  archive = await openArchive(config, { hold: true, note: () => undefined })
  await archive.store.put(
    STORIES.map(([id, title, text]) => prepared(article(id, [text], { title, place: ["海岳省", "汐川市"] }))),
    new Date("2025-10-08T12:00:00Z"),
  )
})

afterAll(() => archive.close())

async function search(words: string): Promise<string[]> {
  const question = readQuestion(words, { now: NOW, timeZone: "Asia/Shanghai", archive: archive.store })
  return (await retrieveByDays(archive.retriever, question, 10)).map(({ articleId }) => articleId)
}

/** Whatever is asked: no exception, and what is answered stands in the archive. */
async function answered(words: string): Promise<string[]> {
  const { answer } = await archive.ask(words, { now: NOW })
  if (!("claims" in answer)) return []
  return answer.claims.flatMap(({ citations }) =>
    citations.map(({ articleId, field, start, end, quote }) => {
      expect(archive.store.get(articleId)?.[field]?.slice(start, end)).toBe(quote)
      return articleId
    }),
  )
}

describe("operators of search engines have no effect", () => {
  const cases: [hostile: string, bare: string][] = [
    ['"汐江二桥" "合龙"', "汐江二桥 合龙"],
    ['"合龙汐江"', "合龙 汐江"],
    ["+汐江 -合龙", "汐江 合龙"],
    ["汐江 -二桥 -合龙", "汐江 二桥 合龙"],
    ["汐江*", "汐江"],
    ["*汐江?", "汐江"],
    ["汐江~2 合龙^10", "汐江 2 合龙 10"],
    ["(汐江 合龙)", "汐江 合龙"],
    ["((((汐江", "汐江"],
    ["汐江))))", "汐江"],
    ["[汐江] {合龙}", "汐江 合龙"],
    ["/汐江.*/", "汐江"],
    ["\\汐江\\ \\合龙", "汐江 合龙"],
    ["汐江 && 合龙 || !暴雨", "汐江 合龙 暴雨"],
    ["title:汐江", "title 汐江"],
    ["^汐江$", "汐江"],
    ["汐江:合龙", "汐江 合龙"],
    ["<汐江> = 合龙", "汐江 合龙"],
    ["'汐江'; DROP TABLE articles; --", "汐江 DROP TABLE articles"],
    ["汐江%' OR '1'='1", "汐江 OR 1 1"],
    ["汐江\u0000合龙", "汐江 合龙"],
    ["汐江\u0007\u001b[31m 合龙", "汐江 31m 合龙"],
    ["\u200f汐江\u200e\u202e合龙\u202c", "汐江合龙"],
    ["汐\u200b江二桥", "汐江二桥"],
    ["\ufeff汐江二桥", "汐江二桥"],
    ["汐江\ud800二桥", "汐江二桥"],
    ["\udc00汐江二桥\ud83d", "汐江二桥"],
    ["汐江二桥😀🎉", "汐江二桥"],
    ["汐\n江\t二\r桥", "汐 江 二 桥"],
    ["ＢＲＩＤＧＥ", "bridge"],
    ["BRIDGE", "bridge"],
    ["“汐江二桥”《合龙》", "汐江二桥 合龙"],
  ]
  it.each(cases)("%j", async (hostile, bare) => {
    const found = await search(bare)
    expect(await search(hostile)).toEqual(found)
    await answered(hostile)
  })

  const operators: [hostile: string, has: string][] = [
    ["汐江 AND 暴雨", "bridge"],
    ["汐江 AND 暴雨", "flood"],
    ["NOT 汐江", "bridge"],
    ["暴雨 NOT 汐江", "bridge"],
    ["汐江 NEAR/3 暴雨", "flood"],
    ["汐江 NEAR(暴雨, 3)", "flood"],
    ["site:example.org 汐江", "bridge"],
    ["intitle:堤坝", "flood"],
    ["inurl:x filetype:pdf 医院", "hospital"],
    ["NOT bridge", "english"],
    ["column1 : 医院", "hospital"],
  ]
  it.each(operators)("%s finds %s", async (hostile, has) => {
    expect(await search(hostile)).toContain(has)
    await answered(hostile)
  })
})

describe("odd questions", () => {
  const found: [words: string, first: string][] = [
    [`${"请问汐江二桥合龙了吗".repeat(1_000)}`, "bridge"],
    [`${" ".repeat(9_000)}堤坝`, "flood"],
    [`堤坝${"！".repeat(10_000)}`, "flood"],
    ["was the new ferry closed?", "english"],
    ["請問雲嶺縣醫院門診樓封頂了嗎", "hospital"],
  ]
  for (const [words, first] of found) {
    it(`${words.trim().slice(0, 20)} (${words.length})`, async () => {
      expect((await search(words))[0]).toBe(first)
      await answered(words)
    })
  }

  it.each([
    "",
    " ",
    "。",
    "？！",
    "的",
    "了吗",
    "是什么",
    "请问怎么样",
    "谢谢",
    "你好",
    "what is the",
    "😀",
    "👨‍👩‍👧‍👦",
    "\u0000",
    "\ud800",
    "\u202e",
    '"',
    "*",
    "(",
    "-",
    "~^:",
    "[]{}",
  ])("%j finds nothing", async (words) => {
    expect(await search(words)).toEqual([])
    expect(await answered(words)).toEqual([])
  })

  it.each([
    "堤",
    "x",
    "AND",
    "橋はいつ開通しますか",
    "ئۈرۈمچى كۆۋرۈكى قاچان ئېچىلىدۇ؟",
    "Мост через реку",
    "다리는 언제 개통합니까",
    "สะพาน",
    "१२३",
    "𠀀𠀁𠀂",
    "١٢٣",
    "%s%d%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "$(id) `id`",
    "a".repeat(10_000),
    "的".repeat(10_000),
    "(".repeat(10_000),
    "《".repeat(10_000),
    "请问".repeat(5_000),
    "昨天".repeat(5_000),
    "8月5日到".repeat(2_000),
    "1".repeat(10_000),
    "\ud800".repeat(10_000),
  ])("%j is read to the end", async (words) => {
    await expect(search(words)).resolves.toBeInstanceOf(Array)
    await answered(words)
  })
})
