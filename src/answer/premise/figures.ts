import { fold } from "../../text/scripts.ts"
import { contentWords } from "../../text/words.ts"
import { type Amount, agrees, amounts, isDerived, sameUnit } from "./amounts.ts"
import { bestTold, type Matter, type Told } from "./told.ts"

/** An amount of a question, with what it is said of. */
interface Asked extends Amount {
  /** The words around it. */
  readonly near: readonly string[]
  /** What it counts: 项目 of 14个项目. */
  readonly noun: string
  /** The noun stands right behind it. */
  readonly ofKind: boolean
  /** The word right before it: 婉拒 of 婉拒了14个项目. */
  readonly deed: string
  /** 已 stands before it: a plan does not bear it. */
  readonly done: boolean
}

const NEAR = 10
/** A sentence that contradicts says so much of the rest of the question. */
const SAYS = 0.25
/** What the same kind of thing counts for beside a word that is shared. */
const KIND = 3
const DONE = /已经?/u
const PLANNED = /计划|预计|目标|争取|力争|拟|规划/u
/** Between a deed and its amount. */
const LINK = "(?:了|过|出|到|至|的)?"

/**
 * A sentence that has another amount for what an amount of the question counts; null where one has it, or the archive
 * has it somewhere in the matter and nothing better; undefined where nothing is told of it.
 */
export function otherFigure(question: string, amount: Amount, matter: Matter): Told | undefined | null {
  const corrected = matter.corrections.find(({ text }) => corrects(text, amount))
  if (corrected) return corrected
  if (matter.corrections.some(({ text }) => has(text, amount))) return null
  const asked = readAsked(question, amount)
  let borne: number | undefined
  const others = new Map<Told, number>()
  const deeds = new Set<Told>()
  let deedBorne = false
  for (const one of matter.told) {
    const found = amounts(one.text)
    if (isDerived(amount, found)) return null
    for (const other of found) {
      if (bears(asked, other, one.text)) {
        const clause = clauseOf(one.text, other)
        borne = Math.max(borne ?? 0, sharing(asked.near, clause))
        deedBorne ||= sharing(asked.near, clause.replace(asked.noun, ""), fold(one.evidence.title)) > 0
      } else if (asked.unit === other.unit) {
        if (followsDeed(asked, one.text, other)) deeds.add(one)
        others.set(one, Math.max(others.get(one) ?? 0, likeness(asked, other, one.text)))
      }
    }
  }
  if (!deedBorne && deeds.size > 0) return bestTold(matter.told, (one) => (deeds.has(one) ? 1 : 0))
  if (borne !== undefined && borne > 0) return null
  const told = bestTold(matter.told, (one) => {
    const [like, cover] = [others.get(one) ?? 0, matter.cover(one)]
    return like <= (borne === undefined ? 0 : 1) || (cover < SAYS && like < KIND) ? 0 : like + 2 * cover
  })
  return told ?? (borne === undefined ? undefined : null)
}

function readAsked(question: string, amount: Amount): Asked {
  const before = question.slice(Math.max(0, amount.start - NEAR), amount.start)
  const behind = question.slice(amount.end)
  const noun = contentWords(behind).find((word) => word.length > 1) ?? ""
  const deed = contentWords(before.replace(new RegExp(`${LINK}$`, "u"), "")).at(-1) ?? ""
  return {
    ...amount,
    near: contentWords(`${before}\n${behind.slice(0, NEAR)}`),
    noun,
    ofKind: noun !== "" && behind.replace(/^的/u, "").startsWith(noun),
    deed: deed.length > 1 && new RegExp(`${deed}${LINK}$`, "u").test(before) ? deed : "",
    done: DONE.test(before),
  }
}

function bears(asked: Asked, told: Amount, text: string): boolean {
  if (!sameUnit(asked, told) || !agrees(asked, told)) return false
  const clause = clauseOf(text, told)
  if (asked.done && PLANNED.test(clause)) return false
  return (
    countsTheSame(asked, text.slice(told.end)) ||
    (asked.unit === told.unit && sharing(asked.near, clause) > 0)
  )
}

/** 个 alone says nothing: five 方面 are no twenty 国家. */
function countsTheSame({ unit, noun }: Asked, behind: string): boolean {
  return unit !== "个" || (noun !== "" && behind.slice(0, NEAR).includes(noun))
}

function followsDeed({ deed }: Asked, text: string, { start }: Amount): boolean {
  return deed !== "" && new RegExp(`${deed}${LINK}$`, "u").test(text.slice(0, start))
}

/** How many of the words around the amount stand around the other one; 14岁的男孩 is like 12岁女孩. */
function likeness(asked: Asked, told: Amount, text: string): number {
  const behind = text.slice(told.end)
  if (!countsTheSame(asked, behind)) return 0
  const kind = asked.ofKind && behind.slice(0, 4).includes(asked.noun.slice(-1)) ? KIND : 0
  return sharing(asked.near, around(text, told)) + kind
}

/** Whether a correction puts an amount right: “重186吨”应为“重168吨” */
function corrects(text: string, asked: Amount): boolean {
  const [wrong = "", right = ""] = text.split("应为")
  return has(wrong, asked) && !has(right, asked)
}

function has(text: string, asked: Amount): boolean {
  return amounts(text).some((one) => sameUnit(asked, one) && one.value === asked.value)
}

function around(text: string, { start, end }: Amount): string {
  const before =
    text
      .slice(Math.max(0, start - NEAR), start)
      .split(/[。;]/u)
      .at(-1) ?? ""
  const after = text.slice(end, end + NEAR).split(/[。;]/u)[0] ?? ""
  return `${before}\n${after}`
}

function clauseOf(text: string, { start, end }: Amount): string {
  const before =
    text
      .slice(0, start)
      .split(/[,;:。]/u)
      .at(-1) ?? ""
  const after = text.slice(end).split(/[,;:。]/u)[0] ?? ""
  return `${before}\n${after}`
}

/** How many of the words stand in the text; none that the headline has too, where that is given. */
function sharing(near: readonly string[], text: string, title = ""): number {
  return near.filter((word) => word.length > 1 && text.includes(word) && !title.includes(word)).length
}
