import type { Pair } from "./align.ts"
import type { Otherwise } from "./fault.ts"
import {
  isNameLike,
  isPronoun,
  type Kept,
  lastOf,
  leftOutBefore,
  leftOutBehind,
  leftOutBetween,
  NAME_END,
  saidTokens,
} from "./left-out.ts"
import { isNominal, isVerb, type Token } from "./reading.ts"
import { inVoice, type Ranked } from "./voices.ts"

/**
 * Where the words of the sentence belong to each other otherwise than in the quotes: another one does it, to another
 * one, or a figure counts something else. Within a clause the words keep their order; what may move is listed here: a
 * figure around its noun (48张床位), the subject behind its 的 (尚未通车的大桥), doer and object around 被 and 由.
 */
export function otherwiseAttached(
  sentence: readonly Token[],
  pairs: readonly Pair[],
  kept: Kept,
): Otherwise | undefined {
  let topic: Pair | undefined
  let subject = ""
  const told = new Set<number>()
  for (const clause of new Set(pairs.map(({ said }) => said.clause))) {
    const spoken = pairs.filter(({ said }) => said.clause === clause)
    const tokens = sentence.filter((token) => token.clause === clause)
    for (const said of withoutModifier(tokens, spoken, kept)) {
      const ordered = inVoice(tokens, said, kept.tokens)
      const first = ordered[0]
      if (!first) continue
      const end = furthest(ordered, kept)
      const before = { ...kept, subject }
      if (subject === "" || isNominal(kept.tokens[first.at] as Token)) subject = subjectOf(ordered, kept)
      const here = { ...kept, subject, said: saidTokens(spoken, kept.tokens) }
      const fault =
        leftOutBefore(first, before, topic ? "clause" : "nothing") ??
        otherTopic(topic, first, told, kept) ??
        chain(ordered, here) ??
        (end && leftOutBehind(end, said.some(({ at }) => !isNominal(kept.tokens[at] as Token)) ? kept : here))
      if (fault) return fault
      for (const { at } of said) told.add(kept.tokens[at]?.clause ?? -1)
      topic = topic === undefined || isNominal(kept.tokens[first.at] as Token) ? first : topic
    }
  }
  return undefined
}

/** Not 第一医院 and 二期工程. */
function isAmount(token: Token | undefined): boolean {
  return token?.quantity !== undefined && !/^第|[期届]$/u.test(token.quantity.key)
}

/** The words of a clause up to its first verb or figure. */
function subjectOf(ordered: readonly Pair[], { tokens }: Kept): string {
  const end = ordered.findIndex(({ at }) => isVerb(tokens[at] as Token) || isAmount(tokens[at]))
  const words = end === -1 ? ordered : ordered.slice(0, end)
  return words
    .map(({ said, saidStart, saidEnd }) => said.text.slice(saidStart - said.start, saidEnd - said.start))
    .join("")
}

/** The last word that is said of the clause in which the sentence's clause ends. */
function furthest(ordered: readonly Pair[], { tokens }: Kept): Pair | undefined {
  const last = ordered.reduce((a, b) => ((tokens[b.at]?.clause ?? 0) > (tokens[a.at]?.clause ?? 0) ? b : a))
  const clause = tokens[last.at]?.clause
  return ordered.filter(({ at }) => tokens[at]?.clause === clause).reduce((a, b) => (b.end > a.end ? b : a))
}

/** Each word after the one before it, as in the quotes. */
function chain(ordered: readonly Ranked[], kept: Kept): Otherwise | undefined {
  let front = ordered[0] as Ranked
  let last = front
  for (const next of ordered.slice(1)) {
    if (next.rank > front.rank) {
      const moved = front.rank - front.start !== next.rank - next.start
      const fault = moved ? leftOutBefore(next, kept, "nothing") : step(front, next, kept)
      if (fault) return fault
      front = next
    } else if (
      !(next.start >= last.end && isWholeRun(last, next, kept)) &&
      !movesFreely(front, next, ordered, kept)
    ) {
      return { fault: "roles", detail: next.said.text }
    }
    last = next
  }
  return undefined
}

function movesFreely(front: Pair, next: Pair, ordered: readonly Pair[], kept: Kept): boolean {
  const [a, b] = [kept.tokens[front.at], kept.tokens[next.at]]
  if (!a || !b || a.clause !== b.clause) return false
  return (
    movesAroundFigure(front, next, ordered, kept) ||
    movesAroundVerb(front, next, ordered, kept) ||
    movesInList(front, next, kept)
  )
}

/** Nothing but particles between the two. */
function isWholeRun(a: Pair, b: Pair, { tokens }: Kept): boolean {
  return tokens.every(({ kind, start, end }) => end <= a.end || start >= b.start || kind === "light")
}

