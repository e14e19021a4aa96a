import fc from "fast-check"
import { expect, test } from "vitest"
import { dateMentions } from "../../src/ingest/date-forms.ts"
import { findDate } from "../../src/ingest/published-at.ts"

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}
type Form = (moment: Moment) => string

const pad = (value: number) => String(value).padStart(2, "0")
const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const numerals = (text: string, zero: string) =>
  text.replace(/\d/g, (sign) => `${zero}一二三四五六七八九`[Number(sign)] ?? "")
const spoken = (value: number, zero = "零"): string => {
  if (value < 10) return numerals(String(value), zero)
  const [tens = 0, ones = 0] = [Math.floor(value / 10), value % 10]
  return `${tens > 1 ? numerals(String(tens), zero) : ""}十${ones > 0 ? numerals(String(ones), zero) : ""}`
}
const ENGLISH = "January February March April May June July August September October November December".split(
  " ",
)
const weekday = ({ year, month, day }: Moment) =>
  "日一二三四五六"[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? ""

/** Every way to write a day with its year. */
const DAYS: Readonly<Record<string, Form>> = {
  hyphens: ({ year, month, day }) => `${year}-${pad(month)}-${pad(day)}`,
  "hyphens without zeros": ({ year, month, day }) => `${year}-${month}-${day}`,
  slashes: ({ year, month, day }) => `${year}/${month}/${day}`,
  stops: ({ year, month, day }) => `${year}.${pad(month)}.${pad(day)}`,
  characters: ({ year, month, day }) => `${year}年${month}月${day}日`,
  "characters with zeros": ({ year, month, day }) => `${year}年${pad(month)}月${pad(day)}日`,
  "wide digits": ({ year, month, day }) => wide(`${year}-${pad(month)}-${pad(day)}`),
  "wide digits with characters": ({ year, month, day }) =>
    `${wide(String(year))}年${wide(String(month))}月${wide(String(day))}日`,
  ...Object.fromEntries(
    ["〇", "零", "○"].map((zero) => [
      `numerals with ${zero}`,
      ({ year, month, day }: Moment) => `${numerals(String(year), zero)}年${spoken(month)}月${spoken(day)}日`,
    ]),
  ),
  weekday: (moment) => `${moment.year}年${moment.month}月${moment.day}日 星期${weekday(moment)}`,
  "weekday in brackets": (moment) =>
    `${moment.year}-${pad(moment.month)}-${pad(moment.day)}（周${weekday(moment)}）`,
  "lunar remark": ({ year, month, day }) => `${year}年${month}月${day}日 农历癸卯年七月初二`,
  "lunar remark in brackets": ({ year, month, day }) => `${year}年${month}月${day}日（农历七月初二）`,
  "English, month first": ({ year, month, day }) => `${ENGLISH[month - 1]} ${day}, ${year}`,
  "English, day first": ({ year, month, day }) => `${day} ${ENGLISH[month - 1]?.slice(0, 3)} ${year}`,
}

const MONTH_DAYS: Readonly<Record<string, Form>> = {
  slash: ({ month, day }) => `${pad(month)}/${pad(day)}`,
  hyphen: ({ month, day }) => `${pad(month)}-${pad(day)}`,
  characters: ({ month, day }) => `${month}月${day}日`,
  numerals: ({ month, day }) => `${spoken(month)}月${spoken(day)}日`,
}

/** A time of day, with what of it is written. */
const TIMES: Readonly<Record<string, readonly [form: Form, precision: "hour" | "minute" | "second"]>> = {
  minutes: [({ hour, minute }) => ` ${pad(hour)}:${pad(minute)}`, "minute"],
  "minutes, two spaces": [({ hour, minute }) => `  ${hour}:${pad(minute)}`, "minute"],
  "a wide colon": [({ hour, minute }) => ` ${pad(hour)}：${pad(minute)}`, "minute"],
  seconds: [({ hour, minute, second }) => ` ${pad(hour)}:${pad(minute)}:${pad(second)}`, "second"],
  fractions: [({ hour, minute, second }) => ` ${pad(hour)}:${pad(minute)}:${pad(second)}.000`, "second"],
  characters: [({ hour, minute }) => ` ${hour}时${minute}分`, "minute"],
  "characters with seconds": [({ hour, minute, second }) => ` ${hour}时${minute}分${second}秒`, "second"],
  "an hour": [({ hour }) => ` ${hour}时`, "hour"],
  "numerals in words": [({ hour, minute }) => ` ${spoken(hour)}时${spoken(minute)}分`, "minute"],
  "half of the day": [
    ({ hour, minute }) => ` ${hour < 12 ? "上午" : "下午"}${hour > 12 ? hour - 12 : hour}:${pad(minute)}`,
    "minute",
  ],
  zone: [({ hour, minute, second }) => ` ${pad(hour)}:${pad(minute)}:${pad(second)} +0800`, "second"],
}

const AROUND = {
  before: ["", "来源：汐川日报 ", "发布时间：", "[ ", "　　", "记者 秦淮 "],
  after: ["", " ]", "来源：海岳日报", "  字号：大 中 小", " 编辑：安宁", "\u3000"],
}

const moments = fc
  .tuple(
    fc.date({ min: new Date("1950-01-01"), max: new Date("2099-12-31T23:59:59Z"), noInvalidDate: true }),
    fc.constantFrom(...AROUND.before),
    fc.constantFrom(...AROUND.after),
  )
  .map(([date, before, after]) => {
    const moment: Moment = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    }
    return { moment, within: (text: string) => before + text + after }
  })

