import { expect, test } from "vitest"
import type { Byline } from "../../src/corpus.ts"
import { isBroken, repairedTitle, withoutTail } from "../../src/ingest/title.ts"

test.each([
  ["老街修好了_汐川新闻_海岳地方网", "老街修好了"],
  ["老街修好了 - 某某网", "老街修好了"],
  ["老街修好了-某某新闻网", "老街修好了"],
  ["老街修好了|临川日报", "老街修好了"],
  ["老街修好了_社会_某某网", "老街修好了"],
  ["深读|老街是怎样修好的", "深读|老街是怎样修好的"],
  ["5-3 主队赢下揭幕战", "5-3 主队赢下揭幕战"],
  ["老街修好了", "老街修好了"],
  ["_", "_"],
])("the tail of %s", (title, expected) => {
  expect(withoutTail(title)).toBe(expected)
})

const BODY = [{ text: "清晨的桐溪码头雾气未散,二十多辆货车已经排到了路口。县里来人了。" }]
const BYLINES: Byline[] = [{ role: "reporter", name: "柳如烟" }]

test.each([
  ["本报记者柳如烟清晨的桐溪码头雾气未散二", BYLINES, true],
  ["本报记者柳如烟通讯员高晓清晨的桐溪码头雾气未散二", [], true],
  ["本报讯记者柳如烟清晨的桐溪码头", [], true],
  ["清晨的桐溪码头雾气未散二十多", [], true],
  ["清晨的桐溪码头雾气未散", [], false],
  ["记者节里的一堂课", BYLINES, false],
  ["通讯员培训班开班", [], false],
  ["桐溪码头改造一年", BYLINES, false],
])("%s is broken: %#", (title, bylines, expected) => {
  expect(isBroken(title, BODY, bylines)).toBe(expected)
})

test("a title is repaired from abstract, heading, first sentence, in this order", () => {
  expect(repairedTitle("码头改造一年", "标题", BODY)).toEqual({
    title: "码头改造一年",
    titleFrom: "abstract",
  })
  expect(repairedTitle(null, "一条江的账", BODY)).toEqual({ title: "一条江的账", titleFrom: "heading" })
  expect(repairedTitle(null, null, BODY)).toEqual({
    title: "清晨的桐溪码头雾气未散,二十多辆货车已经排到了路口",
    titleFrom: "first-sentence",
  })
})

test.each([
  ["本报桐溪讯（记者 柳如烟）码头开工了。", "码头开工了"],
  [
    "去年四月开工的码头改造工程，到今天已经整整一年零三个月，县里开了一次现场会，会上讲了很多很多的话。",
    "去年四月开工的码头改造工程",
  ],
  ["长".repeat(90), "长".repeat(40)],
  ["近日，记者从县交通局获悉，桐溪码头改造开工。", "桐溪码头改造开工"],
  ["据桐溪海事处消息，码头昨夜恢复通航。", "码头昨夜恢复通航"],
  ["桐溪在线 8 月 1 日消息，码头昨夜恢复通航。", "码头昨夜恢复通航"],
  ["记者从县交通局获悉，该项目下月开工。", "记者从县交通局获悉，该项目下月开工"],
  ["据说，码头要搬。", "据说，码头要搬"],
])("the title from %s is literally in the text", (text, expected) => {
  const { title } = repairedTitle(null, null, [{ text }])
  expect(title).toBe(expected)
  expect(text).toContain(title)
})
