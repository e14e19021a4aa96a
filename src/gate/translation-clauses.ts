import { timeRange } from "../text/time-range.ts"
import { leadingNouns, personNames, properNames } from "../text/words.ts"
import { isFunctionWord, type Meaning, meaningsOf } from "./english-words.ts"

const CLAUSE_END = /[，。；：！？,;:!?\n]/u
const SENTENCE_END = /[。！？!?；;\n]/u
/** Frames that hold for what follows them: 据介绍, 截至目前. */
const FRAME = /^(?:据|截至|截止|目前|日前|近日|其中|此前|记者|今年以来)/u
const LONGEST_FRAME = 14
const LEAST_CLAUSE = 3

/** A clause of a quote with what holds for it: the sentence's first clause, and all before it. */
export interface Clause {
  readonly text: string
  /** What the sentence says before this clause. */
  readonly before: string
  /** Who does it, where the clause does not say: the nearest that is named before it, else what the sentence begins with. */
  readonly subject: string
  readonly meanings: readonly Meaning[]
  readonly subjectMeanings: readonly Meaning[]
}

/** `said`: the stems of the sentence that is held against them. */
export function clausesOf(quote: string, said: ReadonlySet<string>): Clause[] {
  return quote.split(SENTENCE_END).flatMap((sentence) => {
    const pieces: string[] = []
    let held = ""
    for (const piece of sentence.replace(/(?<=\d),(?=\d{3})/gu, "").split(CLAUSE_END)) {
      const text = piece.trim()
      if (text === "") continue
      held = held === "" ? text : `${held}，${text}`
      if (isFrame(text)) continue
      pieces.push(held)
      held = ""
    }
    if (held !== "") pieces.push(held)
    return pieces.map((text, at) => {
      const before = pieces.slice(0, at)
      const subject = leadingNouns(before.findLast(namesAny) ?? before[0] ?? "")
      const [meanings, subjectMeanings] = [meaningsOf(text, said), meaningsOf(subject, said)]
      return { text, before: before.join("，"), subject, meanings, subjectMeanings }
    })
  })
}

function isFrame(text: string): boolean {
  if (text.length < LEAST_CLAUSE || (FRAME.test(text) && text.length <= LONGEST_FRAME)) return true
  const time = timeRange(text, "2000-01-01")?.words
  return time !== undefined && text.replace(time, "").length <= 2
}

const PART_END = /[,;:—–]+\s|\s(?:—|–|-)\s|\b(?:and|but|while|whereas|which|who|that)\b/u
const BARE = /[A-Za-z]+/gu

/** The parts of a sentence that must each stand in one clause; one that only says when or who belongs to its neighbour. */
export function partsOf(sentence: string): string[] {
  const parts: string[] = []
  let held = ""
  for (const piece of sentence.replace(/(\d),(?=\d{3})/gu, "$1").split(PART_END)) {
    const text = `${held} ${piece}`.trim()
    held = ""
    if (saysSomething(piece)) parts.push(text)
    else if (parts.length > 0) parts.push(`${parts.pop()} ${text}`)
    else held = text
  }
  if (held !== "") parts.push(held)
  return parts.filter((part) => /[a-z]/iu.test(part))
}

/** Whether a part has a word of its own besides names, days, figures and small words. */
function saysSomething(part: string): boolean {
  const own = (part.match(BARE) ?? []).filter((word) => /^[a-z]/u.test(word) && !isFunctionWord(word))
  return own.some(
    (word) =>
      !/^(?:year|month|week|day|this|last|next|million|billion|thousand|percent|early|late)s?$/u.test(word),
  )
}

/** A part of a sentence. */
export interface Part {
  readonly part: string
  readonly sentence: string
  /** Whether the sentence begins with it. */
  readonly first: boolean
}

const PLACE =
  /[\p{Script=Han}]{2}(?:县|市(?!民|场|区)|镇|乡|村(?!民)|省|局|公司|集团|学校|小学|中学|大学|医院|法院)/u

export function namesAny(text: string): boolean {
  return PLACE.test(text) || properNames(text).length > 0 || personNames(text).length > 0
}
