import { isFunctionWord, type Meaning, mayMean } from "./english-words.ts"
import type { WordFault } from "./fault.ts"
import type { Clause } from "./translation-clauses.ts"

export interface TranslationFault {
  readonly fault: WordFault
  readonly detail: string
}

/** What must stand in both or in neither. `loose`: the Chinese may leave it to its words of time. */
const MARKS: readonly {
  readonly fault: WordFault
  readonly english: RegExp
  readonly chinese: RegExp
  readonly loose?: RegExp
}[] = [
  {
    fault: "comparison",
    english: /\b(?:no|not) (?:more|higher|larger|greater) than\b|\bat most\b|\bup to\b|\b(?:less|fewer|lower) than\b|\bunder\b|\bbelow\b|\bwithin\b/iu,
    chinese: /不足|不到|不超过|至多|最多|以下|以内|(?<=[钟时天日月年周])内|低于|少于(?<!不少于)/u,
  },
  {
    fault: "comparison",
    english: /(?<!\b(?:no|not) )\b(?:more|higher|larger|greater) than\b|\bover\b|\babove\b|\bexceed(?:s|ed|ing)?\b|\bat least\b|\b(?:no|not) (?:less|fewer|lower) than\b|\bsurpass(?:es|ed|ing)?\b/iu,
    chinese: /(?<!不)超过|(?<!不)超(?!过|市|级|声)|突破|逾|不低于|不少于|至少|以上|高于|(?<=[\d十百千万亿])[余多]/u,
  },
  {
    fault: "comparison",
    english: /\babout\b|\baround\b|\bnearly\b|\balmost\b|\bapproximately\b|\broughly\b|\bclose to\b|\bsome(?= \d)/iu,
    chinese: /(?:近|约有?)(?=[\d一二三四五六七八九十百千])|左右|将近|接近|大约|大概/u,
  },
  {
    fault: "modality",
    english: /\bwill\b|\bwould\b|\bplan(?:s|ned|ning)?\b|\bexpect(?:s|ed)?\b|\bset to\b|\bscheduled\b|\bintend(?:s|ed)?\b|\baims?\b|\btarget(?:s|ed)?\b|\bpropos(?:es|ed)\b|\bforecast\b|\bestimated\b|\b(?:is|are|was|were) to\b|\bgoing to\b|\bhopes? to\b|\bprepar(?:es|ing) to\b|\bprojected\b|\blikely\b/iu,
    chinese: /拟|计划|预计|有望|将(?!军|来|近|士)|力争|争取|目标|规划(?!局|馆|师|院)|准备|打算|预测|预期/u,
    loose: /明年|明[天日]|下[个]?[周月]|后[天日]|起|即将|年底/u,
  },
  {
    fault: "modality",
    english: /(?<!\b(?:in|of|by|since|until|from|to|this|next|last|and) )\bmay\b(?! \d)|\bmight\b|\bcould\b|\bpossibl[ey]\b|\bperhaps\b|\blikely\b|\bprobabl[ey]\b/iu,
    chinese: /可能|或将|也许|或许|(?<=[，。]|^)或|有望/u,
  },
  { fault: "modality", english: /\balleged(?:ly)?\b|\breported(?:ly)?\b|\bsuspected\b|\bsaid to\b|\brumou?r/iu, chinese: /据称|疑似|涉嫌|传言|网传|(?<!嫌)疑(?!问|难)/u },
  { fault: "modality", english: /\bmust\b|\bshould\b|\brequired?\b|\bneeds? to\b|\bha(?:s|ve) to\b/iu, chinese: /必须|应当?(?!急|对|用|届|聘|邀)|须|需(?!求)/u },
  { fault: "modality", english: /\bcan\b|\bable to\b|\bcould\b/iu, chinese: /可以|可(?!能|惜|爱|靠)|能够|(?<!可)能(?!源|力|量|耗|见度)/u },
  {
    fault: "modality",
    english: /\bbeing\b|\bunder(?:way| way)\b|\bunder (?:construction|investigation)\b|\b(?:is|are|was|were) [a-z]+ing\b|\bongoing\b|\bin progress\b/iu,
    chinese: /正在|在建|进行中|仍在|还在|陆续|正(?=[\p{Script=Han}]{2})(?!式|常|面|确)/u,
  },
  {
    fault: "words",
    english: /\bpart(?:s|ly|ial|ially)?\b(?! in)|\bsome of\b|\bsection\b|\baverage\b|\bper (?:capita|person)\b|\bcumulative(?:ly)?\b|\btrial\b|\bphase\b|\bpreliminary\b|\binitial(?:ly)?\b|\btemporar(?:y|ily)\b/iu,
    chinese: /部分|局部|路段|平均|人均|累计|试运[行营]|试行|试点|一审|[一二三四首]期(?!间)|初步|暂时|临时/u,
  },
] // biome-ignore format: a table

