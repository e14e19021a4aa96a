import { expect, test } from "vitest"
import { articleText, type Block } from "../../src/corpus.ts"
import { headlinesOf } from "../../src/summarize/headlines.ts"
import { article } from "../digest/articles.ts"

const BODY: readonly Block[] = [
  { text: "白渡大桥昨日合龙，两岸车程缩短到十分钟，总投资7.8亿元。大桥计划明年五月通车。" },
  { heading: "渡口改成江边公园" },
  { text: "如果汛期不来，老渡口年底前拆除。记者从市交通局获悉，渡船没有停运。" },
]

function headlines(body: readonly Block[], title: string): string[] {
  const given = article({ id: "7", title, body, text: articleText(body) })
  return headlinesOf(given).map(({ text, citations: [citation] }) => {
    expect(citation && given[citation.field]?.slice(citation.start, citation.end)).toBe(text)
    return text
  })
}

test.each<[name: string, title: string, body: readonly Block[], expected: string[]]>([
  [
    "the paper's own, a sub-heading, a clause",
    "白渡大桥合龙 明年通车",
    BODY,
    ["白渡大桥合龙 明年通车", "渡口改成江边公园", "两岸车程缩短到十分钟"],
  ],
  ["none that hangs on a condition or tells who told", "渡口", BODY.slice(2), ["渡口", "渡船没有停运"]],
  [
    "none that waits for the next clause, or points at the one before",
    "渡口",
    [{ text: "渡船检修完毕后，渡口两岸的村民虽多走两里路，船工称赞其养护有方，渡船没有停运。" }],
    ["渡口", "渡船没有停运"],
  ],
  ["the title alone where the text has nothing", "渡口", [{ text: "好。" }], ["渡口"]],
  ["nothing of an article without words", "", [], []],
])("%s", (_, title, body, expected) => {
  expect(headlines(body, title)).toEqual(expected)
})
