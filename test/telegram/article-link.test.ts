import type { Message, MessageEntity, RichText } from "grammy/types"
import { describe, expect, it } from "vitest"
import { articleLinks, articlesLinked } from "../../src/telegram/article-link.ts"

const link = (url: string): MessageEntity => ({ type: "text_link", offset: 0, length: 1, url })
const message = (content: Partial<Message>) => ({ message_id: 1, date: 1, ...content }) as Message
const url = (to: string): RichText => ({ type: "bold", text: { type: "url", text: "题", url: to } })

describe("articlesLinked", () => {
  const own = (articleId: string) => articleLinks("paper_bot")({ articleId, url: null }) ?? ""
  const cases: [name: string, content: Partial<Message>, found: string[]][] = [
    ["nothing", { text: "题" }, []],
    [
      "an article's own address",
      { entities: [link("https://paper.example/a1")] },
      ["https://paper.example/a1"],
    ],
    [
      "the bot's link, whatever the id",
      { entities: [link(own("第42号/文")), link(own("a-1_b"))] },
      ["第42号/文", "a-1_b"],
    ],
    [
      "in their order",
      { caption_entities: [link(own("b")), link("https://paper.example/a")] },
      ["b", "https://paper.example/a"],
    ],
    [
      "no article in another payload",
      { entities: [link("https://t.me/bot?start=hello")] },
      ["https://t.me/bot?start=hello"],
    ],
    [
      "no formatting, and a bare address behind all links",
      {
        text: "a.example 题",
        entities: [
          { type: "bold", offset: 0, length: 2 },
          { type: "url", offset: 0, length: 9 },
          link(own("b")),
        ],
      },
      ["b", "a.example"],
    ],
    [
      "those of a rich message, wherever they stand",
      {
        rich_message: {
          blocks: [
            { type: "paragraph", text: ["一", url(own("b"))] },
            {
              type: "list",
              items: [{ label: "•", blocks: [{ type: "paragraph", text: url("https://paper.example/a") }] }],
            },
            {
              type: "details",
              summary: "原文",
              blocks: [{ type: "blockquote", blocks: [], credit: url("https://paper.example/c") }],
            },
          ],
        },
      },
      ["b", "https://paper.example/a", "https://paper.example/c"],
    ],
  ]
  it.each(cases)("%s", (_, content, found) => {
    expect(articlesLinked(message(content))).toEqual(found)
  })
})
