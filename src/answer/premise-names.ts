import { bestTold, clauses, type Matter, type Told } from "./told.ts"

const ROLES =
  "市委书记|书记|副市长|市长|副县长|县长|区长|镇长|乡长|副局长|局长|校长|副院长|院长|副主任|主任|副馆长|馆长|站长|会长|厂长|理事长|总经理|经理|总工程师|工程师|教练员|教练|审判长|法官|科长|场长|队长|总监|骑手|柜员|艺人|匠人|村医"
const SURNAMES =
  "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖代佟覃丘尧商"
const ROLE = new RegExp(`(?<role>${ROLES})(?<name>[${SURNAMES}][\\p{Script=Han}]{1,2})`, "gu")
/** What stands in a name's place and is none. */
const NO_NAME =
  /^(?:和|时|向|于|都|从|经|通|任|计|应|安|关于|别|能|成|全|那|明|连|后|代)(?:在|说|对|为|什|怎|如|是|有|的|还|要|过|何|么|天|年|了|被|承|表|介|打|提|算|批|宣|强|指)/u
const WON = /(?:战胜|击败|险胜|打败|力克|大胜|赢了|赢下|赢|完胜)/u
const LOST = /(?:输给了?|不敌|负于|惜败于?|败给了?)/u

/** Another person in the office that the question names; null where the archive has this one in it. */
export function otherPerson(
  question: string,
  read: (rest: string) => Matter | undefined,
): { premise: string; told: Told } | undefined {
  for (const match of question.matchAll(ROLE)) {
    const { role = "", name = "" } = match.groups ?? {}
    if (NO_NAME.test(name)) continue
    const whole = name.slice(0, 2)
    const office = officeBefore(question, match.index)
    const at = match.index + role.length
    const matter = read(question.slice(0, at) + question.slice(at + name.length))
    if (!matter) continue
    const holders = matter.told.filter(({ text }) => text.includes(role))
    const inOffice = holders.filter((one) => holdersOf(one, role, office).length > 0)
    if (inOffice.some((one) => holdersOf(one, role, office).some((known) => known.startsWith(whole))))
      continue
    const told = bestTold(inOffice, (one) => 1 + matter.cover(one))
    if (told) return { premise: office + role + name, told }
  }
  return undefined
}

/** The words right before an office: 云岭县 in 云岭县县长. */
function officeBefore(text: string, at: number): string {
  return (
    /[\p{Script=Han}]{0,8}$/u
      .exec(text.slice(0, at))?.[0]
      .split(/[的和与对在]/u)
      .at(-1) ?? ""
  )
}

/** Whom a sentence names in that office, where it does not name another place or house for it. */
function holdersOf({ text, evidence }: Told, role: string, office: string): string[] {
  return [...text.matchAll(ROLE)].flatMap((match) => {
    const { role: known, name = "" } = match.groups ?? {}
    if (known !== role || NO_NAME.test(name)) return []
    const before = officeBefore(text, match.index)
    if (before !== "" && office !== "") return sharedEnd(office, before) ? [name] : []
    const about = `${evidence.title}${evidence.place.join("")}`
    return office === "" || about.includes(office.slice(0, 2)) ? [name] : []
  })
}

function sharedEnd(a: string, b: string): boolean {
  const length = Math.min(3, a.length, b.length)
  return length > 1 && (a.endsWith(b.slice(-length)) || b.endsWith(a.slice(-length)))
}

interface Match {
  readonly winner: string
  readonly loser: string
}

/** The archive's sentence by which the one that won lost; undefined where none says so. */
export function otherOrder(question: string, matter: Matter): Told | undefined {
  const asked = clauses(question).flatMap((clause) => matchIn(clause) ?? [])[0]
  if (!asked) return undefined
  let turned: Told | undefined
  for (const one of matter.told) {
    const parts = clauses(one.text)
    for (const [i, clause] of parts.entries()) {
      const here = matchIn(clause)
      if (!here) continue
      // 大岭村队投进一球,险胜河口村队: who won stands before.
      const told = { winner: parts.slice(0, i).join("") + here.winner, loser: here.loser }
      if (alike(asked.winner, told.winner) && alike(asked.loser, told.loser)) return undefined
      if (alike(asked.winner, told.loser) && alike(asked.loser, told.winner)) turned ??= one
    }
  }
  return turned
}

function matchIn(clause: string): Match | undefined {
  const won = WON.exec(clause)
  const lost = LOST.exec(clause)
  const mark = won ?? lost
  if (!mark) return undefined
  const [before, after] = [clause.slice(0, mark.index), clause.slice(mark.index + mark[0].length)]
  return won ? { winner: before, loser: after } : { winner: after, loser: before }
}

/** Sides are named shortly and in full: 云岭一中, 云岭县第一中学. Most characters of the shorter name stand in the longer. */
function alike(asked: string, told: string): boolean {
  const names = SIDES.flatMap((pattern) => [...asked.matchAll(pattern)].map(([name]) => name))
  return names.some((name) => {
    const chars = [...new Set(name)].filter((char) => !/[县市区镇乡第的队]/u.test(char))
    return chars.length > 1 && chars.every((char) => told.includes(char))
  })
}

const SIDES = [/[\p{Script=Han}]{1,4}?(?:[一二三四五六七八九十]中|中学|小学|大学|学院|村|队|县)/gu]
