import { fold } from "../text/scripts.ts"
import { showsClock } from "./published-at.ts"

/** What on a page is not story. Each rule has a name that a person understands and one effect. */
export interface FurnitureRule {
  readonly name: string
  /** `line`: this line is left out. `tail`: the story ends above it. */
  readonly effect: "line" | "tail"
  readonly matches: (line: string) => boolean
}

/** A box title: nothing else on the line but decoration, a colon and 更多. */
const BOX =
  /^(?:新闻推荐|(?:相关|推荐|延伸|扩展|拓展|关联|猜你喜欢|更多|精彩|热门|热点|最新|今日|本周|编辑|为您|频道|栏目|图文|图片|视频|点击|阅读|新闻|人气|为你|24小时|48小时|一周|本网|本站|近期|头条|独家|网友|热评|跟[帖贴]|同类|随机){1,3}的?(?:新闻|阅读|推荐|文章|报道|链接|专题|内容|资讯|热点|看点|排行榜?|关注|图集|图片|视频|头条|要闻|话题|榜|热榜|热搜|热文|喜欢|精选|稿件|信息|回顾|导读)|(?:版面|标题|文章)导航|猜你(?:还)?喜欢|您?可能(?:还|也)?(?:会)?(?:有兴趣|感兴趣|喜欢)的?.{0,4}|(?:大家|网友|他们)(?:都|还|正)?(?:在|爱|喜欢)(?:看|搜|读)|看(?:了|过)(?:本文|该文|此文)的.{0,10}|热(?:新闻|话题|评论)|乡里乡亲|小编推荐|(?:往期|精彩)(?:回顾|推荐|精选|内容)|热门标签|友情链接|相关)$/
