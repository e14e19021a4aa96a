import { dayIn } from "../text/dates.ts"
import { fold } from "../text/scripts.ts"
import { chinaTime, type DateMention, dateMentions, type PrintedDate } from "./date-forms.ts"
import { halfWidth } from "./lines.ts"

/** What a day on a page is the day of, as its label and the words around it say. */
type Role = "published" | "unlabelled" | "revised" | "crawled" | "clock" | "other"

export interface FoundDate extends PrintedDate {
  readonly start: number
  readonly end: number
  /** Its own label says that it is the day of publication. */
  readonly labelled: boolean
  /** The higher, the likelier the day of publication: labelled before bare, bare before that of an update. */
  readonly rank: number
}

/** Of a bare date without a time, and of an update: what a page states of itself elsewhere is more likely. */
export const UNSURE_RANK = 5
const LABEL_LENGTH = 24
/** What may stand between a label and its date. */
const BETWEEN = /[\s:：|｜为是[【(（]{0,8}(?:北京时间[\s:：]{0,4})?$/
const NAMED = "(?:时间|日期|时刻|日|于)"
/** 时间 and 日期 alone are the article's. */
const PUBLISHED = new RegExp(
  `(?:发布|发稿|发表|刊发|刊登|刊载|见报|出版|上传)${NAMED}?$|(?:首发|出刊|录入|添加|公布|公开|推送|提交|创建|新闻|文章|稿件|报道|信息)${NAMED}$` +
    "|(?<!\\p{Script=Han})(?:时间|日期)$|刊期$|\\b(?:published|posted|released|date)(?:\\s(?:on|at))?$",
  "iu",
)
/** An update, or the day on which an office signed what it published later: stands in for want of a better one. */
const REVISED = new RegExp(
  `更新${NAMED}?$|(?:修改|修订|编辑|审核|成文|生成|发文|印发|签发)${NAMED}$|最[后近](?:修改|修订|编辑)$|\\b(?:updated|modified)(?:\\s(?:on|at))?$`,
  "iu",
)
const CRAWLED = new RegExp(
  `(?:抓取|采集|爬取|存档|快照|下载|保存)${NAMED}$|\\b(?:crawled|fetched|retrieved|saved)(?:\\s(?:on|at|date))?$`,
  "iu",
)
/** The clock that a page shows its reader. */
const CLOCK = new RegExp(
  `(?:今天|今日|现在|当前|目前|此刻)(?:的?${NAMED})?$|(?:打印|系统|本地|访问|浏览)${NAMED}$|\\btoday$`,
  "iu",
)
const BARE_CLOCK = /^[^\p{L}\p{N}]{0,4}北京时间[\s:：]{0,4}$/u
/** Any other day that has a name of its own (活动时间, 截止日期), and days from or until which something goes on. */
const OTHER =
  /\p{Script=Han}(?:时间|日期|时刻|期限)$|(?:有效|展|会|工|任|学|假|档)期$|(?:截至|截止|自|从|至|到|于|在|距|将)$/u
const OTHER_BEHIND = /^(?:起(?!草)|止|前|后|之[前后]|以[前后来]|创[刊办]|成立|出生|开始|施行|实施)/
/** The end of a period that began before it. */
const PERIOD_BEFORE = /[\d日号]\s{0,3}(?:至|到|[-—–~～]{1,2})\s{0,3}$/
const LUNAR_BEFORE =
  /(?:农历|阴历|旧历|夏历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|闰)[\s:：]{0,2}$/

/**
 * The date of a line that is most likely the publication's; null where none can be. Page clocks, deadlines, events and
 * periods never are, and neither is a day without a year, nor 20230815, unless a time of day or its own label stands
 * beside it. `aboutArticle`: the line says that it is about the article (来源：…), which labels its bare dates.
 */
export function findDate(line: string, aboutArticle = false): FoundDate | null {
  let best: FoundDate | null = null
  for (const { mention, role } of rolesOf(line)) {
    if (role !== "published" && role !== "unlabelled" && role !== "revised") continue
    const { year, monthDay, clock, start, end } = mention
    const labelled = role === "published"
    if (!labelled && !isPlain(mention, line)) continue
    const kind = role === "revised" ? 0 : labelled || aboutArticle ? 2 : 1
    const rank = kind * 4 + (clock === "" ? 0 : 2) + (year === null ? 0 : 1)
    if (best === null || rank > best.rank) best = { year, monthDay, clock, start, end, labelled, rank }
  }
  return best
}

/** Whether a line only tells its reader what day it is: 今天是2023年8月15日，星期二. */
export function showsClock(line: string): boolean {
  const roles = rolesOf(line)
  if (roles.length === 0 || roles.some(({ role }) => role !== "clock")) return false
  return !/[。！？，,]/.test(line.replace(/[，,]\s?(?:星期|周)/, ""))
}

/** The day on which a page was fetched, where a line says so: 抓取时间：2023-08-15 07:08. */
export function crawlDay(line: string): string | null {
  const mention = rolesOf(line).find(({ role }) => role === "crawled")?.mention
  return mention === undefined ? null : chinaDay(mention)
}

/** The days with a year that a line names, but for those of clocks and crawls: what the text itself speaks of. */
export function fullDates(line: string): PrintedDate[] {
  return rolesOf(line)
    .filter(({ mention, role }) => mention.year !== null && role !== "clock" && role !== "crawled")
    .map(({ mention }) => mention)
}

/** A date field of an export or feed: all that `findDate` reads, 20250915, seconds or milliseconds since 1970. */
export function fieldDate(value: unknown): PrintedDate | null {
  if (value instanceof Date) return chinaTime(value.getTime())
  if (typeof value === "number") return fieldDate(String(value))
  if (typeof value !== "string") return null
  const text = halfWidth(value.trim()).slice(0, MAX_FIELD)
  return /^\d{8,17}(?:\.\d{1,9})?$/.test(text) ? digitsDate(text) : findDate(`日期：${text}`)
}

/** The same where it names a year; ISO 8601, a date alone where no time of day is given. */
export function readDate(value: unknown): string | null {
  const date = fieldDate(value)
  return date === null || date.year === null ? null : isoDate(date, date.year)
}

/** YYYY-MM-DD in China; null where no year is printed. */
export function chinaDay(date: PrintedDate): string | null {
  if (date.year === null) return null
  const iso = isoDate(date, date.year)
  return date.clock === "" ? iso : dayIn(new Date(iso), "Asia/Shanghai")
}

export function isoDate({ monthDay, clock }: PrintedDate, year: number): string {
  return `${year}-${monthDay}${clock}`
}

const MAX_FIELD = 300
const PACKED = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})\d{0,3})?)?)?$/
/** In milliseconds since 1970. Less is no time but a number. */
const EARLIEST_INSTANT = 1e11
const MILLISECONDS_END = 1e14

