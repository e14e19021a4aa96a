import type { OpenEnd, Seam } from "../corpus.ts"

const NUMBER = String.raw`第?\s{0,2}(?:[A-Za-zＡ-Ｚ]?\s?[\d０-９]{1,3}|[一二三四五六七八九十]{1,3})\s{0,2}[版页]`
/** A page by number, or by the name of its section: `下转要闻版`. */
const PAGE = String.raw`(?:${NUMBER}|[^()（）【】[\]。，；《]{1,12}[版页])`
/** What may follow the page: its section (`·要闻`), the headline (`《标题》`). */
const TAIL = String.raw`[^()（）【】[\]。，；]{0,30}`
const BRACKETED = new RegExp(
  String.raw`[(（【[〔]\s{0,2}(?:(下\s?转|上\s?接)\s{0,2}${PAGE}${TAIL}|(紧\s?接|转|接)\s{0,2}${NUMBER}${TAIL})[)）\]】〕]`,
  "g",
)
const SIGNS = String.raw`[<>《》←→◀▶►▲▼●■◆★☆＞＜\s]{0,6}`
const BARE_TO = new RegExp(
  String.raw`${SIGNS}下\s?转\s{0,2}${NUMBER}(?:[·:：\s][\p{Script=Han}·]{1,8})?\s{0,2}$`,
  "u",
)
const BARE_FROM = new RegExp(
  String.raw`^${SIGNS}上\s?接\s{0,2}${NUMBER}(?:[·][\p{Script=Han}·]{1,8})?(?=\s|$|[《：:])[：:]?`,
  "u",
)
const HEADLINE = /《([^《》]{2,60})》/
const FULL_STOP = /[。！？!?…][”’」』）)】》"']{0,3}$/
/** A marker is looked for in so many characters at the ends of a line, a bracketed one everywhere. */
const MARKER_LENGTH = 60
/** How many lines may stand between the halves of one story: a repeated headline, a page head. */
const MAX_BETWEEN = 3
const BROKEN_MARKER = /[(（【[]\s{0,2}(?:下|上|紧)\s?(?:转|接)?[^()（）【】[\]。，]{0,14}$/
const MARKER_REST = /^[^()（）【】[\]。，]{0,14}[)）】\]]/

export interface JumpLine {
  readonly text: string
}

/** A line of the stitched story. `seams` are offsets in the line's text. */
export type StitchedLine<T extends JumpLine> = T & { readonly seams?: readonly Seam[] }

export interface Stitched<T extends JumpLine> {
  readonly lines: StitchedLine<T>[]
  /** Halves without their other half, in the order of the page. */
  readonly openEnds: OpenEnd[]
}

interface Marker {
  readonly side: "to" | "from"
  readonly page: string | null
  readonly title: string | null
}

/** The first half that waits for its second one, which belongs before line `at`. */
interface OpenHalf {
  readonly marker: Marker
  readonly at: number
}

type Part<T> = { readonly line: T } | { readonly marker: Marker; readonly glued: boolean }

/**
 * Joins what a page jump parted and takes the markers out. In mid-sentence the halves become one paragraph, after a
 * full stop they stay two. Short lines between the halves are the second page's repeated headline and go. Halves
 * with a paragraph between them are not joined: it may be another story's.
 */
export function stitchJumps<T extends JumpLine>(lines: readonly T[]): Stitched<T> {
  const out: StitchedLine<T>[] = []
  const openEnds: OpenEnd[] = []
  let open: OpenHalf | null = null
  let seam: Omit<Seam, "at"> | null = null
  for (const part of parts(lines)) {
    if ("line" in part) {
      if (seam === null) out.push(part.line)
      else append(out, part.line, seam)
      seam = null
    } else if (part.marker.side === "to") {
      if (open !== null) openEnds.push(goesOn(open, out.length))
      open = { marker: part.marker, at: out.length }
      if (part.glued) {
        seam = { from: null, to: part.marker.page }
        open = null
      }
    } else if (
      open !== null &&
      openEnds.every(isSecond) &&
      fits(open.marker, part.marker, out.slice(open.at))
    ) {
      out.length = open.at
      seam = { from: part.marker.page, to: open.marker.page }
      open = null
    } else {
      if (open !== null) openEnds.push(goesOn(open, out.length))
      openEnds.push({ side: "began", ...endOf(part.marker), within: !out.every(isPageHead) })
      open = null
    }
  }
  if (open !== null) openEnds.push(goesOn(open, out.length))
  return { lines: out, openEnds }
}

/** Whether what follows a seam belongs to the paragraph before it: no sentence ended there. */
export function continuesParagraph(before: string): boolean {
  return before !== "" && !FULL_STOP.test(before)
}

/** The printed number of a page in one form: 第二版 and 02版 are "2", Ａ02版 is "A02"; null where it has none. */
export function pageNumber(printed: string): string | null {
  const text = printed.normalize("NFKC").replace(/\s/g, "").toUpperCase()
  const latin = /([A-Z]?)(\d{1,3})/.exec(text)
  if (latin !== null) {
    const [, letter = "", digits = ""] = latin
    return letter === "" ? String(Number(digits)) : letter + digits.padStart(2, "0")
  }
  const han = /[一二三四五六七八九十]{1,3}/.exec(text)?.[0]
  return han === undefined ? null : String(hanNumber(han))
}