/** What takes the fact away from a clause, also from an earlier one, and how the sentence must say so. */
const EMBEDDED: readonly (readonly [chinese: RegExp, english: RegExp])[] = [
  [/如果|假如|倘|一旦|除非|(?<=[，。]|^)若(?!干)|的话/u, /\bif\b|\bunless\b|\bonce\b|\bin case\b/iu],
  [/除[^，]{1,12}(?:外|之外)|除[^，]{1,12}$/u, /\bexcept\b|\bbesides\b|\bapart\b|\bother than\b/iu],
  [/建议|提议|倡议/u, /\b(?:suggest|propos|recommend|advis|urg)/iu],
  [/要求|呼吁|敦促|责令/u, /\b(?:requir|demand|urg|ask|order)|\bcall(?:s|ed|ing)? (?:for|on)\b/iu],
  [/禁止|严禁|不得|不准|不许|叫停/u, /\b(?:ban|forbid|forbade|prohibit|stop|halt)|\bnot\b/iu],
  [/防止|避免|杜绝|防范|险些|差点|差一点|未遂|免于|幸免/u, /\b(?:prevent|avoid|avert|narrowly|attempt|almost|nearly|spare)/iu],
  [/申请|希望|期待|盼|请求|诉求|恳请/u, /\b(?:appl|hop|wish|request|ask|expect|look(?:s|ed|ing)? forward)/iu],
  [/原计划|原定|本应|本来|推迟|延期|延后|暂缓|搁置/u, /\b(?:original|delay|postpon|put off|defer|shelv)/iu],
  [/谣言|辟谣|不实|虚假|所谓|谎|假(?![期日山])|诈/u, /\b(?:rumou?r|false|untrue|so-called|fake|fraud|lie|hoax)/iu],
  [/试图|企图|尝试|图谋/u, /\b(?:attempt|try|tries|tried|seek|sought)/iu],
  [/考虑|讨论|研究|探讨|酝酿|商讨/u, /\b(?:consider|discuss|stud(?:y|ies|ied)|explor|research)/iu],
  [/以为|误认|担心|担忧|害怕|警告|怀疑|猜测|质疑|号称|自称|谎称|声称|宣称|据说|听说|假装|想象/u, /\b(?:belie|think|thought|mistak|worr|fear|afraid|warn|doubt|guess|question|claim|said|heard|pretend|imagin)/iu],
  [/(?<![同环占对正])比(?!赛|例|如|较|分|重|率|武|\d)/u, /\bthan\b|\bcompar|\bfrom\b|\bversus\b/iu],
  [/副(?=[县市省局校院镇乡村主书社队总部处科教])/u, /\b(?:deputy|vice|associate)\b/iu],
  [/代(?=[县市省局校]长)/u, /\bacting\b/iu],
  [/不再|卸任|辞去|离任|免去/u, /\b(?:no longer|step|resign|leav|left|remov|dismiss)/iu],
  [/[名人个户家者其]中(?=[^，]*[\d一二三四五六七八九十半])/u, /(?!)/u],
  [/零下|(?<![\p{Script=Han}])负(?=\d)/u, /\bbelow zero\b|\bminus\b|-\d/iu],
  [/\d[十百千万亿]*[元斤米吨]起(?!来|火|诉|点|步|降)/u, /\bfrom\b|\bstart|\bat least\b/iu],
  [/每(?=[\d一二三四五六七八九十])/u, /\b(?:each|every|per)\b/iu],
  [/演练|模拟|假设|演习|虚构/u, /\b(?:drill|simulat|exercis|mock|fiction)/iu],
  [/停止|暂停|中止|终止|取消|撤销|废止/u, /\b(?:stop|suspend|halt|cancel|end|terminat|revok|abolish|scrap)/iu],
  [/拒绝|否认|否决|反对|驳回|谢绝/u, /\b(?:refus|reject|den[iy]|declin|oppos|dismiss|veto|turn(?:s|ed)? down)/iu],
  [/涉嫌|被指|被控|被曝|据称|疑似|传言|网传|网民称|有人称/u, /\b(?:alleg|suspect|accus|report|rumou?r|claim|said)/iu],
  [/曾(?![\p{Script=Han}]{1,2}(?:说|表示|介绍))|一度|原(?=[县市镇乡村局长主书任])/u, /\b(?:once|former|previous|used to|had)/iu],
  [/继续|仍然|依旧/u, /\b(?:continu|still|remain)/iu],
  [/几乎|接近/u, /\b(?:almost|nearly|close)/iu],
] // biome-ignore format: a table

