import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkDraft } from "../../src/gate/check-draft.ts"
import { checkTranslation } from "../../src/gate/check-translation.ts"
import { LANGUAGES } from "../../src/text/languages.ts"
import { evidence } from "../fixtures/evidence.ts"
import {
  FINAL_LIES,
  HELD_OUT_LIES,
  HELD_OUT_TRUE,
  LAST_LIES,
  LIES,
  TRANSLATIONS,
  UNSEEN_LIES,
} from "./translations.ts"

type Case = readonly [quote: string, sentence: string]

const fault = ([quote, sentence]: Case) => checkTranslation(sentence, [quote], "en")
const passing = (cases: readonly Case[]) => cases.filter((one) => fault(one) === undefined)

/** What turns the sense of a sentence, each where it applies. */
const CONTRARIES: readonly (readonly [from: RegExp, to: string])[] = [
  [/\b(?:rose|grew|increased)\b/u, "fell"],
  [/\bfell\b/u, "rose"],
  [/\b(?:opened|open)\b/u, "closed"],
  [/\bclosed\b/u, "opened"],
  [/\b(?:built|build)\b/u, "demolished"],
  [/\bdemolished\b/u, "built"],
  [/\b(?:began|begun|started)\b/u, "ended"],
  [/\bcompleted\b/u, "abandoned"],
  [/\bapproved\b/u, "rejected"],
  [/\brejected\b/u, "approved"],
  [/\bdenied\b/u, "admitted"],
  [/\bcanceled\b/u, "held"],
  [/\bheld\b/u, "canceled"],
  [/\bwon\b/u, "lost"],
  [/\brepaired\b/u, "destroyed"],
  [/\bevacuated\b/u, "detained"],
  [/\badded\b/u, "cut"],
  [/\breceived\b/u, "refused"],
  [/\bplanted\b/u, "burned"],
  [/\b(?:is|was|are) (?:planned|expected|scheduled) to be\b/u, "was"],
  [/\bis (?:planned|expected) to\b/u, "has begun to"],
  [/\bplans to\b/u, "refused to"],
  [/\bwill\b/u, "did"],
  [/\bmay\b/u, "will"],
  [/\b(?:was|were|has|had|is|are|will)\b/u, "$& not"],
  [/\bhas not yet\b/u, "has already"],
  [/\bnot\b/u, ""],
  [/\bmore than\b/u, "less than"],
  [/\bmore than\b/u, ""],
  [/\b(?:About|Nearly)\b/u, "Exactly"],
  [/\ballegedly\b/u, ""],
  [/^(?!.*(?:more than|exceed|about|nearly)).*?\b(?=\d)/iu, "$&more than "],
  [/^(?!.*(?:more than|exceed|about|nearly)).*?\b(?=\d)/iu, "$&nearly "],
  [/\bmillion\b/u, "billion"],
  [/\bbillion\b/u, "million"],
  [/\bpercent\b/u, "percentage points"],
  [/\byuan\b/u, "dollars"],
  [/\bmu\b/u, "hectares"],
  [/\bkilometers\b/u, "meters"],
  [/\bmeters\b/u, "kilometers"],
  [/\btons\b/u, "kilograms"],
  [/\bthis year\b/u, "last year"],
  [/\blast year\b/u, "this year"],
  [/\bnext year\b/u, "this year"],
  [/\bpeople\b/u, "households"],
  [/\bCounty\b/u, "City"],
  [/\b(?:Baidu|Qingping|Hexi|Yunling|Xichuan|Xijiang)\b/u, "Beishan"],
  [/\bcounty\b/u, "province"],
  [/\bhospital\b/u, "prison"],
  [/\b(?:school|schools)\b/u, "casinos"],
  [/\bbridge\b/u, "dam"],
  [/^(?:The )?([a-z])/iu, "Only the $1"],
  [/[.]$/u, ", but later the plan was dropped."],
  [/[.]$/u, " because of corruption."],
  [/[.]$/u, " in Beijing."],
  [/[.]$/u, " on Monday."],
]

