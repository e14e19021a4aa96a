/** What a line such as `第A02版：要闻` says: the page of the printed paper, and its section where it names one. */
export interface PageLine {
  readonly page: string
  readonly section: string | null
}

const NUMBER = String.raw`第\s?([A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版`
const SECTION = String.raw`\s{0,2}[:：]?\s{0,2}([\p{Script=Han}·]{2,8})`
const WHOLE = new RegExp(
  String.raw`^(?:${NUMBER}|([A-Z]\d{1,3})\s?版?|版次\s?[:：]\s?([A-Z]?\d{1,3}))(?:${SECTION})?$`,
  "u",
)
const WITHIN = new RegExp(String.raw`${NUMBER}(?:\s?[:：]${SECTION})?`, "u")
const LONGEST = 20

/** Reads a line that is nothing but a page line; null for any other. */
export function readPageLine(line: string): PageLine | null {
  const match = line.length > LONGEST ? null : WHOLE.exec(line)
  const page = match?.[1] ?? match?.[2] ?? match?.[3]
  return page === undefined ? null : { page, section: match?.[4] ?? null }
}

/** The page that a line about the article names among other things. */
export function pageNamed(line: string): PageLine | null {
  const match = WITHIN.exec(line)
  return match === null ? null : { page: match[1] ?? "", section: match[2] ?? null }
}
