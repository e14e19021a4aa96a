import { hasGlosses } from "../text/glosses.ts"
import type { Language } from "../text/languages.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { timeRange } from "../text/time-range.ts"
import { personNames, properNames } from "../text/words.ts"
import type { WordFault } from "./check-words.ts"
import { figuresToldIn } from "./english-figures.ts"
import { isKind, isKindOf, type NameFound, spelledSo } from "./english-names.ts"
import { isFunctionWord, type Meaning, meaningsOf, SMALL_WORDS, stem } from "./english-words.ts"

export interface TranslationFault {
  readonly fault: WordFault
  readonly detail: string
}

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
  const clauses = quotes.flatMap((quote) => clausesOf(fold(toSimplified(quote))))
  const parts = partsOf(english.replace(/[.!]+$/u, ""))
  if (parts.length === 0) return { fault: "words", detail: english }
  for (const [at, part] of parts.entries()) {
    const fault = bestFault(part, clauses, at === 0)
    if (fault) return fault
  }
  return undefined
}

const LONGEST = 400
const CLAUSE_END = /[，。；：！？,;:!?\n]/u
const SENTENCE_END = /[。！？!?；;\n]/u
/** Frames that hold for what follows them: 据介绍, 截至目前. */
const FRAME = /^(?:据|截至|截止|目前|日前|近日|其中|此前|记者|今年以来)/u
const LONGEST_FRAME = 14
const LEAST_CLAUSE = 3

/** A clause of a quote with what holds for it: the sentence's first clause, and all before it. */
interface Clause {
  readonly text: string
  /** What the sentence says before this clause. */
  readonly before: string
  readonly meanings: readonly Meaning[]
}

function clausesOf(quote: string): Clause[] {
  return quote.split(SENTENCE_END).flatMap((sentence) => {
    const pieces: string[] = []
    let held = ""
    for (const piece of sentence.replace(/(?<=\d),(?=\d{3})/gu, "").split(CLAUSE_END)) {
      const text = piece.trim()
      if (text === "") continue
      held = held === "" ? text : `${held}，${text}`
      if (isFrame(text)) continue
      pieces.push(held)
      held = ""
    }
    if (held !== "") pieces.push(held)
    return pieces.map((text, at) => ({
      text,
      before: pieces.slice(0, at).join("，"),
      meanings: meaningsOf(text),
    }))
  })
}

function isFrame(text: string): boolean {
  if (text.length < LEAST_CLAUSE || (FRAME.test(text) && text.length <= LONGEST_FRAME)) return true
  const time = timeRange(text, "2000-01-01")?.words
  return time !== undefined && text.replace(time, "").length <= 2
}

const PART_END = /[,;:—–]+\s|\s(?:—|–|-)\s|\b(?:and|but|while|whereas|which|who)\b/u
const BARE = /[A-Za-z]+/gu

/** The parts of a sentence that must each stand in one clause; one that only says when or who belongs to its neighbour. */
function partsOf(sentence: string): string[] {
  const parts: string[] = []
  let held = ""
  for (const piece of sentence.replace(/(\d),(?=\d{3})/gu, "$1").split(PART_END)) {
    const text = `${held} ${piece}`.trim()
    held = ""
    if (saysSomething(piece)) parts.push(text)
    else if (parts.length > 0) parts.push(`${parts.pop()} ${text}`)
    else held = text
  }
  if (held !== "") parts.push(held)
  return parts.filter((part) => /[a-z]/iu.test(part))
}

/** Whether a part has a word of its own besides names, days, figures and small words. */
function saysSomething(part: string): boolean {
  const own = (part.match(BARE) ?? []).filter((word) => /^[a-z]/u.test(word) && !isFunctionWord(word))
  return own.some(
    (word) =>
      !/^(?:year|month|week|day|this|last|next|million|billion|thousand|percent|early|late)s?$/u.test(word),
  )
}

function bestFault(part: string, clauses: readonly Clause[], first: boolean): TranslationFault | undefined {
  let best: { fault: TranslationFault; rank: number } | undefined
  for (const clause of clauses) {
    const fault = partFault(part, clause, first)
    if (!fault) return undefined
    const rank = RANK.indexOf(fault.fault)
    if (!best || rank > best.rank) best = { fault, rank }
  }
  return best?.fault ?? { fault: "words", detail: part }
}

/** In the order in which they are looked for. */
const RANK: readonly WordFault[] = ["figure", "negation", "modality", "comparison", "name", "words"]

