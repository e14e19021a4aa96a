/** A line of a page: one paragraph, title, navigation line or the like, as a reader would see it. */
export interface Line {
  readonly text: string
  /** Marked as a heading by the page itself. */
  readonly heading?: true
  /** Share of its letters that are links, where the page's markup tells and it is not 0. */
  readonly links?: number
}

const INVISIBLE =
  /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&nbsp;", " "],
  ["&amp;", "&"],
  ["&quot;", '"'],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&ldquo;", "“"],
  ["&rdquo;", "”"],
  ["&middot;", "·"],
  ["&mdash;", "—"],
  ["&hellip;", "…"],
])

/** One line without invisible characters, with plain spaces, trimmed; inner runs of spaces stay. */
export function cleanLine(line: string): string {
  let text = line.replace(INVISIBLE, "").replace(/[\t\u00A0\u2002-\u200A\u202F\u3000]/g, " ")
  if (text.includes("&")) text = text.replace(/&[a-z]{2,6};/g, (entity) => ENTITIES.get(entity) ?? entity)
  return text.trim()
}

/** Also the indent of a paragraph that a scraper left behind the last one's full stop. */
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]|(?<=[。！？”])\u3000{2}/

/** The non-empty lines of a text. */
export function textLines(text: string): Line[] {
  const lines: Line[] = []
  for (const raw of text.split(LINE_BREAK)) {
    const line = cleanLine(raw)
    if (line !== "") lines.push({ text: line })
  }
  return lines
}

const SENTENCE_END = /[。！？!?…；;：:][”’」』）)】》"']{0,3}$/

export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text)
}

/** A line that can only be story: it ends as a sentence does and holds a full stop, or is too long for a title. */
export function isParagraph(text: string): boolean {
  return (text.includes("。") && (endsSentence(text) || text.length > 40)) || text.length > 90
}

/** Words without punctuation and spaces, for comparing a title with a sentence. */
export function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "")
}

const WIDE = /[０-９Ａ-Ｚａ-ｚ：／－．]/g

/** Full-width digits, letters and the punctuation of dates in half width. */
export function halfWidth(text: string): string {
  return text.replace(WIDE, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
}
