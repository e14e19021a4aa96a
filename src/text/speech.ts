import { clauseStart, namesSomebody, REPORTS, readSubject, SAYS, type Subject } from "./attribution.ts"
import { interviewTurns } from "./interview.ts"
import {
  atFirstMention,
  endsInRole,
  type Naming,
  namings,
  type Person,
  readPerson,
  titleBefore,
} from "./persons.ts"
import { type Quotation, quotations } from "./quotations.ts"
import type { Span } from "./sentences.ts"

/** Words that a text reports as somebody's. */
export interface Utterance extends Span {
  /** As the text names them first; undefined where it is not sure who it is. */
  readonly speaker: Person | undefined
  /** In quotation marks or as the turn of an interview: the very words. */
  readonly direct: boolean
}

/** A text that has one shows by itself that it repeats words. */
export const QUOTATION_MARK = /[“”「」『』"]/u

/** An utterance before it is known who 他 is. */
interface Saying extends Span {
  readonly subject: Subject | undefined
  readonly direct: boolean
  /** Where it says who speaks. */
  readonly at: number
  /** Where the attribution ends: words in quotation marks that follow at once are the same speaker's. */
  readonly tail: number
}

const LONGEST_TEXT = 20_000
const MOST_SAYINGS = 500
/** What blanks out a word or two in quotation marks, and a whole sentence. */
const [WORDS, SENTENCE] = ["■", "□"]
const BEFORE_QUOTE = new RegExp(`(${SAYS})(?:[：:，,]\\s*|(?<=[说道]))$`, "u")
const INDIRECT = new RegExp(`(${SAYS})[，：:,]`, "gu")
const VERB_LAST = new RegExp(`(${SAYS})$`, "u")
const SENTENCE_END = /[。！？!?；;\n]/u
/** A whole sentence, or a part that goes on behind the name of its speaker. */
const SENTENCE_LIKE = /[。！？!?…，,～~]\s*$/u
/** With its marks, where no punctuation says that it is a sentence. */
const SHORTEST_SPEECH = 7
/** Then what is behind a quotation tells of somebody else's words. */
const ALSO = /(?:也|还|则|纷纷)[^，。]{0,4}$/u
const REPEATS = 2

/** Who says what, in order of the attributions. Linear but for names, whose every mention is looked at. */
export function utterances(whole: string): Utterance[] {
  const text = whole.slice(0, LONGEST_TEXT)
  const turns = interviewTurns(text)
  const inTurn = (at: number) => turns.some(({ start, end }) => at >= start && at < end)
  const marked = quotations(text).filter(({ start }) => !inTurn(start))
  const masked = blanked(text, marked)
  const sayings = [...directly(text, masked, marked), ...indirectly(text, masked, marked, inTurn)]
  const inOrder = sayings.sort((a, b) => a.at - b.at || a.start - b.start)
  const resolved = resolve(text, inOrder.slice(0, MOST_SAYINGS))
  return [...turns.map((turn) => ({ ...turn, direct: true })), ...resolved]
}

/**
 * Whose words a span is, where more than half of it is one speaker's, the very words before a report of them; undefined
 * where it is nobody's. `speaker` is undefined where the text is not sure who it is.
 */
export function speechOf(said: readonly Utterance[], { start, end }: Span): Utterance | undefined {
  let [best, most]: [Utterance | undefined, number] = [undefined, (end - start) / 2]
  for (const utterance of said) {
    const shared = Math.min(end, utterance.end) - Math.max(start, utterance.start)
    const asMuch = shared === most && best !== undefined && utterance.direct && !best.direct
    if (shared > most || asMuch) [best, most] = [utterance, shared]
  }
  return best
}

function blanked(text: string, marked: readonly Quotation[]): string {
  const parts: string[] = []
  let from = 0
  for (const quotation of marked) {
    const { start, end } = quotation
    const blank = isSentence(text, quotation) ? SENTENCE : WORDS
    parts.push(text.slice(from, start), text.slice(start, end).replace(/[^\n]/g, blank))
    from = end
  }
  parts.push(text.slice(from))
  return parts.join("")
}

function directly(text: string, masked: string, marked: readonly Quotation[]): Saying[] {
  const found: Saying[] = []
  let last: Saying | undefined
  for (const quotation of marked) {
    const saying =
      before(text, masked, quotation) ?? after(text, masked, quotation) ?? following(text, quotation, last)
    if (!saying) continue
    const { subject, at, tail } = saying
    for (const { start, end } of quotation.parts) found.push({ start, end, subject, at, tail, direct: true })
    last = found.at(-1)
  }
  return found
}

type Attribution = Pick<Saying, "subject" | "at" | "tail">

/** 张三说：“……” */
function before(text: string, masked: string, quotation: Quotation): Attribution | undefined {
  const from = clauseStart(masked, quotation.start - 1)
  const match = BEFORE_QUOTE.exec(masked.slice(Math.max(0, from - 1), quotation.start).replace(/\s+$/u, ""))
  if (!match) return undefined
  const verbAt = Math.max(0, from - 1) + match.index
  if (!match[0].includes("：") && !match[0].includes(":") && !isSentence(text, quotation)) return undefined
  const subject = readSubject(text, masked, verbAt)
  if (!subject) return undefined
  return {
    subject: subject.words === "" ? earlier(text, masked, subject.start) : subject,
    at: verbAt,
    tail: quotation.end,
  }
}

/** “……。”张三说。 */
function after(text: string, masked: string, quotation: Quotation): Attribution | undefined {
  if (!quotation.closed || !beginsSentence(text, quotation.start)) return undefined
  const long = quotation.end - quotation.start >= SHORTEST_SPEECH && /[，,]/u.test(text[quotation.end] ?? "")
  if (!long && !isSentence(text, quotation)) return undefined
  let end = quotation.end
  while (end < masked.length && end - quotation.end < 80 && !SENTENCE_END.test(masked[end] as string)) end++
  const rest = masked.slice(quotation.end, end)
  const comma = /^[，,]/u.test(rest) ? 1 : 0
  const clauses = rest.slice(comma).split(/[，,]/u)
  const first = clauses[0] ?? ""
  const [behind, at] = VERB_LAST.test(first)
    ? [first, quotation.end + comma]
    : [clauses.at(-1) ?? "", end - (clauses.at(-1) ?? "").length]
  const match = VERB_LAST.exec(behind)
  if (!match || /[：:]/u.test(behind) || (behind === first && ALSO.test(behind.slice(0, match.index))))
    return undefined
  if (behind !== first && masked[end] !== "。") return undefined
  const subject = readSubject(text, masked, at + match.index)
  if (!subject) return undefined
  const tail = at + behind.length + 1
  return { subject: subject.words === "" ? earlier(text, masked, subject.start) : subject, at, tail }
}

/** Further words in quotation marks, directly behind those of somebody. */
function following(text: string, quotation: Quotation, last: Saying | undefined): Attribution | undefined {
  if (!last || last.tail > quotation.start || !isSentence(text, quotation)) return undefined
  const between = text.slice(last.tail, quotation.start)
  return between.trim() === "" && !between.includes("\n")
    ? { subject: last.subject, at: last.at, tail: quotation.end }
    : undefined
}

function isSentence(text: string, { start, end, parts, closed }: Quotation): boolean {
  const last = parts.at(-1)
  if (!last) return false
  if (!closed || parts.length > 1 || SENTENCE_LIKE.test(text.slice(last.start, last.end))) return true
  return end - start >= SHORTEST_SPEECH && (end === text.length || SENTENCE_END.test(text[end] as string))
}

/** 他说，钱不够，“桥停工了。”李四说…… */
function endsSentence(text: string, { end, parts, closed }: Quotation): boolean {
  const last = parts.at(-1)
  if (!last || !closed || /[，,、；;]/u.test(text[end] ?? "")) return false
  return /[。！？!?…]\s*$/u.test(text.slice(last.start, last.end))
}

function beginsSentence(text: string, start: number): boolean {
  const char = text
    .slice(Math.max(0, start - 4), start)
    .trimEnd()
    .at(-1)
  return (
    char === undefined ||
    /[。！？!?…”」』"；;]/u.test(char) ||
    text.slice(Math.max(0, start - 4), start).includes("\n")
  )
}

/** 张三擦了擦汗，笑着说: who the sentence is about, by its earlier clauses. */
function earlier(text: string, masked: string, start: number): Subject | undefined {
  let at = start
  for (let clauses = 0; clauses < 3 && at > 0 && /[，,]/u.test(masked[at - 1] as string); clauses++) {
    const end = at - 1
    at = clauseStart(masked, end)
    const clause = text.slice(at, end)
    const pronoun = /^\s*[他她](?!们|人)/u.exec(clause)
    if (pronoun) return { words: pronoun[0].trim(), start: at, refers: true }
    const [named] = namings(clause)
    if (named) return { words: named.full, start: at, refers: false }
    const name = /^\s*(\p{Script=Han}{2,3}?)(?=[抹擦指看拿站坐走放笑叹摇点想回望停翻捧拍握摸举])/u.exec(
      clause,
    )?.[1]
    if (name && namesSomebody(name)) return { words: name, start: at, refers: false }
  }
  return undefined
}

/** 张三表示，…… without quotation marks: to the end of the sentence. */
function indirectly(
  text: string,
  masked: string,
  marked: readonly Quotation[],
  inTurn: (at: number) => boolean,
): Saying[] {
  const quoteAt = new Map(marked.map((quotation) => [quotation.start, quotation]))
  const ends = [...masked.matchAll(/[。！？!?\n]|$/gu)].map(({ index }) => index)
  const closing = marked.filter((quotation) => endsSentence(text, quotation)).map(({ end }) => end)
  const found: Saying[] = []
  for (const match of masked.matchAll(INDIRECT)) {
    const start = match.index + match[0].length
    const quotation = quoteAt.get(start)
    if (!REPORTS.test(match[1] ?? "") || inTurn(match.index) || (quotation && isSentence(text, quotation)))
      continue
    const subject = readSubject(text, masked, match.index)
    if (!subject || (subject.words !== "" && !isSomebody(subject, text))) continue
    const end = Math.min(firstFrom(ends, start), firstFrom(closing, start + 1))
    if (end > start)
      found.push({
        start,
        end,
        subject: subject.words === "" ? undefined : subject,
        direct: false,
        at: match.index,
        tail: -1,
      })
  }
  return found.filter(({ subject }) => subject !== undefined)
}

/** The first of ascending offsets that is no less; infinite where all are. */
function firstFrom(offsets: readonly number[], least: number): number {
  let [from, to] = [0, offsets.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((offsets[middle] ?? 0) < least) from = middle + 1
    else to = middle
  }
  return offsets[from] ?? Number.POSITIVE_INFINITY
}

function isSomebody({ words, refers }: Subject, text: string): boolean {
  return refers || namesSomebody(words) || (words.length >= 3 && words.length <= 8 && recurs(words, text))
}

function recurs(words: string, text: string): boolean {
  return text.split(words, REPEATS + 1).length > REPEATS
}

/** Each with the speaker as the text names them first, from the first attribution to the last. */
function resolve(text: string, sayings: readonly Saying[]): Utterance[] {
  const named = namings(text)
  let last: { readonly person: Person | undefined; readonly at: number } | undefined
  return sayings.map(({ start, end, subject, direct, at }) => {
    const speaker = subject && personOf(subject, text, named, last)
    last = { person: speaker, at }
    return { start, end, speaker, direct }
  })
}

function personOf(
  { words, start, refers }: Subject,
  text: string,
  named: readonly Naming[],
  last: { readonly person: Person | undefined; readonly at: number } | undefined,
): Person | undefined {
  const before = named.filter((one) => one.end <= start)
  if (/^[他她]$/u.test(words)) return whoIsMeant(words, before, last)
  if (refers)
    return withRole(words.replace(/^(?:该|这位|这名|上述|前述|此)/u, ""), text.slice(0, start), before)
  const person = readPerson(words)
  if (person.full !== person.name || endsInRole(words)) return person
  const first = atFirstMention(words, text.slice(0, start))
  return namesSomebody(words) || recurs(words, text) || first !== words
    ? { full: first, name: words }
    : undefined
}

/** The last who spoke, where nobody else was named since; before anybody speaks, the only one who is named. */
function whoIsMeant(
  pronoun: string,
  before: readonly Naming[],
  last: { readonly person: Person | undefined; readonly at: number } | undefined,
): Person | undefined {
  const names = new Set(before.map(({ name }) => name))
  const only = names.size === 1 ? before.at(-1) : undefined
  const person = last ? last.person : only
  if (!person || person.name === "") return undefined
  if (pronoun === (/(?:女士|大妈|阿姨|奶奶|小姐|大姐|母亲)$/u.test(person.full) ? "他" : "")) return undefined
  if (pronoun === (/(?:先生|大爷|大叔|爷爷|大伯|大哥|父亲)$/u.test(person.full) ? "她" : "")) return undefined
  const others = before.some((one) => last && one.start > last.at && one.name !== person.name)
  return others ? undefined : { full: person.full, name: person.name }
}

/** 该负责人: the last of whom the text says so. */
function withRole(role: string, text: string, before: readonly Naming[]): Person | undefined {
  if (!endsInRole(role)) return undefined
  const at = text.lastIndexOf(role)
  if (at === -1) return undefined
  const named = before.find((one) => one.start === at + role.length)
  if (named) return { full: named.full, name: named.name }
  const full = titleBefore(text, at + role.length).replace(/^有/u, "")
  return full.length > role.length ? { full, name: full } : undefined
}
