import { hasGlosses } from "../text/glosses.ts"
import type { Language } from "../text/languages.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { figuresToldIn } from "./english-figures.ts"
import { isKind, isKindOf, type NameFound, spelledSo } from "./english-names.ts"
import { isFunctionWord, type Meaning, mayMean, SMALL_WORDS, stemsIn } from "./english-words.ts"
import type { WordFault } from "./fault.ts"
import { type Clause, clausesOf, namesAny, type Part, partsOf } from "./translation-clauses.ts"
import { denialFault, embeddedFault, markFault, type TranslationFault, toFault } from "./translation-marks.ts"
import { omittedFrom } from "./translation-omissions.ts"

/**
 * Whether an English sentence says nothing that its Chinese quotes do not. Each part of it must stand in one clause of
 * them: its figures with what they count, its days, its names by their pinyin and in the same order, denial, intention
 * and comparison in both or in neither, and each other word as a meaning of a word there (CC-CEDICT). Conservative: what
 * cannot be shown is a fault. In other languages, and without a dictionary, nothing can be shown.
 */
export function checkTranslation(
  sentence: string,
  quotes: readonly string[],
  language: Language,
): TranslationFault | undefined {
  if (language !== "en" || !hasGlosses()) return { fault: "words", detail: "nothing can be shown" }
  const english = sentence
    .normalize("NFKC")
    .replace(/[‘’]/gu, "'")
    .replace(/[“”"]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim()
  if (!/^[\u0020-\u007e¥€ü'—–]*[a-z][\u0020-\u007e¥€ü'—–]*$/u.test(english) || english.length > LONGEST)
    return { fault: "words", detail: "not an English sentence" }
  if (english.includes("?")) return { fault: "words", detail: "a question" }
  const said = stemsIn(english)
  const clauses = quotes.flatMap((quote) => clausesOf(fold(toSimplified(quote)), said))
  const parts = partsOf(english.replace(/[.!]+$/u, ""))
  if (parts.length === 0) return { fault: "words", detail: english }
  const named = new Set<string>()
  for (const [at, part] of parts.entries()) {
    const fault = bestFault({ part, sentence: english, first: at === 0 }, clauses, named)
    if (fault) return fault
  }
  return undefined
}

const LONGEST = 400
/** `named`: the names, in Chinese, of the parts before, and then of this one: who is spoken of where a part names nobody. */
function bestFault(said: Part, clauses: readonly Clause[], named: Set<string>): TranslationFault | undefined {
  let best: { fault: TranslationFault; rank: number } | undefined
  for (const clause of clauses) {
    const names: string[] = []
    const omitted = omittedFrom(clause, said.sentence)
    const fault =
      partFault(said, clause, names) ??
      anotherSubject(clause, names, named) ??
      (omitted === undefined ? undefined : { fault: "words" as const, detail: `without ${omitted}` })
    if (!fault) {
      for (const name of names) named.add(name)
      return undefined
    }
    const rank = RANK.indexOf(fault.fault)
    if (!best || rank > best.rank) best = { fault, rank }
  }
  return best?.fault ?? { fault: "words", detail: said.part }
}

/** A part that names nobody is about who was named before: not about somebody else of its own clause. */
function anotherSubject(
  { text, subject }: Clause,
  names: readonly string[],
  named: ReadonlySet<string>,
): TranslationFault | undefined {
  const who = namesAny(text) ? text : subject
  if (names.length > 0 || named.size === 0 || !namesAny(who)) return undefined
  const same = [...named].some((name) => who.includes(name))
  return same ? undefined : { fault: "name", detail: "another subject" }
}

/** In the order in which they are looked for. */
const RANK: readonly WordFault[] = ["figure", "negation", "modality", "comparison", "name", "words"]

function partFault(
  { part, sentence, first }: Part,
  clause: Clause,
  names: string[],
): TranslationFault | undefined {
  const { text, meanings, before } = clause
  const means = (word: string, start: number, end: number) => {
    return meanings.some((one) => one.start < end && one.end > start && mayMean(word, one))
  }
  const told = figuresToldIn(part, text, means)
  if (told.strange !== undefined) return { fault: "figure", detail: told.strange }
  return (
    denialFault(told.rest, text, meanings) ??
    markFault(part, told.rest, text, before) ??
    embeddedFault(sentence, clause) ??
    toFault(part, text) ??
    wordFault(told.rest, part, clause, names, first)
  )
}

const WORD = /[A-Za-zü]+(?:'[a-z]+)?/gu
const MARK_WORDS =
  /^(?:will|would|may|might|could|can|must|should|not|no|never|without|neither|nor|none|cannot|yet|any|over|above|under|below|about|around|nearly|almost|approximately|roughly|more|less|fewer|least|most|up|some|being|likely|possibly|perhaps|allegedly|reportedly|close|able|going|set|n't)$/iu
const PARTY =
  /^(?:police|residents?|villagers?|citizens?|students?|teachers?|doctors?|patients?|workers?|farmers?|compan(?:y|ies)|governments?|courts?|schools?|hospitals?|bureaus?|departments?|drivers?|passengers?|m[ae]n|wom[ae]n|child(?:ren)?|teams?|experts?|firefighters?|volunteers?)$/iu
const BEFORE_ADJUNCT = /\b(?:in|of|from|at|to|near|for|on|with)\s+(?:the\s+)?$/iu

/** What the subject alone has is said before the verb, not of it. */
const VERB_BEFORE = /\b(?:is|are|was|were|be|been|has|have|had|will|[a-z]{2,}ed)\b/iu

/** Between two names that stand the other way round in English: Zhao Haibo of Hexi County. */
const OF = /^(?:[县市镇乡村区省]|自治[县区州])?(?:的|籍)?$/u

interface Party {
  readonly start: number
}

/** Each name by its characters, in their order; each other word by a meaning in the clause. */
function wordFault(
  rest: string,
  part: string,
  clause: Clause,
  names: string[],
  first: boolean,
): TranslationFault | undefined {
  const { text, before, subject, meanings, subjectMeanings } = clause
  const named = namesAny(text)
  const where = named || subject === "" ? text : `${text}，${subject}`
  const wide = named || subject === "" ? meanings : [...meanings, ...subjectMeanings]
  const parties: Party[] = []
  const all: NameFound[] = []
  let run: NameFound | undefined
  let runEnd = -1
  for (const match of rest.matchAll(WORD)) {
    const [whole] = match
    const word = whole.replace(/'s?$/u, "")
    const behind = run && rest.slice(runEnd, match.index).trim() === "" ? run : undefined
    run = undefined
    const adjunct = BEFORE_ADJUNCT.test(rest.slice(0, match.index))
    const capital = /^[A-Z]/u.test(word)
    const opens = first && rest.slice(0, match.index).trim() === ""
    if (capital && !(opens && (isFunctionWord(word) || licensed(word, text, meanings)))) {
      const found = nameAt(word, where, behind)
      if (found) {
        if (!behind && !adjunct) parties.push(found)
        const last = all.at(-1)
        if (last && found.start < last.start && !OF.test(where.slice(found.end, last.start)))
          return { fault: "name", detail: word }
        all.push(found)
        names.push(where.slice(found.start, found.end))
        run = found
        runEnd = match.index + whole.length
        continue
      }
      if (spelledSo(word, where).length > 0 && behind) return { fault: "name", detail: word }
    }
    if (behind && isKind(word)) {
      if (!isKindOf(word, where, behind)) return { fault: "name", detail: word }
      run = undefined
      continue
    }
    if (isFunctionWord(word) && !(capital && !opens)) {
      const pronoun = SMALL_WORDS[word.toLowerCase()]
      if (pronoun && !pronoun.test(text)) return { fault: "name", detail: word }
      continue
    }
    if (MARK_WORDS.test(word)) continue
    const told = VERB_BEFORE.test(rest.slice(0, match.index))
    const meant = meaningAt(word, told ? meanings : wide)
    if (!licensed(word, text, told ? meanings : wide))
      return { fault: capital && !opens ? "name" : "words", detail: word }
    if (PARTY.test(word) && meant && !adjunct) parties.push(meant)
    if (isKind(word) && !behind && kindsIn(`${before}，${text}`) > 1 && !text.includes("全"))
      return { fault: "name", detail: word }
  }
  return orderFault(parties, part, text) ?? sequenceFault(rest, text, meanings)
}

/** Right behind the name before it, where there is one. */
function nameAt(word: string, text: string, behind: NameFound | undefined): NameFound | undefined {
  const found = spelledSo(word, text)
  return behind ? found.find(({ start }) => start === behind.end) : found[0]
}

function licensed(word: string, text: string, meanings: readonly Meaning[]): boolean {
  const small = SMALL_WORDS[word.toLowerCase()]
  if (small?.test(text)) return true
  return meaningAt(word, meanings) !== undefined
}

function meaningAt(word: string, meanings: readonly Meaning[]): Meaning | undefined {
  return meanings.find((one) => mayMean(word, one))
}

function kindsIn(text: string): number {
  return [/县/u, /市(?!民|场)/u, /镇/u, /乡/u, /村(?!民)/u, /省/u].filter((kind) => kind.test(text)).length
}

/** Who does it to whom: two parties stand in the order of the Chinese, and not in the passive. */
function orderFault(parties: readonly Party[], part: string, text: string): TranslationFault | undefined {
  if (parties.length < 2) return undefined
  const passive = /\bby\b(?! \d)/iu.test(part) || /[被遭]|由/u.test(text)
  const ordered = parties.every((party, at) => at === 0 || party.start >= (parties[at - 1]?.start ?? 0))
  return ordered && !passive ? undefined : { fault: "name", detail: "who does it to whom" }
}

const PASSIVE =
  /\b(?:is|are|was|were|be|been|being) (?:not |also |now )?(?:[a-z]+ly )?([a-z]+(?:ed|en|wn|lt|ught|ound|eld|ade|ent|old|aid|ut|et|ung|ost|ft))\b/iu
/** What such a word begins may stand elsewhere in Chinese. */
const ADJUNCT =
  /^(?:in|of|from|at|to|near|for|on|with|during|by|within|through|since|until|after|before|per|as|between|among|under|over|than)$/iu
const VOID = /^[了过的着。\s]*$/u

/**
 * Subject, verb and object stand in one order in both languages. In the passive the subject is what Chinese has behind
 * the verb, or before it where nothing is behind. What a preposition begins stands anywhere.
 */
function sequenceFault(
  rest: string,
  text: string,
  meanings: readonly Meaning[],
): TranslationFault | undefined {
  const passive = PASSIVE.exec(rest)
  const fault: TranslationFault = { fault: "words", detail: "in another order" }
  if (passive) {
    if (/\bby\b/iu.test(rest)) return fault
    const deeds = meanings.filter((one) => mayMean(passive[1] ?? "", one))
    const subjects = contentOf(rest.slice(0, passive.index)).map((word) =>
      meanings.filter((one) => mayMean(word, one)),
    )
    const subject = subjects.at(-1)
    if (!subject || subject.length === 0 || deeds.length === 0) return undefined
    const fits = deeds.some((deed) =>
      subject.some(
        ({ start }) => start > deed.start || text[deed.start - 1] === "被" || VOID.test(text.slice(deed.end)),
      ),
    )
    return fits ? undefined : fault
  }
  let at = -1
  for (const word of contentOf(rest)) {
    const places = meanings.filter((one) => mayMean(word, one)).map(({ start }) => start)
    if (places.length === 0) continue
    const next = places.filter((start) => start >= at).sort((a, b) => a - b)[0]
    if (next === undefined) return fault
    at = next
  }
  return undefined
}

/** The words with a meaning of their own, without what prepositions begin. */
function contentOf(text: string): string[] {
  let adjunct = false
  return [...text.matchAll(WORD)].flatMap(([whole]) => {
    const word = whole.replace(/'s?$/u, "")
    if (ADJUNCT.test(word)) adjunct = true
    else if (/^(?:is|are|was|were|has|have|had|will|and|the)$/iu.test(word) && adjunct)
      adjunct = word.toLowerCase() === "the"
    const small = isFunctionWord(word) || MARK_WORDS.test(word) || word.toLowerCase() in SMALL_WORDS
    return adjunct || small ? [] : [word]
  })
}
