import type { ArticleId } from "../corpus.ts"
import { withoutCourtesy } from "../retrieve/search-text.ts"
import { readWish } from "../retrieve/wish.ts"
import { fold } from "../text/scripts.ts"
import { properNames, words } from "../text/words.ts"
import {
  ASKING,
  ASPECT,
  ASPECT_AT_END,
  askedBy,
  DETAIL_ASKED,
  MORE_ASKED,
  namesNothing,
  PERSON_MEANT,
  PLACE_MEANT,
  REASON_ASKED,
  SEQUEL_ASKED,
  THING_MEANT,
  TIME_MEANT,
} from "./follow-up-words.ts"
import { bare, type Places, personMeant, personsIn, placeIn, timeIn, topicOf } from "./referents.ts"
import { smallTalk } from "./small-talk.ts"
import type { Turn } from "./turn.ts"

export interface WholeQuestion {
  readonly question: string
  /** `self`: as it was said. `more`: the last question again, for what was not told yet. */
  readonly from: "self" | "follow-up" | "more"
  /** Articles that were told already. */
  readonly exclude?: readonly ArticleId[]
}

/** Older turns are forgotten. */
export const FRESH_MS = 30 * 60_000
/** So many of the newest turns are looked at. */
export const MOST_TURNS = 4

/** A follow-up is short; more than this is a question by itself. */
const LONGEST = 40
const LONGEST_CONTRAST = 18
const LONGEST_BECAUSE = 40

/** What was said, the question that it follows, and what both are read with. */
interface Context {
  /** Without punctuation at the end. */
  readonly said: string
  readonly last: Turn
  /** The last question, without punctuation at the end. */
  readonly asked: string
  readonly turns: readonly Turn[]
  readonly now: Date
  readonly places: Places
}

/**
 * The whole question that a reader means by `text` after the turns of the same chat, oldest first. A question that is
 * whole by itself, small talk, and whatever cannot be told come back as they are. `places` are the archive's.
 */
export function wholeQuestion(
  text: string,
  turns: readonly Turn[],
  now: Date,
  places: Places = [],
): WholeQuestion {
  const itself: WholeQuestion = { question: text, from: "self" }
  const recent = turns.filter(({ at }) => now.getTime() - at.getTime() <= FRESH_MS).slice(-MOST_TURNS)
  const last = recent.at(-1)
  const said = bare(withoutCourtesy(text))
  if (!last || said === "" || said.length > LONGEST || smallTalk(text)) return itself
  if (MORE_ASKED.test(fold(said)))
    return { question: last.question, from: "more", exclude: told(recent, last) }
  const context = { said, last, asked: bare(last.question), turns: recent, now, places }
  const whole = rewritten(text, context)
  if (whole === undefined || bare(whole) === said) return itself
  return { question: ended(whole, text), from: "follow-up" }
}

function told(turns: readonly Turn[], last: Turn): ArticleId[] {
  const same = turns.filter(({ question }) => question === last.question)
  return [...new Set(same.flatMap(({ articles }) => articles.map(({ id }) => id)))]
}

/** With the question mark that a rewritten question has, unless the reader asked without one and no word was changed. */
function ended(whole: string, text: string): string {
  const asksItself = bare(whole).endsWith(bare(text))
  return asksItself && !/[？?]\s*$/u.test(text) ? whole : `${bare(whole)}？`
}

function rewritten(text: string, context: Context): string | undefined {
  const folded = fold(context.said)
  const choice = chosen(context)
  if (choice !== undefined) return choice
  const corrected = correctionIn(fold(bare(text)), context)
  if (corrected !== undefined) return corrected
  if (REASON_ASKED.test(folded)) return reason(context)
  if (DETAIL_ASKED.test(folded)) return `${topic(context)}的详细情况`
  const sequel = SEQUEL_ASKED.exec(folded)?.groups?.when
  if (sequel !== undefined)
    return `${topic(context)}${sequel === "现在" || sequel === "目前" ? "现在" : "后来"}怎么样了`
  return contrast(context) ?? meant(context) ?? elliptic(context) ?? shortened(context)
}