/** What must stand in both or in neither. `loose`: the Chinese may leave it to its words of time. */
const MARKS: readonly {
  readonly fault: WordFault
  readonly english: RegExp
  readonly chinese: RegExp
  readonly loose?: RegExp
}[] = [
  {
    fault: "comparison",
    english: /\b(?:no|not) (?:more|higher|larger|greater) than\b|\bat most\b|\bup to\b|\b(?:less|fewer|lower) than\b|\bunder\b|\bbelow\b|\bwithin\b/iu,
    chinese: /不足|不到|不超过|至多|最多|以下|以内|低于|少于(?<!不少于)/u,
  },
  {
    fault: "comparison",
    english: /(?<!\b(?:no|not) )\b(?:more|higher|larger|greater) than\b|\bover\b|\babove\b|\bexceed(?:s|ed|ing)?\b|\bat least\b|\b(?:no|not) (?:less|fewer|lower) than\b|\bsurpass(?:es|ed|ing)?\b/iu,
    chinese: /(?<!不)超过|(?<!不)超(?!过|市|级|声)|突破|逾|不低于|不少于|至少|以上|高于|(?<=[\d十百千万亿])[余多]/u,
  },
  {
    fault: "comparison",
    english: /\babout\b|\baround\b|\bnearly\b|\balmost\b|\bapproximately\b|\broughly\b|\bclose to\b|\bsome(?= \d)/iu,
    chinese: /(?:近|约)(?=[\d一二三四五六七八九十百千])|左右|将近|接近|大约|大概/u,
  },
  {
    fault: "modality",
    english: /\bwill\b|\bwould\b|\bplan(?:s|ned|ning)?\b|\bexpect(?:s|ed)?\b|\bset to\b|\bscheduled\b|\bintend(?:s|ed)?\b|\baims?\b|\btarget(?:s|ed)?\b|\bpropos(?:es|ed)\b|\bforecast\b|\bestimated\b|\b(?:is|are|was|were) to\b|\bgoing to\b|\bhopes? to\b|\bprepar(?:es|ing) to\b|\bprojected\b|\blikely\b/iu,
    chinese: /拟|计划|预计|有望|将(?!军|来|近|士)|力争|争取|目标|规划(?!局|馆|师|院)|准备|打算|预测|预期/u,
    loose: /明年|明[天日]|下[个]?[周月]|后[天日]|起|即将|年底/u,
  },
  {
    fault: "modality",
    english: /(?<!\b(?:in|of|by|since|until|from|to|this|next|last|and) )\bmay\b(?! \d)|\bmight\b|\bcould\b|\bpossibl[ey]\b|\bperhaps\b|\blikely\b|\bprobabl[ey]\b/iu,
    chinese: /可能|或将|也许|或许|(?<=[，。]|^)或|有望/u,
  },
  { fault: "modality", english: /\balleged(?:ly)?\b|\breported(?:ly)?\b|\bsuspected\b|\bsaid to\b|\brumou?r/iu, chinese: /据称|疑似|涉嫌|传言|网传|疑/u },
  { fault: "modality", english: /\bmust\b|\bshould\b|\brequired?\b|\bneeds? to\b|\bha(?:s|ve) to\b/iu, chinese: /必须|应当?(?!急|对|用|届|聘|邀)|须|需(?!求)/u },
  { fault: "modality", english: /\bcan\b|\bable to\b|\bcould\b/iu, chinese: /可以|可(?!能|惜|爱|靠)|能够|能(?!源|力|量|耗|见度)/u },
  {
    fault: "modality",
    english: /\bbeing\b|\bunder(?:way| way)\b|\bunder (?:construction|investigation)\b|\b(?:is|are|was|were) [a-z]+ing\b|\bongoing\b|\bin progress\b/iu,
    chinese: /正在|在建|进行中|仍在|还在|陆续|正(?=[\p{Script=Han}]{2})(?!式|常|面|确)/u,
  },
  {
    fault: "words",
    english: /\bpart(?:s|ly|ial|ially)?\b(?! in)|\bsome of\b|\bsection\b|\baverage\b|\bper (?:capita|person)\b|\bcumulative(?:ly)?\b|\btrial\b|\bphase\b|\bpreliminary\b|\binitial(?:ly)?\b|\btemporar(?:y|ily)\b/iu,
    chinese: /部分|局部|路段|平均|人均|累计|试运[行营]|试行|试点|一审|[一二三四首]期(?!间)|初步|暂时|临时/u,
  },
] // biome-ignore format: a table

