import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { withoutAdverts, withoutGluedEnd } from "../../src/ingest/glued-ends.ts"

const STORY =
  "汐江二桥昨日上午合龙，全桥长1286米，双向四车道，沿江两岸的居民从此不必再绕行老桥。市交通运输局说，桥面铺装这个月开始，明年5月1日前通车。"

describe("behind the last sentence", () => {
  test.each([
    ["返回江岸，查看更多责任编辑：", [], null],
    ["来源：汐川在线返回江岸，查看更多                责任编辑：", [], "汐川在线"],
    ["(责任编辑：韦小禾 XC041)", [{ role: "editor", name: "韦小禾" }], null],
    ["【编辑:田一苇】      ", [{ role: "editor", name: "田一苇" }], null],
    [
      "（记者 田一苇 通讯员 韦小禾）",
      [
        { role: "reporter", name: "田一苇" },
        { role: "correspondent", name: "韦小禾" },
      ],
      null,
    ],
    ["编辑 田一苇", [{ role: "editor", name: "田一苇" }], null],
    ["《汐川日报》（2025年10月25日 02版）", [], "汐川日报"],
    ["更多精彩资讯请下载汐川新闻客户端", [], null],
    ["本文属于原创文章，如若转载，请注明来源：汐江二桥合龙https://paper.example/1.html", [], null],
    ["(来源：汐川发布)", [], "汐川发布"],
  ] as const)("%s goes", (glued, bylines, source) => {
    expect(withoutGluedEnd(STORY + glued)).toEqual({ text: STORY, bylines, source })
  })

  test.each([
    "市民说：“等了好多年！”",
    "工程的资金来源：省级补助两成，市级八成。",
    "他回头看了一眼，说明年再来。（节选）",
    "编辑部的窗外就是汐江。",
  ])("%s stays", (sentence) => {
    expect(withoutGluedEnd(STORY + sentence).text).toBe(STORY + sentence)
  })

  test("what is left is the beginning of what was there, whatever is glued", () => {
    const piece = fc.constantFrom(
      "（记者 田一苇）",
      "责任编辑：",
      "返回江岸，查看更多",
      "来源：汐川在线",
      "。",
      "桥通了。",
      " ",
      "《",
      "(",
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = STORY + pieces.join("")
        const left = withoutGluedEnd(text).text
        expect(text.startsWith(left)).toBe(true)
        expect(left.startsWith(STORY)).toBe(true)
      }),
    )
  })
})

test("an advert within a text goes, with its cross", () => {
  expect(withoutAdverts(`桥合龙了。广告 江岸新城开盘 ×市民来看。`)).toBe("桥合龙了。市民来看。")
  expect(withoutAdverts("他学的是广告 专业。3×4等于12。")).toBe("他学的是广告 专业。3×4等于12。")
})
