/** Of people who are named in a paper by what they do: the longer word first. */
const OFFICES =
  "负责人|市委书记|书记|副市长|市长|副县长|县长|区长|镇长|乡长|副局长|局长|校长|副院长|院长|副主任|主任|副馆长|馆长|站长|会长|厂长|理事长|总经理|经理|总工程师|工程师|教练员|教练|审判长|法官|科长|场长|队长|总监|骑手|柜员|艺人|匠人|村医"
const CALLINGS =
  "教师|老师|村民|居民|农民|渔民|菜农|果农|茶农|种植户|医生|护士|护士长|司机|船匠|选手|学生|志愿者|摊主|老人|工人|职工|社长|店主|读者|市民"

/** A name of two or three characters begins with one of these; the commonest of 百家姓 and some rarer. */
const SURNAMES =
  "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿麦游逄阙邸苑岳佘通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖代佟覃丘尧商"

export const NAME = `[${SURNAMES}][\\p{Script=Han}]{1,2}`
export const OFFICE_AND_NAME = new RegExp(`(?<role>${OFFICES})(?:、(?:${OFFICES}))?(?<name>${NAME})`, "gu")
/** What stands before a name and says whose it is: 抢修队队长, 退休教师. */
export const CALLING_BEFORE = new RegExp(`[\\p{Script=Han}]{0,4}(?:${OFFICES}|${CALLINGS})$`, "u")

/** What a place has one of, and others too. */
export const INSTITUTION =
  /(?:第[一二三四五六七八九十]+)?(?:人民医院|医院|中医院|妇幼保健院|实验小学|实验中学|小学|中学|县长|区长|镇长|县委书记|教育局|交通运输局|农业农村局|水利局|财政局|林业局|公安局|高新区|开发区|图书馆|博物馆|体育馆|客运站|汽车站|火车站|敬老院|文化馆)/u