export function embeddedFault(sentence: string, { before, text }: Clause): TranslationFault | undefined {
  const wide = `${before}，${text}`
  const hit = EMBEDDED.find(([chinese, english]) => chinese.test(wide) && !english.test(sentence))
  return hit && { fault: "modality", detail: hit[0].exec(wide)?.[0] ?? "" }
}

/** Whether a Chinese word is one that the sentence is already held to. */
export function isMarked(word: string): boolean {
  return (
    MARKS.some(({ chinese }) => chinese.test(word)) ||
    EMBEDDED.some(([chinese]) => chinese.test(word)) ||
    /[不未没无非]/u.test(word)
  )
}

/** A word of the one list needs one of the other. */
const DIRECTIONS: readonly (readonly [english: RegExp, chinese: RegExp])[] = [
  [/\b(?:increas\w*|r[io]se[ns]?|rising|gr[eo]w\w*|up|gain\w*|climb\w*|expand\w*|rais\w*|improv\w*|higher|add(?:s|ed)?)\b/iu, /增|涨|升|提高|扩|攀|多于|高于|新|加|种植|改善|添/u],
  [/\b(?:decreas\w*|fell|falls?|fallen|falling|drop\w*|declin\w*|down|reduc\w*|cut\w*|lower\w*|shr[aiu]nk\w*|loss)\b/iu, /减|降|跌|滑|缩|少于|低于|落|损|停水|停电|亏/u],
  [/\b(?:start\w*|beg[aiu]n\w*|launch\w*|break\w* ground|commenc\w*)\b/iu, /开|启|始|动工|起|着手/u],
  [/\b(?:finish\w*|complet\w*|conclud\w*|end(?:s|ed)?|clos\w*|shut\w*|stop\w*)\b/iu, /完|竣|毕|建成|结束|闭|关|落成|贯通|合龙|收官|底|末|止|停|通/u],
  [/\b(?:open\w*|reopen\w*)\b/iu, /开|通|启|营业/u],
  [/\b(?:approv\w*|agree\w*|support\w*|pass(?:es|ed)?|accept\w*)\b/iu, /同意|支持|赞成|通过|批准|接受|受理|获批/u],
  [/\b(?:reject\w*|oppos\w*|dismiss\w*|refus\w*|den(?:y|ies|ied)|turn(?:s|ed)? down)\b/iu, /反对|否|驳回|拒/u],
  [/\b(?:w[io]ns?|winning|beat\w*|defeat\w*|victor\w*)\b/iu, /胜|赢|夺|获|击败|冠军/u],
  [/\b(?:los[te]\w*|losing)\b/iu, /不敌|落败|惜败|负于|败|输|失|亏|损/u],
  [/\b(?:buy\w*|bought|purchas\w*)\b/iu, /买|购/u],
  [/\b(?:sell\w*|sold)\b/iu, /卖|售|销/u],
  [/\bimport\w*\b/iu, /进口/u],
  [/\bexport\w*\b/iu, /出口/u],
] // biome-ignore format: a table

