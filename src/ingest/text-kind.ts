import type { Article, Flag } from "../corpus.ts"
import { articleText } from "../corpus.ts"
import { advertisingScore } from "../text/advertising.ts"
import { instructionSpans } from "../text/instructions.ts"
import { fold } from "../text/scripts.ts"

type Judged = Pick<Article, "title" | "section" | "source" | "bylines" | "body" | "abstract">

/** Names of sections, or words set before a title with a mark between, that say what is printed there. */
const AD_SECTION =
  /^(?:本版)?(?:广告|推广|商业推广|品牌推广|软文|商讯|商业资讯|商业信息|企业推广|品牌专区|赞助内容|形象展示|分类信息|广告专版|专题广告|房产广告|信息服务)$/u
const AD_LINE =
  /^[（(【[]?\s*(?:本[版栏文](?:为|系)?(?:商业)?(?:广告|推广)(?:内容|信息)?|广告|推广|商业推广|广\s+告|ad|advertisement|以[上下](?:内容)?为(?:商业)?(?:广告|推广)(?:内容|信息)?|广告[^。]{0,6}(?:不作为|仅供参考)[^。]{0,12}|[^。]{0,6}(?:文图|图文)[：:]广告)\s*[。）)】\]]?$/iu
const OPINION_SECTION =
  /^(?:[\p{Script=Han}]{0,6})?(?:评论|社论|时评|来论|快评|短评|锐评|热评|微评|漫评|社评|论坛|评论员文章|本报评论员|观点|言论|杂文|随笔|专栏|笔谈|时事评论|今日谈|众议|一家之言|读者来信|街谈巷议|画里有话|有话直说|纵论|论语|视点评论|来信|声音)(?:版|栏目|频道)?$/u
/** 新闻评论 in a section's name, but not a book review or a comment of a match. */
const NO_OPINION_SECTION = /^(?:书评|影评|剧评|乐评|评论区|行业观点|机构观点|研报观点)$/u
const OPINION_TITLE =
  /^[【[（(〔]?\s*(?:[\p{Script=Han}]{0,6}(?:社论|时评|来论|快评|短评|锐评|热评|微评|社评|漫评|评论员观察|评论员文章|今日谈|今评|观察家|辣评)|本报评论员|人民论坛|评论)\s*(?:[】\]）)〕]|[|｜丨·:：/／—])/u
const OPINION_TAIL =
  /(?:[|｜丨·—]|[（(【])\s*[\p{Script=Han}]{0,6}(?:社论|时评|来论|快评|短评|锐评|热评|微评|社评|评论)\s*[）)】]?$/u
const COMMENTATOR = /评论员|特约评论|专栏作家|作者系|作者为|作者单位|（作者[：:]|\(作者[：:]/u
const ARGUES =
  /笔者|在?我看来|窃以为|依我看|愚以为|我们认为|我以为|不妨|值得(?:深思|警惕|点赞|商榷)|说到底|归根结底|岂能|何尝|殊不知|诚然|毋庸置疑|不可否认|无须讳言|可见|由此看来|与其.{1,12}不如|难道|理应|理当|切莫|切不可|当以.{1,10}为|应该说|须知|试问|呼唤|令人深思|引人深思|莫让|别让/gu
const FIRST_PERSON = /(?:^|[。！？，；\n])(?:我|我们|笔者|本人)(?:[^们]|$)/gu
const REPORTED = /(?:本报讯|日电|记者[^。]{0,12}(?:从|获悉|采访|了解到)|(?:表示|介绍|说|称)[，：])/gu
const BYLINE_LINE = /^(?:本报|本网|特约|首席)?评论员/u

const ADVERTISEMENT = 3.5
const OPINION = 3
/** Texts longer than this are no advertisement by one list of offers. */
const LONG = 1200

/**
 * What a text is by its section, its title and its words: an advertisement, an opinion, and whether it speaks to a
 * machine. A section or a title that says so is enough; words have to say so several times over, and those of a report
 * (本报讯, 某某表示) speak against it. An article about advertisements names offences and offices, and sells nothing.
 */
export function kindFlags(article: Judged): Flag[] {
  const text = articleText(article.body)
  const flags: Flag[] = []
  if (isAdvertisement(article, text)) flags.push("advertisement")
  else if (isOpinion(article, text)) flags.push("opinion")
  const whole = [article.title, article.abstract ?? "", text].join("\n")
  if (instructionSpans(whole).length > 0) flags.push("instructions")
  return flags
}

/** With the flags that its words ask for, and without such as they no longer do. */
export function withKind(article: Article): Article {
  const others = article.flags.filter((flag) => !KIND_FLAGS.has(flag))
  return { ...article, flags: [...others, ...kindFlags(article)] }
}

const KIND_FLAGS: ReadonlySet<Flag> = new Set(["advertisement", "opinion", "instructions"])

function isAdvertisement({ section, title, bylines }: Judged, text: string): boolean {
  if (AD_SECTION.test(section?.trim() ?? "")) return true
  if (/^[【[（(〔](?:广告|推广|软文|商讯)[】\]）)〕]|^(?:广告|推广|商讯)\s*[|｜丨:：]/u.test(title))
    return true
  const lines = text.split("\n")
  if ([...lines.slice(0, 2), ...lines.slice(-2)].some((line) => AD_LINE.test(line.trim()))) return true
  const reporter = bylines.some(({ role }) => role === "reporter") ? 1.5 : 0
  const length = text.length > LONG ? 1 : 0
  return advertisingScore(`${title}\n${text}`) - reporter - length >= ADVERTISEMENT
}

function isOpinion({ section, title, bylines, source }: Judged, text: string): boolean {
  const name = section?.trim() ?? ""
  if (OPINION_SECTION.test(name) && !NO_OPINION_SECTION.test(name)) return true
  if (OPINION_TITLE.test(title) || OPINION_TAIL.test(title)) return true
  if (bylines.some((byline) => BYLINE_LINE.test(byline.name)) || /评论$/u.test(source ?? "")) return true
  const plain = unquoted(fold(text))
  const argues = new Set([...plain.matchAll(ARGUES)].map(([word]) => word)).size
  const first = count(plain, FIRST_PERSON) > 0 ? 1 : 0
  const signed = COMMENTATOR.test(`${plain.slice(0, 60)}\n${plain.slice(-60)}`) ? 2 : 0
  return argues + first + signed - count(plain, REPORTED) >= OPINION
}

/** Speech of others argues too: it is no opinion of the paper. */
function unquoted(text: string): string {
  return text.replace(/“[^“”]{0,400}”/gu, "")
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}