function clockOf({ hour, minute, second }: Moment, precision: "hour" | "minute" | "second"): string {
  const minutes = precision === "hour" ? 0 : minute
  return `T${pad(hour)}:${pad(minutes)}:${pad(precision === "second" ? second : 0)}+08:00`
}

test.each(Object.keys(DAYS))(
  "a day in the form “%s” reads back as itself, with each form of time",
  (name) => {
    const form = DAYS[name] as Form
    fc.assert(
      fc.property(moments, fc.constantFrom(null, ...Object.values(TIMES)), ({ moment, within }, time) => {
        const { year, month, day } = moment
        const text = within(form(moment) + (time === null ? "" : time[0](moment)))
        expect(findDate(text), text).toMatchObject({
          year,
          monthDay: `${pad(month)}-${pad(day)}`,
          clock: time === null ? "" : clockOf(moment, time[1]),
        })
      }),
    )
  },
)

test.each(Object.keys(MONTH_DAYS))("a day without a year in the form “%s” reads back as itself", (name) => {
  const form = MONTH_DAYS[name] as Form
  fc.assert(
    fc.property(moments, fc.constantFrom(...Object.values(TIMES)), ({ moment, within }, time) => {
      const text = within(form(moment) + time[0](moment))
      const monthDay = `${pad(moment.month)}-${pad(moment.day)}`
      expect(findDate(text), text).toMatchObject({ year: null, monthDay, clock: clockOf(moment, time[1]) })
    }),
  )
})

test("an instant in ISO 8601 keeps its day and time, in China's time where it was UTC's", () => {
  fc.assert(
    fc.property(moments, ({ moment }) => {
      const iso = new Date(
        Date.UTC(moment.year, moment.month - 1, moment.day, moment.hour, moment.minute, moment.second),
      ).toISOString()
      const found = findDate(iso)
      expect(Date.parse(`${found?.year}-${found?.monthDay}${found?.clock}`)).toBe(Date.parse(iso))
      expect(found?.clock.endsWith("+08:00")).toBe(true)
    }),
  )
})

test("no date without a digit or a numeral", () => {
  const signs = fc.oneof(
    fc.constantFrom(..."年月日号时分秒点：:-/.·— 　星期上午下午农历初发布时间来源发稿今天是至"),
    fc.constantFrom("January ", "Aug ", "Sun ", "GMT", "Z", "T"),
    fc.string({ unit: "grapheme" }).filter((text) => !/[\p{N}〇零○一二三四五六七八九十廿卅]/u.test(text)),
  )
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 60 }), (parts) => {
      expect(dateMentions(parts.join(""))).toEqual([])
    }),
  )
})

test("every date has its place in the line, one behind the other", () => {
  const pieces = fc.constantFrom(
    ..."0123456789〇二三年月日-/.: ：T",
    "2023-08-15",
    "8月15日",
    " 07:08",
    "20230815",
    "Aug 15, 2023",
    "至",
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const line = parts.join("")
      let last = 0
      for (const { start, end } of dateMentions(line)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        last = start + 1
      }
      expect(last).toBeLessThanOrEqual(line.length)
    }),
  )
})

/** A pattern that goes back over what it has read would not come to an end here. */
test.each(
  [
    "2",
    "2023",
    "2023-",
    "2023年",
    "2023 ",
    "8月",
    "08-",
    "08/15 ",
    "一",
    "二〇二三年",
    "Aug ",
    "Aug 15, ",
    "15 Aug ",
    "20230815",
    " ",
    "农历",
    "2023-08-15 农历癸",
    "2023-08-15 星期",
    "0:",
    "T",
    "发布时间：",
    "今天是",
    "-",
  ].map((piece) => [piece]),
)("half a megabyte of %j comes to an end", (piece) => {
  const text = piece.repeat(Math.ceil(500_000 / piece.length))
  expect(() => findDate(text)).not.toThrow()
  expect(() => findDate(`${text}2023-08-15 07:08`)).not.toThrow()
})
