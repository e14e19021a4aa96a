import type { Pair } from "./align.ts"
import type { Otherwise } from "./fault.ts"
import { isNominal, isVerb, type Token } from "./reading.ts"
import { wordsThatSay } from "./synonyms.ts"

/** What of the quotes the sentence says, and what it leaves out. */
export interface Kept {
  readonly tokens: readonly Token[]
  /** For each source token whether the sentence says it. */
  readonly said: readonly boolean[]
  /** What the clause of the sentence is about, in the sentence's words. */
  readonly subject: string
  /** The words of the sentence, and its marks by their keys. */
  readonly words: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
}

/** Verbs that may go without changing who did what. */
const LIGHT_VERBS =
  /^(?:进行|开展|开始|继续|加快|推进|组织|实施|获悉|了解|介绍|通报|公布|显示|统计|发布|透露|表示|说|称|位于|设|有|来|去|起|到|出|没能|截至|截止|成功|顺利|正式|全面|集中|现场|主动|积极|联合|陆续|逐步|经过|通过|据|采取|利用|采用|使用|带着|造成|导致|致|致使|引发|前往|赶到|赶赴|来到|参与|负责)$/u
const PRONOUN = /^(?:[该此其他她它本这那]|双方|全[市县区省镇乡村校国桥楼馆园场院线段厂路])/u
const BEHIND = /^(?:后|前|时|之后|之前|以后|以前|的|期间|以来|的话|过程|途中)$/u
/** Kinds of places and bodies, by which a name is told from a common noun. */
export const NAME_END =
  /(?:公司|集团|银行|医院|学校|大学|学院|中学|小学|幼儿园|中心|委员会|法院|检察院|派出所|[镇县市区乡村局厅部委院校厂队馆桥路街站港湖江河山寺园场所社店协会庭])$/u

export function isNameLike(token: Token): boolean {
  return (
    token.kind === "word" &&
    (/^n[rstz]/u.test(token.tag) || (token.tag === "x" && token.text.length > 1) || NAME_END.test(token.text))
  )
}

export function isPronoun({ text }: Token): boolean {
  return PRONOUN.test(text)
}

/** A noun that the clause has of its own: no pronoun, nothing that the sentence names elsewhere, not led by 从 or 在. */
function isOwnNoun(i: number, { tokens, subject }: Kept): boolean {
  const token = tokens[i]
  if (token?.kind === "figure" && tokens[i + 1]?.clause === token.clause) return true
  if (!token || !isNominal(token) || isPronoun(token)) return false
  if (subject.includes(`${tokens[i - 1]?.text}${token.text}`)) return false
  if (
    token.text.length > 1 &&
    [token.text, ...wordsThatSay(token.text)].some((word) => subject.includes(word))
  )
    return false
  let before = i - 1
  while (before >= 0 && tokens[before] && isNominal(tokens[before] as Token)) before--
  const lead = tokens[before]
  return !(
    lead &&
    lead.clause === token.clause &&
    ((lead.kind === "role" && !VOICE.test(lead.text)) || LEADS.test(lead.text))
  )
}

const VOICE = /^(?:被|由|遭到?|把|将)$/u
const LEADS = /^(?:在|于|以|对|据|按|按照|根据|随着|经|经过|通过|受|因|因为|由于|为|为了|从)$/u

/** The source tokens between two said words of one clause, dates left aside. */
interface Gap {
  readonly last: Token
  readonly target: Token
  readonly tokens: readonly Token[]
  /** Those of them that the sentence does not say. */
  readonly dropped: readonly Token[]
}

/**
 * What was left out between two words that the sentence says one after the other, both of one clause: nothing that
 * the second belongs to.
 */
export function leftOutBetween(a: Pair, b: Pair, kept: Kept): Otherwise | undefined {
  const { tokens, said } = kept
  const last = tokens[lastOf(tokens, a)]
  const target = tokens[b.at]
  if (!last || !target) return undefined
  const indices = between(tokens, a.end, b.start)
  const pick = (some: readonly number[]) => some.flatMap((i) => tokens[i] ?? [])
  const gap = { last, target, tokens: pick(indices), dropped: pick(indices.filter((i) => !said[i])) }
  return otherItem(gap, kept) ?? otherHead(gap) ?? otherFigure(gap) ?? otherDoer(gap, kept)
}

