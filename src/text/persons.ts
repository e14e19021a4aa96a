import { surnamed } from "./surnames.ts"

/** A person as a text names them. */
export interface Person {
  /** With what they are: 市水利局局长李四. */
  readonly full: string
  /** Alone: 李四. Empty where only what they are is said: 市水利局负责人. */
  readonly name: string
}

/** A person named with what they are, and where. */
export interface Naming extends Person {
  readonly start: number
  readonly end: number
}

/** Words that say what a person is; the longer ones first. */
const ROLE_WORDS =
  "第一书记|总书记|党委书记|首席执行官|首席科学家|首席专家|新闻发言人|法定代表人|工作人员|村支书|秘书长|理事长|董事长|总经理|总工程师|工程师|技术员|检察官|检察长|分析师|研究员|志愿者|负责人|主理人|发起人|经纪人|当事人|目击者|候选人|辩护人|代理人|发言人|创始人|合伙人|带头人|传承人|讲解员|教练员|运动员|售货员|驾驶员|护林员|网格员|外卖员|快递员|驻村干部|副教授|教授|博士|院士|专家|学者|局长|主任|书记|市长|县长|区长|镇长|乡长|村长|省长|州长|部长|厅长|处长|科长|股长|院长|校长|园长|所长|站长|队长|会长|台长|馆长|场长|厂长|班长|组长|社长|行长|船长|支队长|大队长|经理|总裁|总监|主席|主管|委员|代表|总理|总统|首相|外长|大使|主帅|教练|医生|医师|护士|律师|法官|民警|交警|警官|老师|教师|学生|同学|村民|居民|市民|农民|果农|菜农|茶农|渔民|牧民|业主|店主|老板|店员|司机|职工|工人|员工|队员|球员|作者|导演|演员|游客|乘客|旅客|患者|家长|网友|干部|支书|顾客|商户|摊主|房东|租客|消费者|参赛者|选手|主播|歌手|画家|作家|评论家|翻译家|艺术家|企业家|科学家|经济学家|历史学家|书法家|评论员|研究生|设计师|厨师|会计|保安|邻居"
const ROLE_END = new RegExp(`(?:${ROLE_WORDS})$`, "u")
const LAST_ROLE = new RegExp(`^(.*(?:${ROLE_WORDS}))(.*)$`, "u")
const HAN_NAME = /^\p{Script=Han}{2,6}$/u
const DOTTED = /^[\p{Script=Han}A-Za-z]{1,12}(?:[·•・.]\s?[\p{Script=Han}A-Za-z]{1,12}){1,4}$/u
const LATIN = /^[A-Z][A-Za-z.'-]*(?:\s[A-Z][A-Za-z.'-]*){0,4}$/u
const NICKNAME = /^[“"「][^“”"「」]{1,20}[”"」]$/u
/** What stands before the words that say what somebody is, and does not belong to them. */
const BEFORE_TITLE =
  /^.*(?:[了着过]|采访|记者从|据|联系[上到]|找到|见到|遇到|以及|还有|随后|日前|近日|昨[日天]|今[日天]|当[日天]|会上|现场|陪同|邀请|请来|迎来|来自|在与?|的|对于)/u
const TITLE = /[\p{L}\p{N}·（）()]{1,24}$/u
const LONGEST_TITLE = 24
/** A third character that belongs to what follows a name of two. */
const NO_NAME_END =
  /[说表介在对向告称指强认坦透呼提补解和与及等带率也还就从到的为是将已曾又则都均于主出参作宣讲走来去给把被让请问答笑感激回谈看拿站坐正便即再只才很最不没有同跟以因而但由用做当忙干种养开获发受接继接共经连每其这那先]/u

/** 居民区党总支, 代表会议: a longer word goes on. */
const NO_NAME =
  /^(?:来[到自]|区|党|会|路|门|房|商会|家|权|方|时|万|满|应|都|于|和|成|经|全|关|计|容|与|向|从|连|及)/u

export function endsInRole(words: string): boolean {
  return ROLE_END.test(words)
}

/** 市水利局局长李四 in its parts; a name alone is only that. */
export function readPerson(words: string): Person {
  const match = LAST_ROLE.exec(words)
  if (!match) return { full: words, name: words }
  const name = (match[2] ?? "").trim()
  if (name === "" || isName(name)) return { full: words, name }
  const last = [3, 2].map((length) => words.slice(-length)).find(surnamed)
  return { full: words, name: last ?? words }
}

function isName(words: string): boolean {
  return HAN_NAME.test(words) || DOTTED.test(words) || LATIN.test(words) || NICKNAME.test(words)
}

/** Whether words could be a person's name and nothing else. */
export function looksLikeName(words: string): boolean {
  if (DOTTED.test(words) || LATIN.test(words)) return true
  return /^\p{Script=Han}{2,4}$/u.test(words) && (surnamed(words) || /^[老小阿]./u.test(words))
}

/** The words directly before an offset that say what the person named there is; empty where none do. */
export function titleBefore(text: string, at: number): string {
  const run = TITLE.exec(text.slice(Math.max(0, at - LONGEST_TITLE), at))?.[0] ?? ""
  const title = run.replace(BEFORE_TITLE, "").replace(/^[（(].*[)）]/u, "")
  return ROLE_END.test(title) ? title : ""
}

const NAMED = new RegExp(`(?:${ROLE_WORDS})(\\p{Script=Han}{2,3})`, "gu")

/** Persons whom the text names together with what they are, in order. */
export function namings(text: string): Naming[] {
  const found: Naming[] = []
  const read = new Map<string, string>()
  for (const match of text.matchAll(NAMED)) {
    const start = match.index + match[0].length - (match[1]?.length ?? 0)
    const name = read.get(match[1] ?? "") ?? nameOf(match[1] ?? "", text)
    read.set(match[1] ?? "", name)
    if (!surnamed(name) || endsInRole(name) || NO_NAME.test(name)) continue
    found.push({ full: titleBefore(text, start) + name, name, start, end: start + name.length })
  }
  return found
}

/** Two or three characters: the third belongs to a name unless it is a word of its own, or changes where the name recurs. */
function nameOf(three: string, text: string): string {
  const third = three[2]
  if (third === undefined) return three
  const two = three.slice(0, 2)
  // 林珊早早地来了
  if (NO_NAME_END.test(third) || text.includes(three + third)) return two
  for (let at = text.indexOf(two); at !== -1; at = text.indexOf(two, at + 2)) {
    if (text[at + 2] !== third) return two
  }
  return three
}

/** Names stand with what somebody is near the beginning, or never. */
const MOST_MENTIONS = 12

/** As the text names the person first: with what they are, where that stands before the name. */
export function atFirstMention(name: string, text: string): string {
  let at = text.indexOf(name)
  for (let mentions = 0; at !== -1 && mentions < MOST_MENTIONS; mentions++) {
    const title = titleBefore(text, at)
    if (title !== "") return title + name
    at = text.indexOf(name, at + name.length)
  }
  return name
}
