import { type AnswerTest, answerTest } from "../retrieve/answer-type.ts"
import type { Question } from "../retrieve/question.ts"
import type { Wish } from "../retrieve/wish.ts"
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
  /** The words right beside the first question word: they name what is asked for (亩产多少, 多少床位). */
  readonly heads: readonly string[]
  readonly wish: Wish
  /** It wants several things: 有哪些, 哪三个, 分别. */
  readonly several: boolean
  /** What it wants may stand in several articles: 分别, 相比, 2023年和2024年, 哪些县. */
  readonly spans: boolean
  readonly answers: AnswerTest
}

/** The part of a question that only asks. What it counts or measures (家, 米) stays. */
const ASKING =
  /(?:有|是|为|达|叫)?(?:多少(?:钱|时间)?|多(?=[长大高宽远重深久快])[长大高宽远重深久快]|第?几(?=[个位名家人天年月日号点次所座条项亩])|什么(?:时候|地方|名字|样|东西|人)?|啥(?:时候|样)?|哪(?:一?[天年月日里儿些个位种所家]|儿)?|谁|怎么(?:样|办|说)?|怎样|如何|为(?:什么|何|啥)|何(?:时|地|人)|是不是|有没有|能不能|请问|[吗呢吧么])/gu
/** How much more the word beside the question word counts. */
const HEAD = 2
const SEVERAL = /哪[两三四五六七八九几]|分别|各(?:是|有|自)/u
const SPANS =
  /分别|各(?:是|有|自|[县市区镇乡])|相比|对比|比较|比.{1,12}[多少高低大小]|年[和与、].{0,4}\d+年|哪些(?:省|市|县|区|镇|乡|村|地方|城市)/u

/** `weight` gives what a term tells: its inverse document frequency. */
export function readFocus({ plainText, wish }: Question, weight: (term: string) => number): Focus {
  const text = fold(toSimplified(plainText))
  const about = text.replace(ASKING, (asking) => " ".repeat(asking.length))
  const spans = words(about)
  const terms = new Map(queryTerms(about).map((term) => [term, weight(term)] as const))
  const whole = new Map(
    spans.flatMap((word) => (terms.has(word.text) ? [[word.text, weight(word.text)] as const] : [])),
  )
  const heads = besideAsking(text, spans)
  for (const term of heads) {
    if (terms.has(term)) terms.set(term, weight(term) * HEAD)
  }
  return {
    terms,
    words: whole,
    heads,
    wish,
    several: wish.list || SEVERAL.test(text),
    spans: SPANS.test(text),
    answers: answerTest(wish),
  }
}

/** The words right before and right after the first question word. */
function besideAsking(
  text: string,
  spans: readonly { text: string; start: number; end: number }[],
): string[] {
  const asking = [...text.matchAll(ASKING)][0]
  if (!asking) return []
  const end = asking.index + asking[0].length
  const before = spans.findLast((word) => word.end <= asking.index)
  const after = spans.find((word) => word.start >= end)
  return [before, after].flatMap((word) => (word && word.text.length > 1 ? [word.text] : []))
}