/** 甲、乙共5人: neither 甲 nor 乙 alone. */
function otherItem(
  { last, target, tokens, dropped }: Gap,
  { tokens: all, said, words }: Kept,
): Otherwise | undefined {
  // 陶器、铜器等文物: the list goes as a whole.
  const list = tokens.at(-1)?.text === "等"
  const separator = list ? undefined : tokens.findLast(({ kind }) => kind === "conjunction")
  if (!separator) return undefined
  const word = dropped.find(
    (token) => token.start > separator.start && (isNominal(token) || token.kind === "figure"),
  )
  if (word) return { fault: "attachment", detail: word.text }
  // 吸引市民和游客近8万人: the figure counts both.
  const coordinated = dropped.filter(({ start }) => start < separator.start)
  const counted = all.some(
    ({ clause, kind, start }, i) =>
      clause === target.clause && kind === "figure" && said[i] && start >= last.end,
  )
  const other = coordinated.find(isNominal)
  if (other && counted && !coordinated.some(({ kind }) => kind === "figure"))
    return { fault: "attachment", detail: other.text }
  // 甲、乙 is not 甲乙.
  const kinds = dropped.every(({ kind }) => kind === "conjunction") && isNominal(last) && isNominal(target)
  return kinds && !["、", "和", "与", "及", "以及"].some((conjunction) => words.has(conjunction))
    ? { fault: "attachment", detail: target.text }
    : undefined
}

/** 教育局局长被查 is not 教育局被查. */
function otherHead({ last, target, tokens, dropped }: Gap): Otherwise | undefined {
  const [first] = tokens
  const linked = first?.text === "的"
  const head = linked ? tokens.find(isNominal) : first && isNominal(first) ? first : undefined
  if (!head || !dropped.includes(head) || !isNominal(last) || isAlias(last, head)) return undefined
  const modifiesTarget = linked && isNominal(target) && tokens.at(-1)?.text === "的"
  return modifiesTarget ? undefined : { fault: "attachment", detail: head.text }
}

/** 甲镇3人乙镇5人 is not 甲镇5人; 比南山隧道长300米 is not 长300米; 三成受访者 are not 受访者. */
function otherFigure({ target, tokens, dropped }: Gap): Otherwise | undefined {
  const figure = dropped.findLast(({ kind }) => kind === "figure")
  const after = figure ? tokens.slice(tokens.indexOf(figure) + 1) : []
  const name = after.find((token) => isNominal(token) && isNameLike(token))
  if (name) return { fault: "attachment", detail: name.text }
  if (target.kind === "figure" && after.some((token) => token.kind === "word" && dropped.includes(token)))
    return { fault: "attachment", detail: target.text }
  const share = dropped.at(-1)
  return share && share === tokens.at(-1) && isShare(share) && isNominal(target)
    ? { fault: "quantity", detail: share.text }
    : undefined
}

/** 张三帮助李四获奖 is not 张三获奖, nor 公司申请破产 公司破产. */
function otherDoer({ last, target, tokens, dropped }: Gap, kept: Kept): Otherwise | undefined {
  const compared = dropped.find((token) => isComparison(token) && !kept.words.has(token.text))
  if (compared) return { fault: "comparison", detail: compared.text }
  const role = dropped.find((token) => isRole(token, kept))
  if (role) return { fault: "roles", detail: role.text }
  if (tokens.at(-1)?.text === "的") return undefined
  const verb = dropped.find((token) => isVerb(token) && !LIGHT_VERBS.test(token.text))
  if (verb && isVerb(target) && verb === tokens.findLast(({ kind }) => kind !== "light"))
    return { fault: "modality", detail: verb.text }
  const pivot = verb && dropped.slice(dropped.indexOf(verb) + 1).find(isNominal)
  if (pivot && (isVerb(target) || isNominal(last))) return { fault: "roles", detail: pivot.text }
  const person = dropped.find(({ kind, tag }) => kind === "word" && /^n[rt]/u.test(tag))
  const led = person && kept.tokens[kept.tokens.indexOf(person) - 1]
  return person && led?.kind !== "role" && isVerb(target)
    ? { fault: "roles", detail: person.text }
    : undefined
}

/** What makes a doer of the noun behind it; for 被, 由 and 把 see `voices.ts`. */
function isRole({ kind, text }: Token, { words }: Kept): boolean {
  return kind === "role" && /^(?:让|使)$/u.test(text) && !words.has(text)
}

/** 比南山隧道长300米 is not 长300米. */
function isComparison({ kind, text }: Token): boolean {
  return kind === "role" && /^[比较]$/u.test(text)
}

/** 三成受访者 are not 受访者. */
function isShare({ quantity }: Token): boolean {
  return quantity !== undefined && /%|\//u.test(quantity.value)
}

/** 县长韦国强 is one person, and 该桥 is the bridge. */
function isAlias(token: Token, other: Token): boolean {
  if (isPronoun(other)) return true
  return TITLE.test(token.text) && /^(?:nr|x)/u.test(other.tag) && other.text.length <= 4
}

const TITLE =
  /(?:长|书记|主任|经理|董事|教练|队员|记者|教授|医生|老师|院士|司机|选手|居民|村民|农户|大户|种植户|市民|店主|老板|工人|法官|律师|代表|主席|专家|原告|被告|被告人|企业家|员)$/u

