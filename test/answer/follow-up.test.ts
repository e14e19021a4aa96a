import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { FRESH_MS, MOST_TURNS, wholeQuestion } from "../../src/answer/follow-up.ts"
import type { Turn } from "../../src/answer/turn.ts"
import { type Dialogue, FIRST, HELD_OUT, HELD_OUT_AGAIN } from "./dialogues.ts"

const NOW = new Date("2025-11-03T02:00:00Z")
const COUNTIES = ["青屏县", "白渡县", "禾溪县", "云岭县"]
const PLACES = COUNTIES.map((county) => ({ path: ["海岳省", "汐川市", county] }))
/** Archives name places with and without their kind. */
const SHORT_PLACES = COUNTIES.map((county) => ({ path: ["海岳", "汐川", county.slice(0, -1)] }))

function turnsOf(before: string): Turn[] {
  const told = before === "" ? [] : before.split(" | ")
  return told.map((one, index) => {
    const [question = "", claim = ""] = one.split("→").map((part) => part.trim())
    const found = claim !== "∅"
    return {
      at: new Date(NOW.getTime() - (told.length - index) * 60_000),
      question,
      kind: found ? "answered" : "not-found",
      claims: found ? [claim] : [],
      articles: [{ id: `a${index}`, title: `报道${index}` }],
    }
  })
}

function check([before, says, whole]: Dialogue) {
  const [full, short] = [PLACES, SHORT_PLACES].map((places) =>
    wholeQuestion(says, turnsOf(before), NOW, places),
  )
  expect(short).toEqual(full)
  const { question, from } = full ?? {}
  const expected = whole === "=" ? says : whole.replace(/^\+/, "")
  const kind = whole === "=" ? "self" : whole.startsWith("+") ? "more" : "follow-up"
  expect({ question, from }).toEqual({ question: expected, from: kind })
}

describe("a follow-up", () => {
  it.each([...FIRST, ...HELD_OUT, ...HELD_OUT_AGAIN])("%s … %s", (...dialogue) => check(dialogue))
})

describe("turns", () => {
  const whole = (says: string, turns: readonly Turn[], now = NOW) => wholeQuestion(says, turns, now, PLACES)

  it("count for half an hour", () => {
    const turns = turnsOf("青屏县油茶产量是多少？→ 1.2万吨。")
    const at = turns[0]?.at.getTime() ?? 0
    expect(whole("那去年呢？", turns, new Date(at + FRESH_MS)).from).toBe("follow-up")
    expect(whole("那去年呢？", turns, new Date(at + FRESH_MS + 1)).from).toBe("self")
  })

  it("are forgotten beyond the last few", () => {
    const spoken = turnsOf("汐江二桥什么时候通车？→ 市住建局局长陈立群介绍，明年通车。")
    const silent = Array.from({ length: MOST_TURNS - 1 }, () => turnsOf("汐江二桥有多长？→ 1280米。")).flat()
    expect(whole("他是谁？", [...spoken, ...silent])).toEqual({ question: "陈立群是谁？", from: "follow-up" })
    const more = turnsOf("汐江二桥有多宽？→ 32米。")
    expect(whole("他是谁？", [...spoken, ...silent, ...more]).from).toBe("self")
  })

  it("say what was told already, all of it while more is asked for", () => {
    const twice = turnsOf("青屏县油茶产量是多少？→ 1.2万吨。 | 青屏县油茶产量是多少？→ 900吨。")
    expect(whole("还有吗", twice).exclude).toEqual(["a0", "a1"])
    const other = turnsOf("汐江二桥有多长？→ 1280米。 | 青屏县油茶产量是多少？→ 900吨。")
    expect(whole("还有吗", other).exclude).toEqual(["a1"])
  })

  it("may offer a choice, which is made by number or by name", () => {
    const choices = [
      { label: "青屏县人民医院", question: "青屏县人民医院什么时候启用？" },
      { label: "云岭县人民医院", question: "云岭县人民医院什么时候启用？" },
    ]
    const [turn] = turnsOf("人民医院什么时候启用？→ ∅")
    const asked = [{ ...(turn as Turn), kind: "clarify" as const, choices }]
    for (const says of ["2", "第二个", "云岭县", "云岭县人民医院"])
      expect(whole(says, asked)).toEqual({ question: choices[1]?.question, from: "follow-up" })
    expect(whole("人民医院", asked).from).toBe("self")
    expect(whole("7", asked).from).toBe("self")
  })

  it("change nothing where the words are long, empty or marks alone", () => {
    const turns = turnsOf("青屏县油茶产量是多少？→ 1.2万吨。")
    for (const says of ["", "？？", " ", "那".repeat(3000), "它".repeat(50)]) {
      expect(whole(says, turns)).toEqual({ question: says, from: "self" })
    }
  })
})

describe("whatever was said before", () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ..."那去年呢他是谁它还有别的吗为什么多少钱白渡县青屏不是我说，？《》“”a1 \n".split(""),
    ),
    maxLength: 30,
  })
  it("a question comes back that is no longer than what was said and asked together, within reason", () => {
    fc.assert(
      fc.property(text, text, text, (question, claim, says) => {
        const turn: Turn = { at: NOW, question, kind: "answered", claims: [claim], articles: [] }
        const found = wholeQuestion(says, [turn], NOW, PLACES)
        expect(found.question.length).toBeLessThanOrEqual(question.length + claim.length + says.length + 20)
        if (found.from === "self") expect(found.question).toBe(says)
      }),
    )
  })
  it("a whole question that names something of its own stays as it is", () => {
    const whole = [...FIRST, ...HELD_OUT].filter(([, , to]) => to === "=").map(([, says]) => says)
    const talks = [...FIRST, ...HELD_OUT].map(([before]) => before).filter((before) => before !== "")
    const own = whole.filter((says) => says.length > 6 && !says.startsWith("那去年"))
    const changed = own.flatMap((says) =>
      talks.flatMap((before) => {
        const { question } = wholeQuestion(says, turnsOf(before), NOW, PLACES)
        return question === says ? [] : [`${before} | ${says} → ${question}`]
      }),
    )
    expect(changed).toEqual([])
  })
})