/** 床位48张 and 48张床位: noun and figure side by side, with nothing between them that the clause does not say. */
function movesAroundFigure(front: Pair, next: Pair, ordered: readonly Pair[], { tokens }: Kept): boolean {
  const span = tokens.slice(next.at, front.at + 1)
  const figures = span.filter(({ kind }) => kind === "figure").length
  const movesFigure = (front.said.kind === "figure") !== (next.said.kind === "figure")
  const figure = ordered.indexOf(front)
  const led = ordered.slice(0, figure).some(({ end }) => end === next.start)
  return (
    movesFigure &&
    figures === 1 &&
    span.length <= 6 &&
    span.every((token) => isSaid(token, ordered) && (led || !isVerb(token)))
  )
}

/** 新增床位 and 床位新增: verbs of what happens to a thing. */
function movesAroundVerb(front: Pair, next: Pair, ordered: readonly Pair[], { tokens }: Kept): boolean {
  const verb = tokens[next.at]
  if (!verb || !HAPPENS.test(verb.text)) return false
  const span = tokens.slice(next.at + 1, front.at + 1)
  return span.length <= 6 && span.every((token) => isSaid(token, ordered))
}

const HAPPENS =
  /^(?:启动|新增|增加|减少|出现|发生|完成|开工|动工|竣工|完工|举行|召开|举办|恢复|修复|修好|发放|种植|修建|新建|建成|改造|投入|追回|转移|疏散|安装|拆除|清理|救出|入驻|受伤|死亡|失踪|获救|治愈|确诊|接种|开通|投用|启用|引进|建设|开放|关闭|上市|出土|展出|使用|收获|采收|封顶|签约|销售|售出|发现|查获|收缴)$/u

/** What the clause of the sentence says, or no more than a particle. */
function isSaid(token: Token, ordered: readonly Pair[]): boolean {
  if (token.kind === "light") return true
  if (token.kind !== "word" && token.kind !== "figure") return false
  return ordered.some(({ start, end }) => start < token.end && token.start < end)
}

/** 12个小区、3460户居民 in another order. */
function movesInList(front: Pair, next: Pair, { tokens }: Kept): boolean {
  const before = tokens[next.at - 1]
  const opens =
    before?.kind === "conjunction" || before?.kind === "stop" || (before !== undefined && isVerb(before))
  const list = tokens.slice(next.at, front.at)
  const nouns = list.every((token) => !isVerb(token) && token.kind !== "mark" && token.kind !== "role")
  return opens && nouns && list.some(({ kind }) => kind === "conjunction")
}

function step(a: Pair, b: Pair, kept: Kept): Otherwise | undefined {
  const { tokens } = kept
  const [from, to] = [tokens[lastOf(tokens, a)], tokens[b.at]]
  if (!from || !to) return undefined
  if (from.clause === to.clause) return leftOutBetween(a, b, kept)
  if (from.sentence !== to.sentence && !opensWithPronoun(to, kept))
    return { fault: "attachment", detail: to.text }
  const speaker = tokens.find(
    (token, i) =>
      token.mark?.kind === "speaker" && token.start >= a.end && token.end <= b.start && !kept.said[i],
  )
  if (speaker) return { fault: "speaker", detail: speaker.text }
  if (isVerb(from) && !NAME_END.test(from.text)) {
    // 派了4人,另有6位: not 派了6位.
    const rest = tokens.find(
      (token, i) =>
        token.clause === from.clause &&
        token.start >= a.end &&
        !kept.said[i] &&
        (token.kind === "word" || token.kind === "figure"),
    )
    if (rest) return { fault: "attachment", detail: rest.text }
  }
  return leftOutBefore(b, kept, "word") ?? (isNominal(from) ? carriesOn(a, b, kept) : sameSubject(a, b, kept))
}

function opensWithPronoun(token: Token, { tokens }: Kept): boolean {
  const first = tokens.find(({ clause }) => clause === token.clause)
  return first !== undefined && isPronoun(first)
}

/** Whether a noun that opens one clause is still what a later one tells of. */
function carriesOn(a: Pair, b: Pair, kept: Kept): Otherwise | undefined {
  const { tokens, said } = kept
  const from = tokens[a.at] as Token
  const first = tokens.findIndex(({ clause }) => clause === from.clause)
  const opening = tokens.slice(0, a.at).filter((token) => token.clause === from.clause)
  // 17岁的中学生周思远: what modifies the noun is no verb of its clause.
  const modifier = opening.findLastIndex(({ text }) => text === "的")
  const buried = opening.find(
    (token, i) =>
      i > modifier && (isVerb(token) || token.kind === "figure" || token.kind === "role") && !said[first + i],
  )
  if (buried && !isMeasured(a, kept)) return { fault: "attachment", detail: from.text }
  return sameSubject(a, b, kept)
}

