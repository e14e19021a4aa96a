import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import {
  extractionFigures,
  goldTitleFault,
  gramF1,
  scorePage,
  unmatched,
} from "../../src/evaluate/extraction.ts"
import { furnitureSign } from "../../src/evaluate/furniture-signs.ts"
import { parseGoldPages, parseTimeLines } from "../../src/evaluate/gold-pages.ts"
import { dropTags, readWithReadability } from "../../src/evaluate/plain-reading.ts"
import { containsDay, scoreTimeLines } from "../../src/evaluate/time-lines.ts"

describe("F1 of character 4-grams", () => {
  const cases: [gold: string, read: string, f1: number][] = [
    ["西江二桥合龙", "西江二桥合龙", 1],
    ["西江 二桥\n合龙", "西江二桥合龙", 1],
    ["西江二桥", "油茶开摘", 0],
    ["", "", 1],
    ["", "油茶开摘", 0],
    ["桥", "桥", 1],
    // abcd bcde against abcd: 2 · 1 / (2 + 1)
    ["abcde", "abcd", 2 / 3],
    // aaaa twice against once
    ["aaaaa", "aaaa", 2 / 3],
  ]
  it.each(cases)("%j read as %j", (gold, read, f1) => {
    expect(gramF1(gold, read)).toBeCloseTo(f1, 10)
    expect(gramF1(read, gold)).toBeCloseTo(f1, 10)
  })

  it("is 1 for the same text and counts as the definition does", () => {
    const text = fc.string({ unit: fc.constantFrom("甲", "乙", "丙", " "), maxLength: 40 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(gramF1(a, a)).toBe(1)
        expect(gramF1(a, b)).toBeCloseTo(f1ByDefinition(a, b), 10)
      }),
    )
  })
})

/** Takes from a list what is in the other, one by one. */
function f1ByDefinition(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => {
    const bare = text.replaceAll(" ", "")
    if (bare === "") return []
    return Array.from({ length: Math.max(1, bare.length - 3) }, (_, i) => bare.slice(i, i + 4))
  }) as [string[], string[]]
  const rest = [...right]
  const shared = left.filter((gram) => rest.includes(gram) && rest.splice(rest.indexOf(gram), 1)).length
  return left.length + right.length === 0 ? 1 : (2 * shared) / (left.length + right.length)
}

test("what one text has and the other lacks, run by run", () => {
  expect(unmatched("开头多余的话。水位退到警戒线以下。结尾", "水位退到警戒线以下。")).toEqual([
    "开头多余的话。",
    "结尾",
  ])
  expect(unmatched("水位 退到警戒线以下", "水位退到警戒线以下")).toEqual([])
})

describe("gold titles that are no bare, whole title", () => {
  const cases: [gold: string, read: string, fault: RegExp | null][] = [
    ["老街改造完工", "老街改造完工", null],
    ["老街改造完工", "另一个标题", null],
    ["专访|老街改造怎么改", "专访|老街改造怎么改", null],
    ["3-5月降水偏多", "3-5月降水偏多", null],
    ["", "老街改造完工", /empty/],
    ["老街改造完工，五百户居民陆续搬...", "", /cut/],
    ["老街改造完工_汐川新闻_汐川网", "", /names/],
    ["老街改造完工 - 汐川日报", "", /names/],
    ["老街改造完工 @ 阿舟的家", "老街改造完工", /names/],
    ["老街改造完工了吗", "老街改造完工", null],
  ]
  it.each(cases)("%j", (gold, read, fault) => {
    const found = goldTitleFault(gold, read)
    if (fault === null) expect(found).toBeNull()
    else expect(found).toMatch(fault)
  })
})

describe("a page against its gold", () => {
  const gold = {
    id: "a",
    title: "老街改造完工",
    day: "2025-09-11",
    body: "（原标题：老街完工）\n云岭县的老街改造昨天完工。\n居民陆续搬回。\n老街夜景。",
    html: "a.html",
  }
  const read = {
    title: "老街改造完工 ",
    day: "2025-09-11",
    lines: ["云岭县的老街改造昨天完工。", "居民陆续搬回。"],
    beside: [{ kind: "caption", text: "老街夜景。" }],
  }

  it("tells what is missing and where it was kept, and does not ask for furniture", () => {
    const score = scorePage(gold, read)
    expect(score.bodyF1).toBeLessThan(0.9)
    expect(score.storyF1).toBe(1)
    expect(score.titleExact).toBe(true)
    expect(score.furniture).toEqual([])
    expect(score.differences).toEqual([
      { side: "missing", text: "（原标题：老街完工）", verdict: "furniture: original title" },
      { side: "missing", text: "老街夜景。", verdict: "kept as caption" },
    ])
  })

  it("lists furniture in the body and scores a page that was not read 0", () => {
    const dirty = scorePage(gold, { ...read, lines: [...read.lines, "责任编辑：舟山月"] })
    expect(dirty.furniture).toEqual(["责任编辑：舟山月"])
    const none = scorePage({ ...gold, id: "b" }, null)
    expect([none.bodyF1, none.titleExact, none.day]).toEqual([0, false, null])
    expect(extractionFigures([dirty, none], new Set(["b"]))).toMatchObject({
      pages: 2,
      from95: 0,
      titles: 1,
      titlesExact: 1,
      days: 2,
      daysExact: 1,
      furnitureLines: 1,
    })
  })
})

