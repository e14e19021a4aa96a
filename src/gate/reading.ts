import type { Span } from "../text/sentences.ts"
import { type TaggedWord, taggedWords } from "../text/words.ts"
import { type DateWords, dateWords } from "./date-words.ts"
import { type Mark, marks } from "./marks.ts"
import { type Quantity, quantities } from "./quantities.ts"

export type TokenKind = "word" | "light" | "role" | "conjunction" | "mark" | "figure" | "date" | "stop"

/** A word, figure, date or mark of a folded text. */
export interface Token extends Span {
  readonly kind: TokenKind
  readonly text: string
  /** jieba's part of speech; that of what is no word is empty. */
  readonly tag: string
  readonly clause: number
  readonly sentence: number
  readonly quantity?: Quantity
  readonly date?: DateWords
  readonly mark?: Mark
  /** The marks that govern it. */
  readonly under: ReadonlySet<Mark>
  /** The marks right before it. */
  readonly headOf: ReadonlySet<Mark>
}

type Draft = { -readonly [K in keyof Token]: Token[K] } & { under: Set<Mark>; headOf: Set<Mark> }

/** Words that a sentence may add, and that may be left out, without changing what is said. */
const LIGHT = new Set(
  (
    "的 地 得 了 着 过 在 于 是 为 也 还 并 且 而 则 就 又 其 该 此 这 那 以 至 到 之 所 等 有 达 达到 个 等等 还有 仍有 已有 作 做 仍 称为  其中 并且 而且 该市 该县 一 据 " +
    "已 已经 业已 曾 均 都 记者 本报讯 本报 本报记者 电 讯 中 里 内 上 一共 进行 方面 先后 他 她 它 他们 她们 它们 自己 这里 那里 当地 这座 这个 该项 此次 本次 这次 另外 另 此外 另据 据悉 " +
    "自 呢 吧 啊 吗 嘛 呀 共有 名 其他 及其 以来 期间 随着 根据 按照 按 通过 经 经过 对于 关于 从而 因此 所以 于是 同时 再 才 更 很 十分 也就是 便 却 然后 接着 处 人 次 届"
  ).split(" "),
)
/** 已 and 曾 claim that something is done: see `claimsDone`. */
const DONE = new Set(["已", "已经", "业已", "曾", "曾经", "已有"])
const ROLES = new Set([
  "被",
  "遭",
  "遭到",
  "由",
  "把",
  "向",
  "对",
  "给",
  "比",
  "较",
  "从",
  "让",
  "使",
  "为了",
  "替",
  "跟",
  "受",
  "朝",
])
const CONJUNCTIONS = new Set(["、", "和", "与", "及", "以及", "或", "或者", "暨"])
const SENTENCE_END = /[。！？!?\n…]/u
const CLAUSE_END = /[，,；;：:（）()【】[\]—|│]/u
const LETTER = /[\p{L}\p{N}%]/u

/** The tokens of a folded text, each with the marks that govern it. Quotation marks are left out. */
export function readTokens(text: string): Token[] {
  const tokens: Draft[] = []
  let [clause, sentence] = [0, 0]
  const push = (kind: TokenKind, start: number, end: number, rest: Partial<Draft> = {}) =>
    tokens.push({
      kind,
      text: text.slice(start, end),
      tag: "",
      start,
      end,
      clause,
      sentence,
      under: new Set(),
      headOf: new Set(),
      ...rest,
    })
  const special = specials(text)
  let next = 0
  const emit = (upTo: number) => {
    for (let found = special[next]; found && found.start < upTo; found = special[++next]) {
      push(found.kind, found.start, found.end, found.rest)
    }
  }
  for (const word of taggedWords(text)) {
    for (const { start, end } of outside(word, special, next)) {
      emit(start)
      const piece = text.slice(start, end)
      const kind = kindOf(piece, text, start, end)
      if (kind === undefined) continue
      push(kind, start, end, { tag: piece === word.text ? word.tag : "x" })
      if (kind !== "stop") continue
      clause++
      if (SENTENCE_END.test(piece)) sentence++
    }
    emit(word.end)
  }
  emit(text.length + 1)
  setRoles(tokens)
  govern(tokens)
  return tokens
}

