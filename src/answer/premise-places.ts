import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"
import type { Finding } from "./premise-turns.ts"
import { bestTold, type Matter } from "./told.ts"

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
  if (thing === undefined || matter.told.some(({ evidence }) => isOf(evidence.place, short))) return undefined
  const told = matter.told.filter(
    ({ text, evidence }) => text.includes(thing) || evidence.title.includes(thing),
  )
  if (told.some(({ text, evidence }) => text.includes(short) || fold(evidence.title).includes(short)))
    return undefined
  const others = placesOf(matter).filter((name) => name !== short)
  const found = bestTold(told, ({ text }) =>
    others.some((name) => new RegExp(`${name}[省市县区]?的?${thing}`, "u").test(text)) ? 1 : 0,
  )
  return found && { premise: question.slice(at, question.indexOf(thing, at) + thing.length), told: found }
}

/** The longest beginning of the words that the archive has so. */
function longestTold(words: string, { told }: Matter): string | undefined {
  const bare = /^[\p{Script=Han}a-z\d]+/u.exec(words)?.[0] ?? ""
  for (let length = Math.min(LONGEST, bare.length); length >= SHORTEST; length--) {
    const thing = bare.slice(0, length)
    if (told.some(({ text }) => text.includes(thing))) return thing
  }
  return undefined
}

function isOf(path: readonly string[], short: string): boolean {
  return path.some((name) => shortName(fold(name)) === short)
}

function placesOf({ told }: Matter): string[] {
  const names = told.flatMap(({ evidence }) => evidence.place.map((name) => shortName(fold(name))))
  return [...new Set(names)].filter((name) => name.length > 1 && /^\p{Script=Han}+$/u.test(name))
}