function hanNumber(han: string): number {
  const digit = (sign: string | undefined) => (sign ? "一二三四五六七八九".indexOf(sign) + 1 : 0)
  const [tens, ones] = han.includes("十") ? han.split("十") : ["", han]
  return han.includes("十") ? (tens === "" ? 1 : digit(tens)) * 10 + digit(ones) : digit(ones)
}

function goesOn({ marker, at }: OpenHalf, lines: number): OpenEnd {
  return { side: "goes-on", ...endOf(marker), within: at < lines }
}

function endOf({ page, title }: Marker): Pick<OpenEnd, "page" | "title"> {
  return { page, title }
}

/** Puts what follows a seam into the paragraph before it, or behind it where a sentence ended. */
function append<T extends JumpLine>(
  out: StitchedLine<T>[],
  line: StitchedLine<T>,
  seam: Omit<Seam, "at">,
): void {
  const before = out.at(-1)
  if (before === undefined || !continuesParagraph(before.text)) {
    out.push({ ...line, seams: [{ ...seam, at: 0 }] })
    return
  }
  const seams = [...(before.seams ?? []), { ...seam, at: before.text.length }]
  out[out.length - 1] = { ...before, text: before.text + line.text, seams }
}

/** Another first half that still waits makes it unclear whose second half has come. */
function isSecond({ side }: OpenEnd): boolean {
  return side === "began"
}

/** A story does not go on at the page that it comes from. */
function fits(to: Marker, from: Marker, between: readonly JumpLine[]): boolean {
  if (between.length > MAX_BETWEEN || !between.every(isPageHead)) return false
  return to.page === null || from.page === null || to.page !== from.page
}

function isPageHead(line: JumpLine): boolean {
  return line.text.length <= 40 && !line.text.includes("。")
}

/** The lines without their markers, and the markers where they stood. */
function* parts<T extends JumpLine>(lines: readonly T[]): Generator<Part<T>> {
  let awaited = false
  for (const line of mended(lines)) {
    for (const part of partsOf(line, awaited)) {
      if ("marker" in part) awaited = part.marker.side === "to" && !part.glued
      yield part
    }
  }
}

function partsOf<T extends JumpLine>(line: T, awaited: boolean): Part<T>[] {
  const marks = marksOf(line.text)
  if (marks.length === 0) return [{ line }]
  const found: Part<T>[] = []
  let at = 0
  let open = awaited
  for (const [i, mark] of marks.entries()) {
    const before = line.text.slice(at, mark.start).trim()
    const rest = line.text.slice(mark.end, marks[i + 1]?.start).trim()
    const side = mark.side ?? (before === "" && (open || rest !== "") ? "from" : "to")
    const stops = side === "to" ? (/^[。！？；]{1,2}$/.exec(rest)?.[0] ?? "") : ""
    if (before !== "") found.push({ line: { ...line, text: before + stops } })
    const glued = side === "to" && rest !== stops && marks[i + 1]?.side !== "from"
    found.push({ marker: { side, page: mark.page, title: mark.title }, glued })
    open = side === "to" && !glued
    at = stops === "" ? mark.end : line.text.length
  }
  const last = line.text.slice(at).trim()
  if (last !== "") found.push({ line: { ...line, text: last } })
  return found
}

/** Whether a line has a jump's marker; such a line has no end or beginning of its own. */
export function hasJump(text: string): boolean {
  return marksOf(text).length > 0
}

interface Mark {
  readonly start: number
  readonly end: number
  /** Null for 紧接, which stands at either half. */
  readonly side: Marker["side"] | null
  readonly page: string | null
  readonly title: string | null
}

function marksOf(text: string): Mark[] {
  if (!/[转接]/.test(text)) return []
  const marks: Mark[] = []
  const from = BARE_FROM.exec(text.slice(0, MARKER_LENGTH))
  if (from !== null) {
    const after = /^\s{0,2}《[^《》]{2,60}》\s{0,2}/.exec(text.slice(from[0].length))?.[0] ?? ""
    marks.push(markOf(from[0] + after, 0))
  }
  for (const match of text.matchAll(BRACKETED)) marks.push(markOf(match[0], match.index))
  const start = Math.max(text.length - MARKER_LENGTH, marks.at(-1)?.end ?? 0)
  const to = BARE_TO.exec(text.slice(start))
  if (to !== null) marks.push(markOf(to[0], start + to.index))
  return marks
}

function markOf(text: string, start: number): Mark {
  const sign = /下\s?转|上\s?接|紧\s?接|转|接/.exec(text)
  const word = sign?.[0].replace(/\s/g, "") ?? ""
  const side = word === "下转" || word === "转" ? "to" : word === "紧接" ? null : "from"
  const title = HEADLINE.exec(text)?.[1] ?? null
  const page = new RegExp(NUMBER).exec(text.slice((sign?.index ?? 0) + (sign?.[0].length ?? 0)))?.[0]
  return { start, end: start + text.length, side, page: page === undefined ? null : pageNumber(page), title }
}

/** A marker that a line break parted is whole again. */
function mended<T extends JumpLine>(lines: readonly T[]): T[] {
  const whole: T[] = []
  for (const line of lines) {
    const before = whole.at(-1)
    if (
      before !== undefined &&
      BROKEN_MARKER.test(before.text.slice(-MARKER_LENGTH)) &&
      MARKER_REST.test(line.text)
    )
      whole[whole.length - 1] = { ...before, text: before.text + line.text }
    else whole.push(line)
  }
  return whole
}
