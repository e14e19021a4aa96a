import { describe, expect, it } from "vitest"
import { createSpelling } from "../../src/retrieve/spelling.ts"
import { searchTerms } from "../../src/text/words.ts"

/** A small archive in which each sentence stands in so many articles. */
const SENTENCES: readonly (readonly [sentence: string, articles: number])[] = [
  ["禾溪县白渡镇的火龙果种植协会成立了", 40],
  ["汐江二桥将在明年五月通车", 40],
  ["中心小学食堂每餐补贴五元", 40],
  ["电子产品的价格下降了", 40],
  ["县人民医院新大楼开工建设", 40],
  ["今年的龙舟比赛在汐江举行", 40],
]

function spellingOf(sentences: readonly (readonly [string, number])[]) {
  const frequencies = new Map<string, number>()
  for (const [sentence, articles] of sentences)
    for (const term of new Set(searchTerms(sentence)))
      frequencies.set(term, (frequencies.get(term) ?? 0) + articles)
  const terms = [...frequencies].map(([term, documentFrequency]) => ({ term, documentFrequency }))
  terms.sort((a, b) => (a.term < b.term ? -1 : 1))
  return createSpelling({
    size: sentences.reduce((sum, [, articles]) => sum + articles, 0),
    documentFrequency: (term) => frequencies.get(term) ?? 0,
    terms: () => terms,
  })
}

describe("spelling", () => {
  const { correct } = spellingOf(SENTENCES)
  it.each([
    ["火笼果种植协会什么时候成立的", "火龙果种植协会什么时候成立的"],
    ["汐江二桥什么时候通车", "汐江二桥什么时候通车"],
    ["息江二桥何时通车", "汐江二桥何时通车"],
    ["食堂每餐补帖多少", "食堂每餐补贴多少"],
    ["县人民医院新大偻", "县人民医院新大楼"],
    ["龍舟比賽在哪裡舉行", "龙舟比赛在哪里举行"],
    ["食堂每餐补墨多少", "食堂每餐补墨多少"],
    ["谁成立了协会", "谁成立了协会"],
    ["量子纠缠实验", "量子纠缠实验"],
    ["ABC公司 2025", "abc公司 2025"],
    ["", ""],
    ["桥", "桥"],
    ["😀😀", "😀😀"],
  ])("of %s is %s", (asked, meant) => {
    expect(correct(asked)).toBe(meant)
  })

  it("leaves every sentence of the archive as it is", () => {
    for (const [sentence] of SENTENCES) expect(correct(sentence)).toBe(sentence)
  })

  it("knows nothing in an empty archive", () => {
    expect(spellingOf([]).correct("火笼果种植")).toBe("火笼果种植")
  })
})

it("learns the words of an archive that has grown", () => {
  const frequencies = new Map<string, number>()
  const archive = {
    size: 0,
    documentFrequency: (term: string) => frequencies.get(term) ?? 0,
    terms: () =>
      [...frequencies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([term, documentFrequency]) => ({ term, documentFrequency })),
  }
  const { correct } = createSpelling(archive)
  expect(correct("火笼果种植")).toBe("火笼果种植")
  for (const [sentence, articles] of SENTENCES) {
    for (const term of new Set(searchTerms(sentence))) frequencies.set(term, articles)
    archive.size += articles
  }
  expect(correct("火笼果种植")).toBe("火龙果种植")
})
