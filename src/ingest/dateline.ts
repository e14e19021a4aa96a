/** What stands at the beginning of a report: 本报梧州8月6日讯, 新华社南宁8月6日电（记者 …）. */
export interface Dateline {
  /** 本报 and 本网, too. */
  readonly outlet: string
  /** As printed; empty where none is named. Several stand with 、 or a gap between them. */
  readonly place: string
  /** Offset in the text behind it. */
  readonly end: number
}

const OUTLET = String.raw`本[报刊网台]|\p{Script=Han}{1,8}?(?:新闻网|客户端|[社网报台])`
const DAY = String.raw`(?:\d{4}年)?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日`
const DATED = new RegExp(
  String.raw`(${OUTLET})(?:客户端|记者)?\s?([\p{Script=Han}、，,·\s]{0,16}?)\s?${DAY}\s{0,2}(?:专|特|综合|晚间?)?(?:[电讯]|消息)(?!话|息|视|影|力|网|动|商)`,
  "u",
)
const UNDATED = new RegExp(
  String.raw`^\s{0,4}[（(【[]?(${OUTLET})\s?([\p{Script=Han}、，,·\s]{0,12}?)\s?(?:专|特)?[电讯](?=[】\]\s　（(:：]|$|记者)`,
  "u",
)
const REPORTS_FROM =
  /^.{0,24}?(?:记者|通讯员)[^。，]{1,24}?[\s　）)·](?:发自)?([\p{Script=Han}]{2,9})(?:综合|摄影)?报道[】）)\s　]/u
/** A printed page may put the page's title before it. */
const WITHIN = 100

/** The dateline of a story's first paragraph. */
export function readDateline(paragraph: string): Dateline | null {
  const text = paragraph.slice(0, WITHIN)
  const found = UNDATED.exec(text) ?? DATED.exec(text)
  if (found) {
    return {
      outlet: (found[1] ?? "").replace(/^.*?据/u, ""),
      place: (found[2] ?? "").trim().replace(/(?:新闻|频道|分社|分网)$/u, ""),
      end: found.index + found[0].length,
    }
  }
  const from = REPORTS_FROM.exec(text)
  return from ? { outlet: "", place: from[1] ?? "", end: from[0].length } : null
}
