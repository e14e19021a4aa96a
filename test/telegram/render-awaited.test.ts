import { expect, test } from "vitest"
import type { Asked } from "../../src/answer/ask.ts"
import { OWN_ADDRESSES } from "../../src/telegram/article-link.ts"
import { renderAwaited, renderOffered } from "../../src/telegram/render-awaited.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { asked, verbatim } from "./samples.ts"

const AWAITED = { id: 7, question: "新桥多长？" }
const texts = loadTexts("zh-CN")
const answered = (...sentences: string[]): Asked =>
  asked({ kind: "answered", claims: sentences.map((text) => verbatim(text)), mode: "keyless" })

test("what is told has no button; what is offered has one below its last message, and says that it is not certain", () => {
  const long = answered(...Array.from({ length: 90 }, (_, at) => `${"新桥".repeat(40)}长${at}米。`))
  for (const given of [answered("新桥长1286米。"), long]) {
    const told = renderAwaited(given, AWAITED, texts, OWN_ADDRESSES)
    const offered = renderOffered(given, AWAITED, texts, OWN_ADDRESSES)
    expect(told[0]?.text).toContain("“新桥多长？”\n现在有报道回答了")
    expect(offered[0]?.text).toContain("“新桥多长？”\n这篇报道可能与您等的有关")
    expect(told.filter((message) => "buttons" in message)).toEqual([])
    const buttons = offered.map(({ buttons }) =>
      buttons
        ?.flat()
        .map(({ data }) => data)
        .join(),
    )
    expect(buttons).toEqual([...Array(offered.length - 1).fill(undefined), "awaited:7:found"])
  }
  expect(renderOffered(long, AWAITED, texts, OWN_ADDRESSES).length).toBeGreaterThan(1)
})
