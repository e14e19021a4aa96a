/** The words by which a follow-up is known, as patterns over folded text. */

import { isVerb } from "../text/words.ts"

/** What asks, wherever it stands in a question. */
export const ASKING =
  /(?:大概|大约|一共|总共|到底|究竟)?(?:什么时候|啥时候|什么(?:地方|原因|情况|样子)?|为什么|为何|为啥|何时|何地|何处|哪[一]?[年月天日]|几[月号日点时]|多少|多[长高大宽远深重久快](?:时间)?|咋样|怎么样|怎样|怎么|如何|啥|谁|哪里|哪儿|哪些|哪个|哪位|哪几?[家所座条种]?|几(?=[\p{Script=Han}])(?!乎|年来)|是否|是不是|有没有|能不能|会不会|吗|没有$|了没$)/u

export const REASON_ASKED =
  /^(?:这|那)?(?:是|又是)?(?:为什么|为何|为啥|什么原因|怎么会|怎么回事)(?:会?(?:这样|这么多|这么少|如此))?(?:呢|啊)?$/u

export const MORE_ASKED =
  /^(?:那|那么)?(?:(?:还|再)(?:有|来)(?:没有)?(?:更多|其他|其它|别|另外|相关|一些|几篇|几条|点)?的?(?:相关)?(?:新闻|报道|消息|文章|内容|信息|情况)?(?:吗|么|没有?)?|(?:有没有|有)?(?:更多|其他|其它|别|另外|相关)的?(?:新闻|报道|消息|文章|内容|信息)?(?:吗|么|呢)?|更多|继续|再来(?:一些|几条|几篇|点)|换一[批篇]|anything else|more|any more)$/u

export const DETAIL_ASKED =
  /^(?:能不能|能|可以|请)?(?:再)?(?:(?:详细|具体)(?:地)?(?:说说?|讲讲?|介绍|谈谈)?(?:一点|一些|一下|点|些)?|(?:展开|仔细)(?:说说|讲讲|介绍一?下?)|说(?:得)?(?:详细|具体)(?:一?点|一?些)|tell me more)(?:吗|吧)?$/u

/** Nothing but what came after, or how it stands. */
export const SEQUEL_ASKED =
  /^(?:那|那么)?(?<when>后来|然后|之后|接下来|结果|最后|现在|目前|如今)(?:呢|怎么样了?|怎样了?|如何了?)$/u

/** Measures and roles that a thing has, and how each is asked for. */
const ASPECTS: readonly (readonly [words: string, asks: string])[] = [
  [
    "建筑面积|种植面积|占地面积|总面积|面积|总投资额?|投资额|投资|造价|成本|费用|价格|票价|门票|房价|工资|长度|全长|总长|高度|宽度|深度|重量|" +
      "总产量|产量|总产值|产值|亩产|单产|销量|销售额|总收入|旅游收入|人均收入|收入|总人数|旅游人数|游客人数|参赛人数|伤亡人数|游客量|人数|人口|数量|户数|增速|增幅|" +
      "比例|占比|规模|床位数?|学位数?|车位数?|名额|奖金|补贴|降雨量|雨量|温度|气温|客流量|客流|利润|营收|税收|出口额|成绩|票房|预算|年龄|停车费|物业费|报名费|手续费|学费|水费|电费|过路费|管理费|覆盖率|合格率|失业率|增长率|入学率|录取率|就业率|销售额|成交额|贷款额|用电量|用水量|吞吐量|发电量|降水量|库存量",
    "是多少",
  ],
  ["风力|雨势|损失|影响", "有多大"],
  ["工期", "是多久"],
  [
    "开工时间|通车时间|完工时间|竣工时间|开放时间|开馆时间|营业时间|报名时间|截止时间|截止日期|比赛时间|时间|日期",
    "是什么时候",
  ],
  ["地点|地址|位置|起点|终点|会场", "在哪里"],
  [
    "项目负责人|负责人|县委书记|市委书记|党委书记|施工单位|施工方|设计单位|建设单位|承建单位|主办方|主办单位|校长|院长|县长|市长|书记|局长|镇长|作者|记者|教练|冠军|亚军|季军|主演|导演|设计师|投资方|开发商",
    "是谁",
  ],
  ["最新进展|进展|进度|结果|情况|效果", "怎么样"],
  [
    "原因|目的|目标|意义|条件|要求|流程|政策|措施|内容|电话|联系方式|名字|特色|亮点|处罚|背景|用途|方案|材料",
    "是什么",
  ],
]

const ALL_ASPECTS = ASPECTS.flatMap(([names]) => names.split("|")).sort((a, b) => b.length - a.length)
export const ASPECT = new RegExp(ALL_ASPECTS.join("|"), "u")
export const ASPECT_AT_END = new RegExp(`(?:${ALL_ASPECTS.join("|")})$`, "u")

