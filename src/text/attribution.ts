import { endsInRole, looksLikeName, readPerson } from "./persons.ts"

/** Who is said to speak, as printed, and how sure the words are that it is somebody. */
export interface Subject {
  readonly words: string
  readonly start: number
  /** A pronoun or 该负责人: somebody named before. */
  readonly refers: boolean
}

/** Verbs of speaking in front of or behind what is said. */
export const SAYS =
  "(?:介绍|表示|指出|强调|认为|坦言|直言|透露|回忆|解释|补充|呼吁|提醒|建议|感慨|感叹|回答|回应|警告|告诫|抱怨|质疑|批评|辩称|声称|坚称|重申|总结|评价|评论|承诺|宣布|反映|讲述|写|留言|发文|发帖|笑|问|答|喊|叹|说|称|告诉(?:本报)?(?:《[^《》\\n]{1,16}》)?[\\p{Script=Han}]{0,4}记者|告诉[我大][们家]?)(?:道|说|称|记者)?"

/** Those that say so without quotation marks too, where nothing is behind the verb; others mean something else there. */
export const REPORTS =
  /(?:介绍|表示|指出|强调|认为|坦言|直言|透露|提醒|呼吁|警告|声称|坚称|辩称|重申|道|说|称|记者|告诉[我大][们家]?)$/u

/** What makes another word of a following 说 or 称: 小说, 名称. */
const OTHER_WORD = /(?:[据小传解学演瞎听名简号堪统自全别昵俗职尊声对相匀被所没想要不]|也可|可)$/u
/** What somebody does not stand in front of a verb of speaking with: 也就是说, 提出意见. */
const NO_SUBJECT =
  /(?:据|来|就是|句话|可以|不用|应该|俗话|常言|老话|老实|实话|比如|譬如|按理|照理|怎么|这么|那么|一般|提出|给出|作出|做出|发出|表达|进行|得到|引发|接受|听取|采纳|征集|普遍|被)$/u
const LEADING =
  /^(?:\s|据|对此|随后|同时|此外|不过|但是|但|而且|而|因此|所以|最后|之后|接着|其实|另外|昨[日天]|今[日天]|当[日天]|近日|日前|早前|此前|会上|会后|赛后|当时|现场|其中|一旁的|就此|为此|目前|现在|如今|其间|期间|事后|案发后|[^，。]{1,16}(?:时|之后|以后)(?=.{2}))/u
const TRAILING =
  /(?:也|还|则|并|都|当[天日]|[昨今][天日]|(?:\d{1,2}月)?\d{1,2}日|周[一二三四五六日]|赛后|会后|事后|上午|下午|晚间|[早晚]些时候|稍[早后晚]|本周|上周|(?:经)?审理后?|求助|报警|致电|来电|来信|均|又|再次|再|曾|便|就|先后|一致|纷纷|多次|明确|公开|分别|如是|这样|如此|进一步|特别|着重|当场|欣慰|连连|不禁|不无|(?:乐呵|笑呵|深有感|语重心|意味深|信心满|满怀信|不无自|不无忧)?[^，。]{2}地|[^，。]着[\p{Script=Han}]{0,6}|(?:向|对|跟|和|与)(?:本报|本网)?记者|(?<=..)[向对跟和与](?:在场的?|本台|众多|各)?(?:媒体|公众|大家|外界|记者|[他她我]们?|工作人员|民警|警方|家人|村民们?|孩子们?|学生们?|观众)|(?<=..)在[^，。的]{1,24}|(?<=..)[在于][^，。]{1,24}(?:时|中|上|后|里|间)|接受[^，。]{1,20}(?:时|采访|专访)|(?<=..)(?:提醒|告诉|告知|通知)[\p{Script=Han}]{1,5}|(?:谈|说|回忆|聊|提)(?:到|起|及)[^，。]{0,20}|\s)$/u
const REFERS = /^(?:他|她|(?:该|这位|这名|上述|前述|此)[\p{Script=Han}]{0,6})$/u
/** What speaks but is nobody. */
const NOBODY =
  /(?:研究|数据|结果|报告|文章|报道|通知|会议|文件|方案|意见|规划|公告|通报|消息|声明|调查|统计|资料|显示|证据|判决|条例|办法|协议|合同|短信|材料|评论|社论|信中|书中|文中|微博|图片|视频|》)$/u
