import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { claimsReply } from "../../src/evaluate/model-doubles.ts"
import { createClaimReader } from "../../src/gate/claim-reader.ts"

const draft = { text: "全长1280米。", quote: "全长1280米", source: 1 }
const plain = claimsReply([draft])

function read(pieces: readonly string[]) {
  const reader = createClaimReader()
  const drafts = pieces.flatMap((piece) => reader.read(piece))
  return { drafts, found: reader.found() }
}

describe("the claims of a reply, in whatever dress it comes", () => {
  const cases: [name: string, reply: string, drafts: unknown[], found?: "claims" | "empty"][] = [
    ["alone", plain, [draft], "claims"],
    ["in a fence", `\`\`\`json\n${plain}\n\`\`\``, [draft], "claims"],
    ["with prose that has braces", `好的 {见下}：${plain} {完}`, [draft], "claims"],
    ["after thoughts", `<think>${plain} 不对，1 < 2 {</think>${plain}`, [draft], "claims"],
    ["after thoughts whose beginning is not sent", `我想 {"a": 先</think>${plain}`, [draft], "claims"],
    ["thoughts only", `<think>${plain}`, []],
    ["a broken one before", `{"claims":[} ${plain}`, [draft], "claims"],
    ["a string that never ends before", `{"claims":["\n${plain}`, [draft], "claims"],
    ["a list without its object", JSON.stringify([draft]), [draft], "claims"],
    ["a claim without its list", JSON.stringify(draft), [draft], "claims"],
    ["a trailing comma", plain.replace("]}", ",]}"), [draft], "claims"],
    ["cut off behind a claim", `${plain.slice(0, -2)},{"source":2,"quote":"`, [draft], "claims"],
    ["cut off within a claim", plain.slice(0, -4), []],
    ["source as a string", plain.replace(":1,", ':"片段 1",'), [draft], "claims"],
    ["a source below one", plain.replace(":1,", ":-1,"), []],
    ["a brace in a string", claimsReply([{ ...draft, text: '}"{' }]), [{ ...draft, text: '}"{' }], "claims"],
    [
      "hidden characters",
      claimsReply([{ ...draft, text: "全长\u202e1280\n米。" }]),
      [{ ...draft, text: "全长1280 米。" }],
      "claims",
    ],
    ["a sentence too long", claimsReply([{ ...draft, text: "长".repeat(501) }]), []],
    ["too many", claimsReply(new Array(99).fill(draft)), new Array(20).fill(draft), "claims"],
    ["one of another shape beside", plain.replace("[", '["全长",null,{"text":1},'), [draft], "claims"],
    ["empty", '{"claims":[]}', [], "empty"],
    ["empty, with blanks", '{ "claims" : [ ] }', [], "empty"],
    ["other shapes only", '{"claims":[{"text":1},"全长1280米",null]}', []],
    ["no object", '"claims"', []],
    ["prose", "青河大桥全长1280米。", []],
    ["nothing", "", []],
  ]
  test.each(cases)("%s", (_, reply, drafts, found) => {
    expect(read([reply])).toEqual({ drafts, found })
    expect(read([...reply])).toEqual({ drafts, found })
  })
})

test("it does not matter where the reply is cut", () => {
  const part = fc.constantFrom(
    plain,
    "<think>",
    "</think>",
    "{",
    "}",
    '"',
    "\\",
    "\n",
    "<t",
    "好",
    '{"claims":[',
  )
  const reply = fc.array(fc.oneof(part, fc.string()), { maxLength: 12 }).map((parts) => parts.join(""))
  fc.assert(
    fc.property(reply, fc.array(fc.nat(200)), (whole, cuts) => {
      const at = [0, ...cuts.filter((cut) => cut < whole.length), whole.length].sort((a, b) => a - b)
      const pieces = at.slice(1).map((end, i) => whole.slice(at[i], end))
      expect(read(pieces)).toEqual(read([whole]))
    }),
    { numRuns: 2000, seed: 20251126 },
  )
})

test("a claim is there as soon as its last brace is", () => {
  const reader = createClaimReader()
  const two = claimsReply([draft, { ...draft, source: 2 }])
  const end = two.indexOf("}") + 1
  expect(reader.read(two.slice(0, end - 1))).toEqual([])
  expect(reader.read(two.slice(end - 1, end))).toEqual([draft])
  expect(reader.read(two.slice(end))).toEqual([{ ...draft, source: 2 }])
})

test("hostile replies take no more steps than they are long", () => {
  const hostile = ['{"claims":'.repeat(5000), `${"{".repeat(25_000)}"claims"${"}".repeat(20_000)}`]
  for (const reply of [...hostile, "<think>".repeat(7000), '{"'.repeat(25_000)]) {
    expect(read(reply.match(/[\s\S]{1,7}/g) ?? []).drafts).toEqual([])
  }
})
