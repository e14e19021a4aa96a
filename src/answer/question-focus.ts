import { type AnswerTest, answerTest } from "../retrieve/answer-type.ts"
import type { Question } from "../retrieve/question.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { queryTerms, words } from "../text/words.ts"

/** Weights of search terms, above 0. */
export type Weights = ReadonlyMap<string, number>

/** What a question is about, apart from the words that ask. */
export interface Focus {
  /** Search terms with their weights. */
  readonly terms: Weights
  /** Its words alone: whether an article speaks of them decides on a refusal. */
  readonly words: Weights
  readonly answers: AnswerTest
}

/** The part of a question that only asks. What it counts or measures (家, 米) stays. */
const ASKING =
  /(?:有|是|为|达|叫)?(?:多少(?:钱|时间)?|多(?=[长大高宽远重深久快])[长大高宽远重深久快]|第?几(?=[个位名家人天年月日号点次所座条项亩])|什么(?:时候|地方|名字|样|东西|人)?|啥(?:时候|样)?|哪(?:一?[天年月日里儿些个位种所家]|儿)?|谁|怎么(?:样|办|说)?|怎样|如何|为(?:什么|何|啥)|何(?:时|地|人)|是不是|有没有|能不能|请问|[吗呢吧么])/gu
/** How much more the word beside the question word counts: it names what is asked for (亩产多少, 多少床位). */
const HEAD = 2

/** `weight` gives what a term tells: its inverse document frequency. */
export function readFocus({ plainText, wish }: Question, weight: (term: string) => number): Focus {
  const text = fold(toSimplified(plainText))
  const about = text.replace(ASKING, (asking) => " ".repeat(asking.length))
  const spans = words(about)
  const terms = new Map(queryTerms(about).map((term) => [term, weight(term)] as const))
  const whole = new Map(
    spans.flatMap((word) => (terms.has(word.text) ? [[word.text, weight(word.text)] as const] : [])),
  )
  for (const term of heads(text, spans)) {
    if (terms.has(term)) terms.set(term, weight(term) * HEAD)
  }
  return { terms, words: whole, answers: answerTest(wish) }
}

/** The words right before and right after the first question word. */
function heads(text: string, spans: readonly { text: string; start: number; end: number }[]): string[] {
  const asking = [...text.matchAll(ASKING)][0]
  if (!asking) return []
  const end = asking.index + asking[0].length
  const before = spans.findLast((word) => word.end <= asking.index)
  const after = spans.find((word) => word.start >= end)
  return [before, after].flatMap((word) => (word && word.text.length > 1 ? [word.text] : []))
}