const PUBLISHES = /(?:在)?(?:通报|公告|声明|微博|官网|朋友圈|发布会)(?:中|上|里)?$/u
const ANYBODY = /^(?:有|有的|有些)?(?:人|人们|大家|我|我们|咱们|双方|自己|记者|本报记者|谁|你|您|它|它们)$/u
const BODY =
  /(?:局|厅|部|委|办|院|校|公司|集团|中心|协会|政府|警方|银行|所|站|队|会|社|台|方面|人士|部门|单位|机构|企业|家属|亲属|媒体|官方|团队|一方|馆|厂|店|村|镇|县|市|学|队伍)$/u
const RELATIVE =
  /(?:妻子|丈夫|母亲|父亲|妈妈|爸爸|儿子|女儿|哥哥|弟弟|姐姐|妹妹|先生|女士|小姐|大妈|大爷|大叔|大伯|大姐|大哥|大嫂|阿姨|奶奶|爷爷|师傅|老人|小伙|姑娘|孩子|男子|女子|某某?|同志)$/u
const PLAIN = /^[\p{L}\p{N}·•.\s（）()《》、“”"「」『』■-]{1,40}$/u
const LONGEST = 30
const MOST_PIECES = 8
/** `□` stands for a whole sentence in quotation marks; a mark that is left closes what nothing opened. */
const BOUNDARY = /[。！？!?；;，,：:\n…□”」』]/u

/** Where the clause begins that ends at an offset. */
export function clauseStart(text: string, end: number): number {
  let at = end
  while (at > 0 && end - at < 80 && !BOUNDARY.test(text[at - 1] as string)) at--
  return at
}

/**
 * Who speaks, of a clause that ends before its verb of speaking. `masked` is the text with quotations blanked out.
 * Undefined where nobody does (据介绍, 也就是说, 报告指出); with empty words where the clause does not say who.
 */
export function readSubject(text: string, masked: string, verbAt: number): Subject | undefined {
  const from = clauseStart(masked, verbAt)
  const raw = masked.slice(from, verbAt)
  if (raw.trim() === "") return empty(from)
  const otherWord = /[说称]/u.test(masked[verbAt] ?? "") && OTHER_WORD.test(raw)
  if (NO_SUBJECT.test(raw) || (otherWord && !namesSomebody(cut(raw, LEADING)))) return undefined
  const kept = cut(raw, LEADING)
  const lead = raw.length - kept.length
  const stripped = cut(kept, TRAILING)
    .replace(PUBLISHES, "")
    .replace(/（[^（）]{1,30}）$/u, "")
  // A name of two may end like an adverb (李均).
  const trimmed = stripped.length === 1 ? kept : stripped
  if (trimmed === "") return /据/u.test(raw) ? undefined : empty(from)
  const words = text.slice(from + lead, from + lead + trimmed.length)
  if (NOBODY.test(trimmed) || ANYBODY.test(trimmed) || !PLAIN.test(trimmed)) return undefined
  return narrowed(words, trimmed, from + lead)
}

/** Piece by piece: a pattern that repeats itself could take exponential time. */
function cut(text: string, piece: RegExp): string {
  let kept = text
  for (let pieces = 0; pieces < MOST_PIECES && piece.test(kept); pieces++) kept = kept.replace(piece, "")
  return kept
}

function empty(start: number): Subject {
  return { words: "", start, refers: false }
}

/** Of what stands before the verb, the part that names: behind the last 的, or all of it. */
function narrowed(words: string, masked: string, start: number): Subject | undefined {
  if (REFERS.test(words)) {
    const somebody = /^[他她]$/u.test(words) || endsInRole(words) || BODY.test(words)
    return somebody ? { words, start, refers: true } : undefined
  }
  const from = masked.startsWith("有") ? 1 : 0
  const behind = /^[他她]的/u.test(masked) ? 0 : masked.lastIndexOf("的") + 1
  const named = words.slice(behind > 1 && words.length - behind >= 2 ? behind : from)
  if (named.length > LONGEST || ANYBODY.test(named) || /接到?|收到|获悉/u.test(named)) return undefined
  return { words: named, start: start + words.length - named.length, refers: false }
}

/** Whether words are sure to name somebody; a short unknown word is not. */
export function namesSomebody(words: string): boolean {
  if (looksLikeName(words) || endsInRole(words) || BODY.test(words) || RELATIVE.test(words)) return true
  return readPerson(words).full !== readPerson(words).name
}
