import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Asked } from "../../src/answer/ask.ts"
import type { Citation, Claim, TextKind } from "../../src/corpus.ts"
import type { Message } from "../../src/telegram/message.ts"
import { renderAnswer, renderArticle } from "../../src/telegram/render-answer.ts"
import { afterTitle, renderList } from "../../src/telegram/render-list.ts"
import { renderSummary } from "../../src/telegram/render-summary.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { answered, article, asked, citation, verbatim } from "./samples.ts"

const texts = loadTexts("zh-CN")

/** Text with its entities written out, so that a table can show both. */
function shown({ text, entities }: Message): string {
  const marks = entities.flatMap((entity) => {
    const name =
      { text_link: "a", bold: "b", expandable_blockquote: "q" }[entity.type as string] ?? entity.type
    return [
      { at: entity.offset, order: 1, mark: `<${name}${"url" in entity ? ` ${entity.url}` : ""}>` },
      { at: entity.offset + entity.length, order: 0, mark: `</${name}>` },
    ]
  })
  let result = text
  for (const { at, mark } of marks.sort((a, b) => b.at - a.at || b.order - a.order)) {
    result = result.slice(0, at) + mark + result.slice(at)
  }
  return result
}

function checkAnswer(given: Asked, expected: readonly string[], articles: readonly string[]): void {
  const rendered = renderAnswer(given, texts)
  expect(shown(rendered.message)).toBe(expected.join("\n"))
  expect(rendered.articles).toEqual(articles)
}

const A1 = "https://paper.example/a1"
const A2 = "https://paper.example/a2"
/** The archive ends with the article, and later days are asked for. */
const BEYOND = { asOf: "2025-10-24", undated: 0, archiveEnds: "2025-10-24", beyond: true, oldDays: null }
const SOURCE_1 = `1. <a ${A1}>新桥通车</a> — 青江日报 · 2025-10-24`

