import { clauses } from "../../text/sentences.ts"
import { OFFICE_AND_NAME } from "../offices.ts"
import { bestTold, type Matter, type Told } from "./told.ts"
import type { Finding } from "./turns.ts"

/** What stands in a name's place and is none. */
const NO_NAME =
  /^(?:和|时|向|于|都|从|经|通|任|计|应|安|关于|别|能|成|全|那|明|连|后|代)(?:在|说|对|为|什|怎|如|是|有|的|还|要|过|何|么|天|年|了|被|承|表|介|打|提|算|批|宣|强|指)/u
const WON = /(?:战胜|击败|险胜|打败|力克|大胜|赢了|赢下|赢|完胜)/u
const LOST = /(?:输给了?|不敌|负于|惜败于?|败给了?)/u

/** Another person in the office that the question names; null where the archive has this one in it. */
export function otherPerson(
  question: string,
  read: (rest: string) => Matter | undefined,
): { premise: string; told: Told | undefined } | undefined {
  for (const match of question.matchAll(OFFICE_AND_NAME)) {
    const { role = "", name = "" } = match.groups ?? {}
    if (NO_NAME.test(name)) continue
    const whole = name.slice(0, 2)
    const office = officeBefore(question, match.index)
    const at = match.index + role.length
    const matter = read(question.slice(0, at) + question.slice(at + name.length))
    if (!matter) continue
    const holders = matter.told.filter(({ text }) => text.includes(role))
    const inOffice = holders.filter((one) => holdersOf(one, role, office).length > 0)
    if (inOffice.some((one) => holdersOf(one, role, office).some((known) => known.startsWith(whole))))
      continue
    const told = bestTold(inOffice, (one) => 1 + matter.cover(one))
    if (told) return { premise: office + role + name, told }
    const deputy = matter.told.find(({ text }) => text.includes(turnedOffice(role) + whole))
    if (
      deputy &&
      !matter.told.some(({ text }) => text.includes(role + whole) && !text.includes(`副${role}${whole}`))
    )
      return { premise: office + role + name, told: deputy }
    if (!matter.told.some(({ text }) => text.includes(whole))) return { premise: role + name, told }
  }
  return undefined
}

/** 副局长 for 局长, and 局长 for 副局长. */
function turnedOffice(role: string): string {
  return role.startsWith("副") ? role.slice(1) : `副${role}`
}

/** The words right before an office: 云岭县 in 云岭县县长. */
function officeBefore(text: string, at: number): string {
  return (
    /[\p{Script=Han}]{0,8}$/u
      .exec(text.slice(0, at))?.[0]
      .split(/[的和与对在]/u)
      .at(-1) ?? ""
  )
}

/** Whom a sentence names in that office, where it does not name another place or house for it. */
function holdersOf({ text, evidence }: Told, role: string, office: string): string[] {
  return [...text.matchAll(OFFICE_AND_NAME)].flatMap((match) => {
    const { role: known, name = "" } = match.groups ?? {}
    if (known !== role || NO_NAME.test(name)) return []
    const before = officeBefore(text, match.index)
    if (before !== "" && office !== "") return sharedEnd(office, before) ? [name] : []
    const about = `${evidence.title}${evidence.place.join("")}`
    return office === "" || about.includes(office.slice(0, 2)) ? [name] : []
  })
}

function sharedEnd(a: string, b: string): boolean {
  const length = Math.min(3, a.length, b.length)
  return length > 1 && (a.endsWith(b.slice(-length)) || b.endsWith(a.slice(-length)))
}

interface Match {
  /** The verb and whom it is said of. */
  readonly premise: string
  readonly winner: string
  readonly loser: string
}

/** The archive's sentence by which the one that won lost; undefined where none says so. */
export function otherOrder(question: string, matter: Matter): Finding | undefined {
  const asked = clauses(question).flatMap((clause) => matchIn(clause) ?? [])[0]
  if (!asked) return undefined
  let turned: Finding | undefined
  for (const one of matter.told) {
    const parts = clauses(one.text)
    for (const [i, clause] of parts.entries()) {
      const here = matchIn(clause)
      if (!here) continue
      // 大岭村队投进一球,险胜河口村队: who won stands before.
      const told = { winner: parts.slice(0, i).join("") + here.winner, loser: here.loser }
      if (alike(asked.winner, told.winner) && alike(asked.loser, told.loser)) return undefined
      if (alike(asked.winner, told.loser) && alike(asked.loser, told.winner))
        turned ??= { premise: asked.premise, told: one }
    }
  }
  return turned
}

function matchIn(clause: string): Match | undefined {
  const won = WON.exec(clause)
  const lost = LOST.exec(clause)
  const mark = won ?? lost
  if (!mark) return undefined
  const [before, after] = [clause.slice(0, mark.index), clause.slice(mark.index + mark[0].length)]
  const premise =
    mark[0] + (/^.*?(?:[一二三四五六七八九十]中|中学|小学|大学|学院|村队|队|县|村)/u.exec(after)?.[0] ?? "")
  return won ? { premise, winner: before, loser: after } : { premise, winner: after, loser: before }
}

/** Sides are named shortly and in full: 云岭一中, 云岭县第一中学. Most characters of the shorter name stand in the longer. */
function alike(asked: string, told: string): boolean {
  const names = SIDES.flatMap((pattern) => [...asked.matchAll(pattern)].map(([name]) => name))
  return names.some((name) => {
    const chars = [...new Set(name)].filter((char) => !/[县市区镇乡第的队]/u.test(char))
    return chars.length > 1 && chars.every((char) => told.includes(char))
  })
}

const SIDES = [/[\p{Script=Han}]{1,4}?(?:[一二三四五六七八九十]中|中学|小学|大学|学院|村|队|县)/gu]
