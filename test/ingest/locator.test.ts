import { expect, test } from "vitest"
import type { Article } from "../../src/corpus.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { createLocator } from "../../src/ingest/locator.ts"
import { contentHash } from "../../src/sqlite/article-hash.ts"

interface Given {
  readonly title?: string
  readonly text?: string
  readonly source?: string
  readonly place?: readonly string[]
}

const NOTHING: readonly (readonly string[])[] = []
const ARCHIVE = [
  ["广西", "梧州市", "苍梧"],
  ["海岳省", "汐川市", "云岭县"],
  ["海岳省", "汐川市", "城东区"],
  ["海岳省", "汐川市", "云岭县", "城关镇"],
  ["海岳省", "汐川市", "白渡"],
  ["海岳省", "汐川"],
]

function article({ title = "", text = "", source, place = [] }: Given): Article {
  return { ...BLANK_DRAFT, id: "1", title, body: [{ text }], source: source ?? null, place }
}

function check(given: Given, expected: string, paths = NOTHING) {
  const { place, placeCode, placeFrom } = createLocator(() => paths)(article(given))
  expect(`${place.join("/")} ${placeCode} ${placeFrom}`).toBe(expected)
}

test.each<[Given, string]>([
  [{ place: ["广西", "梧州市", "苍梧"] }, "广西/梧州市/苍梧 450421 page"],
  [{ place: ["广西", "梧州市", "苍梧", "灯塔镇"] }, "广西/梧州市/苍梧/灯塔镇 450421 page"],
  [{ place: ["北京", "朝阳区"] }, "北京/朝阳区 110105 page"],
  [{ place: ["吉林"] }, "吉林 220000 page"],
  [{ place: ["吉林", "吉林市"] }, "吉林/吉林市 220200 page"],
  [{ place: ["湖北", "恩施州"] }, "湖北/恩施州 422800 page"],
  [{ place: ["海南", "琼海"] }, "海南/琼海 469002 page"],
  [{ place: ["香港"] }, "香港 810000 page"],
  [{ place: ["鼓楼区"] }, "鼓楼区 null page"],
  [{ place: ["鼓楼区"], source: "福州晚报" }, "鼓楼区 350102 page"],
  [{ place: ["海岳省", "汐川市", "东城区"] }, "海岳省/汐川市/东城区 null page"],
])("a printed place stays and gets its code: %j", (given, expected) => {
  check(given, expected)
})

test.each<[string, string]>([
  ["本报梧州8月6日讯（记者 舒远帆）今天上午，灯会开幕。", "广西壮族自治区/梧州市 450400 dateline"],
  ["本报苍梧讯（记者 舒远帆）今天上午，灯会开幕。", "广西壮族自治区/梧州市/苍梧县 450421 dateline"],
  ["新华社南宁8月6日电（记者舒远帆）灯会开幕。", "广西壮族自治区/南宁市 450100 dateline"],
  ["新华社南宁电 灯会开幕。", "广西壮族自治区/南宁市 450100 dateline"],
  ["某某网广西梧州8月6日电 (舒远帆)灯会开幕。", "广西壮族自治区/梧州市 450400 dateline"],
  ["（记者 舒远帆 梧州报道）灯会开幕。", "广西壮族自治区/梧州市 450400 dateline"],
  ["新华社南宁、梧州8月6日电 灯会开幕。", "广西壮族自治区 450000 dateline"],
  ["新华社南宁、上海8月6日电 灯会开幕。", " null null"],
  ["新华社华盛顿8月6日电 福建省福州市的客人来了。福州市很远。", " null null"],
  ["新华社梧州8月6日电 苍梧县的灯会开幕。", "广西壮族自治区/梧州市/苍梧县 450421 dateline"],
  ["新华社南宁8月6日电 梧州市苍梧县的灯会开幕。", "广西壮族自治区 450000 dateline"],
  ["新华社南宁8月6日电 记者从广西壮族自治区水利厅获悉，水位下降。", "广西壮族自治区 450000 dateline"],
  ["新华社北京8月6日电 一项新办法公布。", " null null"],
  ["新华社北京8月6日电 北京市门头沟区的公路通车。", "北京市/门头沟区 110109 dateline"],
  ["新华社长沙8月6日电 灯会开幕。", "湖南省/长沙市 430100 dateline"],
])("dateline: %s", (text, expected) => {
  check({ text }, expected)
})

