/** A false sentence made of a true one. */
export interface Mutant {
  readonly kind: string
  readonly sentence: string
  /** Where the true sentence itself was changed first, so that something could be left out of it. */
  readonly source?: string
}

const PLACES = [
  "汐川",
  "禾溪",
  "青屏",
  "白渡",
  "云岭",
  "雁洲",
  "棠州",
  "岳城",
  "澜阳",
  "石杉",
  "枫浦",
  "平溪",
]
const PERSONS = ["韦国强", "田一苇", "罗景澄", "易南山", "滕山凤", "翟一川", "方知夏", "秦望舒", "陆怀远"]
const BODIES: readonly (readonly [string, string])[] = [
  ["教育局", "水务局"],
  ["公安局", "教育局"],
  ["体育局", "财政局"],
  ["交通局", "林业局"],
  ["法院", "检察院"],
  ["医院", "银行"],
  ["小学", "大学"],
  ["公司", "学校"],
  ["县政府", "县法院"],
  ["市政府", "县政府"],
  ["大桥", "隧道"],
  ["二桥", "三桥"],
  ["一中", "二中"],
]
const UNITS: readonly (readonly [string, string])[] = [
  ["公顷", "亩"],
  ["亩", "公顷"],
  ["公里", "米"],
  ["平方米", "亩"],
  ["米", "公里"],
  ["公斤", "吨"],
  ["吨", "公斤"],
  ["元", "美元"],
  ["小时", "天"],
  ["分钟", "小时"],
  ["天", "小时"],
  ["人", "户"],
  ["户", "人"],
  ["家", "人"],
  ["座", "条"],
  ["辆", "艘"],
  ["台", "座"],
  ["张", "间"],
  ["%", "个百分点"],
  ["个百分点", "%"],
  ["个月", "年"],
  ["岁", "年"],
]
const CONTRARIES: readonly (readonly [string, string])[] = [
  ["增长", "下降"],
  ["增加", "减少"],
  ["上升", "下降"],
  ["上涨", "下跌"],
  ["提高", "降低"],
  ["下降", "上升"],
  ["减少", "增加"],
  ["降低", "提高"],
  ["缩短", "延长"],
  ["扩大", "缩小"],
  ["提前", "推迟"],
  ["多出", "少了"],
  ["高出", "低了"],
  ["启用", "停用"],
  ["开工", "完工"],
  ["开幕", "闭幕"],
  ["通过", "否决"],
  ["战胜", "不敌"],
  ["允许", "禁止"],
  ["同意", "反对"],
]
const MODAL: readonly (readonly [RegExp, string])[] = [
  [/(?<![模虚比])拟(?![人声定])/u, "已"],
  [/计划(?=[^，。、]{0,6}(?:建|投|用|改|开|在|于|明|完|新|启|增))/u, "已"],
  [/(?:预计|有望|力争|争取)/u, "已"],
  [/(?:预计|有望|力争|争取|可能)/u, ""],
  [/将(?=于|在|会|对|新|继续|陆续)/u, "已"],
]
const VERBS =
  /(?:完成|举行|开工|建成|增加|增长|获得|公布|采用|设有|开展|举办|安装|修复|发放|参加|投入|通过|启动|恢复|改造|种植|接待|新增|抓获|救出|转移|收购|竣工|启用|引进|招收|减少|下降|受伤|开放)/u

type Rule = (sentence: string) => Iterable<Omit<Mutant, "kind">>