/** A word of the one list needs one of the other. */
const DIRECTIONS: readonly (readonly [english: RegExp, chinese: RegExp])[] = [
  [/\b(?:increas\w*|r[io]se[ns]?|rising|gr[eo]w\w*|up|gain\w*|climb\w*|expand\w*|rais\w*|improv\w*|higher|add(?:s|ed)?)\b/iu, /增|涨|升|提高|扩|攀|多于|高于|新|加|种植|改善|添/u],
  [/\b(?:decreas\w*|fell|falls?|fallen|falling|drop\w*|declin\w*|down|reduc\w*|cut\w*|lower\w*|shr[aiu]nk\w*|loss)\b/iu, /减|降|跌|滑|缩|少于|低于|落|损|停水|停电|亏/u],
  [/\b(?:start\w*|beg[aiu]n\w*|launch\w*|break\w* ground|commenc\w*)\b/iu, /开|启|始|动工|起|着手/u],
  [/\b(?:finish\w*|complet\w*|conclud\w*|end(?:s|ed)?|clos\w*|shut\w*|stop\w*)\b/iu, /完|竣|毕|建成|结束|闭|关|落成|贯通|合龙|收官|底|末|止|停|通/u],
  [/\b(?:open\w*|reopen\w*)\b/iu, /开|通|启|营业/u],
  [/\b(?:approv\w*|agree\w*|support\w*|pass(?:es|ed)?|accept\w*)\b/iu, /同意|支持|赞成|通过|批准|接受|受理|获批/u],
  [/\b(?:reject\w*|oppos\w*|dismiss\w*|refus\w*|den(?:y|ies|ied)|turn(?:s|ed)? down)\b/iu, /反对|否|驳回|拒/u],
  [/\b(?:w[io]ns?|winning|beat\w*|defeat\w*|victor\w*)\b/iu, /胜|赢|夺|获|击败|冠军/u],
  [/\b(?:los[te]\w*|losing)\b/iu, /不敌|落败|惜败|负于|败|输|失|亏|损/u],
  [/\b(?:buy\w*|bought|purchas\w*)\b/iu, /买|购/u],
  [/\b(?:sell\w*|sold)\b/iu, /卖|售|销/u],
  [/\bimport\w*\b/iu, /进口/u],
  [/\bexport\w*\b/iu, /出口/u],
] // biome-ignore format: a table

const DENIED =
  /\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|[a-z]+n't|unable|fail(?:s|ed)? to)\b/giu
const NO_DENIAL_ENGLISH =
  /\b(?:no|not) (?:more|less|fewer|higher|lower|larger|greater) than\b|\bnot only\b/giu
const DENIED_CHINESE = /不|未|没|无|非|勿/gu
const NO_DENIAL_CHINESE =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|无不|未来|不足|不到|不超过|不低于|不得不|不锈钢|非常|非洲|非遗|非物质|无人机|无线|无偿|不动产|非法/gu

function partFault(part: string, clause: Clause, first: boolean): TranslationFault | undefined {
  const { text, meanings, before } = clause
  const means = (word: string, start: number, end: number) => {
    const wanted = stem(word)
    return meanings.some((one) => one.start < end && one.end > start && one.stems.has(wanted))
  }
  const told = figuresToldIn(part, text, means)
  if (told.strange !== undefined) return { fault: "figure", detail: told.strange }
  return (
    denialFault(told.rest, text, meanings) ??
    markFault(part, told.rest, text, before) ??
    toFault(part, text) ??
    wordFault(told.rest, part, clause, first)
  )
}

/** Denial stands in both or in neither, at most once, and in both before the same. */
function denialFault(part: string, text: string, meanings: readonly Meaning[]): TranslationFault | undefined {
  const bare = part.replace(NO_DENIAL_ENGLISH, " ")
  const here = [...bare.matchAll(DENIED)]
  const there = [
    ...text.replace(NO_DENIAL_CHINESE, (word) => "　".repeat(word.length)).matchAll(DENIED_CHINESE),
  ]
  const [mark] = here
  const [denied] = there
  if (here.length !== there.length || here.length > 1)
    return { fault: "negation", detail: mark?.[0] ?? denied?.[0] ?? "" }
  if (!mark || !denied) return undefined
  const next = (bare.slice(mark.index + mark[0].length).match(BARE) ?? []).find(
    (word) => !isFunctionWord(word) && !/^(?:yet|any)$/iu.test(word),
  )
  const behind = meanings.filter(({ start }) => start >= denied.index && start <= denied.index + REACH)
  const same = next !== undefined && behind.some(({ stems }) => stems.has(stem(next)))
  return same ? undefined : { fault: "negation", detail: `${mark[0]} ${next ?? ""}` }
}

