import { expect, test } from "vitest"
import { channelsOfTrail, isTrail, placeFromTrail, readPlace } from "../../src/ingest/place-trail.ts"

test.each([
  ["地方网 > 广西 > 梧州市 > 苍梧新闻 > 正文", "广西/梧州市/苍梧"],
  ["当前位置：首页 >> 云泽省 >> 临川市 >> 民生频道 >> 正文", "云泽省/临川市"],
  ["您现在的位置: 首页 › 新闻中心 › 临川市 › 正文", "临川市"],
  ["某某网 > 海岳省 > 汐川市 > 社会万象 > 正文", "海岳省/汐川市"],
  ["首页 > 内蒙古 > 阿鲁科尔沁 > 正文", "内蒙古/阿鲁科尔沁"],
  ["首页 > 汐川市 > 高新区 > 正文", "汐川市/高新区"],
  ["首页 > 视频专区 > 正文", ""],
  ["首页 > 体育新闻 > 国内 > 正文", ""],
  ["某某网 > 新闻 > 社会 > 正文", ""],
])("%s", (line, path) => {
  expect(isTrail(line)).toBe(true)
  expect(placeFromTrail(line).join("/")).toBe(path)
})

test.each(["A > B", "水位 > 38米时，启动二级响应。", "临川新闻 桐溪新闻 石浦新闻", "本报记者 陈晓雯"])(
  "%s is no trail",
  (line) => {
    expect(isTrail(line)).toBe(false)
  },
)

test("a trail names the page's channel", () => {
  expect(channelsOfTrail("地方网 > 广西 > 梧州市 > 苍梧新闻 > 正文")).toEqual(["苍梧新闻"])
})

test.each([
  ["广西 > 梧州市 > 苍梧", ["广西", "梧州市", "苍梧"]],
  [
    ["广西", "梧州市"],
    ["广西", "梧州市"],
  ],
  ["广西/梧州市", ["广西", "梧州市"]],
  ["广西，梧州市", ["广西", "梧州市"]],
  ["广西 梧州市 苍梧新闻", ["广西", "梧州市", "苍梧"]],
  [undefined, []],
  [{}, []],
])("the field %j", (value, expected) => {
  expect(readPlace(value)).toEqual(expected)
})