/** What each kind changes. Nothing that keeps the meaning is made: see the guards. */
const RULES: Readonly<Record<string, Rule>> = {
  *digit(text) {
    for (const match of text.matchAll(/\d/gu)) {
      const other = String((Number(match[0]) + 1 + (match.index % 8)) % 10)
      yield at(text, match.index, 1, other)
    }
  },
  *unit(text) {
    for (const [unit, other] of UNITS) {
      const pattern = new RegExp(
        `(?<=[\\d万亿千百]多?余?)${unit.replace("%", "%")}(?![米里方顷时月民])`,
        "gu",
      )
      for (const match of text.matchAll(pattern)) yield at(text, match.index, unit.length, other)
    }
  },
  *magnitude(text) {
    for (const match of text.matchAll(/(?<=\d)[万亿]/gu)) {
      yield at(text, match.index, 1, match[0] === "万" ? "亿" : "万")
      yield at(text, match.index, 1, "")
    }
    // Not of a year, a time, a score or a number that is a name.
    for (const match of text.matchAll(/(?<=\d)(?=[个人名家元亩吨米户辆台座张]|公里|公斤|平方米)/gu))
      yield at(text, match.index, 0, "万")
  },
  *place(text) {
    for (const [i, place] of PLACES.entries()) {
      const other = PLACES.slice(i + 1).find((name) => !text.includes(name))
      if (text.includes(place) && other) yield { sentence: text.replace(place, other) }
    }
  },
  *person(text) {
    const named =
      /(?<=(?:县长|市长|局长|主任|场长|科长|教练|书记|校长|院长|经理|队长|村民|记者|司机|种植户|馆长|站长|负责人))\p{Script=Han}{2,3}(?=说|介绍|表示|告诉|坦言|认为|称|透露|正在|家)/gu
    for (const match of text.matchAll(named)) {
      const other = PERSONS.find((name) => name !== match[0] && !text.includes(name)) ?? ""
      yield at(text, match.index, match[0].length, other)
      yield at(text, match.index + match[0].length - 1, 1, "磊")
    }
  },
  *organization(text) {
    for (const [body, other] of BODIES) {
      if (text.includes(body) && !text.includes(other)) yield { sentence: text.replace(body, other) }
    }
  },
  *"negation dropped"(text) {
    for (const match of text.matchAll(/尚未|并未|仍未|未(?=[^来成必]|$)|没有|不(?=[再会能收需设予足愿])/gu))
      if (!/[从并仍尚]$/u.test(text.slice(0, match.index))) yield at(text, match.index, match[0].length, "")
  },
  *"negation turned"(text) {
    for (const match of text.matchAll(/尚未|未(?=[^来成必])|没有(?=\p{Script=Han}{2})/gu)) {
      if (!/[从并仍尚]$/u.test(text.slice(0, match.index))) yield at(text, match.index, match[0].length, "已")
    }
  },
  *"negation added"(text) {
    const verb = VERBS.exec(text)
    if (!verb || /[未不没]$/u.test(text.slice(0, verb.index))) return
    yield at(text, verb.index, 0, "未")
    yield at(text, verb.index, 0, "没有")
  },
  *"intention turned"(text) {
    for (const [pattern, other] of MODAL) {
      const match = pattern.exec(text)
      if (match) yield at(text, match.index, match[0].length, other)
    }
  },
  *"intention added"(text) {
    const verb = VERBS.exec(text)
    if (!verb || /[拟将]|计划|预计|有望|力争/u.test(text.slice(0, verb.index))) return
    yield at(text, verb.index, 0, "拟")
    yield at(text, verb.index, 0, "有望")
  },
  *bound(text) {
    for (const [bound, other] of [
      ["超过", "不足"],
      ["超过", ""],
      ["不足", "超过"],
      ["至少", "至多"],
      ["以上", "以下"],
      ["左右", ""],
      ["不到", "超过"],
    ] as const) {
      const match = new RegExp(`(?<!不)${bound}(?=\\d|，|。|[的、])`, "u").exec(text)
      if (match && /\d/u.test(text.slice(Math.max(0, match.index - 4), match.index + bound.length + 1)))
        yield at(text, match.index, bound.length, other)
    }
    for (const match of text.matchAll(/(?<![节合条公大最附])[约近](?=\d)/gu))
      yield at(text, match.index, 1, "")
    for (const match of text.matchAll(/(?<=\d)[多余](?=[个人名家元亩吨米户辆台座张件种])/gu))
      yield at(text, match.index, 1, "")
    for (const match of text.matchAll(
      /(?<![\d.第至~-])(?=\d+(?:\.\d+)?[万亿]?[人元亩吨米户](?!多|左右))(?<![过近约足到于])/gu,
    ))
      yield at(text, match.index, 0, "超过")
  },
  *year(text) {
    for (const match of text.matchAll(/(?:19|20)\d\d(?=年)/gu))
      yield at(text, match.index, 4, String(Number(match[0]) - 1 - (match.index % 3)))
    for (const [year, other] of [
      ["去年", "今年"],
      ["今年", "去年"],
      ["明年", "今年"],
      ["今年", "明年"],
    ] as const)
      if (text.includes(year)) yield { sentence: text.replace(year, other) }
  },
  *month(text) {
    for (const match of text.matchAll(/(?<!\d)(\d{1,2})(?=月(?!龄))/gu)) {
      const other = String((Number(match[0]) % 12) + 1)
      yield at(text, match.index, match[0].length, other)
    }
  },
  *day(text) {
    for (const match of text.matchAll(/(?<=月)(\d{1,2})(?=日)/gu))
      yield at(text, match.index, match[0].length, String((Number(match[0]) % 28) + 1))
    for (const [day, other] of [
      ["昨日", "今日"],
      ["今日", "昨日"],
      ["昨晚", "今晚"],
      ["明天", "今天"],
      ["上半年", "下半年"],
      ["上月", "本月"],
    ] as const)
      if (text.includes(day)) yield { sentence: text.replace(day, other) }
  },
  *weekday(text) {
    for (const match of text.matchAll(/(?<=周|星期)[一二三四五](?![年岁])/gu))
      yield at(text, match.index, 1, "二三四五六"["一二三四五".indexOf(match[0])] ?? "日")
  },
  *direction(text) {
    for (const [word, other] of CONTRARIES)
      if (text.includes(word)) yield { sentence: text.replace(word, other) }
  },
  *roles(text) {
    const names = [...PLACES, ...PERSONS].filter((name) => text.includes(name))
    for (const [i, one] of names.entries()) {
      for (const other of names.slice(i + 1)) {
        const [first, second] = text.indexOf(one) < text.indexOf(other) ? [one, other] : [other, one]
        const between = text.slice(text.indexOf(first) + first.length, text.indexOf(second))
        // 甲、乙 and 甲和乙 are the same the other way round.
        if (/[、和与及]/u.test(between) || text.split(one).length > 2 || text.split(other).length > 2)
          continue
        yield { sentence: text.replace(first, "\0").replace(second, first).replace("\0", second) }
      }
    }
  },
  *"figures swapped"(text) {
    const found = [...text.matchAll(/(?<![\d.第])\d+(?:\.\d+)?(?![\d.])/gu)]
    for (let i = 1; i < found.length; i++) {
      const [a, b] = [found[i - 1], found[i]]
      if (
        !a ||
        !b ||
        Number(a[0]) === Number(b[0]) ||
        /^[至到~-]$/u.test(text.slice(a.index + a[0].length, b.index))
      )
        continue
      const between = text.slice(a.index + a[0].length, b.index)
      // 3路、8路 in another order are the same list.
      if (/^\p{Script=Han}{1,2}[、和与]$/u.test(between)) continue
      yield { sentence: text.slice(0, a.index) + b[0] + between + a[0] + text.slice(b.index + b[0].length) }
    }
  },
  *"speaker dropped"(text) {
    const speaker = /^[^，。：“”]{2,18}(?:说|表示|认为|坦言|称)[，：]/u.exec(text)
    if (speaker) yield { sentence: text.slice(speaker[0].length) }
    if (/^[“”]/u.test(text)) return
    for (const hearsay of ["据称，", "网传", "市民怀疑，"]) yield { sentence: text, source: hearsay + text }
    yield { sentence: text, source: `如果${text}` }
  },
  *"part dropped"(text) {
    for (const match of text.matchAll(
      /副(?=[^产业食刊总\p{P}]{1,3}长|主任)|部分(?=[^门])|(?<![到])每(?=[亩人户年天公个])|人均|平均|之一/gu,
    ))
      yield at(text, match.index, match[0].length, "")
  },
}

function at(text: string, index: number, length: number, other: string): { readonly sentence: string } {
  return { sentence: text.slice(0, index) + other + text.slice(index + length) }
}

/** All mutants of a sentence that differ from it; `keep` thins them out. */
export function mutants(sentence: string, keep: (kind: string) => boolean = () => true): Mutant[] {
  const made: Mutant[] = []
  for (const [kind, rule] of Object.entries(RULES)) {
    for (const mutant of rule(sentence)) {
      const changed = mutant.source !== undefined || mutant.sentence !== sentence
      if (changed && keep(kind)) made.push({ kind, ...mutant })
    }
  }
  return made
}