test.each<[Given, string]>([
  [{ text: "本报讯（记者 舒远帆）灯会开幕。", source: "梧州日报" }, "广西壮族自治区/梧州市 450400 source"],
  [{ text: "冷空气今晚到达我市。", source: "梧州日报" }, "广西壮族自治区/梧州市 450400 source"],
  [{ text: "冷空气今晚到达我省。", source: "梧州日报" }, " null null"],
  [{ text: "冷空气今晚到达我省。", source: "湖南日报" }, "湖南省 430000 source"],
  [{ text: "苍梧县的灯会开幕。", source: "梧州日报" }, "广西壮族自治区/梧州市/苍梧县 450421 source"],
  [{ text: "鼓楼区的灯会开幕。", source: "福州晚报" }, "福建省/福州市/鼓楼区 350102 source"],
  [{ text: "本报讯 上海市的灯会开幕。", source: "梧州日报" }, "上海市 310000 text"],
  [{ text: "这家日本企业说，灯会开幕。", source: "梧州日报" }, " null null"],
  [{ text: "灯会开幕。", source: "光明日报" }, " null null"],
])("source: %j", (given, expected) => {
  check(given, expected)
})

test.each<[Given, string]>([
  [{ text: "梧州市苍梧县的灯会昨日开幕。" }, "广西壮族自治区/梧州市/苍梧县 450421 text"],
  [{ title: "广西苍梧：灯会开幕", text: "灯会昨日开幕。" }, "广西壮族自治区/梧州市/苍梧县 450421 text"],
  [{ text: "梧州市苍梧县和藤县的灯会昨日开幕。" }, "广西壮族自治区/梧州市 450400 text"],
  [{ text: "苍梧县和岑溪市的灯会昨日开幕。" }, "广西壮族自治区/梧州市 450400 text"],
  [{ text: "新疆乌鲁木齐的灯会昨日开幕。" }, "新疆维吾尔自治区/乌鲁木齐市 650100 text"],
  [{ text: "“吃饭了！”昨日，梧州市苍梧县的灯会开幕。" }, "广西壮族自治区/梧州市/苍梧县 450421 text"],
  [{ text: "台风中心距离福建省福州市约280公里。" }, " null null"],
  [{ text: "福建省福州市人，爱看灯会。" }, " null null"],
  [{ text: "恩施州建始县的灯会昨日开幕。" }, "湖北省/恩施土家族苗族自治州/建始县 422822 text"],
  [{ text: "会议决定，在山东、广西梧州、辽宁办灯会。" }, " null null"],
  [{ text: "苍梧县与封开县签约。" }, " null null"],
  [{ text: "朝阳区的灯会昨日开幕。" }, " null null"],
  [{ text: "鼓楼区的灯会昨日开幕，江苏省南京市派出专家。" }, "江苏省/南京市/鼓楼区 320106 text"],
  [{ text: "东方市场的新县城和老城区都很热闹，平安和和平。" }, " null null"],
  [{ text: "他出生于福建省福州市，爱看灯会。" }, " null null"],
  [{ text: "日照充足，白银涨价。" }, " null null"],
  [{ text: "北京大学的专家来到灯会。" }, " null null"],
])("text: %j", (given, expected) => {
  check(given, expected)
})

test.each<[Given, string]>([
  [{ text: "本报云岭8月6日讯 灯会开幕。" }, "海岳省/汐川市/云岭县 null dateline"],
  [{ text: "本报讯 灯会开幕。", source: "汐川晚报" }, "海岳省/汐川市 null source"],
  [{ text: "云岭县的灯会昨日开幕。", source: "汐川日报" }, "海岳省/汐川市/云岭县 null source"],
  [{ text: "本报白渡8月6日讯 灯会开幕。" }, "海岳省/汐川市/白渡 null dateline"],
  [{ text: "白渡县的灯会昨日开幕。" }, "海岳省/汐川市/白渡 null text"],
  [{ text: "白渡的灯会昨日开幕。" }, " null null"],
  [{ text: "城关镇的灯会昨日开幕。" }, " null null"],
  [{ text: "云岭县城关镇的灯会昨日开幕。" }, "海岳省/汐川市/云岭县/城关镇 null text"],
  [{ text: "云岭县的灯会昨日开幕。" }, "海岳省/汐川市/云岭县 null text"],
  [{ text: "本报苍梧8月6日讯 灯会开幕。" }, "广西/梧州市/苍梧 450421 dateline"],
])("places and spellings of the archive: %j", (given, expected) => {
  check(given, expected, ARCHIVE)
})

test("an article is the same whatever the archive knows by then", () => {
  for (const text of ["本报云岭8月6日讯 灯会开幕。", "苍梧县的灯会昨日开幕。"]) {
    const first = createLocator(() => NOTHING)(article({ text }))
    const second = createLocator(() => ARCHIVE)(article({ text }))
    expect(second.place).not.toEqual(first.place)
    expect(contentHash(second)).toBe(contentHash(first))
  }
  const printed = (place: string[]) => contentHash(createLocator(() => NOTHING)(article({ place })))
  expect(printed(["广西"])).not.toBe(printed(["广东"]))
})

test("new paths of the archive count from then on", () => {
  let paths = NOTHING
  const locate = createLocator(() => paths)
  const told = article({ text: "云岭县的灯会昨日开幕。" })
  expect(locate(told).place).toEqual([])
  paths = ARCHIVE
  expect(locate(told).place).toEqual(["海岳省", "汐川市", "云岭县"])
})
