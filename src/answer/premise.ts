import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { dayIn } from "../text/dates.ts"
import { fold } from "../text/scripts.ts"
import type { Contradicted } from "./answer.ts"
import { happened, otherTime } from "./premise-dates.ts"
import { amounts, otherFigure } from "./premise-figures.ts"
import { otherOrder, otherPerson } from "./premise-names.ts"
import { otherPlace } from "./premise-places.ts"
import { onlyPlanned } from "./premise-plans.ts"
import { denied, type Finding, otherTurn, otherWay } from "./premise-turns.ts"
import { quoted, readMatter } from "./told.ts"

export type CheckPremise = (question: Question, found: readonly RankedArticle[]) => Contradicted | undefined

export function createPremiseCheck(weight: (term: string) => number): CheckPremise {
  return (question, found) => {
    const finding = find(fold(question.text), question, found, weight)
    return (
      finding && {
        kind: "contradicted",
        premise: finding.premise,
        claims: [quoted(finding.told)],
        mode: "keyless",
      }
    )
  }
}

function find(
  text: string,
  { range, wish, now, timeZone, placeInText }: Question,
  found: readonly RankedArticle[],
  weight: (term: string) => number,
): Finding | undefined {
  const time = range && fold(range.words)
  const undated = time ? text.replace(time, " ".repeat(time.length)) : text
  for (const asked of amounts(undated)) {
    const rest = undated.slice(0, asked.start) + undated.slice(asked.end)
    const matter = readMatter(rest, found, weight)
    const told = matter && otherFigure(undated, asked, matter)
    if (told) return { premise: text.slice(asked.start, asked.end), told }
  }
  const whole = readMatter(undated, found, weight)
  if (!whole) return undefined
  const person = otherPerson(text, (rest) => readMatter(rest, found, weight))
  if (person) return person
  const place =
    placeInText && otherPlace(text, fold(placeInText.words), (rest) => readMatter(rest, found, weight))
  if (place) return place
  const order = otherOrder(text, whole)
  if (order) return { premise: question(text), told: order }
  const taken = wish.kind === "yes-no" ? text.slice(0, Math.max(0, text.lastIndexOf(","))) : text
  if (range && time && wish.kind !== "date" && taken.includes(time)) {
    const told = otherTime(time, range, happened(text, time), whole)
    if (told) return { premise: time, told }
  }
  return (
    otherWay(taken, whole) ??
    otherTurn(taken.replace(time ?? "", " "), whole) ??
    onlyPlanned(taken, whole, dayIn(now, timeZone)) ??
    denied(taken, whole)
  )
}

function question(text: string): string {
  return text.replace(/[?？。!！]+$/u, "")
}
