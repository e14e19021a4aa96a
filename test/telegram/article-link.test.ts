import type { MessageEntity } from "grammy/types"
import { describe, expect, it } from "vitest"
import { articleLinks, articlesLinked } from "../../src/telegram/article-link.ts"

const link = (url: string): MessageEntity => ({ type: "text_link", offset: 0, length: 1, url })

describe("articlesLinked", () => {
  const own = (articleId: string) => articleLinks("paper_bot")({ articleId, url: null }) ?? ""
  const cases: [name: string, entities: MessageEntity[], found: string[]][] = [
    ["nothing", [], []],
    ["an article's own address", [link("https://paper.example/a1")], ["https://paper.example/a1"]],
    ["the bot's link, whatever the id", [link(own("第42号/文")), link(own("a-1_b"))], ["第42号/文", "a-1_b"]],
    ["in their order", [link(own("b")), link("https://paper.example/a")], ["b", "https://paper.example/a"]],
    [
      "no article in another payload",
      [link("https://t.me/bot?start=hello")],
      ["https://t.me/bot?start=hello"],
    ],
    [
      "no formatting and no bare address",
      [
        { type: "bold", offset: 0, length: 2 },
        { type: "url", offset: 0, length: 9 },
      ],
      [],
    ],
  ]
  it.each(cases)("%s", (_, entities, found) => {
    expect(articlesLinked(entities)).toEqual(found)
  })
})
