import { glossesOf } from "../text/glosses.ts"
import { words } from "../text/words.ts"

/** Words that say nothing by themselves. What denies, intends, compares or counts is none of them. */
const FUNCTION_WORDS = new Set(
  (
    "a an the of in on at to for from by with and or as is are was were be been being am has have had having that which who whose " +
    "its their his her this these those it there then than into onto out do does did during among between through within while where " +
    "s also so such here same other's own he she they upon via amid along"
  ).split(" "),
)

/** Small words with a meaning of their own, and what of the Chinese they must stand for. */
export const SMALL_WORDS: Readonly<Record<string, RegExp>> = {
  he: /他/u,
  she: /她/u,
  they: /他们|她们|它们/u,
  all: /全|都|所有|均|皆|一切/u,
  every: /每|各/u,
  each: /每|各/u,
  per: /每|人均|单/u,
  only: /仅|只(?!有?一)|唯一/u,
  also: /也|还|并|同时/u,
  already: /已/u,
  again: /再|又|重新|复/u,
  still: /仍|还|尚/u,
  both: /都|均|双|两/u,
  most: /多数|大部分|最|大多/u,
  mainly: /主要/u,
  total: /总|共|累计|全/u,
  because: /因|由于/u,
  due: /因|由于/u,
  after: /后/u,
  before: /前/u,
  since: /以来|自|起|来/u,
  until: /至|到|直到|止/u,
  when: /时|当|后/u,
  if: /如|若|假如/u,
  although: /虽|尽管/u,
  but: /但|却|不过|然而/u,
  however: /但|却|不过|然而/u,
  first: /第一|首|头|一(?:期|审|次|批)/u,
  second: /第二|二(?:期|审|次|批|桥|号|院|中|小)/u,
  third: /第三|三(?:期|次|批|桥|号|院|中|小)/u,
  fourth: /第四|四(?:期|次|批)/u,
  last: /最后|末/u,
  next: /下|明/u,
  half: /半/u,
  now: /目前|现|如今|已/u,
  currently: /目前|现|正/u,
  together: /共|一起|合/u,
  compared: /比|较/u,
}

const IRREGULAR: Readonly<Record<string, string>> = {
  built: "build", held: "hold", began: "begin", begun: "begin", rose: "rise", risen: "rise", fell: "fall", fallen: "fall",
  grew: "grow", grown: "grow", won: "win", lost: "lose", said: "say", told: "tell", made: "make", took: "take", taken: "take",
  gave: "give", given: "give", sent: "send", spent: "spend", paid: "pay", met: "meet", found: "find", left: "leave", ran: "run",
  went: "go", gone: "go", came: "come", sold: "sell", bought: "buy", caught: "catch", fought: "fight", led: "lead", kept: "keep",
  beat: "beat", beaten: "beat", dead: "die", died: "die", dies: "die", dying: "die", brought: "bring", thought: "think",
  men: "man", women: "woman", children: "child", people: "people", lives: "life", broke: "break", broken: "break",
  chose: "choose", chosen: "choose", drove: "drive", driven: "drive", wrote: "write", written: "write", shown: "show",
  sentenced: "sentence", planned: "plan", added: "add", became: "become", stopped: "stop", canceled: "cancel", cancelled: "cancel",
} // biome-ignore format: a table

/** The stem of an English word, the same for its forms: rises, rising, rose. Crude on purpose: it is compared, never shown. */
export function stem(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s?$/u, "")
  const bare = without(INFLECTIONS, IRREGULAR[lower] ?? lower)
  return settled(without(DERIVATIONS, bare))
}

type Endings = readonly (readonly [end: string, least: number])[]
const INFLECTIONS: Endings = [
  ["ings", 3],
  ["ing", 3],
  ["ied", 3],
  ["ies", 3],
  ["es", 3],
  ["ed", 3],
  ["s", 3],
]
const DERIVATIONS: Endings = [
  ["ment", 4],
  ["ion", 4],
  ["er", 4],
  ["or", 4],
  ["ly", 4],
]

