import type { Byline, BylineRole } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { readNames } from "./names.ts"

/** Role words, longest first where one begins another. `null`: a credit that no byline role stands for. */
const ROLES: readonly (readonly [string, BylineRole | null])[] = [
  ["责任编辑", "editor"],
  ["值班编辑", "editor"],
  ["本期编辑", "editor"],
  ["见习编辑", "editor"],
  ["图片编辑", "editor"],
  ["版面编辑", "editor"],
  ["视觉编辑", "editor"],
  ["执行编辑", "editor"],
  ["编辑", "editor"],
  ["责编", "editor"],
  ["实习记者", "intern"],
  ["见习记者", "intern"],
  ["实习生", "intern"],
  ["摄影记者", "photographer"],
  ["摄影报道", null],
  ["综合报道", null],
  ["图文报道", null],
  ["整理报道", null],
  ["采写", "reporter"],
  ["摄影", "photographer"],
  ["特约记者", "reporter"],
  ["首席记者", "reporter"],
  ["本报记者", "reporter"],
  ["记者", "reporter"],
  ["本报通讯员", "correspondent"],
  ["特约通讯员", "correspondent"],
  ["通讯员", "correspondent"],
  ["作者", "reporter"],
  ["撰文", "reporter"],
  ["供图", null],
  ["校对", null],
  ["审核", null],
  ["审校", null],
  ["监制", null],
  ["制图", null],
  ["制作", null],
  ["报道", null],
  ["报导", null],
]
const ROLE_OF = new Map(ROLES)
/** Words that stand before much else than names: what follows must begin with a known surname. */
const LOOSE = new Set(["编辑", "作者", "摄影", "撰文"])
const ROLE_WORD = new RegExp(`(?:${ROLES.map(([word]) => word).join("|")})`)
const ROLE = new RegExp(ROLE_WORD, "g")
/** What papers print before a byline. */
const MARKS = /^[\s□■●◎○◆▲★☆·•]{1,4}/
/** A paper's name or kind of reporter before the first role word: 某某日报全媒体. */
const OUTLET =
  /^(?:本报|本网|本台|本刊|总台|客户端|[文图]|全媒体|融媒体|融媒|\p{Script=Han}{2,8}?(?:日报|晚报|晨报|时报|商报|都市报|报|社|网|台|新闻|在线|传媒|客户端|融媒体中心|融媒))?(?:全媒体|融媒体|首席|特约|特派)?$/u
/** 文/图 and its kin: what a person made, not who. */
const MADE = /(?:[文图摄]\s?[/／并、及]\s?[文图摄影片]{1,2}|(?<=[\s/／])[文图](?:片)?)$/
const SHOT = /(?:\s|[/／])?(?:摄|图)$/
const WRAPPED = /^[([（【［]\s{0,4}(.{2,100}?)\s{0,4}[)\]）】］]$/
const MAX_LENGTH = 110
const SHOOTER: BylineRole = "photographer"

/**
 * The people of a line that is nothing but a byline; null for any other line.
 * `记者 甲某某 通讯员 乙某某 文/图`, `通讯员丙某某`, `(责任编辑:丁某)`, `文/甲某某 图/乙某某`.
 */
export function readByline(line: string): Byline[] | null {
  if (line.length > MAX_LENGTH) return null
  const bare = line.replace(MARKS, "")
  const text = (WRAPPED.exec(bare)?.[1] ?? bare).trim()
  if (/[。！？；“”]/.test(text)) return null
  const slashed = slashByline(text) ?? bracketedByline(text)
  if (slashed !== null) return slashed
  // The role words are Simplified; a folded text has the same length.
  const marks = [...fold(text).matchAll(ROLE)]
  const first = marks[0]
  if (first === undefined) return /\s/.test(text) ? shotBy(text) : null
  const lead = text.slice(0, first.index).trim()
  const written = slashByline(lead)
  if (written === null && !OUTLET.test(lead)) return null
  const bylines: Byline[] = [...(written ?? [])]
  for (const [i, mark] of marks.entries()) {
    const segment = text.slice(mark.index + mark[0].length, marks[i + 1]?.index ?? text.length)
    const people = segmentBylines(segment, ROLE_OF.get(mark[0]) ?? null, LOOSE.has(mark[0]))
    if (people === null) return null
    bylines.push(...people)
  }
  return bylines.length > 0 || marks.every((mark) => ROLE_OF.get(mark[0]) === null) ? unique(bylines) : null
}

