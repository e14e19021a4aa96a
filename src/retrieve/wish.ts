import { fold } from "../text/scripts.ts"

/** What a question wants to be told. */
export interface Wish {
  readonly kind: "number" | "date" | "person" | "place" | "reason" | "yes-no" | "other"
  /** For a number that is measured: 多久, 多长. */
  readonly measure?: Measure
  /** For a number that is counted: what stands behind 多少 and 几, at most two characters besides 个. */
  readonly counted?: string
  /** All of them: 有哪些, 列出. */
  readonly list: boolean
  /** How things stand now: 最新, 怎么样了. */
  readonly newest: boolean
  /** For a wish for news (有什么新闻): what it says besides, a place or nothing. */
  readonly news?: string
}

export type Measure = "duration" | "length" | "height" | "size" | "weight"

const MEASURES: readonly (readonly [asked: RegExp, measure: Measure])[] = [
  [/多久|多长时间|多少时间/u, "duration"],
  [/多[长远宽深]/u, "length"],
  [/(?<![比率例])多高/u, "height"],
  [/多大/u, "size"],
  [/多重(?![要点])/u, "weight"],
]
const END = "(?:是|为|有)?[\\s\\p{P}]*$"
/** The words by which a question asks for a date; in a folded text. */
export const ASKING_WHEN = new RegExp(
  `什么时候|啥时候|何时|哪一?[天年月日]|几[月号日点时](?!个)|日期|(?:时间|日子)${END}`,
  "u",
)
const COUNTED = /(?:多少|几(?!乎))[万亿]?(个?[\p{Script=Han}a-z]{0,2})/u
const NUMBER = new RegExp(
  `比例|占比|百分之|数量|金额|价格|总投资|面积|(?:人数|[销产流交付]{1,2}量|票房|营收|市值|规模|比分|成绩|总额|造价)${END}`,
  "u",
)
const PERSON = new RegExp(
  "(?<!有)谁|哪[位些]?.{0,4}(?:人|员|长|运动员|选手|专家)|什么人|何人|叫什么" +
    `|(?:主演|导演|作者|得主|冠军|获得者|主持人|负责人|嫌疑人|教练|旗手)${END}`,
  "u",
)
const PLACE = /哪里|哪儿|在哪|何处|何地|什么地方|哪个?(?:省|市|县|区|镇|村|国家|城市|地方)|地点/u
const REASON = /为什么|为何|为啥|原因|缘何|怎么会/u
const YES_NO =
  /(?:吗|没有|了没|了不|不)[？?。！!\s]*$|是不是|是否|有没有|有无|能不能|能否|会不会|可不可以|要不要|对不对/u
const LIST = /哪些|哪几|列出|列举|盘点|都有什么|都有谁|分别是|有什么(?!用|关系|时候)/u
const NEWEST =
  /最新|最近(?!的(?!进展|情况|消息|新闻|动态|报道))|近况|近期|近来|近日|现在|目前|如今|眼下|当前|进展|(?:怎么样|怎样|如何|咋样|到哪一?步)了|currently|latest/u
/** 离这里最近 */
const NEAREST = /[离距].{0,12}最近/u

const NEWS = /新闻|消息|报道|大事|新鲜事|什么事|哪些事|发生(?:了|过)?什么/u
/** What a wish for news says besides days and a place. */
const CHATTER =
  /新闻|消息|报道|大事|新鲜事|事情|事|有没有|有|什么|啥|哪些|哪里|最新|最近|近期|近来|发生|看看|说说|讲讲|告诉我|请问|我想|知道|给我|来点|都|了|的|在|吗|呢|吧|[\s\p{P}]/gu
const LONGEST_PLACE = 10

/** Reads the wish off the question's own words; linear in its length. `days` are its words of time. */
export function readWish(question: string, days = ""): Wish {
  const text = fold(question)
  const news = besidesNews(days === "" ? question : question.replace(days, ""))
  return {
    ...readKind(text),
    list: LIST.test(text),
    newest: NEWEST.test(text) && !NEAREST.test(text),
    ...(news !== undefined && { news }),
  }
}

function readKind(text: string): Pick<Wish, "kind" | "measure" | "counted"> {
  const measure = MEASURES.find(([asked]) => asked.test(text))?.[1]
  if (measure) return { kind: "number", measure }
  if (ASKING_WHEN.test(text)) return { kind: "date" }
  const counted = COUNTED.exec(text)
  if (counted) return { kind: "number", counted: counted[1] ?? "" }
  if (NUMBER.test(text)) return { kind: "number" }
  if (PERSON.test(text)) return { kind: "person" }
  if (PLACE.test(text)) return { kind: "place" }
  if (REASON.test(text)) return { kind: "reason" }
  return { kind: YES_NO.test(text) ? "yes-no" : "other" }
}

function besidesNews(question: string): string | undefined {
  if (!NEWS.test(fold(question))) return undefined
  const rest = fold(question).replace(CHATTER, "")
  return rest.length === 1 || rest.length > LONGEST_PLACE ? undefined : rest
}