function without(endings: Endings, word: string): string {
  const ending = endings.find(([end, least]) => word.endsWith(end) && word.length - end.length >= least)
  return ending && !(ending[0] === "s" && word.endsWith("ss")) ? word.slice(0, -ending[0].length) : word
}

function settled(base: string): string {
  const undoubled = /([bdgmnprt])\1$/u.test(base) ? base.slice(0, -1) : base
  return undoubled.length > 3 ? undoubled.replace(/[eyi]$/u, "") : undoubled
}

export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word.toLowerCase())
}

/** What news says and dictionaries put in other words. */
const ALSO: Readonly<Record<string, string>> = {
  预计: "expect", 计划: "plan", 拟: "plan", 群众: "people resident", 市民: "citizen resident", 居民: "resident people", 村民: "villager",
  人: "people person", 名: "people", 转移: "evacuate move", 通车: "open traffic", 通行: "open traffic reopen", 恢复: "reopen resume restore", 合龙: "join close",
  大桥: "bridge", 油茶: "oil tea camellia oil-tea", 举行: "hold take place", 举办: "hold", 登陆: "land make landfall", 全长: "long length total",
  长: "long length", 宽: "wide width", 高: "high height", 主跨: "main span", 项目: "project", 工程: "project work", 施工: "construct work",
  开工: "start begin construct work break ground", 动工: "start begin construct work", 完工: "complete finish", 竣工: "complete finish", 建成: "complete build finish",
  开镰: "begin start harvest", 开学: "start school begin", 启用: "open use into", 投用: "open use", 开放: "open", 开业: "open", 开始: "start begin",
  启动: "start begin launch", 新增: "add new", 增加: "add increase", 学位: "school place seat", 床位: "bed", 扩建: "expand", 改造: "renovate renovation upgrade",
  宣判: "verdict announce sentence pronounce", 一审: "first trial instance", 判处: "sentence", 有期徒刑: "prison term imprison", 被告人: "defendant", 法院: "court", 人民法院: "people court",
  种植: "plant grow", 面积: "area cover", 产量: "output production yield", 产值: "output value", 鲜果: "fresh fruit", 亩: "mu", 总投资: "total investment",
  投资: "invest investment cost", 占地: "cover area", 接待: "receive visitor host", 游客: "visitor tourist", 人次: "visitor visit", 旅游: "tourism tourist travel", 收入: "income revenue",
  选手: "athlete runner player contestant", 参加: "take part attend join participate", 比赛: "race match competition", 冠军: "champion championship title", 获得: "win receive get",
  战胜: "beat defeat", 成绩: "time result score", 企业: "company enterprise firm business", 公司: "company firm", 高新区: "high-tech zone high tech", 园区: "park zone",
  政府: "government", 市政府: "city government", 县政府: "county government", 教育局: "education bureau", 市场监管局: "market regulator bureau", 局: "bureau", 县长: "county head magistrate", 市长: "mayor",
  补贴: "subsidy subsidize", 每户: "household each", 价格: "price", 门票: "ticket", 免费: "free charge", 博物馆: "museum", 图书馆: "library", 藏书: "book collection", 学生: "student",
  考试: "exam examination", 造成: "cause leave", 伤亡: "casualty", 人员: "people", 死亡: "die dead death kill", 受伤: "injure injured hurt", 事故: "accident", 火灾: "fire", 警方: "police", 调查: "investigate", 原因: "cause reason",
  污水: "sewage wastewater", 污水处理厂: "sewage wastewater treatment plant", 调试: "test debug commission", 加装: "install", 电梯: "elevator lift", 老楼: "old build building", 乘坐: "ride take", 公交: "bus", 线路: "route line",
  调整: "adjust change", 路: "route road", 担任: "serve become", 表示: "say state", 介绍: "say introduce", 称: "say", 说: "say", 提前: "ahead schedule early", 会议: "meeting", 研究: "study discuss", 小区: "community residential neighborhood", 老旧: "old",
  驳回: "reject dismiss", 请求: "request", 批准: "approve", 小学: "primary school elementary", 中学: "middle school", 高速公路: "expressway highway motorway", 隧道: "tunnel", 贯通: "complete through connect", 全线: "entire whole", 发现: "discover find", 古墓: "ancient tomb", 专家: "expert",
  认为: "believe think", 宋代: "song dynasty", 建于: "build", 脱贫户: "household poverty lift out", 人均: "average person capita", 上涨: "rise increase", 增长: "increase grow rise growth", 下降: "fall drop decrease decline", 卖: "sell", 志愿者: "volunteer", 清理: "clean clear up", 垃圾: "garbage rubbish trash",
  消防员: "firefighter", 救出: "rescue", 被困: "trap trapped", 水库: "reservoir", 水位: "water level", 警戒线: "warning line", 气象台: "weather station", 发布: "issue release", 暴雨: "rainstorm heavy rain", 预警: "warning alert", 大雨: "heavy rain", 护士: "nurse", 否认: "deny", 说法: "claim statement", 商场: "mall",
  拖欠: "owe", 工资: "wage salary", 处罚: "punish penalize fine", 取消: "cancel", 运动会: "sport meet game", 采摘: "pick harvest", 秋茶: "autumn tea", 双向: "two-way two way", 车道: "lane", 设计: "design", 采用: "use adopt", 公园: "park", 新建: "new build", 农民: "farmer", 用电量: "electricity consumption power use",
  全年: "whole year full", 火车站: "railway train station", 接种: "vaccinate vaccination", 疫苗: "vaccine vaccination", 流感: "flu influenza", 台风: "typhoon", 风力: "wind", 最大: "maximum strongest", 级: "level force", 降雨量: "rainfall rain", 当地: "local", 道路: "road", 修复: "repair fix restore", 水毁: "flood damage wash", 受灾: "affect disaster hit", 安置: "resettle settle", 妥善: "properly proper",
  旅客: "passenger", 建设: "build construct construction", 新厂: "new factory plant", 工厂: "factory plant", 达到: "reach", 达: "reach", 共有: "have total", 设置: "have set", 晚稻: "late rice", 早稻: "early rice", 医院: "hospital", 新院区: "new hospital campus", 古镇: "ancient town", 期间: "during period", 国庆: "national day holiday", 马拉松: "marathon",
  队: "team", 年底: "end year", 秋季: "autumn", 全市: "city", 全县: "county", 全省: "province", 全国: "country nation", 使用: "use", 公布: "announce publish", 宣布: "announce", 招聘: "recruit hire", 岗位: "job post position", 就业: "job employment", 交通: "traffic transport", 供水: "water supply", 停水: "water cut outage", 停电: "power cut outage",
  疏散: "evacuate", 救援: "rescue", 抓获: "catch arrest", 逮捕: "arrest", 罚款: "fine", 死者: "victim dead", 学校: "school", 老师: "teacher", 医生: "doctor", 司机: "driver", 乘客: "passenger", 孩子: "child", 老人: "elderly old people", 车辆: "vehicle car", 捐款: "donate donation", 签署: "sign", 签约: "sign contract", 出口: "export", 进口: "import", 销售额: "sale", 利润: "profit", 亏损: "loss lose",
} // biome-ignore format: a table