/** 入驻企业115家，同比增长三成: what the figure counts grows. */
function isMeasured(a: Pair, { tokens }: Kept): boolean {
  const next = tokens[lastOf(tokens, a) + 1]
  return next?.kind === "figure"
}

/** No clause between them opens with a name of its own. */
function sameSubject(a: Pair, b: Pair, { tokens }: Kept): Otherwise | undefined {
  const [from, to] = [tokens[a.at] as Token, tokens[b.at] as Token]
  for (let clause = from.clause + 1; clause < to.clause; clause++) {
    const first = tokens.find((token) => token.clause === clause && token.kind !== "date")
    const next = tokens[tokens.indexOf(first as Token) + 1]
    const measured = next?.kind === "figure" && first && !isBody(first)
    const opening = tokens.filter((token) => token.clause === from.clause && token.end <= a.end)
    const repeats =
      first &&
      (isPronoun(first) ||
        opening
          .map(({ text }) => text)
          .join("")
          .includes(first.text))
    if (first && isNominal(first) && isNameLike(first) && !measured && !repeats && first.text !== from.text)
      return { fault: "attachment", detail: first.text }
  }
  return undefined
}

/** A place or an organization, as far as tag and last character tell. */
function isBody({ tag, text }: Token): boolean {
  return /^n[st]/u.test(tag) || NAME_END.test(text)
}

/** Where a clause of the sentence goes on without a subject, the clause of the quotes goes on with the same one. */
function otherTopic(
  topic: Pair | undefined,
  first: Pair,
  told: ReadonlySet<number>,
  kept: Kept,
): Otherwise | undefined {
  const { tokens } = kept
  const [to, from] = [tokens[first.at], topic && tokens[topic.at]]
  if (!topic || !to || !from) return undefined
  const opens = !tokens
    .slice(0, first.at)
    .some((token) => token.clause === to.clause && token.kind === "word")
  const each = tokens[first.at - 1]?.mark?.key === "每"
  const attribute = tokens[first.at + 1]?.kind === "figure" && !isBody(to)
  if (opens && !each && !attribute && (isNominal(to) || to.tag === "vn")) return undefined
  if (from.clause === to.clause) return undefined
  if (from.sentence !== to.sentence) {
    return opensWithPronoun(to, kept) && to.sentence === from.sentence + 1
      ? undefined
      : { fault: "attachment", detail: to.text }
  }
  const subject = introducer(to, kept)
  if (subject && subject.clause !== to.clause && subject.clause > from.clause && !told.has(subject.clause))
    return { fault: "attachment", detail: subject.text }
  return to.clause > from.clause ? sameSubject(topic, first, kept) : undefined
}

/** What opens the last clause up to a word's that has a subject of its own: 六楼最多 does, 全长1.2公里 does not. */
function introducer({ clause, sentence }: Token, { tokens }: Kept): Token | undefined {
  for (let of = clause; of >= 0; of--) {
    const own = tokens.filter((token) => token.clause === of && token.kind !== "date")
    if (own[0] && own[0].sentence !== sentence) return undefined
    const [first, second] = own
    if (!first || !second) continue
    if (isPronoun(first)) continue
    if (isNominal(first) && second.kind !== "figure" && second.tag !== "m") return first
    if (first.tag === "m" && (first.text.length > 1 || isNominal(second))) return first
  }
  return undefined
}

/**
 * 尚未通车的大桥全长1.2公里 says two things, 大桥尚未通车 and 大桥全长1.2公里, where the noun behind 的 is the subject of
 * both in the quotes.
 */
function withoutModifier(
  tokens: readonly Token[],
  spoken: readonly Pair[],
  { tokens: source }: Kept,
): readonly (readonly Pair[])[] {
  const de = tokens.findLast(
    ({ text, end }) => text === "的" && spoken.some(({ saidStart }) => saidStart >= end),
  )
  if (!de) return [spoken]
  const before = spoken.filter(({ saidStart }) => saidStart < de.start)
  const after = spoken.filter(({ saidStart }) => saidStart >= de.end)
  const noun = after[0]
  const earliest = before.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY)
  if (!noun || before.length === 0 || noun.start > earliest) return [spoken]
  const opening = source.slice(0, noun.at).filter((token) => token.clause === source[noun.at]?.clause)
  if (opening.some((token) => isVerb(token) || token.kind === "role" || token.kind === "figure"))
    return [spoken]
  const name: Pair[] = []
  for (const pair of after) {
    const last = name.at(-1)
    if (pair.end > earliest || (last && pair.start !== last.end)) break
    name.push(pair)
  }
  return [[...name, ...before], after]
}