describe("renderAnswer", () => {
  it("says where a model's reply broke off", () => {
    const answer = { kind: "answered", claims: [verbatim("昨天通车。")], mode: "model" } as const
    const text = (given: Asked["answer"]) => renderAnswer(asked(given), texts).message.text
    expect(text({ ...answer, cutShort: true })).toContain("昨天通车。[1]\n\n回答没有写完")
    expect(text(answer)).not.toContain("没有写完")
  })

  it("puts the number of its article after each sentence, and each article once in the list", () => {
    const claims = [
      verbatim("新桥长115米。"),
      verbatim("造价两亿元。", {
        articleId: "a2",
        url: A2,
        title: "造价公布",
        source: null,
        publishedAt: null,
      }),
      verbatim("昨天通车。"),
    ]
    checkAnswer(
      answered(claims),
      [
        `新桥长115米。<a ${A1}>[1]</a>`,
        `造价两亿元。<a ${A2}>[2]</a>`,
        `昨天通车。<a ${A1}>[1]</a>`,
        "",
        "<b>出处</b>",
        SOURCE_1,
        `2. <a ${A2}>造价公布</a>`,
      ],
      ["a1", "a2"],
    )
  })

  it("says of a premise that the archive says otherwise, by a headline, too", () => {
    for (const [text, field] of [
      ["新桥长115米。", "text"],
      ["新桥通车", "title"],
    ] as const) {
      const claims = [verbatim(text, { field })]
      checkAnswer(
        asked({ kind: "contradicted", premise: "长200米", claims, mode: "keyless" }),
        ["问题里说“长200米”，报道里的说法不同：", `${text}<a ${A1}>[1]</a>`, "", "<b>出处</b>", SOURCE_1],
        ["a1"],
      )
    }
  })

  it.each([
    [
      "change" as const,
      [
        "<b>不同日期的数字，新的在前</b>",
        `• 2025-10-24 · 120家<a ${A1}>[1]</a>`,
        `• 2025-10-20 · 115家<a ${A2}>[2]</a>`,
      ],
    ],
    [
      "disagreement" as const,
      [
        "<b>各家报道的数字不一致</b>",
        `• 青江日报 · 2025-10-24 · 120家<a ${A1}>[1]</a>`,
        `• 晚报 · 2025-10-20 · 115家<a ${A2}>[2]</a>`,
      ],
    ],
  ])("lists figures with their sources: %s", (kind, lines) => {
    const newest = verbatim("企业120家。")
    const other = verbatim("企业115家。", {
      articleId: "a2",
      url: A2,
      title: "园区",
      source: "晚报",
      publishedAt: null,
    })
    const rows = [
      { day: "2025-10-24", figure: "120家", claim: newest },
      { day: "2025-10-20", figure: "115家", claim: other },
    ]
    checkAnswer(
      asked({ kind: "answered", claims: [newest], series: { kind, rows }, mode: "keyless" }),
      [
        `企业120家。<a ${A1}>[1]</a>`,
        "",
        ...lines,
        "",
        "<b>出处</b>",
        SOURCE_1,
        `2. <a ${A2}>园区</a> — 晚报`,
      ],
      ["a1", "a2"],
    )
  })

  it("says below its source that half of the story is missing, and what the paper corrected", () => {
    const correction = { id: "c1", title: "更正", url: A2, publishedAt: "2025-10-25T07:00:00+08:00" }
    checkAnswer(
      answered([verbatim("新桥长115米。", { incomplete: true, corrections: [correction] })]),
      [
        `新桥长115米。<a ${A1}>[1]</a>`,
        "",
        "<b>出处</b>",
        SOURCE_1,
        "   此文在存档中只有一半，另一半未收",
        `   报社更正： <a ${A2}>更正</a> (2025-10-25)`,
      ],
      ["a1"],
    )
  })

  it.each<[string, Partial<Claim>, Partial<Citation>, string]>([
    ["nobody's words", {}, {}, "新桥长115米。"],
    ["very words", { speaker: "市长田一苇" }, { kind: "quotation" }, "市长田一苇说：“新桥长115米。”"],
    [
      "the first of them",
      { text: "“新桥长115米。", speaker: "田一苇" },
      { kind: "quotation" },
      "田一苇说：“新桥长115米。”",
    ],
    [
      "the last of them",
      { text: "新桥长115米。”", speaker: "田一苇" },
      { kind: "quotation" },
      "田一苇说：“新桥长115米。”",
    ],
    ["reported words", { speaker: "市长田一苇" }, { kind: "report" }, "据市长田一苇：新桥长115米。"],
    ["an opinion's", { speaker: "田一苇" }, { kind: "opinion" }, "据田一苇：新桥长115米。"],
  ])("says whose words a sentence is: %s", (_, claim, from, expected) => {
    const given = answered([{ ...verbatim("新桥长115米。", from), ...claim }])
    expect(renderAnswer(given, texts).message.text.split("[1]")[0]).toBe(expected)
  })

  it.each<[TextKind, string]>([
    ["report", ""],
    ["quotation", ""],
    ["abstract", "引自文章的摘要"],
    ["advertisement", "此文为广告"],
    ["opinion", "此文为评论"],
  ])("says below its source what the text is: %s", (kind, expected) => {
    const given = answered([verbatim("新桥长115米。", { kind })])
    expect(renderAnswer(given, texts).message.text.split("2025-10-24")[1]?.trim()).toBe(expected)
  })

  it("says below its source what came later, and which other papers printed the story", () => {
    const update = { id: "u1", title: "新桥长度有更正", url: A2, publishedAt: "2025-10-26" }
    const printing = (source: string | null, id: string) => ({ id, url: null, source, publishedAt: null })
    const papers = ["青江日报", "雁洲晚报", null, "雁洲晚报"]
    const reprinted = (printings: readonly (string | null)[]) =>
      answered([
        verbatim("新桥长115米。", {
          updates: [update],
          printings: printings.map((paper, at) => printing(paper, `p${at}`)),
        }),
      ])
    const lines = (last: string) => [
      `新桥长115米。<a ${A1}>[1]</a>`,
      "",
      "<b>出处</b>",
      SOURCE_1,
      `   后续报道： <a ${A2}>新桥长度有更正</a> (2025-10-26)`,
      last,
    ]
    checkAnswer(reprinted(papers), lines("   另见于：雁洲晚报"), ["a1"])
    const many = [...papers, "甲报", "乙报", "丙报"]
    checkAnswer(reprinted(many), lines("   另见于：雁洲晚报、甲报、乙报 等 4 家"), ["a1"])
  })

  it("folds the paper's own words under a model's sentence that says them differently", () => {
    const claim = { text: "桥长115米。", citations: [citation({ quote: "新桥长115米。" })] }
    checkAnswer(
      answered([claim]),
      [
        `桥长115米。<a ${A1}>[1]</a>`,
        "",
        "<b>出处</b>",
        SOURCE_1,
        "",
        "<b>原文</b>",
        "<q>[1] 新桥长115米。</q>",
      ],
      ["a1"],
    )
  })

  it.each([null, "javascript:alert(1)", "tg://user?id=1", "http://localhost/x", "not an address"])(
    "links to nothing where the address is %s",
    (url) => {
      checkAnswer(
        answered([verbatim("昨天通车。", { url })]),
        ["昨天通车。[1]", "", "<b>出处</b>", "1. 新桥通车 — 青江日报 · 2025-10-24"],
        ["a1"],
      )
    },
  )

  it("says where the archive ends", () => {
    checkAnswer(
      answered([verbatim("昨天通车。")], { freshness: BEYOND }),
      [
        `昨天通车。<a ${A1}>[1]</a>`,
        "",
        "注意：库里的文章只到 2025-10-24，之后的情况这里没有。",
        "",
        "<b>出处</b>",
        SOURCE_1,
      ],
      ["a1"],
    )
  })

  it("says as of when the answer is, and shows the dates of words of time by the day of reading", () => {
    const date = {
      start: 0,
      end: 2,
      from: "2025-10-23",
      to: "2025-10-23",
      precision: "day",
      shown: "2025年10月23日",
    } as const
    const freshness = { ...BEYOND, beyond: false, archiveEnds: "2025-10-25" }
    checkAnswer(
      answered([{ ...verbatim("昨天通车。"), dates: [date] }], { freshness }),
      [
        `昨天（2025年10月23日）通车。<a ${A1}>[1]</a>`,
        "",
        "<b>出处</b>",
        SOURCE_1,
        "截至 2025-10-24 · 库里文章到 2025-10-25",
      ],
      ["a1"],
    )
    checkAnswer(
      asked({ kind: "not-found", nearest: [], mode: "keyless" }, { freshness: { ...freshness, asOf: null } }),
      ["在报纸的文章里没有找到答案。", "", texts.say("not-found-hint"), "", "库里文章到 2025-10-25"],
      [],
    )
  })

  it("lists headlines once, where the answer is nothing else", () => {
    const headline = verbatim("新桥通车", { field: "title" })
    const second = verbatim("造价公布", { field: "title", articleId: "a2", title: "造价公布", source: null })
    checkAnswer(
      answered([headline, second], { freshness: BEYOND }),
      [
        "相关的报道：",
        SOURCE_1,
        `2. <a ${A1}>造价公布</a> — 2025-10-24`,
        "",
        "注意：库里的文章只到 2025-10-24，之后的情况这里没有。",
      ],
      ["a1", "a2"],
    )
    checkAnswer(
      answered([headline, verbatim("昨天通车。")]),
      [`新桥通车<a ${A1}>[1]</a>`, `昨天通车。<a ${A1}>[1]</a>`, "", "<b>出处</b>", SOURCE_1],
      ["a1"],
    )
  })

  it("says that nothing was found, with at most three near articles", () => {
    const near = ["a1", "a2", "a3", "a4"].map((articleId) => ({ ...article(), articleId, place: ["临河"] }))
    const hint = texts.say("not-found-hint")
    const line = (number: number) => `${number}. <a ${A1}>新桥通车</a> — 青江日报 · 2025-10-24 · 临河`
    checkAnswer(
      asked({ kind: "not-found", nearest: near, mode: "keyless" }),
      ["在报纸的文章里没有找到答案。", "", "内容最接近的文章：", line(1), line(2), line(3), "", hint],
      ["a1", "a2", "a3"],
    )
    checkAnswer(
      asked({ kind: "not-found", nearest: [], mode: "keyless" }),
      ["在报纸的文章里没有找到答案。", "", hint],
      [],
    )
  })

  it("takes the words of articles as they are, never as markup", () => {
    const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    const hostile = fc.oneof(
      words,
      fc.constantFrom("<a href='x'>", "*_[]()~`>#", "[x](tg://user?id=1)", "😀".repeat(9)),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile, hostile), { minLength: 1, maxLength: 12 }), (rows) => {
        const claims = rows.map(([text, title, quote], index) => {
          const id = `a${index % 5}`
          return {
            text,
            citations: [citation({ articleId: id, title, quote, url: `https://paper.example/${id}` })],
          }
        })
        const { message } = renderAnswer(answered(claims), texts)
        for (const { text } of claims) expect(message.text).toContain(text)
        for (const entity of message.entities) {
          const { type, offset, length } = entity
          expect(["bold", "text_link", "expandable_blockquote"]).toContain(type)
          const words = message.text.slice(offset, offset + length)
          expect(words).toHaveLength(length)
          if (type === "text_link" && words.startsWith("[")) expect(entity).toHaveProperty("url")
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe("renderSummary", () => {
  const sentences = [verbatim("新桥长115米。"), verbatim("昨天通车。")]
  const head = [`<a ${A1}>新桥通车</a>`, "青江日报 · 2025-10-24", ""]
  it.each([
    ["brief", sentences, ["新桥长115米。昨天通车。"]],
    ["points", sentences, ["• 新桥长115米。", "• 昨天通车。"]],
    ["brief", [], ["这篇文章太短，没有可以摘出的句子。"]],
    [
      "brief",
      [verbatim("新桥长115米。", { field: "abstract", kind: "abstract" })],
      ["本报摘要：新桥长115米。"],
    ],
    ["headlines", sentences, ["可选的标题，都出自原文：", "1. 新桥长115米", "2. 昨天通车"]],
    ["english", [], ["英文摘要要用语言模型，这里没有配置。"]],
  ] as const)("%s", (style, chosen, body) => {
    const summary = { articleId: "a1", version: 1, style, sentences: chosen, mode: "keyless" as const }
    const text = shown(renderSummary(article(), summary, texts, "2025-10-24"))
    expect(text).toBe([...head, ...body].join("\n"))
  })

  it("says below it that the paper corrected the article", () => {
    const corrections = [{ id: "c1", title: "更正", url: null, publishedAt: "2025-10-25" }]
    const corrected = [verbatim("新桥长115米。", { corrections })]
    const summary = {
      articleId: "a1",
      version: 1,
      style: "brief",
      sentences: corrected,
      mode: "keyless",
    } as const
    expect(renderSummary(article(), summary, texts, "2025-10-24").text).toMatch(
      /\n\n新桥长115米。\n\n报社更正： 更正 \(2025-10-25\)$/,
    )
  })

  it("shows the dates of words of time", () => {
    const summary = { articleId: "a1", version: 1, style: "brief", sentences, mode: "keyless" } as const
    const told = renderSummary(article(), summary, texts, "2025-12-01").text
    expect(told).toContain("昨天（2025年10月23日）通车。")
  })
})

describe("what an answer is about before all", () => {
  const headline = (articleId: string) => verbatim("新桥通车", { field: "title", articleId })
  const cases: [name: string, given: Asked, about: string | undefined][] = [
    [
      "the first article that it cites",
      answered([verbatim("一。", { articleId: "b" }), verbatim("二。")]),
      "b",
    ],
    ["nothing, where it lists headlines", answered([headline("a"), headline("b")]), undefined],
    ["nothing, where there is none", asked({ kind: "not-found", nearest: [], mode: "keyless" }), undefined],
  ]
  it.each(cases)("%s", (_, given, about) => {
    expect(renderAnswer(given, texts).about).toBe(about)
  })
})

describe("renderList", () => {
  it.each([
    ["新桥通车。全长115米。", "全长115米。"],
    ["新桥通车", ""],
    ["新桥通车！  ", ""],
    ["新桥通车后，两岸更近。", "新桥通车后，两岸更近。"],
    ["新桥通车，两岸更近。", "新桥通车，两岸更近。"],
    ["新桥通车。“真快。”他说。", "“真快。”他说。"],
    ["昨天新桥通车。", "昨天新桥通车。"],
  ])("does not say the title twice: %s", (words, rest) => {
    expect(afterTitle(words, "新桥通车")).toBe(rest)
  })

  it("numbers the articles, with title, source, day, place and a line of each", () => {
    const articles = [
      { ...article(), snippet: "新桥\n昨天   通车。" },
      { ...article({ url: null, source: null, publishedAt: null, place: [] }), snippet: "字".repeat(200) },
      { ...article({ place: [] }), role: "更正" },
    ]
    const listed = articles.map((given) => ({ ...given, articleId: given.id }))
    expect(shown(renderList("列表：", listed, texts)).split("\n")).toEqual([
      "列表：",
      "",
      `1. <a ${A1}>新桥通车</a> — 青江日报 · 2025-10-24 · 临河`,
      "新桥 昨天 通车。",
      "",
      "2. 新桥通车",
      `${"字".repeat(79)}…`,
      "",
      SOURCE_1.replace("1.", "3.").replace("— ", "— 更正 · "),
      "",
      texts.say("list-foot"),
    ])
  })
})

describe("renderArticle", () => {
  it("shows an article as it was stored", () => {
    const body = [{ heading: "桥" }, { text: "新桥通车。" }]
    expect(shown(renderArticle(article({ body }), texts))).toMatch(/\n\n<b>桥<\/b>\n\n新桥通车。$/)
  })

  it.each([
    ["a long paragraph", [{ text: "😀".repeat(100_000) }]],
    ["many paragraphs", Array.from({ length: 10_000 }, () => ({ text: "今天下雨了。".repeat(9) }))],
    ["many headings", Array.from({ length: 10_000 }, () => ({ heading: "小" }))],
  ])("ends %s in an ellipsis", (_, body) => {
    const { text } = renderArticle(article({ body }), texts)
    expect(text.length).toBeLessThan(17_000)
    expect(text.endsWith("…")).toBe(true)
    expect(Buffer.from(text).toString()).toBe(text)
  })
})

describe("for a reader of Traditional Chinese", () => {
  const taiwan = loadTexts("zh-TW")

  it("sentences and titles are in Traditional characters, quotes as they were printed", () => {
    const claim = { ...verbatim("新桥长115米。"), text: "新桥全长115米。" }
    const text = shown(renderAnswer(answered([claim, verbatim("昨天通车。")]), taiwan).message)
    expect(text).toContain("新橋全長115米。")
    expect(text).toContain("昨天通車。")
    expect(text).toContain("新橋通車</a>")
    expect(text).toContain("[1] 新桥长115米。")
    expect(text).not.toContain("[1] 昨天通车。")
  })

  it("says how a follow-up was understood", () => {
    const given = answered([verbatim("昨天通车。")], { understoodAs: "新桥什么时候通车？" })
    expect(shown(renderAnswer(given, taiwan).message)).toMatch(/^按「新橋什麼時候通車？」理解\n\n昨天通車。/)
    expect(shown(renderAnswer(given, loadTexts("en")).message)).toMatch(
      /^Taken as: “新桥什么时候通车？”\n\n昨天通车。/,
    )
  })
})