function kindOf(piece: string, text: string, start: number, end: number): TokenKind | undefined {
  if (CONJUNCTIONS.has(piece)) return "conjunction"
  if (SENTENCE_END.test(piece) || CLAUSE_END.test(piece)) return "stop"
  if (!LETTER.test(piece)) {
    const gap =
      /^\s+$/u.test(piece) &&
      /\p{Script=Han}$/u.test(text.slice(0, start)) &&
      /^[\p{L}\p{N}]/u.test(text.slice(end))
    return gap ? "stop" : undefined
  }
  if (ROLES.has(piece)) return "role"
  return LIGHT.has(piece) ? "light" : "word"
}

interface Special extends Span {
  readonly kind: "figure" | "date" | "mark"
  readonly rest: Partial<Draft>
}

/** Where they overlap: 比去年同期 before dates before figures before other marks. */
function specials(text: string): Special[] {
  const found: Special[] = []
  const marked = marks(text)
  const add = (mark: Mark) => found.push({ kind: "mark", start: mark.start, end: mark.end, rest: { mark } })
  for (const mark of marked) if (mark.kind === "comparison") add(mark)
  const free = ({ start, end }: Span) => !found.some((other) => other.start < end && start < other.end)
  for (const date of dateWords(text)) {
    if (free(date)) found.push({ kind: "date", start: date.start, end: date.end, rest: { date } })
  }
  for (const quantity of quantities(text)) {
    if (free(quantity))
      found.push({ kind: "figure", start: quantity.start, end: quantity.end, rest: { quantity } })
  }
  for (const mark of marked) if (free(mark)) add(mark)
  return found.sort((a, b) => a.start - b.start)
}

/** The stretches of a word that no special covers. */
function outside(word: TaggedWord, special: readonly Special[], from: number): Span[] {
  const spans: Span[] = []
  let start = word.start
  for (let i = Math.max(0, from - 1); i < special.length; i++) {
    const other = special[i]
    if (!other || other.start >= word.end) break
    if (other.end <= start) continue
    if (other.start > start) spans.push({ start, end: other.start })
    start = Math.max(start, other.end)
  }
  if (start < word.end) spans.push({ start, end: word.end })
  return word.tag === "x" ? spans.flatMap((span) => withoutParticles(span, word)) : spans
}

/** What the dictionary does not have is often cut with a particle at its end: 被市, 由海岳, 率达. */
function withoutParticles({ start, end }: Span, word: TaggedWord): Span[] {
  const text = word.text.slice(start - word.start, end - word.start)
  if (text.length < 2) return [{ start, end }]
  if (/^[被由从致至把与在]/u.test(text))
    return [
      { start, end: start + 1 },
      { start: start + 1, end },
    ]
  if (text.length > 2 && /^[向对给于]/u.test(text))
    return [
      { start, end: start + 1 },
      { start: start + 1, end },
    ]
  if (/[达至为将被由自]$/u.test(text))
    return [
      { start, end: end - 1 },
      { start: end - 1, end },
    ]
  return [{ start, end }]
}

/** What is looked up in the quotes; words that report somebody's words are, other marks are compared by what they govern. */
export function isContent({ kind, mark }: Token): boolean {
  return kind === "word" || kind === "figure" || mark?.kind === "speaker"
}

/** By jieba's tag, which is often wrong: 战胜 is no noun to us. */
export function isNominal({ kind, tag, text }: Token): boolean {
  const named = kind === "word" && /^(?:n|x|j|s|eng|z?g|l|i|f)/u.test(tag) && !ADVERBIAL.test(text)
  return named && !isVerb({ kind, tag, text })
}

const ADVERBIAL =
  /^(?:周边|附近|周围|沿线|沿途|当场|当庭|现场|全程|同时|首先|最终|其中|此外|一路|就近|实地|公开|免费|重新|大力|全面|因故|如期|按时|随即|随后|逐渐|依法)$/u