function topic({ last, now, places }: Context): string {
  return topicOf(last.question, now, places)
}

/** By the number or the words of a choice that the reader was given. */
function chosen({ said, last }: Context): string | undefined {
  const choices = last.choices ?? []
  const number = /^(?:第)?([1-9一二三四五])(?:个)?$/u.exec(said)?.[1]
  if (number) return choices[/\d/.test(number) ? Number(number) - 1 : "一二三四五".indexOf(number)]?.question
  const named = said.length > 1 ? choices.filter(({ label }) => label.includes(said)) : []
  return named.length === 1 ? named[0]?.question : undefined
}

const NOT_BUT =
  /^(?:我(?:说|问|指)的)?(?:不是|别问)(?<old>.{1,12}?)[,，、\s]*(?:而是|我(?:是|要)?(?:说|问)的?是?|是)(?<now>.{1,18})$/u
const I_MEANT =
  /^(?:(?:不对|不是|错了|等等|抱歉|对不起|哦)[\s,，。]*)*(?:我(?:是|想|要)*(?:说|问|指)的?(?:其实)?是?|应该是|指的是|说的是)(?<now>.{1,18})$/u

function correctionIn(folded: string, context: Context): string | undefined {
  const swap = NOT_BUT.exec(folded)?.groups
  if (swap?.old && swap.now) {
    const old = swap.old.trim()
    return context.asked.includes(old)
      ? context.asked.replace(old, swap.now.trim())
      : substituted(swap.now.trim(), context)
  }
  const now = I_MEANT.exec(folded)
    ?.groups?.now?.trim()
    .replace(/的(?:情况|事情?)$/u, "")
  if (now === undefined) return undefined
  return ASKING.test(now) ? (elliptic({ ...context, said: now }) ?? now) : substituted(now, context)
}

/** 条 in 多少条道路. */
const COUNTED_BY = /^[个名位家所座条张间栋项种件场次](?=[\p{Script=Han}]{2})/u

function reason({ asked, last, now, places }: Context): string {
  const found = ASKING.exec(fold(asked))
  const kind = readWish(last.question).kind
  if (kind === "reason") return last.question
  if (!found || kind === "yes-no") return `${asked}，为什么`
  const before = asked.slice(0, found.index)
  const after = asked.slice(found.index + found[0].length)
  const named = /(?:是|为|叫|有)$/u.test(before) || before === "" || ASPECT_AT_END.test(before)
  if (!named) return `为什么${before}${after.replace(COUNTED_BY, "")}`
  const because = bare((last.claims[0] ?? "").split(/[。；]/u)[0] ?? "")
  if (because !== "" && because.length <= LONGEST_BECAUSE) return `为什么${because}`
  return `${topicOf(last.question, now, places)}，为什么`
}

const LEAD = /^(?:那么?|如果是|要是|换成|换作|关于|至于|说到|what about|how about|and)\s*/u
const TAIL = /(?:的?话)?(?:又?(?:怎么样|如何|怎样)|是多少|有多少|多少|呢|的呢)$/u

/** 那去年呢, 白渡县呢, 总投资呢; also a time or a place alone. */
function contrast(context: Context): string | undefined {
  const { said, now, places } = context
  const folded = fold(said)
  const lead = LEAD.exec(folded)?.[0] ?? ""
  const tail = TAIL.exec(folded.slice(lead.length))?.[0] ?? ""
  const item = said
    .slice(lead.length, said.length - tail.length)
    .replace(/的$/u, "")
    .trim()
  if (item === "" || item.length > LONGEST_CONTRAST || ASKING.test(fold(item))) return undefined
  const points = timeIn(item, now) === item || placeIn(item, places) === item
  const asks = /呢$/u.test(tail) || (lead !== "" && lead !== "那")
  if (!points && !asks) return undefined
  const resolved = resolve(item, context) ?? item
  return substituted(resolved, context)
}

