import type { Span } from "../text/sentences.ts"

/** What a mark does to the words that it governs. */
export type MarkKind = "negation" | "modality" | "comparison" | "speaker" | "quantity"

/** A word that turns, weakens or bounds what stands behind it; equal keys say the same. */
export interface Mark extends Span {
  readonly key: string
  readonly kind: MarkKind
  readonly text: string
  /**
   * How far it reaches: the next word, up to the next item of a list, the rest of its clause, also clauses that go on
   * without a subject, or the whole sentence.
   */
  readonly reach: "word" | "item" | "clause" | "clauses" | "sentence"
}

interface Rule {
  readonly key: string
  readonly kind: MarkKind
  readonly reach: Mark["reach"]
  readonly pattern: string
}

const negation = (key: string, pattern: string): Rule => ({ key, kind: "negation", reach: "clause", pattern })
const modality = (key: string, pattern: string, reach: Mark["reach"] = "clauses"): Rule => ({
  key,
  kind: "modality",
  reach,
  pattern,
})

/** Words with 不, 无, 未, 没 or 非 inside that deny nothing are left out by what may not stand before or behind. */
const RULES: readonly Rule[] = [
  negation("取消", "取消|撤销|废止|取缔"),
  negation("停", "(?:停止|暂停|中止|终止|叫停|停办)"),
  negation("禁", "禁止|严禁|不得(?!不)|不准|不许|谢绝|杜绝"),
  negation("避免", "避免|防止|预防|防范|杜绝|免于|以免"),
  negation("否认", "否认|否定|驳斥|澄清"),
  negation("拒绝", "拒绝|拒不|回绝"),
  negation("放弃", "放弃"),
  negation("推迟", "推迟|延期|延后|推后|暂缓"),
  negation("驳回", "驳回|否决|推翻"),
  negation("难", "难以|(?<![困艰灾苦疑磨])难(?!点|题|度|民|忘|得|关|怪|事)|无法|无力|未能"),
  negation("假", "谣言|不实|误传|造谣|虚假"),
  negation("免", "免(?!费|疫|税|检|得|职|去|签|考)|免除|减免"),
  negation(
    "非",
    "并非|绝非|不是|不属于|(?<![是除若莫无])非(?!常|洲|遗|物质|凡|典|法|机动|公有|国有|营利|税|婚|农|公|全日|金属|处方|标|重点|煤|粮|首|诚|急)",
  ),
  negation(
    "未",
    "尚未|并未|仍未|从未|还未|未曾|未(?!来|成年|必|婚|央|知|雨|免|时|遂|名湖|能|足月|达标?到|满|老)|没有|还没有?|(?<![淹沉埋吞隐出神湮])没(?!收|落|事|关系|想到|错)|(?<![绝毫有全])无(?!论|不|锡|人机|人驾|人配|人值|线|缝|障碍|偿|花|疑|公害|数|限|形|意|故|私|菌|烟|纸|忧|接触|痛|息|比|量|核|氧|性|机|籽|证|照|名|关|极|尽|用|刺|畏|声|奈|能|产|废|抗|土|感|人区)|零(?=伤亡|事故|投诉|排放|增长)|无人(?=死亡|伤亡|受伤|员)",
  ),
  negation(
    "不",
    "不再|不会|不予|不必|不用|不肯|不愿|并不|不能|不可(?!思议|或缺|避免|逆|分割|移动|再生)|不(?!仅|但|断|少|同|久|过|管|论|只|止|锈|足|到|及|满(?=\\d)|超|低于|高于|多于|少于|小于|得|准|许|动产|易|禁|料|妨|惜|乏|时|幸|良|可|法|定期|一|等|停|住|错|绝|是|实|属|光|符|端|同|失|难|大不|愧|倒|忘|懈|畏|拘|容|慎|知不觉|甘)",
  ),
  modality(
    "拟",
    "(?<![模虚比草])拟(?!人|声|态|定|合|订)|计划(?!单列|生育|书|经济|投资为)|打算|准备(?!金|好|工作|就绪|充分|活动)|筹备|筹划|谋划|着手",
  ),
  modality("预计", "预计|预期|预测|有望|预估|料将|估算"),
  modality("力争", "力争|争取|力求|目标|确保|旨在|致力于?|争创"),
  modality(
    "可能",
    "可能(?!性)|或将|或许|也许|恐怕?(?!怖|惧|龙|慌)|疑似|疑为|疑因|大概率|不排除|(?<=[,，\\s]|^|还|也|均|或|\\p{Script=Han}{2})或(?=将|达|已|在|于|可|会|因|致|与|超)",
    "clause",
  ),
  modality(
    "将",
    "即将|将(?!军|领|士|来|近|要|信|就|心|帅|才|[\\p{Script=Han}]{1,8}(?:列入|纳入|作为|打造|变成|送到|送往|转移))|将要|定于|将会|(?<![协议大机都全晚年开商社工学本专行教委书班展集省市县常理董监股例盛聚体与峰庙])会(?=在|有|于|对|把|被|给|让|更|持续|继续|成为|增|减|影响|出现|导致|造成)",
    "clause",
  ),
  modality(
    "据称",
    "据称|据传|网传|传闻|传言|据说|听说|谣传|盛传|有传|坊间|网友称|有消息称|消息称",
    "sentence",
  ),
  modality("涉嫌", "涉嫌|被指(?!定|派|导)|被控|被诉|指控|指称|疑犯"),
  modality("认为", "认为|相信|估计|猜测|怀疑|担心|质疑|觉得|看来|似乎|好像|仿佛|主张", "sentence"),
  modality(
    "希望",
    "希望|建议|提议|呼吁|倡议|恳请|要求|责令|号召|期待|期盼|盼望|倡导|鼓励|提倡|支持|允许|同意",
    "clauses",
  ),
  modality("承诺", "承诺|答应|声称|号称|自称|宣称|扬言|许诺|保证", "sentence"),
  modality(
    "如果",
    "如果|假如|假设|倘若|(?<=^|[,，。;；:：\\s“])若(?!干)|一旦|除非|只要|(?<!\\p{Script=Han})如(?!今|何|下|此|期|意|愿|实|同|果)|万一|的话|即使|哪怕",
    "sentence",
  ),
  modality(
    "应",
    "必须|应当|应该|(?<![响反供适照相对效回])应(?!对|急|用|届|邀|聘|有|战|战|征|援|考|收|季|诉|战|变|声)|须(?!知)|务必|需要|(?<![急刚所军必内供])需(?!求|要)|有待|亟待|亟需|(?<![重主必首纲简紧只需摘机概将不想])要(?=求|在|把|进一步|加|坚|做|抓|以|切|建|提|完|有|严|确|深|按|继|推|强|落)",
    "clause",
  ),
  modality(
    "能",
    "可以|能够|(?<![不许认宁尽非])可(?!能|持续|以|爱|靠|行|观|谓|见|乐|控|再生|惜|怜|燃|燃物|回收)|(?<![功可才智潜技性职动核节热产太机效官体本不只])能(?!源|力|耗|手|见度|人|效|够|量|干|动)",
    "clause",
  ),
  modality("正在", "正在|正(?=加紧|抓紧|进行|逐步|陆续|建设|施工)|在建|进行中", "clause"),
  modality("试图", "试图|企图|未遂|欲(?!望)|设法|图谋|尝试|争相"),
  modality("部分完成", "基本(?=完成|建成|完工|结束|形成|具备|消除)|接近完成|即将完成"),
  {
    key: "部分",
    kind: "quantity",
    reach: "word",
    pattern: "大部分|部分(?!门)|大多数?|多数|少数|近半(?=数)|半数|一些|个别|之一|有的|极少|主要",
  },
  {
    key: "每",
    kind: "quantity",
    reach: "item",
    pattern: "每(?!到|逢|当|每)|人均|户均|亩均|日均|月均|年均|平均|场均|均价",
  },
  { key: "各", kind: "quantity", reach: "clause", pattern: "分别|依次|各自" },
  { key: "全", kind: "quantity", reach: "word", pattern: "全部|所有|全体|一律" },
  {
    key: "首",
    kind: "quantity",
    reach: "word",
    pattern: "首次|首个|首条|首座|首届|首批|首家|首例|唯一|第一次|头一回",
  },
  {
    key: "仅",
    kind: "quantity",
    reach: "item",
    pattern: "仅仅?|只有|(?<![船一几两])只(?=\\d|剩|能|是|需|用|要)",
  },
  {
    key: "共",
    kind: "quantity",
    reach: "item",
    pattern:
      "累计|共计|总共|合计|总计|一共|(?<![公一总])共(?!同|享|识|和|青|产|建|赢|鸣|振|存|处|性|用|通|克)",
  },
  {
    key: "同比",
    kind: "comparison",
    reach: "clause",
    pattern: "同比|[比较](?:去年|上年)同期|与(?:去年|上年)同期相比",
  },
  { key: "环比", kind: "comparison", reach: "clause", pattern: "环比|[比较]上(?:个?月|季度)" },
  { key: "比去年", kind: "comparison", reach: "clause", pattern: "[比较](?:去年|上年|上一年)(?!同期)" },
  {
    key: "原",
    kind: "quantity",
    reach: "word",
    pattern:
      "(?<![中高草平还复燎太三])原(?=[\\p{Script=Han}]{0,4}(?:县长|市长|书记|局长|主任|院长|校长|处长|部长|厂长|经理|董事长|主席|教练|队长|镇长|乡长|所长|法人))",
  },
  {
    key: "副",
    kind: "quantity",
    reach: "word",
    pattern:
      "副(?=\\p{Script=Han}{0,2}(?:县长|市长|书记|局长|主任|院长|校长|处长|部长|厂长|经理|董事长|主席|教练|队长|镇长|乡长|所长|教授|会长|秘书|总|站长|科长|园长|馆长|检察|省长|州长))",
  },
  { key: "最", kind: "quantity", reach: "word", pattern: "最(?!近|后|终|初|高法|高人|高检)" },
  {
    key: "除",
    kind: "quantity",
    reach: "sentence",
    pattern:
      "除了|(?<![根解去消拆清免排扫铲切废开删扣])除(?!夕|草|尘|法|湿|霜|臭|雪|险|名|去|以|数|掉|颤|锈|害|虫|渣|非)",
  },
  {
    key: "介绍",
    kind: "speaker",
    reach: "sentence",
    pattern: "(?<!自我)介绍(?!信)|证实|宣布|通报|回应(?!关切)",
  },
  {
    key: "说",
    kind: "speaker",
    reach: "sentence",
    pattern:
      "(?<![小据传听再学演解劝])说(?!明|法|服|话|起|到|不定|唱|理|是)|表示(?!不?(?:满意|欢迎|感谢|同意|支持|祝贺|慰问|歉意|遗憾|肯定|赞同|反对|关注|担忧))|(?<=[\\p{Script=Han}])(?<![简名俗职据号声自宣统堪人尊美通])称(?!为|号|职|赞|重|作|呼|霸|得上|心)|坦言|透露|告诉|解释|直言|强调|指出|感慨|感叹|回忆|笑着说|反映|抱怨|提醒",
  },
]
const PATTERN = new RegExp(RULES.map(({ pattern }, i) => `(?<r${i}>${pattern})`).join("|"), "gu")

/** The marks of a folded text, in order. */
export function marks(text: string): Mark[] {
  return [...text.matchAll(PATTERN)].flatMap((match) => {
    const at = RULES.findIndex((_, i) => match.groups?.[`r${i}`] !== undefined)
    const rule = RULES[at]
    if (!rule) return []
    const { key, kind, reach } = rule
    return [{ key, kind, reach, text: match[0], start: match.index, end: match.index + match[0].length }]
  })
}

/** 介绍 and 说 report somebody's words alike. */
export function sameMark(a: Mark, b: Mark): boolean {
  return a.key === b.key || (a.kind === "speaker" && b.kind === "speaker")
}
