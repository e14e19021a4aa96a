import { shortName } from "../../text/place-names.ts"
import { fold } from "../../text/scripts.ts"
import { isStopWord, words } from "../../text/words.ts"
import { INSTITUTION } from "../offices.ts"
import { bestTold, type Matter, type Told } from "./told.ts"
import type { Finding } from "./turns.ts"

/** What a place may have: 云岭县的半程马拉松, 云岭新住院楼. */
const BEHIND = /^(?:[省市县区镇乡村])?的?/u
const SHORTEST = 3
const LONGEST = 10

/** The thing that the question puts in a place is another place's in the archive: 汐川半程马拉松. */
export function otherPlace(
  question: string,
  asked: string,
  read: (rest: string) => Matter | undefined,
): Finding | undefined {
  const at = question.indexOf(asked)
  const behind = question.slice(at + asked.length).replace(BEHIND, "")
  const matter = read(question.slice(0, at) + behind)
  if (at === -1 || !matter) return undefined
  const thing = longestTold(behind, matter)
  const short = shortName(asked)
  if (thing === undefined || matter.nearby.some((one) => isThere(one, thing, short))) return undefined
  const told = matter.told.filter(
    ({ text, evidence }) => text.includes(thing) || evidence.title.includes(thing),
  )
  const others = placesOf(matter).filter((name) => name !== short)
  const found = bestTold(told, ({ text }) =>
    others.some((name) => new RegExp(`${name}[省市县区]?的?${thing}`, "u").test(text)) ? 1 : 0,
  )
  return found && { premise: question.slice(at, question.indexOf(thing, at) + thing.length), told: found }
}

/** The longest beginning of the words that the archive has so; undefined for what every place has one of (第二小学). */
function longestTold(behind: string, { told }: Matter): string | undefined {
  const ends = words(behind).flatMap(({ text, end }) => (isStopWord(text) ? [] : end))
  const things = ends.filter((end) => end >= SHORTEST && end <= LONGEST).map((end) => behind.slice(0, end))
  const thing = things.findLast((one) => told.some(({ text }) => text.includes(one)))
  return thing === undefined || INSTITUTION.test(thing) ? undefined : thing
}

/** Whether an article of that place, or a sentence that names it, speaks of the thing. */
function isThere({ text, evidence }: Told, thing: string, short: string): boolean {
  const title = fold(evidence.title)
  if (!text.includes(thing) && !title.includes(thing)) return false
  return (
    text.includes(short) ||
    title.includes(short) ||
    evidence.place.some((name) => shortName(fold(name)) === short)
  )
}

function placesOf({ told }: Matter): string[] {
  const names = told.flatMap(({ evidence }) => evidence.place.map((name) => shortName(fold(name))))
  return [...new Set(names)].filter((name) => name.length > 1 && /^\p{Script=Han}+$/u.test(name))
}
