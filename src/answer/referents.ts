import { placeInText } from "../retrieve/place-in-text.ts"
import { withoutCourtesy } from "../retrieve/search-text.ts"
import { namings } from "../text/persons.ts"
import { fold } from "../text/scripts.ts"
import { surnamed } from "../text/surnames.ts"
import { timeRange } from "../text/time-range.ts"
import { isVerb, personNames, words } from "../text/words.ts"
import { ASKING, ASPECT_AT_END, NAMED_PERSONS } from "./follow-up-words.ts"
import type { Turn } from "./turn.ts"

/** Places of the archive; without them a place is what ends like one. */
export type Places = readonly { readonly path: readonly string[] }[]

const END = /[\s。！？!?.,，；;~～…]+$/u
const PLACE_BY_KIND = /(?<=^|[\s\p{P}在从到去和与为]|年|月|日|天)[\p{Script=Han}]{2,3}?[县市镇乡村区]/u
const WHOLE = /^全[市县省国镇村区]$/u
/** Archives name places with and without it. */
const KIND_BEHIND = /^[县市镇乡区](?![场域间])/u
const DEPENDENT =
  /(?:的|了|过|着|是|有|在|为|到|于|将|会|要|能|可以|可能|已经|已|正在|还|都|也|共|达|达到|花|花费|用|用了|需要|分别|由|被|和|与|跟|对|从|给|把|拟|准备|计划|预计|什么|今年内|建设|现在|目前)$/u
/** Tags of jieba for words that say what happens. */
const VERB_LIKE =
  /(?:通车|开通|建成|完工|竣工|开工|动工|封顶|启用|投用|开放|开始|结束|举行|举办|召开|发生|合龙|验收|上线|开馆|运营|登陆|起跑|接种|改道|开镰|开学|调试|获得|转移|新增|下|来|收|种|建|修|办|卖|开|关|停|批评|表彰|处罚|审理|开庭|宣判|报名|发布|公布|实施|调试)$/u

/** Without punctuation at the end. */
export function bare(text: string): string {
  return text.trim().replace(END, "")
}

export function timeIn(text: string, now: Date): string | undefined {
  return timeRange(text, now.toISOString().slice(0, 10))?.words
}

/** The place that a text names, in its words. */
export function placeIn(text: string, places: Places): string | undefined {
  if (WHOLE.test(text)) return text
  const named = placeInText(text, places)
  if (!named) return PLACE_BY_KIND.exec(fold(text))?.[0]
  const after = text.slice(text.indexOf(named.words) + named.words.length)
  return named.full ? named.words : named.words + (KIND_BEHIND.exec(after)?.[0] ?? "")
}

/** Persons that a text names: those who say or do something first. */
export function personsIn(text: string): string[] {
  const said = NAMED_PERSONS.flatMap((named) =>
    [...fold(text).matchAll(named)].map(({ groups }) => groups?.name ?? ""),
  )
  const likely = [...said, ...personNames(text)].filter((name) => LENGTH.test(name) && surnamed(name))
  const named = namings(text).flatMap(({ name }) =>
    likely.some((one) => one.startsWith(name)) ? [] : [name],
  )
  return [...new Set([...said.filter((name) => likely.includes(name)), ...named, ...likely])]
}

/** 马拉松 begins like a name. */
const LENGTH = /^(?!马拉松)[\p{Script=Han}]{2,3}$/u

/** Whom 他 means: the one whom the newest question names, or whom it asks for; else of its answer; else of the turns before. */
export function personMeant(turns: readonly Turn[]): string | undefined {
  for (const { question, claims } of [...turns].reverse()) {
    const asked = personsIn(question)
    const told = claims.flatMap(personsIn)
    const name = /谁/u.test(question) ? (told[0] ?? asked[0]) : (asked[0] ?? told[0])
    if (name !== undefined) return name
  }
  return undefined
}

/** What a question is about: without what it asks, and without what happens, where that leaves more than a place. */
export function topicOf(question: string, now: Date, places: Places): string {
  const asked = bare(withoutCourtesy(question))
  const found = ASKING.exec(fold(asked))
  if (!found) return trimmed(asked, now, places)
  const before = trimmed(asked.slice(0, found.index), now, places)
  if (saysMore(before, now, places)) return before
  const after = asked
    .slice(found.index + found[0].length)
    .replace(/^(?:[\p{Script=Han}]{1,3}了|是|可以|能|会|要|在|的)+/u, "")
  const rest = trimmed(after, now, places)
  return rest === "" ? before : before + rest
}

function trimmed(text: string, now: Date, places: Places): string {
  let topic = text.trim()
  for (;;) {
    const done = withoutDeed(topic)
    const next = bare(independent(independent(topic).replace(ASPECT_AT_END, "")))
    const still = done !== topic ? done : next.replace(VERB_LIKE, "")
    const shorter = still !== next && saysMore(independent(still), now, places) ? still : next
    if (shorter === topic || shorter === "") return shorter === "" ? topic : shorter
    topic = shorter
  }
}

/** Without the word at its end, where that is one of those which need another behind them; 灯会 ends in none. */
function independent(text: string): string {
  const found = DEPENDENT.exec(text)
  const end = words(text).at(-1)
  return found && end && end.start <= found.index && end.end - end.start <= found[0].length
    ? text.slice(0, found.index)
    : text
}

/** 市政府常务会议讨论了: without what was done. */
function withoutDeed(text: string): string {
  const deed = text.endsWith("了") ? words(text).at(-2) : undefined
  return deed && isVerb(deed.text) ? text.slice(0, deed.start) : text.replace(/(?:完|好)了?$/u, "")
}

/** Whether a text says more than when and where. */
function saysMore(text: string, now: Date, places: Places): boolean {
  const time = timeIn(text, now)
  const undated = time === undefined ? text : text.replace(time, "")
  const place = placeIn(undated, places)
  const rest = place === undefined ? undated : undated.replace(place, "")
  return words(rest).some(({ text: word }) => word.length > 1)
}
