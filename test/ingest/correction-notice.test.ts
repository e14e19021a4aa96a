import { expect, test } from "vitest"
import { readCorrection, wrongWords } from "../../src/ingest/correction-notice.ts"

const notice = (title: string, text: string, publishedAt: string | null) =>
  readCorrection({ title, body: [{ text }], publishedAt })
const PRINTED = "2025-10-09T07:00:00+08:00"

test.each([
  [
    "day, page and title",
    "更正",
    "本报10月8日A3版《白渡县修好63处道路》一文中，“63处”应为“36处”，特此更正。",
    { title: "白渡县修好63处道路", day: "2025-10-08", page: "A03" },
  ],
  [
    "yesterday's front page",
    "致歉",
    "因编辑疏忽，本报昨日头版《云岭县新医院封顶》报道中，“五层”应为“六层”，谨向读者致歉。",
    { title: "云岭县新医院封顶", day: "2025-10-08", page: "1" },
  ],
  [
    "no title of its own",
    "清坪县农业农村局",
    "本报前天第二版刊发的清坪县油茶一稿，“三千亩”有误，应为“三万亩”。特此更正。",
    { title: null, day: "2025-10-07", page: "2" },
  ],
  [
    "of last year",
    "勘误",
    "本报12月31日刊登的照片说明有误。",
    { title: null, day: "2024-12-31", page: null },
  ],
  ["this month", "更正启事", "本月６日本报０５版数字有误。", { title: null, day: "2025-10-06", page: "5" }],
  [
    "to the readers",
    "致读者",
    "本报本月6日《河西区二小开学》一文人名有误，特此更正。",
    { title: "河西区二小开学", day: "2025-10-06", page: null },
  ],
  [
    "head and matter",
    "更正：校名有误",
    "本报10月8日《河西区二小开学》一文校名有误。",
    { title: "河西区二小开学", day: "2025-10-08", page: null },
  ],
  [
    "a quoted day",
    "更正",
    "本报《茶油节开幕》一文中，“10月3日”应为“10月5日”。",
    { title: "茶油节开幕", day: null, page: null },
  ],
  ["a company's apology", "致歉信", "汐川长运公司就停运一事向乘客致歉，称时刻表有误。", null],
  ["a registry", "不动产更正登记的公告", "登记簿记载有误，现予更正登记。特此公告。", null],
  ["a court", "报社被判道歉", "法院判决被告在《海岳日报》上刊登致歉声明，称报道失实，特此更正。", null],
  ["a story about a correction", "老师更正了一个数字", "课堂上，学生说答案有误，老师当场更正。", null],
  ["a notice that corrects nothing", "更正", "今年的秋色更正了。", null],
] as const)("%s", (_name, title, text, expected) => {
  expect(notice(title, text, PRINTED)).toEqual(expected)
})

test("an undated notice has no day but a full one", () => {
  expect(notice("更正", "本报8月6日的报道有误。", null)?.day).toBeNull()
  expect(notice("更正", "本报2025年8月6日的报道有误。", null)?.day).toBe("2025-08-06")
})

test.each([
  ["“63处”应为“36处”，“张”应是“章”", ["63处", "张"]],
  ["将三万误为“三千亩”", ["三千亩"]],
  ["“惠民”活动有误", []],
] as const)("wrong words of %s", (text, expected) => expect(wrongWords(text)).toEqual(expected))
