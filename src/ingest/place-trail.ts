import { divisionsNamed, isProvince } from "./gazetteer.ts"

const PREFIX =
  /^[【[]?(?:您?(?:当前|现在|所在)?的?(?:所在)?位置|当前位置|您在|你在)(?:是|为)?\s{0,2}[:：]?\s{0,2}/
const ARROW = /[>›»＞→]|&gt;/
const ARROWS = /[>›»＞→]+|(?:&gt;)+|\s\/\s/
const SUFFIX = /(?:省|市|县|区|自治州|州|盟|旗|镇|乡|街道)$/
const NO_PLACE = /(?:专|社|特|小|景|校|灾|战)区$|(?:楼|都)市$/
/** A longer name that does not say what kind of place it is, and that nobody knows, is a channel: 社会万象. */
const LONGEST_SHORT = 3
const CHANNEL_TAIL = /(?:新闻网?|资讯|频道|要闻|动态)$/
const SITE = /(?:网|在线|日报|晚报|晨报|早报|都市报|报社|门户|数字报|电子报|电子版|客户端)$/
/** Names of channels and page parts that stand in trails and are no places. */
export const CHANNELS: ReadonlySet<string> = new Set(
  "首页 主页 正文 内容 内页 详情 详细 文章 列表 新闻 新闻中心 资讯 要闻 今日要闻 头条 头版 时政 政务 政法 党建 人事 国内 国际 世界 社会 民生 本地 地方 综合 经济 财经 产经 金融 证券 股票 房产 汽车 旅游 科技 科学 数码 互联网 教育 校园 文化 文史 历史 文学 副刊 艺术 读书 娱乐 体育 健康 卫生 医疗 生活 美食 时尚 军事 法治 法制 评论 理论 观点 专题 专栏 视频 图片 图集 图说 摄影 滚动 滚动新闻 热点 热点新闻 快讯 最新 原创 独家 深度 调查 人物 访谈 公告 公示 通知 政策 三农 农业 农村 环保 生态 企业 公司 行业 产业 探索 探索者 更多 返回".split(
    " ",
  ),
)

/** What a trail begins with: the front page of a site. */
const HOME = /(?:首页|主页)$/
/** Parts of a page or site that are no channel. */
const STRUCTURE = new Set("首页 主页 正文 内容 内页 详情 详细 文章 列表 更多 返回".split(" "))
const MAX_SECTION = 12

export function isTrail(line: string): boolean {
  if (line.length > 120 || /[。；]/.test(line)) return false
  const parts = trailParts(line)
  const [first = "", second] = parts
  if (second === undefined) return false
  // The last part may be the title.
  const above = parts.slice(0, -1)
  if (above.some((part) => /[！？]/.test(part))) return false
  return (
    PREFIX.test(line) ||
    HOME.test(first) ||
    (ARROW.test(line) &&
      (parts.length >= 3 || SITE.test(first)) &&
      above.every((part) => part.length <= 24)) ||
    parts.at(-1) === "正文"
  )
}

/** The place path of a trail such as `site > province > city > county channel > page`; empty where it names none. */
export function placeFromTrail(line: string): string[] {
  const names: string[] = []
  let anchored = false
  for (const part of trailParts(line)) {
    const name = placeName(part)
    if (name === null || names.includes(name)) continue
    if (SUFFIX.test(name) || isProvince(name)) anchored = true
    names.push(name)
  }
  return anchored ? names : []
}

/** The last channel or column of a trail that is no place, as printed; null where it names none. */
export function sectionOfTrail(line: string): string | null {
  const places = placeFromTrail(line)
  const parts = trailParts(line).filter(
    (part, i) =>
      !STRUCTURE.has(part) &&
      part.length <= MAX_SECTION &&
      !(i === 0 && (SITE.test(part) || HOME.test(part))) &&
      !places.includes(placeName(part) ?? ""),
  )
  return parts.at(-1) ?? null
}

/** The channel names of a trail, as printed: 某某新闻, 某某频道. */
export function channelsOfTrail(line: string): string[] {
  return trailParts(line).filter((part) => part.length >= 4 && CHANNEL_TAIL.test(part))
}

/** A place as an export or an editor gives it: a list, or a path with > / or commas. */
export function readPlace(value: unknown): string[] {
  const parts = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(/[>›»＞/,，、|]+|\s{1,8}/)
      : []
  const names: string[] = []
  for (const part of parts.slice(0, 8)) {
    if (typeof part !== "string" && typeof part !== "number") continue
    const name = withoutChannel(String(part).trim())
    if (name !== "" && name.length <= 30 && !names.includes(name)) names.push(name)
  }
  return names
}

/** What stands between the arrows of a trail. */
export function trailParts(line: string): string[] {
  const parts = line.replace(PREFIX, "").split(ARROWS)
  return parts.map((part) => part.trim()).filter((part) => part !== "")
}

function placeName(part: string): string | null {
  if (CHANNELS.has(part) || SITE.test(part)) return null
  const name = withoutChannel(part)
  if (CHANNELS.has(name) || SITE.test(name) || NO_PLACE.test(name)) return null
  if (name.length > LONGEST_SHORT && !SUFFIX.test(name) && divisionsNamed(name).length === 0) return null
  return /^\p{Script=Han}{2,12}$/u.test(name) ? name : null
}

function withoutChannel(part: string): string {
  const name = part.replace(CHANNEL_TAIL, "")
  return name.length >= 2 ? name : part
}