const COMMENTS =
  /^(?:(?:网友|最新|热门|全部|发表|我来|精彩|读者|查看|我要|参与|写|有\d{1,6}条)?(?:评论|留言|跟帖|跟贴|回应|说两句)(?:区|列表|专区|板)?|(?:跟帖|跟贴|评论)\s{0,2}[(（]?\d{1,7}[)）]?.{0,12}|写评论.{0,30}|(?:请先?\s?)?登录\s?后?(?:才可以|即可|再)?(?:发表)?(?:评论|回帖|回复).{0,10})(?:\s{0,2}[:：(（].{0,80})?$/
const COPYRIGHT =
  /^(?:网友评论(?:仅供|仅代表)|版权(?:所有|声明|申明|归|说明)|免责声明|特别声明|郑重声明|广告声明|声明\s?[:：]|凡(?:本网|本报|本站|注明)|本(?:文|网|站|报)(?:版权|仅代表|内容.{0,8}版权|未经)|以上(?:内容|文章|文章内容)仅代表|(?:文章)?(?:仅|只)代表作者|.{0,40}未经.{0,14}(?:授权|许可|允许|同意).{0,12}(?:转[载贴帖]|复制|使用|摘编|镜像|刊载|禁止|请勿|不得)|转载(?:请|须|务必)|本文(?:属于|为|系)?(?:原创|转载)|[^。]{0,60}转载.{0,6}请?注明|copyright|©|\(c\)\s|.{0,24}ICP(?:备|证)|.{0,60}公网安备|.{0,60}网站标识码|[^。，]{0,30}版\s?权\s?所\s?有|互联网新闻信息服务许可|违法和不良信息举报|.{0,12}举报(?:电话|邮箱)\s?[:：]|notice\s?[:：]|powered by)/i
const SHARE =
  /^(?:分享(?:到|至|给|本文|按钮)?|共享此文章|转发|转播|收藏|点赞|打印(?:本页|本文|文章|此文)?|纠错|我要(?:评论|纠错|投稿|分享|收藏)|返回(?:首页|顶部|列表|目录)|关闭(?:窗口|本页)?|字[号体]|[缩放]小字体|[超小大]?字号|调整字体|微信|微博|新浪微博|腾讯微博|朋友圈|易信|领英|QQ(?:空间|好友)?|复制链接|扫码|扫一扫|海报|举报|繁体|简体)(?:[\s:：|·、,，>»/]|\d|分享|到|超?大|中|小|默认|标准|微信|微博|朋友圈|QQ|空间|Qzone|好友|新浪|腾讯|人人|豆瓣|领英|易信|和|收藏|打印|评论|转发|点赞|复制|链接|本页|本文|关闭|窗口|纠错|举报|返回|首页|顶部|海报|二维码|更多|字体|[+TA-]|[【】()（）[\]])*$/i
const QR =
  /^.{0,10}(?:扫码|扫一扫|扫描|长按|关注|下载|打开|点击|微信搜索|搜索|更多.{0,10}请).{0,24}(?:公众号|二维码|客户端|微信号|小程序|视频号|APP|原文|全文|大图|下一页|朋友圈|当前页|蓝字)|^(?:点击(?:上方|下方|上面|下面|左上角|右上角)?.{0,16}关注|.{0,12}(?:[(（【]?点击.{0,6}(?:大图|放大)|欢迎关注))/i
const CONTACT =
  /^(?:新闻)?(?:线索)?(?:征集|报料|爆料|投稿)(?:通道|热线|电话|方式|邮箱|平台)?\s{0,2}[:：]|^(?:新闻热线|投稿邮箱|联系邮箱|邮箱地址|客服(?:热线|电话))\s{0,2}[:：]/
const COUNTER =
  /^(?:阅读|浏览|点击|评论|人气|访问|已有|共有|参与|查看|回复|热度)\S{0,6}\s{0,2}[:：]?\s{0,2}[(（]?\d+[)）]?\s{0,2}(?:次|人|条|阅读|评论|参与)?$/
const PAGES =
  /^(?:\d{1,3}\s?\/\s?\d{1,3}|第\s?\d{1,3}\s?页(?:\s?[/，,]?\s?共\s?\d{1,3}\s?页|\s?[:：].{1,40})?|共\s?\d{1,3}\s?页.{0,20}|[-—]\s?\d{1,3}\s?[-—]|(?:(?:上一页|下一页|首页|尾页|末页|余下全文|\d+(?!\d)|[[\]|.…<>])\s{0,4}){2,}|[1-9]\d{1,}|(?:(?:[<>«»]\s{0,2})?(?:上|下|前|后)一(?:页|版|条|篇|期|张|图)\s{0,4}(?:[<>«»]\s{0,4})?(?:\d{1,3}\s?\/\s?\d{1,3}\s{0,4})?){1,2}|[<>«»\s]{0,4}(?:上|下)一(?:页|版)[<>«»\s]{0,4}|本版(?:标题|导航).{0,10})$/
const NEIGHBOUR =
  /^[<>«»\s【/·]{0,4}(?:阅读)?(?:上|下|前|后)一(?:篇|条|则)(?:新闻|文章|阅读)?\s{0,2}(?:[】:：/]|$|[与和\s]{0,2}[下后]一)|^阅读下一篇/
const ORIGINAL_TITLE = /^[(（【[]?\s?(?:本文|文章)?(?:原标题|原题|原题目|新闻标题)\s{0,2}(?:[:：]|为)/
const LOGIN =
  /^(?:登录|登入|注册|登陆|请?(?:先)?登录(?:后.{0,8})?|用户名|密码|忘记密码|退出|搜索|手机版|移动版|RSS订阅?|设为首页|加入收藏|网站地图|关于我们|联系我们|广告服务|广告|推广|赞助|advertisement)(?:\s{0,2}[\s|/·、]\s{0,2}(?:登录|注册|搜索|手机版|设为首页|加入收藏|网站地图|关于我们|联系我们|广告服务|繁体|简体)){0,12}$/i
const NOTE =
  /^[(（【[]?\s?(?:来源|稿源|稿件来源|文章来源|本文来源|内容来源|信息来源|消息来源|发布时间|发稿时间|更新时间|发布日期|图片来源|资料图片?|图源|素材来源|关键词|关键字|标签|tags?|栏目|分类|信息员|打赏)\s{0,2}(?:[:：|｜丨]|>>).{0,40}$/i

/** Who saw to the page: closes the story. */
const CLOSING =
  /^[(（【[]?\s?(?:(?:责任|值班|本期|执行|网络|本文|版面|见习|实习|总|主)?编辑|责编|编审|校对|审核|审校|监制|终审|初审|复审|总?值班|录入)\s{0,2}[:：|｜丨/／].{1,40}$/
const CREDIT =
  /^[(（【[]?\s?(?:(?:视觉|图片)编辑|编|制图|制作|美编|统筹|排版|编译|翻译|策划|出品)\s{0,2}[:：|｜丨/／].{1,40}$/
/** Buttons that show more of the page, and the closing marks and buttons of pages made for messengers. */
const BUTTON =
  /^(?:(?:点击)?(?:展开|查看|阅读)(?:全文|原文|更多|剩余.{0,6}|余下.{0,6}|全部.{0,4})|看全文|余下全文|收起(?:全文)?|点(?:个)?(?:分享|收藏|点赞|在看|赞)|(?:在看|点赞|赞|喜欢)\s?\d{1,8}|[—\-\s]{0,6}end[—\-\s]{0,6}|放大\+?\s{0,2}缩小-?.{0,8}|倍速|\d\d:\d\d\s?\/\s?\d\d:\d\d|返回\S{2,6}[,，]\s?查看更多|[(（]?请继续往下(?:阅读|浏览).{0,4})$/i
/** A row of a list of articles: a headline and its day, no labels and no sentence. */
const LISTED = /^[^。，：:！？]{4,40}\s[[(（]?(?:20\d\d[-/.])\d{1,2}[-/.]\d{1,2}[\])）]?$/

interface LineRule extends Pick<FurnitureRule, "name" | "effect"> {
  readonly pattern: RegExp
  /** In UTF-16 code units; a longer line is none of these. */
  readonly longest: number
  /** Looked at without the marks that sites put around a box title. */
  readonly bare?: true
}

const PATTERNS: readonly LineRule[] = [
  { name: "recommended", effect: "tail", pattern: BOX, longest: 24, bare: true },
  { name: "comments", effect: "tail", pattern: COMMENTS, longest: 100, bare: true },
  { name: "neighbouring articles", effect: "tail", pattern: NEIGHBOUR, longest: 100 },
  { name: "copyright", effect: "line", pattern: COPYRIGHT, longest: 400, bare: true },
  { name: "newsroom contact", effect: "line", pattern: CONTACT, longest: 200 },
  { name: "share bar", effect: "line", pattern: SHARE, longest: 60, bare: true },
  { name: "QR code or app", effect: "line", pattern: QR, longest: 50 },
  { name: "counter", effect: "line", pattern: COUNTER, longest: 30 },
  { name: "page numbers", effect: "line", pattern: PAGES, longest: 60 },
  { name: "original title", effect: "line", pattern: ORIGINAL_TITLE, longest: 80 },
  { name: "site functions", effect: "line", pattern: LOGIN, longest: 60 },
  { name: "note on the source", effect: "line", pattern: NOTE, longest: 60 },
  { name: "closing credits", effect: "tail", pattern: CLOSING, longest: 60 },
  { name: "credits", effect: "line", pattern: CREDIT, longest: 60 },
  { name: "buttons", effect: "line", pattern: BUTTON, longest: 30 },
  { name: "list of articles", effect: "line", pattern: LISTED, longest: 60 },
]

export const FURNITURE: readonly FurnitureRule[] = [
  ...PATTERNS.map(({ name, effect, pattern, longest, bare }) => ({
    name,
    effect,
    matches: (line: string) =>
      line.length <= longest && pattern.test(bare === true ? undecorated(line) : line),
  })),
  { name: "page clock", effect: "line", matches: (line) => line.length <= 60 && showsClock(line) },
  { name: "navigation", effect: "line", matches: isNavigation },
  { name: "decoration", effect: "line", matches: (line) => !/[\p{L}\p{N}]/u.test(line) },
]
export function furnitureRule(line: string): FurnitureRule | null {
  const rule = FURNITURE.find(({ matches }) => matches(line))
  if (rule !== undefined || line.length > MAX_TRADITIONAL) return rule ?? null
  // The rules are written in Simplified characters.
  const folded = fold(line)
  return folded === line ? null : (FURNITURE.find(({ matches }) => matches(folded)) ?? null)
}

const MAX_TRADITIONAL = 60

const MARKS_BEFORE = /^[\s·•■●◆▲★☆▼►▶◇○□|【[《“>»+*#-]+/u
const MARKS_AFTER = new Set("■●◆▲★☆▼►▶◇○□|】]》”>»+*#:：…-")
const ARROWS = new Set(">»")

/** Without the marks that sites put before and after a box title, and a link to more behind it. */
function undecorated(line: string): string {
  const text = line.replace(MARKS_BEFORE, "")
  const end = endBefore(text, text.length, ARROWS)
  const more = /(?:更多|more)$/i.exec(text.slice(Math.max(0, end - 4), end))?.[0].length ?? 0
  const start = endBefore(text, end - more, MARKS_AFTER)
  const title =
    more > 0 && start < end - more
      ? text.slice(0, start)
      : text.slice(0, endBefore(text, text.length, MARKS_AFTER))
  // 延伸 · 阅读
  return title.length <= MAX_PARTED ? title.replace(/\s?[·•・]\s?/g, "") : title
}

const MAX_PARTED = 24

/** Where white space and the marks that stand right before `end` begin. A regular expression would be quadratic. */
function endBefore(text: string, end: number, marks: ReadonlySet<string>): number {
  let at = end
  while (at > 0 && (marks.has(text[at - 1] as string) || (text[at - 1] as string).trim() === "")) at--
  return at
}

const CHANNEL_WORD =
  /(?:新闻|频道|网|资讯|首页|要闻|日报|晚报|论坛|视频|图片|社会|财经|体育|娱乐|房产|汽车|教育|健康|旅游|时政|专题|国内|国际)$/

/** A row of channel names: three or more short words that are channels mostly, or many short words of any kind. */
function isNavigation(line: string): boolean {
  if (/[。！？，,；：:“”0-9]/.test(line)) return false
  const words = line.split(/[\s|｜·]+/).filter((word) => word !== "")
  if (words.length < 3 || words.some((word) => word.length > 10)) return false
  const channels = words.filter((word) => CHANNEL_WORD.test(word)).length
  const short = words.length >= 4 && words.every((word) => word.length <= 4)
  if (short && words.some((word) => /^(?:首页|要闻|即时|登录|登入|注册)$/.test(word))) return true
  if (words[0] === "首页") return true
  return channels * 2 >= words.length || (words.length >= 6 && words.every((word) => word.length <= 4))
}
