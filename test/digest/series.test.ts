import fc from "fast-check"
import { expect, test } from "vitest"
import { LEAST_OF_SERIES, seriesOf } from "../../src/digest/series.ts"

interface Beginning {
  readonly title: string
  readonly text: string
}

const NAMES = "云岭矿业 白渡水运 禾溪油茶 青屏竹业 汐川电缆 海岳港务 望江制药 石鼓陶瓷".split(" ")

const quote = (name: string, at: number): Beginning => ({
  title: `行情快报：${name}（60${at}1）10月${at + 1}日主力资金净${at % 2 ? "买入" : "卖出"}${at * 7 + 1}.5万元`,
  text: `截至10月${at + 1}日收盘，${name}报收于${at + 3}.2元，${at % 2 ? "上涨" : "下跌"}0.${at}%，换手率1.${at}%。`,
})
const debtor = (name: string, at: number): Beginning => ({
  title: `${name}被列为失信被执行人`,
  text: `${name}未按执行通知书指定的期间履行生效法律文书确定的给付义务，标的${at}万元。`,
})
const report = (name: string, at: number): Beginning => ({
  title: `${name}：${"桥梁 校舍 码头 粮仓 球馆 渡口 剧场 茶山".split(" ")[at]}的一天`,
  text: `本报10月2${at}日讯（记者 闻人笛）${["汛后第一班船靠岸", "孩子们搬进新教室", "老人在河边唱戏", "晒谷场铺满金黄", "球迷冒雨排队", "收购价一路走低", "工人连夜抢修", "茶农上山采摘"][at]}，${name}的人都来看。`,
})

const ofEach = (make: (name: string, at: number) => Beginning, count: number) =>
  NAMES.slice(0, count).map(make)

const cases: [string, readonly Beginning[], number][] = [
  ["notices with other names and figures", ofEach(quote, 6), 6],
  ["so many are needed", ofEach(quote, LEAST_OF_SERIES - 1), 0],
  [
    "names of different length",
    ofEach(debtor, 5).map((one, at) => (at ? one : debtor("汐川市第一建筑工程公司", 9))),
    5,
  ],
  ["a dateline in common", ofEach(report, 8), 0],
  ["no words", Array.from({ length: 9 }, () => ({ title: "", text: "" })), 0],
  ["none", [], 0],
]

test.each(cases)("%s", async (_name, articles, members) => {
  expect((await seriesOf(articles)).size).toBe(members)
})

test("each form is a series of its own, and reports among them are of none", async () => {
  const [quotes, debtors, reports] = [ofEach(quote, 8), ofEach(debtor, 8), ofEach(report, 8)]
  const mixed = NAMES.flatMap((_, at) => [reports, debtors, quotes].flatMap((all) => all[at] ?? []))
  const series = await seriesOf(mixed)
  const numbers = (all: readonly Beginning[]) => [...new Set(all.map((one) => series.get(one)))]
  expect(numbers(reports)).toEqual([undefined])
  expect(numbers(quotes)).toHaveLength(1)
  expect(numbers(debtors)).toHaveLength(1)
  expect(new Set([...numbers(quotes), ...numbers(debtors), undefined]).size).toBe(3)
})

test("whatever the articles are, a series has so many of them", async () => {
  const word = fc.constantFrom(...NAMES, "今天通车", "行情快报：", "8月3日", "𠮷", "")
  const beginning = fc.record({
    title: fc.array(word, { maxLength: 4 }).map((all) => all.join("")),
    text: fc.array(word, { maxLength: 6 }).map((all) => all.join("")),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(beginning, { maxLength: 40 }), async (articles) => {
      const sizes = new Map<number, number>()
      for (const [article, number] of await seriesOf(articles)) {
        expect(articles).toContain(article)
        sizes.set(number, (sizes.get(number) ?? 0) + 1)
      }
      for (const size of sizes.values()) expect(size).toBeGreaterThanOrEqual(LEAST_OF_SERIES)
    }),
  )
})