const VERBS =
  /^(?:战胜|击败|裁员|通车|合龙|封顶|开幕|闭幕|竣工|完工|开工|动工|投产|投用|启用|停产|停业|倒闭|破产|收购|起诉|上诉|投入使用|交付使用|投入运营|获批|立案|结案|破案|逃逸|自首|认罪|撤诉|宣判|开庭|停工|复工|复产|停课|复课|开学|放假|供水|供电|停水|停电|断电|断水|通水|通气|通电|供暖|塌方|滑坡|泄漏|爆炸|中毒|溺水|溺亡|身亡|遇难|失联|失踪|获救|脱险|出院|住院|上市|下架|召回|涨价|降价|减产|增产|丰收|绝收|挂牌|揭牌|摘牌|解约|违约|退休|离职|上任|就任|卸任|当选|连任|落选|免职|晋级|淘汰|出局|获胜|落败|取胜|退役|转会|合并|注销|更名|招标|中标|流标|缺席|撤离|复婚|离婚|结婚|辞职|受贿|行贿|获奖|夺冠|签约|坍塌|垮塌|起火|死亡|受伤|被捕|落网|报名|参赛|退赛|体检)$/u

export function isVerb({ kind, tag, text }: Pick<Token, "kind" | "tag" | "text">): boolean {
  return kind === "word" && (/^v(?!n$)/u.test(tag) || VERBS.test(text))
}

export function claimsDone({ kind, text }: Token): boolean {
  return kind === "light" && DONE.has(text)
}

/** Whether a token goes on with what its clause began: neither a name nor a date opens it. */
function goesOn(tokens: readonly Token[], first: number): boolean {
  const opening = tokens[first]
  const clause = tokens.filter(({ clause }) => clause === opening?.clause)
  if (clause.some(claimsDone) || clause.slice(0, 2).some(({ kind }) => kind === "date")) return false
  if (!opening || /^[他她它该其]/u.test(opening.text)) return false
  return (
    !isNominal(opening) &&
    !claimsDone(opening) &&
    !(opening.kind === "mark" && opening.mark?.kind === "modality")
  )
}

/** 将张志明起诉 is 把, and not the future; 由去年 is 从, and no doer. */
function setRoles(tokens: Draft[]): void {
  tokens.forEach((token, i) => {
    const next = tokens[i + 1]
    const fromBefore =
      next?.kind === "date" ||
      next?.kind === "figure" ||
      next?.mark?.key === "每" ||
      /^(?:原来|原先|最初|当初|此前|以前)$/u.test(next?.text ?? "")
    if (token.text === "由" && fromBefore) token.text = "从"
    if (token.text !== "将" || !token.mark || !next || !isNominal(next)) return
    token.kind = "role"
    delete token.mark
  })
}

/** Writes into each token which marks govern it. */
function govern(tokens: Draft[]): void {
  tokens.forEach((token, at) => {
    const mark = token.mark
    if (!mark) return
    const head = tokens.findIndex(
      (other, i) =>
        i > at && other.clause === token.clause && (other.kind === "word" || other.kind === "figure"),
    )
    if (head !== -1) tokens[head]?.headOf.add(mark)
    if (mark.reach === "word") return
    const last = lastGoverned(tokens, at, mark)
    for (let i = at + 1; i <= last; i++) tokens[i]?.under.add(mark)
    const after = tokens
      .slice(at + 1)
      .filter((other) => other.sentence === token.sentence && isContent(other))
    if (mark.reach !== "sentence" || after.length > 0) return
    // “……”，他说。
    for (let i = at - 1; i >= 0 && tokens[i]?.sentence === token.sentence; i--) tokens[i]?.under.add(mark)
  })
}

function lastGoverned(tokens: readonly Token[], at: number, mark: Mark): number {
  const from = tokens[at]
  let verbSeen = false
  let i = at + 1
  for (; i < tokens.length; i++) {
    const token = tokens[i]
    if (!token || !from || token.sentence !== from.sentence) break
    if (mark.reach === "sentence") continue
    if (token.clause !== from.clause) {
      if (mark.reach !== "clauses") break
      if (tokens[i - 1]?.clause !== token.clause && !goesOn(tokens, i)) break
    }
    // 因涉嫌贪污被捕: the arrest is a fact.
    if (mark.key === "涉嫌" && token.text === "被") break
    if (mark.reach === "item" && token.kind === "conjunction") break
    if (isVerb(token) || token.tag === "vn") verbSeen = true
    // 预计明年建成的大桥: what the 的 leads to is not expected.
    if (token.text === "的" && verbSeen && tokens[i + 1] && isNominal(tokens[i + 1] as Token)) break
  }
  return i - 1
}