/** How an aspect is asked for: 是多少, 是谁. */
export function askedBy(aspect: string): string {
  return ASPECTS.find(([names]) => new RegExp(`(?:${names})$`, "u").test(aspect))?.[1] ?? "是什么"
}

/** What may happen to a thing that a short question speaks of without naming it. */
const EVENTS =
  "建成|建好|建设|建|开工|动工|完工|竣工|通车|开通|通行|开放|开门|关门|开馆|投用|启用|投入使用|使用|运营|营业|封顶|合龙|验收|开始|结束|举行|举办|召开|" +
  "发生|发现|公布|发布|实施|施行|生效|报名|参加|参与|参赛|申请|申报|办理|预约|预订|购买|买|设计|负责|施工|承建|投资|出资|主办|花|用|需要|收费|免费|要钱|" +
  "判|判刑|宣判|开庭|审理|罚|处罚|受伤|死亡|遇难|伤亡|受灾|获奖|夺冠|得奖|上任|任职|出生|毕业|去|坐车|走|到|看|联系|处理|解决|恢复|影响|受影响|增长|增加|下降|减少|涨|降|完成|推迟|取消|起跑|决定|同意|批准|安全"
const FRAME =
  "请问|那么|那|所以|然后|还有|还|又|都|就|也|才|再|已经|已|正在|现在|目前|最后|最终|具体|大概|大约|预计|计划|准备|打算|一共|总共|全部|主要|具体来说|" +
  "是|有|在|要|能|可以|会|得|被|由|从|到|给|把|对|的|了|过|着|呢|吗|么|啊|呀|吧|没有|没|不|来|去|人|钱|元|天|年|月|号|次|个|名|位|家|公里|米|亩|吨|时候|时间|地方"
const VOCABULARY = new RegExp(
  `${ASKING.source}|${ALL_ASPECTS.join("|")}|${EVENTS}|${FRAME}|[\\s\\p{P}]`,
  "gu",
)

/** What asks for a part of something that happened: whoever asks so without naming it means what was spoken of. */
const PART_ASKED = /什么时候|何时|哪[年天]|几[年月天次个]|多少|谁/u

/** Whether a question names nothing that it is about: 什么时候建成, 总投资多少, 判了几年. */
export function namesNothing(folded: string): boolean {
  if (!ASKING.test(folded) && !ASPECT.test(folded)) return false
  const rest = folded.replace(VOCABULARY, " ").trim()
  return rest === "" || (PART_ASKED.test(folded) && !ASPECT.test(folded) && !/\s/u.test(rest) && isVerb(rest))
}

const THING =
  "项目|工程|大桥|桥梁|桥|公路|道路|路|线路|高速|铁路|地铁|学校|小学|中学|幼儿园|大学|医院|院区|公司|企业|工厂|厂|活动|比赛|赛事|马拉松|案件|案子|案|事故|" +
  "景区|公园|小区|古镇|产业|作物|产品|技术|政策|办法|规定|条例|制度|基地|博物馆|图书馆|体育馆|馆|车站|站|机场|码头|水库|会议|会|节目|电影|书|计划|方案|补贴|园区|建筑|楼|台风|疫苗|通知|奖项|奖"
const CLASSIFIER = "(?:一)?(?:个|项|座|条|所|家|次|场|起|种|款|部|本|栋|片|批)?"

export const PERSON_MEANT =
  /(?<![其吉维排利])(?:他|她)们?(?![人乡国山])|(?:这|那|该)(?:位|名)(?:局长|县长|市长|书记|校长|院长|主任|教练|选手|运动员|冠军|医生|老师|民警|村民|记者|负责人|先生|女士|人)?|此人|该男子|该女子|(?:这个|那个)人/u
export const PLACE_MEANT = /那里|那儿|那边|当地|(?:这个|那个|该)(?:县|市|镇|村|区|乡)/u
export const TIME_MEANT = /当时|那时候?|那天|那年|当天|当年|当日|那个月/u
export const THING_MEANT = new RegExp(
  `它们?|此事|(?:这|那)件事|(?<![应活])该(?:${THING})|(?:这|那|此|本)${CLASSIFIER}(?:${THING})`,
  "u",
)

/** Whoever is said to have said or won something, or is asked for by name; the name need not be one. */
export const NAMED_PERSONS: readonly RegExp[] = [
  /(?<=^|[\s，。、；：]|[长任员者]|书记|[长记]为)(?<name>[\p{Script=Han}]{2,3}?)(?=是谁|说|表示|介绍|告诉|认为|担任|出任|当选|获得|夺得|得(?=\d)|$|[，。])/gu,
  /(?:来自[\p{Script=Han}]{2,6}的)(?<name>[\p{Script=Han}]{2,3})(?=获得|夺得|以|说|获)/gu,
]
