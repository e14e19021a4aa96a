import type { Answer } from "../answer/answer.ts"
import type { Citation } from "../corpus.ts"
import type { DraftFault } from "../gate/check-draft.ts"
import { fold } from "../text/scripts.ts"
import { containsAnswer } from "./figures.ts"
import type { ModelDouble } from "./model-doubles.ts"
import type { SetQuestion } from "./question-set.ts"

/** What came of a set's questions in one mode. Counts, but for the shares, which are of the questions with answers. */
export interface AnswerFigures {
  readonly questions: number
  readonly kinds: Readonly<Record<Answer["kind"], number>>
  /** Whose answer holds one of the set's; null where no question has one. */
  readonly contained: number | null
  readonly containedFirst: number | null
  /** Shown to readers. */
  readonly sentences: number
  readonly quotes: number
  /** Of these the ones that stand in the cited version as they are quoted. */
  readonly exactQuotes: number
  /** Sentences shown that are planted lies, or that no cited field has, letter by letter. See `examineAnswers`. */
  readonly unsupported: number
  /** Of the model's sentences: those that passed the gate, and those that did not. */
  readonly passed: number
  readonly dropped: number
  /** Lies that the model wrote, each once, and how many of them were shown. */
  readonly planted: number
  readonly plantedShown: number
}

export interface Examination {
  readonly ask: (question: SetQuestion) => Promise<Answer>
  /** The field of the cited version, empty where there is none. */
  readonly fieldOf: (citation: Citation) => string
  /** Whose lies are known. */
  readonly double?: ModelDouble
}

const NONE: Readonly<Record<Answer["kind"], number>> = {
  answered: 0,
  "not-found": 0,
  contradicted: 0,
  clarify: 0,
}
/** Not a fault of a sentence, but of a whole reply. */
const OF_REPLIES = new Set<string>([
  "budget",
  "quota",
  "timeout",
  "cut-off",
  "refused",
  "too-long",
  "unavailable",
  "rubbish",
  "unparsable",
  "empty",
] satisfies Exclude<
  NonNullable<Extract<Answer, { kind: "answered" }>["generation"]>["faults"][number]["kind"],
  DraftFault
>[])

/**
 * Asks every question and counts what readers would see, by checks that share nothing with the gate. Keyless answers and
 * the doubles of `model-doubles.ts` only ever repeat the paper's sentences or lie, so a sentence whose letters and
 * digits do not stand in a row in a field that it cites is not supported; a lie that does, by what it leaves out, is
 * known from the double that planted it. With a real model, which words sentences anew, only quotes can be counted.
 */
export async function examineAnswers(
  questions: readonly SetQuestion[],
  { ask, fieldOf, double }: Examination,
): Promise<AnswerFigures> {
  const kinds = { ...NONE }
  const count = {
    sentences: 0,
    quotes: 0,
    exactQuotes: 0,
    unsupported: 0,
    passed: 0,
    dropped: 0,
    plantedShown: 0,
  }
  let [judged, contained, containedFirst] = [0, 0, 0]
  for (const question of questions) {
    const answer = await ask(question)
    kinds[answer.kind]++
    const claims = "claims" in answer ? answer.claims : []
    for (const { text, citations } of claims) {
      const planted = double?.planted.has(text) ?? false
      count.sentences++
      count.quotes += citations.length
      count.exactQuotes += citations.filter(
        (one) => fieldOf(one).slice(one.start, one.end) === one.quote,
      ).length
      if (planted) count.plantedShown++
      if (planted || !citations.some((one) => bare(fieldOf(one)).includes(bare(text)))) count.unsupported++
    }
    const faults = ("generation" in answer && answer.generation?.faults) || []
    count.dropped += faults.filter(({ kind }) => !OF_REPLIES.has(kind)).length
    if ("mode" in answer && answer.mode === "model") count.passed += claims.length
    if (question.answers.length === 0 || question.gold.length === 0) continue
    judged++
    const has = (text: string) => question.answers.some((one) => containsAnswer(text, one))
    if (has(claims.map(({ text }) => text).join("\n"))) contained++
    if (has(claims[0]?.text ?? "")) containedFirst++
  }
  const share = (of: number) => (judged === 0 ? null : of / judged)
  return {
    questions: questions.length,
    kinds,
    contained: share(contained),
    containedFirst: share(containedFirst),
    ...count,
    planted: double?.planted.size ?? 0,
  }
}

function bare(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, "")
}