/** Characters that say at the end of a word what kind of thing it is. */
const KIND = /[县市镇乡村区省桥路街河江山湖厂馆院校队局站厅部所园场店楼率费量额者员队港]$/u

/** One Chinese word of a text, with the English stems that it may stand for. */
export interface Meaning {
  readonly start: number
  readonly end: number
  readonly stems: ReadonlySet<string>
  /** Those that are something to do, and forms in which a gloss has a word itself. */
  readonly deeds: ReadonlySet<string>
}

/** Whether an English word may stand for it. A form that only verbs have (paid, evacuated) must be something to do. */
export function mayMean(word: string, { stems, deeds }: Pick<Meaning, "stems" | "deeds">): boolean {
  const lower = word.toLowerCase()
  return PAST.test(lower) || lower in IRREGULAR
    ? deeds.has(lower) || deeds.has(stem(lower))
    : stems.has(stem(lower))
}

const PAST = /[a-z]{2}ed$/u

const known = new Map<string, readonly Gloss[]>()

/** One way to put a Chinese word: it stands for all its English words together. */
interface Gloss {
  readonly forms: readonly string[]
  /** Something to do; the first form is what. */
  readonly deed: boolean
}

/** What the words of a folded Chinese text may mean in a sentence with these stems, each where it stands; parts of a word that has no gloss count instead. */
export function meaningsOf(text: string, said: ReadonlySet<string>): Meaning[] {
  const found: Meaning[] = []
  const add = (start: number, word: string) => {
    const glosses = glossed(word)
    const meant = meantIn(glosses, said)
    if (meant.stems.size > 0) found.push({ start, end: start + word.length, ...meant })
    return glosses.length > 0
  }
  for (const { start, text: word } of words(text)) {
    const whole = glossesOf(word) !== undefined && add(start, word)
    if (!whole) addParts(word, start, add)
    if (word.length > 1 && KIND.test(word)) add(start + word.length - 1, word.slice(-1))
  }
  for (const word of Object.keys(ALSO)) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) add(at, word)
  }
  return found
}

