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

/**
 * What was left out between two words that the sentence says one after the other, both of one clause: nothing that
 * the second belongs to.
 */
export function leftOutBetween(a: Pair, b: Pair, kept: Kept): Otherwise | undefined {
  const { tokens, said } = kept
  const gap = between(tokens, a.end, b.start)
  const dropped = gap.filter((i) => !said[i])
  const last = tokens[lastOf(tokens, a)]
  const target = tokens[b.at]
  if (!last || !target) return undefined
  const at = (i: number | undefined) => tokens[i ?? -1]
  const first = at(gap[0])
  // 陶器、铜器等文物: the list goes as a whole.
  const list = at(gap.at(-1))?.text === "等"
  const separator = list ? -1 : gap.findLastIndex((i) => at(i)?.kind === "conjunction")
  const behind = gap.slice(separator + 1).filter((i) => !said[i])
  const word = behind.map(at).find((token) => token && (isNominal(token) || token.kind === "figure"))
  if (separator !== -1 && word) return { fault: "attachment", detail: word.text }
  // 吸引市民和游客近8万人: the figure counts both.
  const coordinated = gap.slice(0, Math.max(0, separator)).filter((i) => !said[i])
  const counted = tokens.some(
    (token, i) =>
      token.clause === target.clause && token.kind === "figure" && said[i] && token.start >= last.end,
  )
  const other = coordinated.map(at).find((token) => token && isNominal(token))
  if (other && counted && !coordinated.some((i) => at(i)?.kind === "figure"))
    return { fault: "attachment", detail: other.text }
  if (separator !== -1 && dropped.length === 0 && isNominal(last) && isNominal(target))
    return { fault: "attachment", detail: target.text }

  const head =
    first?.text === "的" || (first && isNominal(first))
      ? gap.find((i) => tokens[i] && isNominal(tokens[i] as Token))
      : undefined
  const headToken = head === gap[0] || first?.text === "的" ? at(head) : undefined
  if (headToken && head !== undefined && !said[head] && isNominal(last) && !isAlias(last, headToken)) {
    const modifiesTarget = isNominal(target) && first?.text === "的" && at(gap.at(-1))?.text === "的"
    if (!modifiesTarget) return { fault: "attachment", detail: headToken.text }
  }
  const figure = gap.findLastIndex((i) => at(i)?.kind === "figure" && !said[i])
  const afterFigure = gap
    .slice(figure + 1)
    .map(at)
    .find((token) => token && isNominal(token) && isNameLike(token))
  if (figure !== -1 && afterFigure) return { fault: "attachment", detail: afterFigure.text }
  const anyFigure = figure !== -1 && target.kind === "figure"
  if (anyFigure && gap.slice(figure + 1).some((i) => !said[i] && tokens[i]?.kind === "word"))
    return { fault: "attachment", detail: target.text }
  const compared = dropped.map(at).find((token) => token && isComparison(token))
  if (compared && !kept.words.has(compared.text)) return { fault: "comparison", detail: compared.text }
  const share = at(gap.at(-1))
  if (share && dropped.includes(gap.at(-1) ?? -1) && isShare(share) && isNominal(target))
    return { fault: "quantity", detail: share.text }
  const role = dropped.map(at).find((token) => token && isRole(token, kept))
  if (role) return { fault: "roles", detail: role.text }
  if (at(gap.at(-1))?.text === "的") return undefined
  const verb = dropped.findIndex(
    (i) => tokens[i] && isVerb(tokens[i] as Token) && !LIGHT_VERBS.test(at(i)?.text ?? ""),
  )
  const direct = at(dropped[verb])
  if (direct && isVerb(target) && dropped[verb] === gap.findLast((i) => at(i)?.kind !== "light"))
    return { fault: "modality", detail: direct.text }
  const pivot =
    verb !== -1 &&
    dropped
      .slice(verb + 1)
      .map(at)
      .find((token) => token && isNominal(token))
  if (pivot && (isVerb(target) || isNominal(last))) return { fault: "roles", detail: pivot.text }
  const person = dropped
    .map(at)
    .find((token, i) => token && /^n[rt]/u.test(token.tag) && at(dropped[i])?.kind === "word")
  const led = person && tokens[tokens.indexOf(person) - 1]
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
