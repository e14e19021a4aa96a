import type { Byline } from "../corpus.ts"
import { readByline, unique } from "./byline.ts"
import { furnitureRule } from "./furniture.ts"
import { labelledSource } from "./labelled-source.ts"

/** A story's last paragraph, and what a scraper had glued to it: credits, notes on the source, buttons, legal notes. */
export interface Unglued {
  readonly text: string
  readonly bylines: readonly Byline[]
  readonly source: string | null
}

const SENTENCE_END = /[。！？!?…][”’」』）)】]{0,3}(?=[^。！？!?…]*$)/
/** Pieces that can follow the last sentence, each up to the end of the text. */
const PIECE =
  /(?:返回\p{Script=Han}{2,6}[，,]\s?查看更多|[（(【[]?\s?(?:责任编辑|值班编辑|责编|编辑|校对|审核|审校)\s{0,2}[:：/／丨|\s]?\s{0,2}[^\s，。]{0,10}(?:\s[A-Z]{2}\d{3,6})?\s{0,2}[）)】\]]?|更多(?:精彩)?(?:内容|资讯|新闻)请(?:进入|点击|关注|下载)\S{2,12}|[（(]?(?:本文)?来\s?源\s?[:：][^。]{2,40}|[（(【]?原标题\s?[:：][^。]{4,60}[）)】]?|《\p{Script=Han}{2,10}》\s{0,2}[（(]\s{0,2}\d{4}年[^（）()]{4,20}版\s{0,2}[）)](?:\s{0,200}\[)?)$/u
/** `《某某日报》（2025年10月08日 09版）` */
const PRINTED_IN = /^《(\p{Script=Han}{2,10})》/u
/** A button glued to a name, and an editor's number. */
const NO_NAME = /返回\p{Script=Han}{2,6}[，,]\s?查看更多|\s[A-Z]{2}\d{3,6}(?=[）)]?$)/gu
/** What others shall name as their source. */
const ASKED = /注明\s?(?:来源|出处)/
/** How far from its end a text is looked at, and how many pieces are taken off. */
const REACH = 400
const MOST_PIECES = 8
/** What is left must be a story still. */
const LEAST_LEFT = 60

/** Takes off, from the end, what is furniture, a byline or one of the pieces behind the last sentence. */
export function withoutGluedEnd(paragraph: string): Unglued {
  const bylines: Byline[] = []
  let source: string | null = null
  let text = paragraph.trimEnd()
  for (let piece = 0; piece < MOST_PIECES; piece++) {
    const cut = endOfStory(text)
    if (cut === null || cut < LEAST_LEFT) break
    const off = text.slice(cut).replace(NO_NAME, "").trim()
    bylines.push(...(readByline(off) ?? []))
    source = sourceIn(off) ?? source
    text = text.slice(0, cut).trimEnd()
  }
  return { text, bylines: unique(bylines), source }
}

function sourceIn(off: string): string | null {
  return ASKED.test(off) ? null : (labelledSource(off) ?? PRINTED_IN.exec(off)?.[1] ?? null)
}

/** Where the last piece begins that is no story; null where the text ends in story. */
function endOfStory(text: string): number | null {
  const from = Math.max(0, text.length - REACH)
  const end = text.slice(from)
  const full = SENTENCE_END.exec(end)
  if (full === null) return null
  const behind = full.index + full[0].length
  const rest = end.slice(behind)
  if (rest.trim() === "") {
    const start = legalNote(end, full.index)
    return start === null ? null : from + start
  }
  const gap = /\s{2,}(?=\S[^\s]*(?:\s\S+)*$)/.exec(rest)?.index ?? 0
  for (const start of gap > 0 ? [gap, 0] : [0]) {
    const off = rest.slice(start).trim()
    if (readByline(off) !== null || furnitureRule(off) !== null) return from + behind + start
  }
  const piece = PIECE.exec(rest)
  return piece === null ? null : from + behind + piece.index
}

/** Where the last sentence begins, if it is a legal note or tells how to reach the newsroom. */
function legalNote(end: string, stop: number): number | null {
  const before = SENTENCE_END.exec(end.slice(0, stop))
  const start = before === null ? 0 : before.index + before[0].length
  const rule = furnitureRule(end.slice(start).trim())
  return rule !== null && LEGAL.has(rule.name) ? start : null
}

const LEGAL = new Set(["copyright", "newsroom contact"])

/** An advert within a text: its label, its words and the cross that closes it. */
const ADVERT = /广告\s{1,4}[^。！？]{2,60}?\s{0,2}×\s{0,4}/g

export function withoutAdverts(text: string): string {
  return text.includes("×") ? text.replace(ADVERT, "") : text
}
