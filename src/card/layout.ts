import type { CardWords } from "../digest/card.ts"
import { cut, ENDS_IN_ELLIPSIS, wrap } from "./wrap.ts"

export interface TextStyle {
  /** Pixels an em. */
  readonly size: number
  /** 200 to 900. */
  readonly weight: number
}

/** One line of text; y is its baseline. */
export interface PlacedText extends TextStyle {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly fill: string
}

export interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fill: string
}

/** Everything in pixels. */
export interface CardLayout {
  readonly width: number
  readonly height: number
  readonly texts: readonly PlacedText[]
  /** The ground first. */
  readonly bars: readonly Bar[]
}

export type MeasureText = (text: string, style: TextStyle) => number

const WIDTH = 1200
const LEAST_HEIGHT = 630
const MARGIN = 72
const INNER = WIDTH - 2 * MARGIN
const BOTTOM = 60
const GROUND = "#fbf8f1"
const INK = "#1b1a18"
const SOFT = "#6f6a60"
const HAIR = "#ddd5c4"
const ACCENT = "#b3261e"

const EDGE = 14
const NAME = { sizes: [92, 80, 68, 58, 48, 40], weight: 900, baseline: 148, gap: 48 }
const WEEKDAY: TextStyle = { size: 40, weight: 800 }
const DAY: TextStyle = { size: 34, weight: 500 }
const RULE_Y = 182
/** Down to the lower edge of the double rule. */
const HEAD_HEIGHT = RULE_Y + 13
/** The larger ones where little else stands on the card. */
const LEAD = { sizes: [70, 62, 54], large: [92, 80, 70, 62, 54], weight: 800, leading: 1.36 }
const LEAD_GAP = { above: 40, below: 34 }
const ITEM: TextStyle = { size: 43, weight: 600 }
const ITEM_LEADING = 1.38
const ITEM_GAP = 21
const BULLET = { size: 13, indent: 40 }
/** Of an ideographic box, the part that stands above the baseline. */
const ABOVE = 0.88
/** An opening bracket is drawn in the right half of its box: at the start of a line it is moved out by the left one. */
const OPENING = /^[「『《〈【〔（“‘]/
const HANGING = 0.46

/** Masthead with the day, a double rule, the lead, and the other headlines below it; as high as it has to be. */
export function layoutCard(words: CardWords, measure: MeasureText): CardLayout {
  const [first = "", ...others] = words.headlines
  const lead = leadBlock(first, others.length <= 1, measure)
  const items = others.map((text) => {
    const lines = wrap(text, INNER - BULLET.indent, (line) => measure(line, ITEM))
    return { lines, height: lines.length * ITEM.size * ITEM_LEADING }
  })
  const head = masthead(words, measure)
  const listed = items.reduce((sum, { height }) => sum + height + 2 * ITEM_GAP, 0)
  // Below the last part there is the margin, and no gap of its own.
  const end = BOTTOM - (items.length > 0 ? ITEM_GAP : LEAD_GAP.below)
  const needed = HEAD_HEIGHT + LEAD_GAP.above + lead.height + LEAD_GAP.below + listed + end
  const height = Math.max(LEAST_HEIGHT, Math.ceil(needed))
  // What a short card has to spare stands between its parts.
  const spare = (height - needed) / (items.length + 2)
  const texts = [...head.texts]
  const bars = [{ x: 0, y: 0, width: WIDTH, height, fill: GROUND }, ...head.bars]
  let y = HEAD_HEIGHT + LEAD_GAP.above + spare
  texts.push(...placed(lead.lines, MARGIN, y, lead.style, lead.leading, INK))
  y += lead.height + LEAD_GAP.below + spare
  for (const { lines, height: own } of items) {
    bars.push({ x: MARGIN, y: Math.round(y), width: INNER, height: 2, fill: HAIR })
    y += ITEM_GAP + spare / 2
    const middle = y + (ITEM.size * ITEM_LEADING) / 2
    bars.push({
      x: MARGIN + 2,
      y: middle - BULLET.size / 2,
      width: BULLET.size,
      height: BULLET.size,
      fill: ACCENT,
    })
    texts.push(...placed(lines, MARGIN + BULLET.indent, y, ITEM, ITEM_LEADING, INK))
    y += own + ITEM_GAP + spare / 2
  }
  return { width: WIDTH, height, texts, bars }
}

function masthead(
  { paper, day, weekday }: CardWords,
  measure: MeasureText,
): Pick<CardLayout, "texts" | "bars"> {
  const dated = Math.max(measure(weekday, WEEKDAY), measure(day, DAY))
  const room = INNER - dated - NAME.gap
  const styles = NAME.sizes.map((size) => ({ size, weight: NAME.weight }))
  const style = firstOrLast(styles, (one) => measure(paper, one) <= room)
  const right = (text: string, y: number, of: TextStyle, fill: string) => ({
    ...of,
    text,
    x: WIDTH - MARGIN - measure(text, of),
    y,
    fill,
  })
  return {
    texts: [
      {
        ...style,
        text: cut(paper, room, (text) => measure(text, style)),
        x: MARGIN,
        y: NAME.baseline,
        fill: INK,
      },
      right(weekday, NAME.baseline - 50, WEEKDAY, ACCENT),
      right(day, NAME.baseline, DAY, SOFT),
    ],
    bars: [
      { x: 0, y: 0, width: WIDTH, height: EDGE, fill: ACCENT },
      { x: MARGIN, y: RULE_Y, width: INNER, height: 6, fill: INK },
      { x: MARGIN, y: RULE_Y + 11, width: INNER, height: 2, fill: INK },
    ],
  }
}

/** As large as it can be without an ellipsis. */
function leadBlock(text: string, large: boolean, measure: MeasureText) {
  const tries = (large ? LEAD.large : LEAD.sizes).map((size) => {
    const style = { size, weight: LEAD.weight }
    const lines = wrap(text, INNER, (line) => measure(line, style))
    return { lines, style, leading: LEAD.leading, height: lines.length * size * LEAD.leading }
  })
  return firstOrLast(tries, ({ lines }) => !ENDS_IN_ELLIPSIS.test(lines.at(-1) ?? ""))
}

/** The first that will do, else the last. */
function firstOrLast<T>(tries: readonly T[], willDo: (one: T) => boolean): T {
  return tries.reduce((best, next) => (willDo(best) ? best : next))
}

function placed(
  lines: readonly string[],
  x: number,
  top: number,
  style: TextStyle,
  leading: number,
  fill: string,
): PlacedText[] {
  const pitch = style.size * leading
  return lines.map((text, at) => ({
    ...style,
    text,
    x: OPENING.test(text) ? x - style.size * HANGING : x,
    y: top + at * pitch + (pitch - style.size) / 2 + style.size * ABOVE,
    fill,
  }))
}
