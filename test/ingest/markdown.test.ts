import { expect, test } from "vitest"
import { readMarkdown } from "../../src/ingest/markdown.ts"

/** Paragraphs as they are, headings behind a mark. */
test.each<[what: string, markdown: string, expected: string[]]>([
  [
    "paragraphs of several lines",
    "老灯塔停了\n十一年。\n\nThe lamp\nis lit.",
    ["老灯塔停了十一年。", "The lamp is lit."],
  ],
  [
    "an indent of spaces",
    "    老灯塔停了十一年。\n\n    上周五亮了。",
    ["老灯塔停了十一年。", "上周五亮了。"],
  ],
  [
    "headings of both kinds",
    "## 起因\n\n灯坏了。\n\n经过\n----\n\n修了十一年。",
    ["# 起因", "灯坏了。", "# 经过", "修了十一年。"],
  ],
  [
    "links and addresses",
    '见[公告](https://paper.example/1 "全文")、[附件][a]和<https://paper.example/2>。\n\n[a]: https://paper.example/3',
    ["见公告、附件和https://paper.example/2。"],
  ],
  ["pictures", "![灯塔](lamp.jpg)\n\n灯亮了![](x.png)。\n\n![图][p]\n\n[p]: p.png", ["灯亮了。"]],
  [
    "a table",
    "各港渔船如下。\n\n| 渔港 | 船数 |\n| :--- | ---: |\n| 石浦 | 120艘 |\n| 桐溪 | 8艘 |",
    ["各港渔船如下。", "渔港 船数", "石浦 120艘", "桐溪 8艘"],
  ],
  [
    "emphasis, also beside Chinese punctuation",
    "**重要：**灯*亮*了，`L1`号，~~停~~，__三__海里。\\*不是\\*",
    ["重要：灯亮了，L1号，停，三海里。*不是*"],
  ],
  [
    "a list and a quotation",
    "- 灯亮了。\n- 船回了。\n\n> 孙女说：\n> 好。",
    ["灯亮了。", "船回了。", "孙女说：好。"],
  ],
  [
    "HTML and comments",
    "灯<b>亮</b>了。<br>船回了。\n\n<!-- 编辑：\n\n待核 -->\n\n<script>x</script>",
    ["灯亮了。", "船回了。"],
  ],
  ["footnotes", "灯亮了[^1]。\n\n[^1]: 见本报昨天的报道。", ["灯亮了。", "见本报昨天的报道。"]],
  ["a rule", "灯亮了。\n\n---\n\n船回了。", ["灯亮了。", "船回了。"]],
])("%s", async (_what, markdown, expected) => {
  const article = await readMarkdown(`---\ntitle: 灯塔\n---\n${markdown}`)
  const body = typeof article === "string" ? article : article.body
  expect(body).toEqual(
    expected.map((line) => (line.startsWith("# ") ? { heading: line.slice(2) } : { text: line })),
  )
})

test("front matter of another kind is one clear line", async () => {
  expect(await readMarkdown("+++\ntitle = '灯塔'\n+++\n灯亮了。")).toBe(
    "the front matter is TOML (+++); YAML (---) is read",
  )
})

test("marks that open and never close are read within the time of a test", async () => {
  for (const mark of ["[", "![", "*", "**a", "<", "`", "> ", "- ", "[a](", "|", "[^"])
    expect(await readMarkdown(`灯亮了。\n\n${mark.repeat(20_000)}`)).toMatchObject({ title: "灯亮了" })
})