const DENIED =
  /\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|[a-z]+n't|unable|fail(?:s|ed)? to)\b/giu
const NO_DENIAL_ENGLISH =
  /\b(?:no|not) (?:more|less|fewer|higher|lower|larger|greater) than\b|\bnot only\b/giu
const DENIED_CHINESE = /不|未|没|无|非|勿/gu
const NO_DENIAL_CHINESE =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|无不|未来|不足|不到|不超过|不低于|不得不|不锈钢|非常|非洲|非遗|非物质|无人机|无线|无偿|不动产|非法/gu

/** Denial stands in both or in neither, at most once, and in both before the same. */
export function denialFault(
  part: string,
  text: string,
  meanings: readonly Meaning[],
): TranslationFault | undefined {
  const bare = part.replace(NO_DENIAL_ENGLISH, " ")
  const here = [...bare.matchAll(DENIED)]
  const there = [
    ...text.replace(NO_DENIAL_CHINESE, (word) => "　".repeat(word.length)).matchAll(DENIED_CHINESE),
  ]
  const [mark] = here
  const [denied] = there
  if (here.length !== there.length || here.length > 1)
    return { fault: "negation", detail: mark?.[0] ?? denied?.[0] ?? "" }
  if (!mark || !denied) return undefined
  const next = (bare.slice(mark.index + mark[0].length).match(/[A-Za-z]+/gu) ?? []).find(
    (word) => !isFunctionWord(word) && !/^(?:yet|any)$/iu.test(word),
  )
  const behind = meanings.filter(({ start }) => start >= denied.index && start <= denied.index + REACH)
  const same = next !== undefined && behind.some((one) => mayMean(next, one))
  return same ? undefined : { fault: "negation", detail: `${mark[0]} ${next ?? ""}` }
}

/** How far behind a denying character the denied word may begin: 没有造成, 尚未. */
const REACH = 4

export function markFault(
  part: string,
  undated: string,
  text: string,
  before: string,
): TranslationFault | undefined {
  const wide = `${before}，${text}`
  for (const { fault, english, chinese, loose } of MARKS) {
    const here = english.exec(undated)
    const there = chinese.exec(text)
    if (here && !there && !loose?.test(text) && !(fault === "modality" && chinese.test(wide)))
      return { fault, detail: here[0] }
    if (there && !here) return { fault, detail: there[0] }
    if (!here && fault === "modality" && chinese.test(before) && !/表示|介绍|说/u.test(before))
      return { fault, detail: chinese.exec(before)?.[0] ?? "" }
  }
  const way = DIRECTIONS.find(([english, chinese]) => english.test(undated) && !chinese.test(text))
  return way && { fault: "comparison", detail: way[0].exec(part)?.[0] ?? "" }
}

/** Rose by ten is not rose to ten. */
export function toFault(part: string, text: string): TranslationFault | undefined {
  const move =
    /\b(?:increas\w*|r[io]se\w*|gr[eo]w\w*|fell|fall\w*|drop\w*|declin\w*|decreas\w*|reduc\w*)\b[^.]{0,30}?\b(to|by)\b (?=[\d¥$])/iu.exec(
      part,
    )
  if (!move) return undefined
  const to = /(?:增|涨|升|降|跌|减|提高|下降|上升|扩大)[\p{Script=Han}]?[至到为]|达/u.test(text)
  return to === (move[1]?.toLowerCase() === "to") ? undefined : { fault: "comparison", detail: move[0] }
}
