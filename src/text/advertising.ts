import { fold } from "./scripts.ts"

/** What an advertisement does, each counted once however often it does it. */
interface Sign {
  readonly name: string
  readonly weight: number
  readonly pattern: RegExp
}

const PHONE =
  "(?:\\(?0\\d{2,3}\\)?[- ]?\\d{7,8}|(?<!\\d)1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}(?!\\d)|[48]00[- ]?\\d{3,4}[- ]?\\d{3,4})"

const SIGNS: readonly Sign[] = [
  {
    name: "order line",
    weight: 2,
    pattern: new RegExp(
      `(?:咨询|订购|抢购|报名|加盟|销售|招商|预[约订]|贵宾|vip|品鉴|看房|团购|免费|服务|招生|洽谈|合作|订票|详询|详情(?:请)?咨询)(?:热线|电话|专线|咨询)?[^。\\n]{0,8}${PHONE}`,
      "u",
    ),
  },
  { name: "telephone", weight: 0.5, pattern: new RegExp(PHONE, "u") },
  {
    name: "price",
    weight: 1,
    pattern:
      /(?:原价|现价|特价|仅需|仅售|只需|低至|起价|均价|首付|团购价|会员价|优惠价|到手价|秒杀价|惊爆价)[^。\n]{0,10}\d|\d+元起|\d+元?\/(?:㎡|平米|平方米|盒|瓶|套|件|斤)/u,
  },
  {
    name: "discount",
    weight: 1,
    pattern:
      /优惠|\d折|折扣|立减|满\d+减|满\d+送|买\S{0,2}送|买一赠一|赠送|大礼包|免费(?:领取|试[吃用听驾]|体验|送)|代金券|返现|钜惠|让利|特惠/u,
  },
  {
    name: "urgency",
    weight: 1,
    pattern:
      /抢购|抢订|限时|限量|限前\d+名|热销中|火热(?:销售|招生|报名|预[约订])中|先到先得|名额有限|数量有限|售完即止|送完即止|机不可失|不容错过|赶快|赶紧(?:来|拨打|下单)|速来|欲购从速|倒计时|最后\d+(?:天|席|套|名)/u,
  },
  {
    name: "invitation",
    weight: 1,
    pattern:
      /欢迎(?:您|广大|新老|各界)?[^。\n]{0,8}(?:来电|致电|选购|品鉴|莅临|光临|咨询|加盟|订购|惠顾)|敬请(?:期待|品鉴|垂询)|恭候|(?:拨打|致电)[^。\n]{0,12}(?:咨询|订购|预约|报名)|扫码(?:下单|购买|咨询|领取|抢)|扫描?(?:下方|上方)?二维码[^。\n]{0,6}(?:下单|购买|咨询|领取|抢|报名)|加微信|微信号|点击(?:购买|下单|链接)|下单/u,
  },
  {
    name: "place of sale",
    weight: 0.5,
    pattern: /售楼[处部]|营销中心|(?:项目|门店|店铺|展厅|体验店|旗舰店|公司)地址|地址[:：]/u,
  },
  {
    name: "praise",
    weight: 1,
    pattern:
      /尊享|臻[品享藏]|奢[享华]|礼遇|耀世|盛大开[盘业]|匠心(?:打造|巨献|之作)|倾情|巨献|荣耀|传世|至尊|帝王|黄金地段|绝版|升值|稀缺|不二之选|首选品牌|领导品牌|销量(?:第一|领先)|好评如潮|千万用户|无效退款|立竿见影|药到病除|根治|祖传秘方|纯天然|无副作用|值得拥有|一步到位|圆您|成就您|让您|助您/u,
  },
  {
    name: "address of a buyer",
    weight: 0.5,
    pattern: /您|亲们|各位(?:业主|家长|顾客|车主)|广大(?:业主|家长|顾客|车主|消费者)/u,
  },
]

/** What a report about sales and advertisements says, and no advertisement. */
const REPORTED =
  /虚假(?:宣传|广告)|违法|违规|查处|罚款|处罚|被骗|上当|骗局|骗取|诈骗|投诉|维权|曝光|涉嫌|监管|消协|消费者协会|谨防|警惕|提醒(?:消费者|市民|公众|广大)|抽检|立案|起诉|判决|广告法/u
const REPORTS = /(?:表示|说|介绍|称|认为|指出|告诉记者)[,:“，：]|记者|本报讯|日电|据了解|据悉|获悉/u
/** Lines of public service and of government, which give a telephone and ask for nothing. */
const PUBLIC =
  /举报|监督|投诉|报警|求助|12345|12315|救助|寻人|招领|认领|捐款|征求意见|公示|公告|政务|纪委|公安|派出所|应急|疾控|社保|医保|人社局|教育局|防汛|公益|免费接种|志愿/u

/** From 0 up; what each sign adds, less what a report says. */
export function advertisingScore(text: string): number {
  const plain = fold(text)
  let score = 0
  for (const { weight, pattern } of SIGNS) if (pattern.test(plain)) score += weight
  if (score === 0) return 0
  if (REPORTED.test(plain)) score -= 3
  if (REPORTS.test(plain)) score -= 1.5
  if (PUBLIC.test(plain)) score -= 1.5
  return Math.max(0, score)
}

/** Enough signs for a single sentence to be an offer: three that sell, or a line to order by and one that sells. */
const SENTENCE = 3

/** Whether a sentence sells something to its reader. */
export function isAdvertising(sentence: string): boolean {
  return advertisingScore(sentence) >= SENTENCE
}