/** The last question with the time, place, person, measure or thing given in the place of its own. */
function substituted(item: string, context: Context): string | undefined {
  const { asked, now, places } = context
  let whole = asked
  let rest = item
  const time = timeIn(item, now)
  if (time !== undefined) {
    whole = withTime(whole, time, now)
    rest = rest
      .replace(time, "")
      .replace(/^(?:同期)?的?/u, "")
      .trim()
  }
  if (rest === "") return whole
  const place = placeIn(rest, places)
  if (place !== undefined && rest.startsWith(place)) {
    whole = withPlace(whole, place, places)
    rest = rest.slice(place.length).replace(/^的/u, "").trim()
    if (rest === "") return whole
    if (/[县市镇乡村区]$/u.test(rest)) return whole.replace(place, place + rest)
  }
  if (ASPECT_AT_END.test(rest)) return withAspect(whole, rest, context)
  const person = personsIn(rest)[0]
  const before = personsIn(whole)[0]
  if (person === rest && before !== undefined) return whole.replace(before, person)
  return withThing(whole, rest, context)
}

const YEAR = /^(?:今年|去年|前年|大前年|明年|(?:19|20)\d{2}年)/u
const WITHIN_YEAR = /^(?:\d{1,2}月|[一二三四五六七八九十]{1,2}月|[上下]半年|第?[一二三四1-4]季度|[春夏秋冬])/u

function withTime(question: string, time: string, now: Date): string {
  const old = timeIn(question, now)
  if (old === undefined) return time + question
  const year = YEAR.exec(old)?.[0]
  const newYear = YEAR.exec(time)?.[0]
  if (year !== undefined && WITHIN_YEAR.test(time)) return question.replace(old, year + time)
  if (year !== undefined && newYear !== undefined && /^(?:同期)?$/u.test(time.slice(newYear.length)))
    return question.replace(year, newYear)
  return question.replace(old, time)
}

function withPlace(question: string, place: string, places: Places): string {
  const old = placeIn(question, places)
  return old === undefined ? place + question : question.replace(old, place)
}

function withAspect(before: string, wanted: string, context: Context): string {
  const { now, places } = context
  const aspect = ASPECT_AT_END.exec(wanted)?.[0] ?? wanted
  const thing = wanted.slice(0, -aspect.length).replace(/的$/u, "")
  const ownBefore = topicOf(before, now, places)
  if (thing !== "" && ownBefore.endsWith(thing)) return ownBefore + aspect + askedBy(aspect)
  const question = thing === "" ? before : withThing(before, thing, context)
  const own = topicOf(question, now, places)
  const old = lastAspect(question)
  if (old === undefined || askedBy(old) !== askedBy(aspect)) return own + aspect + askedBy(aspect)
  const at = question.lastIndexOf(old)
  return withoutOverlap(question.slice(0, at), aspect) + aspect + question.slice(at + old.length)
}

function lastAspect(question: string): string | undefined {
  const head = question.slice(0, ASKING.exec(fold(question))?.index ?? question.length)
  return [...head.matchAll(new RegExp(ASPECT, "gu"))].at(-1)?.[0]
}

/** 白渡县旅游 before 旅游人数 is 白渡县. */
function withoutOverlap(before: string, next: string): string {
  for (let length = Math.min(before.length, next.length); length > 1; length--) {
    if (before.endsWith(next.slice(0, length))) return before.slice(0, -length)
  }
  return before
}

const STAGE = /^第?[一二三四五六]期$/u