describe("signs of furniture", () => {
  const cases: [line: string, sign: string | null][] = [
    ["分享到：微信 微博", "share"],
    ["（责任编辑：舟山月）", "editor"],
    ["扫一扫，在手机上看", "QR code"],
    ["上一篇：清坪油茶开摘", "neighbours"],
    ["汐川日报社版权所有 海ICP备00000000号", "copyright"],
    ["当前位置：首页 > 要闻", "trail"],
    ["他扫一扫院子，把落叶堆在墙根，又去把门口的两盆花搬到太阳底下，等着孙子放学回来一起浇水。", null],
    ["新小学的登录系统上周开通，家长可以在手机上查看孩子到校的时间，一共有八百多名家长用过。", null],
    ["县里说，这条路明年春天通车。", null],
  ]
  it.each(cases)("%s", (line, sign) => {
    expect(furnitureSign(line)).toBe(sign)
  })
})

describe("lines that contain a date", () => {
  const cases: [line: string, dated: boolean][] = [
    ["2025-09-11 08:30", true],
    ["２０２５年９月１１日", true],
    ["[ 2025-09-11 08：30 ]", true],
    ["二〇二五年九月十一日", true],
    ["09/11  08:30", true],
    ["20250911", true],
    ["9月11日", true],
    ["Sep 11, 2025", true],
    ["记者：舟山月", false],
    ["阅读 20250 次", false],
    ["08:30", false],
    ["", false],
  ]
  it.each(cases)("%j", (line, dated) => {
    expect(containsDay(line)).toBe(dated)
  })

  it("are counted with those that were read", () => {
    const records = [
      { time: "2025-09-11", day: "2025-09-11", flags: [] },
      { time: "09-11 08:30", day: "2025-09-11", flags: ["year-inferred"] },
      { time: "9月11日", day: null, flags: ["undated"] },
      { time: "电话", day: "2025-09-11", flags: [] },
      { time: "通讯员", day: "2025-09-11", flags: ["date-from-address"] },
      { time: "记者", day: null, flags: ["undated"] },
    ]
    const read = ({ time }: { time: string }) => {
      const record = records.find((one) => one.time === time)
      return { publishedAt: record?.day ?? null, flags: record?.flags ?? [] }
    }
    expect(scoreTimeLines(records, read)).toEqual({
      lines: 6,
      withDate: 3,
      read: 2,
      yearInferred: 1,
      notRead: ["9月11日"],
      byAddress: 1,
      invented: ["电话"],
    })
  })
})

test("gold and time lines are read, and a bad line is named", () => {
  const line = { id: "a", title: "题", date: "2025-09-11 08:30", body: "文", html: "html/a.html" }
  expect(parseGoldPages(`${JSON.stringify(line)}\n\n`)).toEqual([
    { id: "a", title: "题", day: "2025-09-11", body: "文", html: "html/a.html" },
  ])
  expect(parseGoldPages(JSON.stringify({ ...line, date: "" }))[0]?.day).toBeNull()
  expect(() => parseGoldPages(`${JSON.stringify(line)}\n{"id":1}`)).toThrow(/^line 2: id/)
  expect(() => parseGoldPages("{")).toThrow("line 1: not JSON")
  const records = [{ time: "昨天", url: "https://xichuan.example/1" }, { time: "" }]
  expect(parseTimeLines(records.map((record) => JSON.stringify(record)).join("\n"))).toEqual(records)
  expect(() => parseTimeLines('{"title":"题"}')).toThrow(/^line 1: time/)
})

const PAGE = `<html><head><title>老街改造完工</title><script>x</script></head><body>
<div class="nav"><a>首页</a> <a>新闻</a></div><h1>老街改造完工</h1>
<p>云岭县的老街<b>改造</b>昨天完工，五百户居民陆续搬回，沿街的铺面也换上了木门，路灯全部修好。</p><p>第二段<br>另起一行，说的是改造的钱从哪里来，一共花了三千万元。</p></body></html>`

test("the plain readings: tags dropped, and the packages alone", async () => {
  expect((await dropTags(PAGE)).trim().split("\n")).toEqual([
    "首页 新闻",
    "老街改造完工",
    "云岭县的老街改造昨天完工，五百户居民陆续搬回，沿街的铺面也换上了木门，路灯全部修好。",
    "第二段",
    "另起一行，说的是改造的钱从哪里来，一共花了三千万元。",
  ])
  expect(await dropTags("一段<p>二段")).toBe("\n一段\n二段\n")
  const read = await readWithReadability(PAGE)
  expect(read?.title).toBe("老街改造完工")
  expect(read?.lines.join("")).toContain("五百户居民陆续搬回")
})