/** Of digits alone: 20230815, 20230815070800, or the time since 1970 in seconds, milliseconds or microseconds. */
function digitsDate(text: string): PrintedDate | null {
  const [, year = "", month, day, hour, minute = "00", second = "00"] = PACKED.exec(text) ?? []
  const packed =
    hour === undefined ? `${year}-${month}-${day}` : `${year}-${month}-${day} ${hour}:${minute}:${second}`
  // Ten digits that begin otherwise are seconds.
  const date = text.length === 10 && !year.startsWith("20") ? null : findDate(packed)
  if (date !== null) return date
  let instant = Number(text) * 1000
  while (instant >= MILLISECONDS_END) instant /= 1000
  return instant < EARLIEST_INSTANT ? null : chinaTime(Math.trunc(instant))
}

function rolesOf(line: string): { readonly mention: DateMention; readonly role: Role }[] {
  return dateMentions(line).map((mention) => ({ mention, role: roleOf(mention, line) }))
}

function roleOf({ start, end, clock, period }: DateMention, line: string): Role {
  const before = fold(line.slice(Math.max(0, start - LABEL_LENGTH), start))
  if (period || PERIOD_BEFORE.test(before) || LUNAR_BEFORE.test(before)) return "other"
  if (clock === "" && /[日号號]/.test(line[end - 1] ?? "") && OTHER_BEHIND.test(line.slice(end, end + 4)))
    return "other"
  const label = before.replace(BETWEEN, "")
  if (PUBLISHED.test(label)) return "published"
  if (REVISED.test(label)) return "revised"
  if (CRAWLED.test(label)) return "crawled"
  if (CLOCK.test(label) || BARE_CLOCK.test(before)) return "clock"
  return OTHER.test(label) ? "other" : "unlabelled"
}

/** Whether digits without a label are a date and nothing else. */
function isPlain({ year, clock, weak, start }: DateMention, line: string): boolean {
  if (year !== null && !weak) return true
  return clock !== "" && (!weak || /^\d\d\D?\d\d/.test(halfWidth(line.slice(start, start + 5))))
}
