import { clauses } from "../../text/sentences.ts"
import { timeRange } from "../../text/time-range.ts"
import { bestTold, dayOf, type Matter, type Told } from "./told.ts"
import type { Finding } from "./turns.ts"

/** What a question takes for done: 已经通车, 通车那天, 是哪天通车的. */
const DONE = [
  /(?:已经|早已|早就|刚刚|刚)(?<done>[\p{Script=Han}]{2,4}?)(?:了|,|的|以后|之后|[?？]|$)/u,
  /(?<done>[\p{Script=Han}]{2})(?:那天|当天|以来|那一天|那日)/u,
  /是(?:在?哪|什么时候|何时|几).{0,6}?(?<done>[\p{Script=Han}]{2})的/u,
  /(?<done>[\p{Script=Han}]{2})了(?:多久|多长时间|几天|几个月)/u,
]
const PLANNED =
  /计划|预计|拟|将|有望|争取|力争|明年|后年|目标|规划|要到|届时|才能|预期|提前到|推迟到|定于|打算/u
const FORMERLY = /原计划|原定|此前计划|原先/u
const OPEN_BEHIND = /^(?:后|以后|之后|时|前|之前|时间|的话)/u

/**
 * The archive has only planned what the question takes for done: every sentence that speaks of it does so as of a plan
 * or a condition, and one says a day after `today`.
 */
export function onlyPlanned(question: string, matter: Matter, today: string): Finding | undefined {
  for (const pattern of DONE) {
    const done = pattern.exec(question)?.groups?.done
    if (done === undefined) continue
    const mentions = matter.told.filter(({ text }) => text.includes(done))
    if (mentions.some((one) => !isOpen(one, done, today))) continue
    const told = bestTold(mentions, (one) =>
      liesAhead(one, done, today) ? (FORMERLY.test(one.text) ? 0.5 : 1) : 0,
    )
    if (told) return { premise: pattern.exec(question)?.[0].replace(/[,?？]+$/u, "") ?? done, told }
  }
  return undefined
}

function isOpen(one: Told, done: string, today: string): boolean {
  return clauses(one.text).every((clause, i, all) => {
    const at = clause.indexOf(done)
    if (at === -1 || PLANNED.test(`${all[i - 1] ?? ""},${clause}`)) return true
    return OPEN_BEHIND.test(clause.slice(at + done.length)) || isAhead(clause, dayOf(one), today)
  })
}

function liesAhead(one: Told, done: string, today: string): boolean {
  return clauses(one.text).some((clause) => clause.includes(done) && isAhead(clause, dayOf(one), today))
}

/** Whether a clause of an article of `day` names a time after `today`. */
function isAhead(clause: string, day: string, today: string): boolean {
  if (day === "") return false
  const range = timeRange(clause.replace(/(?<=[日月底初旬年])[之以]?前/gu, ""), day, day)
  return range !== undefined && range.from > today
}
