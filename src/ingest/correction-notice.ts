import { articleText, type CorrectionNotice } from "../corpus.ts"
import { addDays, calendarDay, latestDay } from "../text/dates.ts"
import type { Draft } from "./draft.ts"
import { pageNumber } from "./jumps.ts"

/** A title that says that the paper corrects itself, and nothing else. */
const TITLE =
  /^[【[［(（\s]{0,2}(?:来函)?(?:更正|勘误|致歉)(?:与|和|及|并|、)?(?:更正|致歉|道歉)?(?:说明|启事|声明|表)?[】\]］)）]?(?:[:：].{0,60})?$/
/** A title that may also stand over something else: the text has to say that the paper corrects itself. */
const TITLE_PERHAPS = /^[【[［]?(?:致读者|敬告读者|致歉信?|启事)[】\]］]?$/
const OWN = /(?:本|我)(?:报|刊|网|版|台|社|公众号|客户端)|《[^《》]{2,60}》(?:一文|报道|一稿|的?消息)|编辑部/
const FAULT =
  /应为|应是|应作|应改为|更正为|有误|误为|误作|误写|误刊|误植|刊误|差错|错误|失实|不实|不准确|不符/
const FORMULA =
  /特此更正|特作更正|现(?:予以?|作)?更正|(?:因|由于)(?:编辑|记者|校对|排版|采编|编校|工作|通讯员)[^。]{0,12}(?:疏忽|失误|差错|原因)/
/** Courts, registries and companies correct and apologize as well. */
const OTHERS = /法院|判决|判令|原告|被告|更正登记|变更登记|公司[^。]{0,10}致歉|赔礼道歉/
const LONGEST = 800
const LONGEST_UNTITLED = 400

const WORD = '[“"「『‘]([^“”"「」『』‘’]{1,60})[”"」』’]'
const WRONG = [
  new RegExp(`${WORD}(?:有误)?[，,]?(?:系笔误，?)?(?:应|更正)(?:当)?(?:为|是|作|改为)`, "g"),
  new RegExp(`误(?:为|作|写成?为?|刊为|植为)${WORD}`, "g"),
]
const HEADLINE = /《([^《》]{4,80})》/g
const PAPER = /(?:报|网|周刊|杂志|条例|法|办法)$/
const NAMED_DAY = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日|(本月|上月)(\d{1,2})日|(今[日天]|昨[日天]|前[日天])/
const NAMED_PAGE = /第?\s?([A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版|(头版)/
/** Day and page of the faulty article stand near the paper's name for itself. */
const NEAR_BEFORE = 12
const NEAR = 90

/**
 * What a correction (更正, 勘误, 致歉) says of the article that it corrects; null for what is none. The notice's own
 * time completes 8月6日 and 昨日: the nearest such day that is not after it.
 */
export function readCorrection(
  notice: Pick<Draft, "title" | "body" | "publishedAt">,
): CorrectionNotice | null {
  const text = articleText(notice.body)
  if (!isNotice(notice.title.trim(), text)) return null
  const words = digitsOf(text)
  const plain = words.replace(/[“「『][^“”「」『』]{0,80}[”」』]/g, "")
  const own = Math.max(0, plain.search(OWN) - NEAR_BEFORE)
  const near = plain.slice(own, own + NEAR).replace(HEADLINE, "《》")
  const page = NAMED_PAGE.exec(near)
  const headlines = [...text.matchAll(HEADLINE)].map((match) => match[1] ?? "")
  return {
    title: headlines.find((headline) => !PAPER.test(headline)) ?? null,
    day: dayOf(near, notice.publishedAt?.slice(0, 10) ?? null),
    page: page === null ? null : page[2] ? "1" : pageNumber(page[1] ?? ""),
  }
}

/** The words that a correction calls wrong: 甲 in “甲”应为“乙”. */
export function wrongWords(text: string): string[] {
  return WRONG.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))
}

function isNotice(title: string, text: string): boolean {
  if (text.length > LONGEST || !FAULT.test(text)) return false
  if (!OWN.test(text)) return false
  if (TITLE.test(title) && !title.includes("歉")) return true
  if (OTHERS.test(text)) return false
  if (TITLE.test(title) || TITLE_PERHAPS.test(title)) return true
  return text.length <= LONGEST_UNTITLED && FORMULA.test(text) && /更正|致歉/.test(text)
}

function digitsOf(text: string): string {
  return text.replace(/[０-９Ａ-Ｚ]/g, (sign) => sign.normalize("NFKC"))
}

function dayOf(words: string, printed: string | null): string | null {
  const match = NAMED_DAY.exec(words)
  if (match === null) return null
  const [, year, month, day, whichMonth, dayOfMonth, relative] = match
  if (year !== undefined) return calendarDay(Number(year), Number(month), Number(day))
  if (printed === null) return null
  const [y = 0, m = 0] = printed.split("-").map(Number)
  if (relative !== undefined)
    return addDays(printed, relative[0] === "今" ? 0 : relative[0] === "昨" ? -1 : -2)
  if (whichMonth !== undefined) {
    const back = whichMonth === "上月" ? 1 : 0
    return m > back
      ? calendarDay(y, m - back, Number(dayOfMonth))
      : calendarDay(y - 1, 12, Number(dayOfMonth))
  }
  return latestDay(Number(month), Number(day), printed)
}
