import type { Block } from "../corpus.ts"
import { isInstruction } from "../text/instructions.ts"
import { type Span, sentences } from "../text/sentences.ts"

/** A sentence of an article that may stand in a summary; `text` is the article's text between its offsets. */
export interface Candidate extends Span {
  readonly text: string
  /** Cannot stand without the sentence before it: 该, 其, 他, 二是 … */
  readonly leans: boolean
  /** Where the sentence before it in its paragraph begins, behind a dateline; undefined for the first. */
  readonly previousStart: number | undefined
  /** Its paragraph behind the dateline, in which its sense is judged. */
  readonly context: Span
  /** Says less on its own than it seems to: a question, or words of somebody. */
  readonly weak: boolean
}

const MOST_CANDIDATES = 150
const SHORTEST = 8
/** Of a dateline and a byline together. */
const LONGEST_HEAD = 250

/** 本报苍梧讯（记者…）, 某社某地7月20日电 (记者…), 某报讯 记者…: how a first sentence says where it comes from. */
const DATELINE =
  /^[^，。；：“”！？（(]{0,40}(?:讯|日电)(?:\s*[（(](?=[^（）()。]{0,60}(?:记者|通讯员))[^（）()。]{1,60}[)）]|[\s　]+)[\s　]*/
/** 某网某地7月20日消息（记者…）, 某网 7 月 20 日消息，: but not of whom something is known. */
const NEWS_OF_DAY =
  /^(?!据)[^，。；：“”！？（(]{2,40}\d\s?日(?:消息|电)(?:\s*[（(](?=[^（）()。]{0,60}(?:记者|通讯员))[^（）()。]{1,60}[)）]|[，,：:])[\s　]*/
const OWN_DATELINE =
  /^本[报台网刊社][^，。；：“”！？（(]{0,20}讯(?:\s*[（(][^（）()。]{1,60}[)）])?[\s　:：]*/
/** （记者…）, 【某报记者…】, 记者某某报道. */
const BYLINE =
  /^(?:[（(][\p{Script=Han} 　、]{2,20}[)）](?=[^，。；]*[，。；])|[（(【][^（）()【】。]{0,40}(?:记者|通讯员)[^（）()【】。]{0,60}[)）】]|(?:本报)?记者[^，。：“]{2,20}报道[\s　:：])[\s　]*/u
const CAPTION =
  /(?:^|[\s　])图为|^图[:：]|^资料图|供图[\s　]|图源[:：]|\/摄|(?:供图|资料图片?|[\s　（(][^\s　，。（(]{2,20}[\s　]?摄)[)）]?。?$/
const LONGEST_CAPTION = 120
/** Of the site, not of the story. */
const DISCLAIMER =
  /不构成.{0,8}建议|投资有风险|与本[站网][^。]{0,6}无关|不代表本[站网]|(?:力求但)?不保证.{0,40}(?:准确|真实|完整)|仅供参考/
const CREDIT = /^[（(]?(?:本报)?(?:实习)?(?:记者|通讯员|责任编辑|责编|编辑|来源|作者)[\s　:：]/
/** Of the picture before: …摄这是…. */
const PICTURE_CREDIT =
  /^(?:新华社|中新社|中新网|本报)?(?:记者|通讯员)[\s　]?[\p{Script=Han}·、 　]{2,12}?[\s　]?摄(?![影像制取])[\s　]*/u
/** Joins a sentence to the one before it, which it can do without. */
const JOINT = /^(?:同时|与此同时|此外|另外|除此之外)[，,]/
/** At its head, or behind a first clause of a few characters (目前，该桥…): what says nothing without the sentence before. */
const LEANS =
  /^[“「]?(?:[其他她它]|此(?!外)|(?:[^，。；：“”]{1,5}，)?(?:[该这]|上述|前述)|前者|后者|[两二]者|[一二三四五六七八九十]是|对此|为此|因此|由此|据此|所以|不过|然而|随后|但|可是|却|于是|最后|最终|结果|接着|紧接着|原来[，,]|无奈|其次|甚至|正因|比如|例如|总之|后来|至此|也|还|并(?!非)|而|又|另一|要(?![闻素职案塞]))/
const ENDS = /[。！？!?…][”’」』）)]*$/
const ONLY_SPEAKER = /^[^，。]{1,40}(?:说|表示|介绍|介绍说|告诉记者)。$/

/**
 * Sentences of the body in order, each once, whole but for what leads up to them: a dateline, a picture's credit, 此外.
 * Sub-headings, captions, credits, disclaimers, fragments, and halves of quotations are left out. `text` is the body's blocks joined by one line feed.
 */
export function candidates(body: readonly Block[], text: string): Candidate[] {
  const found: Candidate[] = []
  let offset = 0
  for (const block of body) {
    const paragraph = "heading" in block ? block.heading : block.text
    if ("text" in block) found.push(...ofParagraph(text, offset, offset + paragraph.length))
    if (found.length >= MOST_CANDIDATES) break
    offset += paragraph.length + 1
  }
  return withoutRepeats(found.slice(0, MOST_CANDIDATES))
}

/** A sentence that stands there again, or within another one, is told by that. */
function withoutRepeats(found: readonly Candidate[]): Candidate[] {
  const bare = found.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, ""))
  return found.filter((_, i) => {
    const own = bare[i] ?? ""
    return !bare.some((other, j) => j !== i && other.includes(own) && (other.length > own.length || j < i))
  })
}

function ofParagraph(text: string, start: number, end: number): Candidate[] {
  const paragraph = text.slice(start, end)
  if (paragraph.length <= LONGEST_CAPTION && CAPTION.test(paragraph)) return []
  const spans = sentences(paragraph).map((span, i) => {
    const sentence = paragraph.slice(span.start, span.end)
    return { start: start + span.start + leadUp(sentence, i === 0), end: start + span.end }
  })
  const context = { start: spans[0]?.start ?? start, end }
  return spans.flatMap((span, i) => {
    const sentence = text.slice(span.start, span.end)
    if (!standsAsSentence(sentence)) return []
    const leans = LEANS.test(sentence)
    const weak = /[？?]/.test(sentence) || sentence.startsWith("“")
    return [{ ...span, text: sentence, leans, previousStart: spans[i - 1]?.start, context, weak }]
  })
}

/** Length of what a sentence begins with and does not need: dateline and byline, the credit of a picture, 此外 and its like. */
function leadUp(sentence: string, isFirst: boolean): number {
  const head = isFirst ? headLength(sentence) : (PICTURE_CREDIT.exec(sentence)?.[0].length ?? 0)
  const joint = JOINT.exec(sentence.slice(head))?.[0].length ?? 0
  return head + joint < sentence.length ? head + joint : 0
}

/** Length of the dateline and byline that the sentence begins with. */
function headLength(sentence: string): number {
  const head = sentence.slice(0, LONGEST_HEAD)
  const dateline = (OWN_DATELINE.exec(head) ?? DATELINE.exec(head) ?? NEWS_OF_DAY.exec(head))?.[0].length ?? 0
  const byline = BYLINE.exec(head.slice(dateline))?.[0].length ?? 0
  return dateline + byline < sentence.length ? dateline + byline : 0
}

function standsAsSentence(sentence: string): boolean {
  if (sentence.length < SHORTEST || !ENDS.test(sentence) || isInstruction(sentence)) return false
  if (
    DISCLAIMER.test(sentence) ||
    CAPTION.test(sentence) ||
    CREDIT.test(sentence) ||
    ONLY_SPEAKER.test(sentence)
  )
    return false
  const open = count(sentence, "“")
  if (open !== count(sentence, "”")) return false
  const allQuotation = open === 1 && sentence.startsWith("“") && /”[。！？]?$/.test(sentence)
  return !allQuotation
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1
}
