/** The peoples of GB/T 3304 whose names stand in names of autonomous areas. */
const PEOPLES =
  /(?:蒙古族?|[回藏苗彝壮满侗瑶白傣畲羌土水怒]族|维吾尔族?|布依族|朝鲜族|土家族|哈尼族|哈萨克族?|黎族|傈僳族|佤族|拉祜族|东乡族|纳西族|景颇族|柯尔克孜族?|达斡尔族|仫佬族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|鄂温克族|保安族|裕固族|鄂伦春族?|独龙族|各族)+$/u
const KIND = /(?:特别行政区|自治[区州县旗]|街道|(?<!自治)[省市县区州盟旗镇乡])$/u

/** 苍梧 for 苍梧县, 恩施 for 恩施土家族苗族自治州; the name itself where nothing of two characters would be left. */
export function shortName(name: string): string {
  const bare = name.replace(/地区$/u, "").replace(KIND, "")
  const withoutPeoples = /自治[区州县旗]$/u.test(name) ? bare.replace(PEOPLES, "") : bare
  return [withoutPeoples, bare].find((short) => short.length >= 2) ?? name
}

/** Whether a name says what kind of place it is: 苍梧县, not 苍梧. */
export function saysKind(name: string): boolean {
  return KIND.test(name) || name.endsWith("地区")
}
