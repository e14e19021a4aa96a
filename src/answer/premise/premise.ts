import type { Question } from "../../retrieve/question.ts"
import type { RankedArticle } from "../../retrieve/retriever.ts"
import { dayIn } from "../../text/dates.ts"
import { fold } from "../../text/scripts.ts"
import { type Contradicted, type NotFound, notFound } from "../answer.ts"
import { amounts } from "./amounts.ts"
import { happened, isUntold, otherTime } from "./dates.ts"
import { otherFigure } from "./figures.ts"
import { otherOrder, otherPerson } from "./names.ts"
import { otherPlace } from "./places.ts"
import { onlyPlanned } from "./plans.ts"
import { type Matter, quoted, readMatter, type Told } from "./told.ts"
import { denied, deniedDeed, doneAfterAll, otherSign, otherTurn, otherWay } from "./turns.ts"

/**
 * Holds what a question takes for granted against what was found. Contradicted: the archive says otherwise of the very
 * thing. Not found: no article has the figure, day or person that the question names, so that an answer would let it
 * pass. Undefined: nothing speaks against an answer.
 */
export type CheckPremise = (
  question: Question,
  found: readonly RankedArticle[],
) => Contradicted | NotFound | undefined

export function createPremiseCheck(weight: (term: string) => number): CheckPremise {
  return (question, found) => {
    const finding = find(question, (rest) => readMatter(rest, found, weight))
    if (!finding) return undefined
    const { premise, told } = finding
    if (!told) return notFound(found, "keyless")
    return {
      kind: "contradicted",
      premise: asWritten(question.text, premise),
      claims: [quoted(told)],
      mode: "keyless",
    }
  }
}

/** The words as the reader has them: folding keeps the length. */
function asWritten(text: string, premise: string): string {
  const at = fold(text).indexOf(premise)
  return at === -1 ? premise : text.slice(at, at + premise.length)
}

interface Finding {
  readonly premise: string
  /** Undefined: nothing is told of it. */
  readonly told: Told | undefined
}

type Read = (rest: string) => Matter | undefined

function find(
  { text: asked, range, wish, now, timeZone, placeInText }: Question,
  read: Read,
): Finding | undefined {
  const text = fold(asked)
  const dated =
    range && (range.kind === "written" || (/[年月]/u.test(range.words) && !VAGUE.test(range.words)))
  const time = dated ? fold(range.words) : undefined
  const undated = time ? text.replace(time, " ".repeat(time.length)) : text
  const figure = findFigure(text, undated, read)
  if (figure) return figure
  const matter = read(undated)
  if (!matter) return undefined
  const named = otherPerson(text, read) ?? (placeInText && otherPlace(text, fold(placeInText.words), read))
  if (named) return named
  const order = otherOrder(text, matter)
  if (order) return order
  // Only what stands before the last comma of a yes-no question is taken for granted: the rest is what it asks.
  const taken = wish.kind === "yes-no" ? text.slice(0, Math.max(0, text.lastIndexOf(","))) : text
  if (range && time && wish.kind !== "date" && taken.includes(time) && !isName(text, time)) {
    const told = otherTime(time, range, happened(text, time), matter)
    if (told || (told === undefined && range.kind === "written" && isUntold(time, range, matter)))
      return { premise: time, told }
  }
  return (
    otherWay(taken, matter) ??
    otherSign(taken, matter) ??
    otherTurn(taken.replace(time ?? "", " "), matter) ??
    onlyPlanned(taken, matter, dayIn(now, timeZone)) ??
    deniedDeed(taken, matter) ??
    denied(taken, matter) ??
    doneAfterAll(taken, matter)
  )
}

function findFigure(text: string, undated: string, read: Read): Finding | undefined {
  let untold: Finding | undefined
  for (const asked of amounts(undated)) {
    // One of several: 2名游客和1名老人.
    if (asked.value === "1" && asked.unit === "人") continue
    const matter = read(undated.slice(0, asked.start) + undated.slice(asked.end))
    if (!matter) continue
    const told = otherFigure(undated, asked, matter)
    const premise = text.slice(asked.start, asked.end)
    if (told) return { premise, told }
    if (told === undefined && isExact(asked.value)) untold ??= { premise, told }
  }
  return untold
}

/** 月球-25号 */
function isName(text: string, time: string): boolean {
  return /[-a-z\d]$/u.test(text.slice(0, text.indexOf(time)))
}

/** 三个 may be the reader's own count. */
function isExact(value: string): boolean {
  return Number.parseFloat(value) >= EXACT
}
const EXACT = 10
/** What nearly every article is of. */
const VAGUE = /^(?:今年|本年度?|今年以来)$/u