/** Changes one digit of one figure. */
function otherFigure(sentence: string, at: number, by: number): string {
  const digits = [...sentence.matchAll(/\d/gu)]
  const digit = digits[at % Math.max(1, digits.length)]
  if (!digit) return sentence
  const other = (Number(digit[0]) + 1 + (by % 9)) % 10
  return sentence.slice(0, digit.index) + other + sentence.slice(digit.index + 1)
}

describe("a translation", () => {
  it.each([
    ["written before the check", TRANSLATIONS, 0.6],
    ["written after it", HELD_OUT_TRUE, 0.5],
  ] as const)("that is true passes mostly: %s", (_, cases, share) => {
    expect(passing(cases).length / cases.length).toBeGreaterThanOrEqual(share)
  })

  it.each([
    ["of true words put together", LIES],
    ["of other words", HELD_OUT_LIES],
    ["of what is left out", LAST_LIES],
    ["of who and how", FINAL_LIES],
    ["of outcomes", UNSEEN_LIES],
  ] as const)("that is a lie does not: %s", (_, cases) => {
    expect(passing(cases)).toEqual([])
  })

  it("does not pass with one thing changed", () => {
    const good = passing([...TRANSLATIONS, ...HELD_OUT_TRUE])
    const mutants = good.flatMap(([quote, sentence]) =>
      CONTRARIES.flatMap(([from, to]): Case[] => {
        const changed = sentence.replace(from, to).replace(/ {2,}/gu, " ")
        return changed === sentence ? [] : [[quote, changed]]
      }),
    )
    expect(mutants.length).toBeGreaterThan(200)
    expect(passing(mutants)).toEqual([])
  })

  it("goes to a reader of English by the same gate as other drafts; Chinese sentences by theirs", () => {
    const source = evidence("截至9月21日，白渡县转移群众3200人。")
    const verdict = (text: string) =>
      checkDraft({ text, quote: "白渡县转移群众3200人", source: 1 }, [source], "en").passed
    expect(verdict("Baidu County evacuated 3,200 people.")).toBe(true)
    expect(verdict("Baidu County evacuated 32,000 people.")).toBe(false)
    expect(verdict("白渡县转移群众3200人。")).toBe(true)
    expect(verdict("白渡县转移群众3700人。")).toBe(false)
  })

  it("does not pass with another digit", () => {
    const good = passing([...TRANSLATIONS, ...HELD_OUT_TRUE]).filter(([, sentence]) => /\d/u.test(sentence))
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(20), fc.nat(8), ([quote, sentence], at, by) => {
        expect(fault([quote, otherFigure(sentence, at, by)])).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })

  it("does not pass over another's quote", () => {
    const good = passing([...TRANSLATIONS, ...HELD_OUT_TRUE])
    const mixed = good.flatMap(([, sentence], at) =>
      good.flatMap(([quote], other): Case[] => (Math.abs(at - other) < 4 ? [] : [[quote, sentence]])),
    )
    const few = mixed.filter((_, at) => at % 9 === 0)
    expect(passing(few)).toEqual([])
  })
})

describe("what is not English, or not a statement", () => {
  it.each([
    "",
    "白渡县转移群众3200人。",
    "Is it true?",
    "Baidu 县 evacuated 3,200 people.",
    "x".repeat(500),
    "3,200.",
    "<b>Baidu</b>",
  ])("%s does not pass", (sentence) => {
    expect(checkTranslation(sentence, ["白渡县转移群众3200人。"], "en")).toBeDefined()
  })
  it.each(LANGUAGES.filter((language) => language !== "en"))("%s is not translated into", (language) => {
    expect(
      checkTranslation("Baidu County evacuated 3,200 people.", ["白渡县转移群众3200人。"], language),
    ).toBeDefined()
  })
  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), (sentence, quote) => {
        checkTranslation(sentence, [quote], "en")
      }),
    )
  })
})
