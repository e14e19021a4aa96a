/** The fields of an article as an export, a feed or a front matter gives them. */
export interface Given {
  readonly id?: unknown
  readonly url?: unknown
  readonly title?: unknown
  readonly publishedAt?: unknown
  /** When it was fetched. */
  readonly crawledAt?: unknown
  readonly source?: unknown
  readonly place?: unknown
  readonly bylines?: unknown
  readonly abstract?: unknown
  readonly page?: unknown
  readonly section?: unknown
}

export type FieldName = keyof Given | "text"

/** Which column of a table, or key of a record, holds a field. */
export type ColumnMap = Readonly<Partial<Record<FieldName, string>>>

/** Names without marks and spaces, the surest first: `title` wins over 题目 where a record has both. */
const ALIASES: Readonly<Record<FieldName, string>> = {
  text: "text content body fulltext contenthtml bodyhtml html contenttext article 正文 内容 全文 原文",
  title: "title headline heading subject 标题 题目 题名 篇名",
  publishedAt:
    "publishedat date datetime time published publishdate publishtime pubdate pubtime publicationdate datepublished issued 日期 时间 发布时间 发布日期 发表时间 发表日期 刊发时间 刊发日期 刊登日期 见报日期 出版日期 发稿时间 createdat created createtime createdate 创建时间 添加时间 录入时间",
  crawledAt:
    "crawledat crawltime crawldate crawled fetchedat fetchtime fetchdate fetched scrapedat scrapetime scraped retrievedat downloadedat downloadtime spidertime 抓取时间 抓取日期 采集时间 采集日期 爬取时间 爬取日期",
  url: "url link href permalink address uri 链接 网址 地址 链接地址 网页地址",
  source: "source publisher paper newspaper media 来源 媒体 报纸 报纸名称 出处 发布机构 发布单位",
  bylines: "bylines byline author authors creator reporter writer 作者 记者 署名 撰稿人",
  abstract: "abstract summary description excerpt 摘要 导读 提要 简介 导语",
  place: "place region location 地区 地点 地域 区域",
  page: "page 版面 版次 版号",
  section: "section channel column category 栏目 频道 版块 分类 类别",
  id: "id guid uuid articleid 编号 序号",
}

export const FIELDS: readonly FieldName[] = Object.keys(ALIASES) as FieldName[]

interface Known {
  readonly field: FieldName
  readonly rank: number
}

const KNOWN: ReadonlyMap<string, Known> = new Map(
  FIELDS.flatMap((field) => ALIASES[field].split(" ").map((name, rank) => [name, { field, rank }] as const)),
)
/** What exports put before a name: 新闻标题, post_content. Such a name ranks behind the bare ones. */
const PREFIX = /^(?:新闻|文章|稿件|信息|资讯|原文|news|article|post|story|item)(?=.{2})/
const PREFIXED_RANK = 100

function known(name: string): Known | null {
  const key = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\([^()]{0,40}\)\s{0,9}$/, "")
    .replace(/[\s_\-.:/'"]/g, "")
  const bare = KNOWN.get(key)
  if (bare !== undefined) return bare
  const behind = KNOWN.get(key.replace(PREFIX, ""))
  return behind === undefined ? null : { ...behind, rank: behind.rank + PREFIXED_RANK }
}

/** The field that a column or key name stands for; null for one that is not known. */
export function fieldOf(name: string): FieldName | null {
  return known(name)?.field ?? null
}

/** The first column for each field, by names alone. */
export function columnsByName(names: readonly string[]): ColumnMap {
  const columns: Partial<Record<FieldName, string>> = {}
  const ranks = new Map<FieldName, number>()
  for (const name of names) {
    const found = known(name)
    if (found === null || found.rank >= (ranks.get(found.field) ?? Number.POSITIVE_INFINITY)) continue
    ranks.set(found.field, found.rank)
    columns[found.field] = name
  }
  return columns
}

export type GivenFields = Given & { readonly text?: unknown }

/** The fields of a record: from the columns of the map, for fields that it leaves open by names. Empty values are none. */
export function givenFields(record: Readonly<Record<string, unknown>>, map: ColumnMap = {}): GivenFields {
  const mapped = new Set(Object.values(map))
  const filled = Object.keys(record).filter((name) => {
    const value = record[name]
    return value !== null && value !== undefined && value !== "" && !mapped.has(name)
  })
  const columns = { ...columnsByName(filled), ...map }
  const given: Partial<Record<FieldName, unknown>> = {}
  for (const field of FIELDS) {
    const name = columns[field]
    const value = name === undefined ? undefined : plain(record[name])
    if (value !== null && value !== undefined && value !== "") given[field] = value
  }
  return given
}

/** A field that an interface wraps with what it made of it: `{"rendered": "…"}`. */
function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null && "rendered" in value ? value.rendered : value
}

/** `text=内容,title=标题`; null where that is not what it says. A name may hold commas. */
export function readColumnMap(words: string): ColumnMap | null {
  const marks = [...words.matchAll(new RegExp(`(?:^|,)\\s{0,9}(${FIELDS.join("|")})=`, "g"))]
  if (marks[0]?.index !== 0) return null
  const map: Partial<Record<FieldName, string>> = {}
  for (const [i, mark] of marks.entries()) {
    const name = words.slice(mark.index + mark[0].length, marks[i + 1]?.index).trim()
    const field = mark[1] as FieldName
    if (name === "" || map[field] !== undefined) return null
    map[field] = name
  }
  return map
}