/** Bylines and buttons in brackets of their own: `【纠错】 【责任编辑：甲某】`. */
function bracketedByline(text: string): Byline[] | null {
  if (!/^[【[]/.test(text)) return null
  const groups = text.split(/[\]】]\s{0,4}[【[]|^[【[]|[\]】]$/).filter((group) => group !== "")
  if (groups.length < 2) return null
  const read = groups.map((group) => (group.length <= 6 && !ROLE_WORD.test(group) ? [] : readByline(group)))
  return read.some((people) => people === null) ? null : unique(read.flatMap((people) => people ?? []))
}

/** The names after one role word. An empty list is right between two role words (`记者 摄影`). */
function segmentBylines(raw: string, role: BylineRole | null, loose: boolean): Byline[] | null {
  const spaced = !loose && /^[\s:：/／]/.test(raw)
  let segment = raw.replace(/^[\s:：/／|]+/, "").replace(/[\s/／|、,，]+$/, "")
  const both = /^(.{2,40}?)\s文\s{1,4}(.{2,20}?)\s{0,2}[图摄]$/.exec(segment)
  if (both !== null && role !== null) {
    const writers = readNames(both[1] ?? "", !spaced)
    const shooters = readNames(both[2] ?? "", false)
    if (writers === null || shooters === null) return null
    return [...writers.map((name) => ({ role, name })), ...shooters.map((name) => ({ role: SHOOTER, name }))]
  }
  segment = segment.replace(MADE, "").trim()
  const shot = SHOT.test(segment) && segment.length > 1
  if (shot) segment = segment.replace(SHOT, "").trim()
  if (segment === "" || segment === "文" || segment === "图" || segment === "摄") return []
  const names = readNames(segment, !spaced)
  if (names === null) return null
  if (role === null) return []
  const last = names.length - 1
  return names.map((name, i) => ({ role: shot && i === last ? "photographer" : role, name }))
}

/** `文/甲某某 图/乙某某`, `图/文 甲某某`. */
function slashByline(text: string): Byline[] | null {
  const parts = /^文\s?[/／:：]\s?(.{2,40}?)\s{1,6}[图摄]影?\s?[/／:：]\s?(.{2,40})$/.exec(text)
  const whole = /^(?:文\s?[/／]\s?图|图\s?[/／]\s?文|文)\s?[/／:： ]\s?(.{2,40})$/.exec(text)
  const writers = parts?.[1] ?? whole?.[1]
  if (writers === undefined) return null
  const names = readNames(writers.replace(/^(?:本报)?记者\s?/, ""), true)
  const shooters = parts === null ? [] : readNames((parts[2] ?? "").replace(/^(?:本报)?记者\s?/, ""), true)
  if (names === null || shooters === null) return null
  return unique([
    ...names.map((name) => ({ role: "reporter" as const, name })),
    ...shooters.map((name) => ({ role: "photographer" as const, name })),
  ])
}

/** `某某某 摄`. */
function shotBy(text: string): Byline[] | null {
  const match = /^(\S.{1,20}?)(\s{0,4})摄影?$/.exec(text)
  const names = match === null ? null : readNames(match[1] ?? "", match[2] === "")
  return names === null ? null : names.map((name) => ({ role: "photographer" as const, name }))
}

/** A byline in brackets at the end of a paragraph: the paragraph without it, and the people. */
export function trailingByline(paragraph: string): { text: string; bylines: Byline[] } | null {
  const match = /\s{0,4}[(（【[]([^()（）【】[\]]{3,80})[)）】\]]$/.exec(paragraph)
  if (match === null || match.index === 0) return null
  const bylines = readByline((match[1] ?? "").trim())
  return bylines === null ? null : { text: paragraph.slice(0, match.index), bylines }
}

/**
 * The people in a dateline: `本报某地讯（记者 甲某某 通讯员 乙某某）`, `本报讯 记者甲某某报道：`. The words stay
 * where they are.
 */
export function datelineBylines(paragraph: string): Byline[] {
  const match =
    /^[^（(。，]{0,24}[（(]([^()（）]{3,60})[）)]/.exec(paragraph) ??
    /^.{0,12}[讯电]\s{0,4}((?:本报)?(?:记者|通讯员)[^。，：:]{2,30}?)(?:报道)?[：:]/.exec(paragraph)
  return (match === null ? null : readByline((match[1] ?? "").trim())) ?? []
}

/** Bylines as an export gives them: objects with role and name, or strings such as `记者 甲某某`. */
export function givenBylines(value: unknown): Byline[] {
  const entries = Array.isArray(value) ? value.slice(0, 50) : [value]
  const bylines: Byline[] = []
  for (const entry of entries) {
    if (typeof entry === "string") bylines.push(...namedBylines(entry))
    if (typeof entry !== "object" || entry === null || !("name" in entry)) continue
    const name = String(entry.name ?? "").trim()
    const role = "role" in entry ? roleOf(String(entry.role)) : "reporter"
    if (name !== "" && role !== null) bylines.push({ role, name })
  }
  return unique(bylines)
}

function namedBylines(text: string): Byline[] {
  const line = text.trim()
  const bylines = readByline(line) ?? shotBy(line)
  if (bylines !== null) return bylines
  const names =
    readNames(line, false) ?? (line !== "" && line.length <= 40 && !line.includes("@") ? [line] : [])
  return names.map((name) => ({ role: "reporter", name }))
}

function roleOf(word: string): BylineRole | null {
  if (word === "reporter" || word === "correspondent" || word === "intern") return word
  if (word === "photographer" || word === "editor") return word
  return ROLE_OF.get(word) ?? null
}

export function unique(bylines: readonly Byline[]): Byline[] {
  const seen = new Set<string>()
  return bylines.filter(({ role, name }) => {
    const key = `${role} ${name}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