/** From the left the longest parts that the dictionary has. */
function addParts(word: string, start: number, add: (start: number, word: string) => boolean): void {
  for (let at = 0; at < word.length; ) {
    let end = word.length
    while (end > at + 1 && (end - at === word.length || !add(start + at, word.slice(at, end)))) end--
    if (end === at + 1) add(start + at, word.slice(at, end))
    at = end
  }
}

function glossed(word: string): readonly Gloss[] {
  const before = known.get(word)
  if (before) return before
  const listed = (glossesOf(word) ?? [])
    .flatMap((gloss) => gloss.split(/[;；,]/u))
    .map((gloss) => ({
      forms: wordsOf(plainGloss(gloss)).filter((form) => !isFunctionWord(form)),
      deed: /^\s*(?:\([^)]*\)\s*)*to /u.test(gloss),
    }))
  const own = wordsOf(ALSO[word] ?? "").map((form) => ({ forms: [form], deed: true }))
  if (known.size > MOST_KNOWN) known.clear()
  const glosses = [...listed, ...own].filter(({ forms }) => forms.length > 0)
  known.set(word, glosses)
  return glosses
}

/** What of the glosses a sentence can have meant. */
function meantIn(glosses: readonly Gloss[], said: ReadonlySet<string>): Pick<Meaning, "stems" | "deeds"> {
  const whole = glosses.filter(
    ({ forms }) => forms.length === 1 || forms.every((form) => said.has(stem(form))),
  )
  const forms = whole.flatMap((gloss) => gloss.forms)
  const deeds = whole.flatMap((gloss) => (gloss.deed ? (gloss.forms[0] ?? []) : []))
  return {
    stems: new Set(forms.map(stem)),
    deeds: new Set([...deeds.map(stem), ...forms.filter((form) => PAST.test(form))]),
  }
}

/** The stems of a sentence's words. */
export function stemsIn(english: string): Set<string> {
  return new Set(wordsOf(english).map(stem))
}

function wordsOf(english: string): string[] {
  return english.match(/[a-z]+/giu) ?? []
}

const MOST_KNOWN = 20_000

/** Without remarks in brackets, measure words and names. */
function plainGloss(gloss: string): string {
  if (/^\s*(?:CL:|opposite|surname|variant of|old variant|used in|abbr)/u.test(gloss)) return ""
  return gloss
    .replace(/\([^()]*\)|\[[^\]]*\]/gu, " ")
    .replace(/\b(?:to|sb|sth|etc|one|the|a|an|of)\b/giu, " ")
}
