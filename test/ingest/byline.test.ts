import { expect, test } from "vitest"
import { datelineBylines, givenBylines, readByline, trailingByline } from "../../src/ingest/byline.ts"

/** `reporter 甲, correspondent 乙` for a byline, null for any other line. */
function check(line: string, expected: string | null): void {
  const bylines = readByline(line)
  expect(bylines === null ? null : bylines.map(({ role, name }) => `${role} ${name}`).join(", ")).toBe(
    expected,
  )
}

test.each([
  ["本报记者 陈晓雯 通讯员 吴祖轩", "reporter 陈晓雯, correspondent 吴祖轩"],
  ["记者 黄金铭 通讯员 王明 添 欧坚莲", "reporter 黄金铭, correspondent 王明添, correspondent 欧坚莲"],
  ["通讯员吴祖轩", "correspondent 吴祖轩"],
  ["本报记者 王 明", "reporter 王明"],
  ["记者 王 明 李 刚", "reporter 王明, reporter 李刚"],
  ["记者陈晓雯通讯员吴祖轩", "reporter 陈晓雯, correspondent 吴祖轩"],
  ["本报记者陈晓雯吴祖轩", "reporter 陈晓雯, reporter 吴祖轩"],
  ["本报记者 陈晓雯、吴祖轩", "reporter 陈晓雯, reporter 吴祖轩"],
  ["本报记者 陈晓雯 通讯员 王明 李刚 文/图", "reporter 陈晓雯, correspondent 王明, correspondent 李刚"],
  ["记者 方晓 文 乐山 图", "reporter 方晓, photographer 乐山"],
  ["通讯员 田小苇 石青 摄", "correspondent 田小苇, photographer 石青"],
  ["本报记者 乐山 摄", "photographer 乐山"],
  ["文/方知 图/乐山", "reporter 方知, photographer 乐山"],
  ["汐川日报全媒体记者 方知夏", "reporter 方知夏"],
  ["记者 阿不都·热合曼", "reporter 阿不都·热合曼"],
  ["实习生 骆小楼", "intern 骆小楼"],
  ["见习记者 骆小楼", "intern 骆小楼"],
  ["摄影：乐山", "photographer 乐山"],
  ["(责任编辑:俞青禾)", "editor 俞青禾"],
  ["[责编：俞青禾]", "editor 俞青禾"],
  ["编辑：俞青禾 校对：方知夏", "editor 俞青禾"],
  ["（记者 方知夏）", "reporter 方知夏"],
  ["记者调查", null],
  ["记者手记", null],
  ["记者从市水利局获悉，水位已经下降。", null],
  ["记者节里的一堂课", null],
  ["编辑部的故事", null],
  ["通讯员培训班昨日开班", null],
  ["老码头换新装", null],
  ["", null],
] as const)("%s", check)

test("a byline in brackets leaves the end of a paragraph", () => {
  expect(trailingByline("水退了。（记者 方知夏）")).toEqual({
    text: "水退了。",
    bylines: [{ role: "reporter", name: "方知夏" }],
  })
  expect(trailingByline("水退了（见图）。")).toBeNull()
  expect(trailingByline("他领到了证书（共三本）")).toBeNull()
})

test.each([
  ["本报白渡讯（记者 方知夏 通讯员 石青岩）昨日", "方知夏 石青岩"],
  ["本报讯 记者孟云舒报道：十月十日", "孟云舒"],
  ["本报讯 昨日，（记者 方知夏）", ""],
])("the dateline %s", (paragraph, names) => {
  expect(datelineBylines(paragraph).map(({ name }) => name)).toEqual(names === "" ? [] : names.split(" "))
})

test("bylines of an export may be objects, strings with a role, or names", () => {
  expect(
    givenBylines([
      { role: "editor", name: "俞青禾" },
      "记者 方知夏",
      "乐山 摄",
      "田一苇",
      { role: "记者", name: "孟云" },
      7,
    ]),
  ).toEqual([
    { role: "editor", name: "俞青禾" },
    { role: "reporter", name: "方知夏" },
    { role: "photographer", name: "乐山" },
    { role: "reporter", name: "田一苇" },
    { role: "reporter", name: "孟云" },
  ])
  expect(givenBylines("记者 方知夏")).toEqual([{ role: "reporter", name: "方知夏" }])
  expect(givenBylines(null)).toEqual([])
})