function withThing(question: string, thing: string, context: Context): string {
  const { now, places } = context
  const whole = topicOf(question, now, places)
  const time = timeIn(whole, now)
  const undated = time === undefined ? whole : whole.replace(time, "")
  const place = placeIn(undated, places)
  const object = (place === undefined ? undated : undated.replace(place, "")).replace(/^的/u, "")
  if (object === "") return thing + question
  if (STAGE.test(thing)) return question.replace(object, object + thing)
  const like = words(object)
    .map(({ start, end }) => object.slice(start, end))
    .findLast((word) => word.length > 1 && word.at(-1) === thing.at(-1))
  const shorter = like !== undefined && thing.length <= like.length ? like : object
  return question.replace(shorter, thing)
}

/** With what 他, 它, 那里 and 当时 mean in their place; undefined where they stand for something in the same words. */
function meant(context: Context): string | undefined {
  const said = context.said.replace(/^那么?(?=[他她它这该])/u, "")
  const resolved = resolve(said, context)
  return resolved === undefined ? undefined : withoutLead(resolved)
}

function withoutLead(text: string): string {
  return text.replace(/^那么?(?=[\p{Script=Han}]{4})/u, "")
}

function resolve(said: string, context: Context): string | undefined {
  const { turns, last, places } = context
  const folded = fold(said)
  const at = (pattern: RegExp) => {
    const found = pattern.exec(folded)
    return found && { before: said.slice(0, found.index), after: said.slice(found.index + found[0].length) }
  }
  const person = at(PERSON_MEANT)
  if (person) {
    const name = personMeant(turns)
    return name === undefined || personsIn(person.before).length > 0
      ? undefined
      : person.before + name + person.after
  }
  const own = topic(context)
  const place = at(PLACE_MEANT)
  if (place && placeIn(place.before, places) === undefined) {
    const named = [last.question, ...last.claims].map((text) => placeIn(text, places)).find(Boolean)
    return place.before + (named ?? own) + place.after
  }
  const then = at(TIME_MEANT)
  if (then && properNames(said).length === 0) return thenOf(context, own) + then.before + then.after
  const thing = at(THING_MEANT)
  if (!thing || own === "" || namesSomething(thing.before, places)) return undefined
  return thing.before + own + thing.after
}

function namesSomething(text: string, places: Places): boolean {
  return properNames(text).length > 0 || placeIn(text, places) !== undefined
}

function thenOf({ last, now }: Context, own: string): string {
  const asked = timeIn(own, now)
  if (asked !== undefined) return own.startsWith(asked) ? own : asked + own.replace(asked, "")
  const time = [last.question, ...last.claims].map((text) => timeIn(text, now)).find(Boolean)
  return (time ?? "") + own
}

/** A question that names nothing is about what the last one was about. */
function elliptic(context: Context): string | undefined {
  const { said, now } = context
  const time = timeIn(said, now)
  const undated = time === undefined ? said : said.replace(time, "")
  if (time !== undefined && /^(?:是|有)?(?:几|星期|什么)/u.test(undated)) return undefined
  if (!namesNothing(fold(undated))) return undefined
  const rest = said.replace(/^(?:那么?|所以|然后|还有)(?!里|儿|些|个)/u, "")
  const own = topic(context)
  const old = time === undefined ? undefined : timeIn(own, now)
  return (old === undefined ? own : own.replace(old, "")) + rest
}

const LEAST_TAIL = 2
const MOST_TAIL = 6

/** 会议什么时候开的, after 市政府常务会议: a question that begins with the end of what the last one was about. */
function shortened(context: Context): string | undefined {
  const { said, now } = context
  const own = topic(context)
  const time = timeIn(own, now) ?? ""
  const first = words(said)[0]
  if (!first || first.start > 0 || !ASKING.test(fold(said))) return undefined
  for (let length = Math.min(MOST_TAIL, own.length - 1); length >= LEAST_TAIL; length--) {
    const [head, tail] = [own.slice(0, -length), own.slice(-length)]
    // All but the time is there: the time of the last question is not this one's.
    if (head === time) return undefined
    if (said.startsWith(tail) && length >= first.end) return own + said.slice(length)
  }
  return undefined
}
