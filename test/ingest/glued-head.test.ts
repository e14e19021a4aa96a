import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { originalTitle, withoutGluedByline, withoutGluedTitle } from "../../src/ingest/glued-head.ts"
import { readRecord } from "../../src/ingest/record.ts"

const STORY = "汐江二桥昨日上午合龙，全桥长1286米，双向四车道。"
const TITLE = "汐江二桥今日合龙"

describe("a title before the first sentence", () => {
  test.each([
    [`原标题：${TITLE}      ${STORY}`, TITLE, STORY],
    [`（原标题：${TITLE}${TITLE} ${STORY}`, TITLE, STORY],
    [`原标题：${TITLE}本报记者 田一苇${STORY}`, TITLE, `本报记者 田一苇${STORY}`],
    [`原标题：${TITLE}汐川日报客户端记者 田一苇${STORY}`, TITLE, `汐川日报客户端记者 田一苇${STORY}`],
    [`原标题：${TITLE}见习记者：田一苇 ${STORY}`, TITLE, `见习记者：田一苇 ${STORY}`],
    [
      `原标题：${TITLE}汐川新闻网汐川10月24日讯（记者 田一苇）${STORY}`,
      TITLE,
      `汐川新闻网汐川10月24日讯（记者 田一苇）${STORY}`,
    ],
    [`原标题：${TITLE}本报讯（记者 田一苇）${STORY}`, TITLE, `本报讯（记者 田一苇）${STORY}`],
    [`原标题：${TITLE}【汐川在线报道 记者 田一苇】${STORY}`, TITLE, `【汐川在线报道 记者 田一苇】${STORY}`],
    [`原标题：${TITLE}近日，${STORY}`, TITLE, `近日，${STORY}`],
    [`原标题：${TITLE}10月24日上午，${STORY}`, TITLE, `10月24日上午，${STORY}`],
    [`原标题：${TITLE}截至2025年10月24日，${STORY}`, TITLE, `截至2025年10月24日，${STORY}`],
    [`原标题：${TITLE}据汐川电视台报道，${STORY}`, TITLE, `据汐川电视台报道，${STORY}`],
    [`原标题：${TITLE} 来源：汐川在线 近日，${STORY}`, TITLE, `近日，${STORY}`],
    [
      `汐川新闻社汐川10月24日电 题：${TITLE}汐川新闻社记者 田一苇${STORY}`,
      TITLE,
      `汐川新闻社汐川10月24日电 汐川新闻社记者 田一苇${STORY}`,
    ],
  ])("%s goes", (text, title, rest) => {
    expect(withoutGluedTitle(text)).toEqual({ title, text: rest })
  })

  test.each([
    ["where nothing tells its end", `原标题：${TITLE}${STORY}`, `${TITLE}${STORY}`],
    [
      "where it would hold a sentence",
      `原标题：大桥合龙。市民来看。近日，${STORY}`,
      `大桥合龙。市民来看。近日，${STORY}`,
    ],
    [
      "a day of the headline itself",
      `原标题：大桥于10月24日上午合龙${STORY}`,
      `大桥于10月24日上午合龙${STORY}`,
    ],
    ["reporters who ask", `原标题：大桥合龙 记者探访桥面${STORY}`, `大桥合龙 记者探访桥面${STORY}`],
    ["no mark of a title", `${TITLE}近日，${STORY}`, `${TITLE}近日，${STORY}`],
  ])("%s: all stays", (_, text, rest) => {
    expect(withoutGluedTitle(text)).toEqual({ title: null, text: rest })
  })

  test("title and text are parts of what was there, in order, whatever stands at the joint", () => {
    const piece = fc.constantFrom(
      "近日，",
      "本报记者 田一苇",
      "据市交通局消息，",
      "10月24日",
      "（",
      "【汐川报道】",
      " ",
      "。",
      "桥",
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const paragraph = `原标题：${TITLE}${pieces.join("")}${STORY}`
        const { title, text } = withoutGluedTitle(paragraph)
        expect(paragraph.endsWith(text)).toBe(true)
        if (title !== null) expect(paragraph.slice(0, -text.length)).toContain(title)
        expect(text).toContain("全桥长1286米")
      }),
    )
  })

  test.each([
    ["（原标题：《汐江二桥今日合龙》）", TITLE],
    ["原标题：合龙", null],
  ])("a line of its own: %s", (line, title) => expect(originalTitle(line)).toBe(title))
})

describe("a byline before the first sentence", () => {
  test.each([
    ["本报记者 田一苇", "10月24日，", ["田一苇"]],
    ["记者 田一苇 通讯员 韦小禾", "近日，", ["田一苇", "韦小禾"]],
    ["汐川新闻记者 田一苇通讯员 韦禾 毛青青", "为进一步方便两岸居民，", ["田一苇", "韦禾", "毛青青"]],
    ["汐川在线见习记者 欧阳一苇", "“桥通了！”", ["欧阳一苇"]],
  ])("%s goes before %s", (byline, opening, names) => {
    const { text, bylines } = withoutGluedByline(`${byline}${opening}${STORY}`)
    expect(text).toBe(`${opening}${STORY}`)
    expect(bylines.map(({ name }) => name)).toEqual(names)
  })

  test.each([
    ["where the name could be longer", `记者 田一苇站在桥头。${STORY}`],
    ["no name", `记者 昨天来到桥头。${STORY}`],
    ["a sentence", `记者从市交通局获悉，${STORY}`],
    ["a foreign name", `记者 阿依古丽10月24日报道。${STORY}`],
  ])("%s: it stays", (_, text) => {
    expect(withoutGluedByline(text)).toEqual({ text, bylines: [] })
  })
})

test("a record without a title has the one that is glued to its text", async () => {
  const text = `原标题：${TITLE}本报记者 田一苇10月24日，${STORY.repeat(3)}`
  const { what } = await readRecord({ text })
  expect(what).toMatchObject({ title: TITLE, titleFrom: "heading", bylines: [{ name: "田一苇" }] })
  expect(what).toHaveProperty("body", [{ text: `10月24日，${STORY.repeat(3)}` }])
})