/** What was left out at the beginning of a clause whose first said word is `b`. */
export function leftOutBefore(
  b: Pair,
  kept: Kept,
  /** Whether `b` goes on with a subject that the sentence named before, in its own clause or in an earlier one. */
  after: "nothing" | "clause" | "word",
): Otherwise | undefined {
  const { tokens, said } = kept
  const target = tokens[b.at]
  if (!target) return undefined
  const before: number[] = []
  for (let i = b.at - 1; i >= 0 && tokens[i]?.clause === target.clause; i--) before.unshift(i)
  const at = (i: number | undefined) => tokens[i ?? -1]
  const previous = at(before.at(-1))
  if (!previous) return undefined
  // 投资超过10亿元的5个: not all of them.
  if (previous.text === "的")
    return target.kind === "figure" && !said[b.at - 2] && at(b.at - 2)?.kind !== "date"
      ? { fault: "attachment", detail: target.text }
      : undefined
  const dropped = before.filter((i) => !said[i])
  const compared = dropped.map(at).find((token) => token && isComparison(token))
  if (compared && !kept.words.has(compared.text)) return { fault: "comparison", detail: compared.text }
  if (isShare(previous) && dropped.includes(b.at - 1) && isNominal(target))
    return { fault: "quantity", detail: previous.text }
  if (previous.kind === "conjunction" && dropped.includes(b.at - 1)) {
    const items = before.slice(0, -1)
    const lastSeparator = items.findLastIndex((i) => at(i)?.kind === "conjunction")
    const item = items.slice(lastSeparator + 1)
    if (!item.some((i) => at(i)?.kind === "figure")) return { fault: "attachment", detail: previous.text }
  }
  if (
    previous.kind === "role" &&
    !kept.words.has(previous.text) &&
    !VOICE.test(previous.text) &&
    isNominal(target)
  )
    return { fault: "roles", detail: previous.text }
  const role = dropped.map(at).find((token) => token && isRole(token, kept))
  if (role) return { fault: "roles", detail: role.text }
  const verb = dropped.map(at).find((token) => token && isVerb(token) && !LIGHT_VERBS.test(token.text))
  if (verb) return { fault: "roles", detail: verb.text }
  const itemStart = before.findLastIndex((i) => at(i)?.kind === "conjunction")
  const item = before.slice(itemStart + 1).filter((i) => !said[i])
  // 原告章秋水 is no other subject than 章秋水.
  const isTitle = (i: number) =>
    after === "clause" && i === b.at - 1 && isNominal(target) && TITLE.test(at(i)?.text ?? "")
  const subject = at(item.find((i) => isOwnNoun(i, kept) && !isTitle(i)))
  return after !== "nothing" && subject ? { fault: "attachment", detail: subject.text } : undefined
}

/** What was left out behind the last word that the sentence says of a clause: nothing that turns it into less. */
export function leftOutBehind(last: Pair, { tokens, said, marks }: Kept): Otherwise | undefined {
  const lastAt = lastOf(tokens, last)
  const token = tokens[lastAt]
  if (!token) return undefined
  const rest: Token[] = []
  for (let i = lastAt + 1; i < tokens.length && tokens[i]?.clause === token.clause; i++) {
    if (said[i]) return undefined
    const mark = tokens[i]?.mark
    if (!mark || !marks.has(mark.key)) rest.push(tokens[i] as Token)
  }
  const first = rest.find(({ kind, text }) => kind !== "light" || BEHIND.test(text))
  if (!first) return undefined
  if (BEHIND.test(first.text) || /^(?:后|前|时|途中|期间)/u.test(first.text))
    return { fault: "attachment", detail: first.text }
  if (isNominal(token) && isNominal(first) && first === rest[0] && !isAlias(token, first))
    return { fault: "attachment", detail: first.text }
  const turning = rest.find(
    (other) =>
      other.kind === "mark" ||
      other.kind === "role" ||
      isVerb(other) ||
      BEHIND.test(other.text) ||
      /^[\d.]+%/u.test(other.text) ||
      (other.kind === "word" && /^[va]/u.test(other.tag)),
  )
  return turning ? { fault: "attachment", detail: turning.text } : undefined
}

/** Indices of the source tokens that lie between two offsets. */
function between(tokens: readonly Token[], start: number, end: number): number[] {
  const found: number[] = []
  tokens.forEach((token, i) => {
    if (token.start >= start && token.end <= end && token.kind !== "date") found.push(i)
  })
  return found
}

/** Index of the source token in which a pair ends. */
export function lastOf(tokens: readonly Token[], { at, end }: Pair): number {
  let i = at
  while (i + 1 < tokens.length && (tokens[i]?.end ?? 0) < end) i++
  return i
}

/** For each source token whether one of the pairs stands on it. */
export function saidTokens(pairs: readonly Pair[], tokens: readonly Token[]): boolean[] {
  const said = tokens.map(() => false)
  for (const { at, start, end } of pairs) {
    for (let i = at; i < tokens.length && (tokens[i]?.start ?? 0) < end; i++) {
      if ((tokens[i]?.end ?? 0) > start) said[i] = true
    }
  }
  return said
}