/** How far behind a denying character the denied word may begin: 没有造成, 尚未. */
const REACH = 4

function markFault(
  part: string,
  undated: string,
  text: string,
  before: string,
): TranslationFault | undefined {
  const wide = `${before}，${text}`
  for (const { fault, english, chinese, loose } of MARKS) {
    const here = english.exec(undated)
    const there = chinese.exec(text)
    if (here && !there && !loose?.test(text) && !(fault === "modality" && chinese.test(wide)))
      return { fault, detail: here[0] }
    if (there && !here) return { fault, detail: there[0] }
    if (!here && fault === "modality" && chinese.test(before) && !/表示|介绍|说/u.test(before))
      return { fault, detail: chinese.exec(before)?.[0] ?? "" }
  }
  const way = DIRECTIONS.find(([english, chinese]) => english.test(undated) && !chinese.test(text))
  return way && { fault: "comparison", detail: way[0].exec(part)?.[0] ?? "" }
}

/** Rose by ten is not rose to ten. */
function toFault(part: string, text: string): TranslationFault | undefined {
  const move =
    /\b(?:increas\w*|r[io]se\w*|gr[eo]w\w*|fell|fall\w*|drop\w*|declin\w*|decreas\w*|reduc\w*)\b[^.]{0,30}?\b(to|by)\b (?=[\d¥$])/iu.exec(
      part,
    )
  if (!move) return undefined
  const to = /(?:增|涨|升|降|跌|减|提高|下降|上升|扩大)[\p{Script=Han}]?[至到为]|达/u.test(text)
  return to === (move[1]?.toLowerCase() === "to") ? undefined : { fault: "comparison", detail: move[0] }
}

const WORD = /[A-Za-zü]+(?:'[a-z]+)?/gu
const MARK_WORDS =
  /^(?:will|would|may|might|could|can|must|should|not|no|never|without|neither|nor|none|cannot|yet|any|over|above|under|below|about|around|nearly|almost|approximately|roughly|more|less|fewer|least|most|up|some|being|likely|possibly|perhaps|allegedly|reportedly|close|able|going|set|n't)$/iu
const PARTY =
  /^(?:police|residents?|villagers?|citizens?|students?|teachers?|doctors?|patients?|workers?|farmers?|compan(?:y|ies)|governments?|courts?|schools?|hospitals?|bureaus?|departments?|drivers?|passengers?|m[ae]n|wom[ae]n|child(?:ren)?|teams?|experts?|firefighters?|volunteers?)$/iu
const BEFORE_ADJUNCT = /\b(?:in|of|from|at|to|near|for|on|with)\s+(?:the\s+)?$/iu

interface Party {
  readonly start: number
}

/** Each name by its characters, in their order; each other word by a meaning in the clause. */
function wordFault(rest: string, part: string, clause: Clause, first: boolean): TranslationFault | undefined {
  const { text, before, meanings } = clause
  const named = namesAny(text)
  const subject = before.split("，")[0] ?? ""
  const where = named || subject === "" ? text : `${text}，${subject}`
  const wide = named || subject === "" ? meanings : [...meanings, ...meaningsOf(subject)]
  const parties: Party[] = []
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
    const meant = meaningAt(word, wide)
    if (!licensed(word, text, wide)) return { fault: capital && !opens ? "name" : "words", detail: word }
    if (PARTY.test(word) && meant && !adjunct) parties.push(meant)
    if (isKind(word) && !behind && kindsIn(`${before}，${text}`) > 1 && !text.includes("全"))
      return { fault: "name", detail: word }
  }
  return orderFault(parties, part, text)
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
  const wanted = stem(word)
  return meanings.find(({ stems }) => stems.has(wanted))
}

const PLACE =
  /[\p{Script=Han}]{2}(?:县|市(?!民|场|区)|镇|乡|村(?!民)|省|局|公司|集团|学校|小学|中学|大学|医院|法院)/u

function namesAny(text: string): boolean {
  return PLACE.test(text) || properNames(text).length > 0 || personNames(text).length > 0
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
