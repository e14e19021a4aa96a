import { expect, test } from "vitest"
import { articleText, type StoredArticle } from "../../src/corpus.ts"
import { sharedName } from "../../src/summarize/named-matter.ts"
import { createStory, type NearArticle, type StoryLine, storyOfThese } from "../../src/summarize/story.ts"
import { contentWords, queryTerms } from "../../src/text/words.ts"
import { article } from "../digest/articles.ts"

function told(
  id: string,
  day: string | null,
  title: string,
  text: string,
  more: Partial<StoredArticle> = {},
) {
  const body = [{ text }]
  return article({ id, title, publishedAt: day, body, text: articleText(body), ...more })
}

const START = told("start", "2025-03-02", "石门水库开工", "石门水库昨日开工，总投资3.2亿元，计划两年建成。")
const DAM = told(
  "dam",
  "2025-09-10",
  "石门水库大坝封顶",
  "石门水库昨日开工，总投资3.2亿元，计划两年建成。石门水库大坝9月9日封顶，坝高61米，比计划早了四个月。",
)
const WATER = told(
  "water",
  "2026-01-05",
  "石门水库开始蓄水",
  "石门水库1月4日下闸蓄水，下游六个村改喝自来水。",
)
const OTHER = told("other", "2025-10-01", "白石水库除险加固", "白石水库除险加固工程完工，三千亩水田受益。")
const ALIKE = 0.45
const near = (...articles: StoredArticle[]): NearArticle[] =>
  articles.map((one) => ({ article: one, kind: null, score: ALIKE }))

/** In an archive where no word is rare but those given. */
function storyOf(article: StoredArticle, related: readonly NearArticle[], rare = "石门水库"): StoryLine[] {
  const rareTerms = new Set([...queryTerms(rare), ...contentWords(rare)])
  const archive = { size: 100_000, documentFrequency: (term: string) => (rareTerms.has(term) ? 9 : 2_000) }
  return createStory({ related: () => related, archive })(article)
}

function check(lines: readonly StoryLine[], expected: readonly (readonly [day: string, text: string])[]) {
  expect(lines.map(({ day, claim }) => [day, claim.text])).toEqual(expected)
  for (const { claim, article: of } of lines)
    for (const { field, start, end, quote } of claim.citations)
      expect(of[field]?.slice(start, end)).toBe(quote)
}

const LINES = [
  ["2025-03-02", "石门水库昨日开工，总投资3.2亿元，计划两年建成。"],
  ["2025-09-10", "石门水库大坝9月9日封顶，坝高61米，比计划早了四个月。"],
  ["2026-01-05", "石门水库1月4日下闸蓄水，下游六个村改喝自来水。"],
] as const

test("oldest first, each line new, nothing of another project", () => {
  check(storyOf(DAM, near(WATER, OTHER, START)), LINES)
  check(storyOfThese([WATER, START, DAM]), LINES)
})

test.each<[string, NearArticle[]]>([
  ["undated", near({ ...WATER, publishedAt: null })],
  ["an advertisement", near({ ...WATER, flags: ["advertisement"] })],
  ["a correction", near({ ...WATER, correction: { title: null, day: null, page: null } })],
  ["what says nothing new", near({ ...START, id: "again", publishedAt: "2025-12-01" })],
  ["linked as a correction alone", [{ article: OTHER, kind: "corrects", score: 0.9 }]],
])("no line for %s", (_, others) => {
  check(storyOf(START, others), [LINES[0]])
})

test("what the paper linked as an update belongs, whatever its words", () => {
  expect(storyOf(START, [{ article: OTHER, kind: "updated-by", score: 0 }])).toHaveLength(2)
})

const BRIDGE = told("bridge", "2025-03-02", "白渡大桥检修", "白渡大桥今起夜间检修，桥面单边放行，为期九天。")
const RACE = told(
  "race",
  "2025-06-08",
  "龙舟赛在白渡大桥下开赛",
  "龙舟赛6月7日在白渡大桥下的江面开赛，二十二队参加。",
)
const REPAIRED = told(
  "repaired",
  "2025-03-12",
  "白渡大桥恢复通行",
  "白渡大桥检修完毕，支座换新，昨晚恢复双向通行。",
)
const CLINIC = told(
  "clinic",
  "2025-03-02",
  "云岭县人民医院义诊",
  "云岭县人民医院昨日到镇上义诊，护士长席念秋带队。",
)
const WARD = told(
  "ward",
  "2025-06-08",
  "云岭县人民医院新住院楼启用",
  "云岭县人民医院新住院楼昨日启用，护士长席念秋剪彩。",
)
const FIRE = told("fire", "2025-03-02", "山里起火", "望岭林场三号山头昨夜起火，护林员麻春旺报警。")
const FIRE_OUT = told(
  "out",
  "2025-03-04",
  "明火扑灭",
  "火于3月3日扑灭，护林员麻春旺说望岭林场三号山头过火四亩。",
)

test.each<[string, StoredArticle, NearArticle, rare: string, joined: boolean]>([
  ["a name that many say", BRIDGE, { article: RACE, kind: null, score: 0.45 }, "", false],
  ["a rare name and nothing else", BRIDGE, { article: RACE, kind: null, score: 0.3 }, "白渡大桥", false],
  [
    "a name that many say, and one rare word",
    BRIDGE,
    { article: REPAIRED, kind: null, score: 0.3 },
    "检修",
    false,
  ],
  [
    "a name that many say, one rare word, and near",
    BRIDGE,
    { article: REPAIRED, kind: null, score: 0.45 },
    "检修",
    true,
  ],
  ["a venue, with rare words", CLINIC, { article: WARD, kind: null, score: 0.3 }, WARD.text, false],
  ["a venue, with rare words, and near", CLINIC, { article: WARD, kind: null, score: 0.45 }, WARD.text, true],
  ["no name, the same event", FIRE, { article: FIRE_OUT, kind: null, score: 0.7 }, FIRE.text, true],
  ["no name, not so near", FIRE, { article: FIRE_OUT, kind: null, score: 0.5 }, FIRE.text, false],
  [
    "no name, months apart",
    FIRE,
    { article: { ...FIRE_OUT, publishedAt: "2025-09-04" }, kind: null, score: 0.7 },
    FIRE.text,
    false,
  ],
])("%s", (_, article, other, rare, joined) => {
  expect(storyOf(article, [other], rare)).toHaveLength(joined ? 2 : 1)
})

test("nothing of nothing", () => {
  expect(storyOfThese([])).toEqual([])
})

test.each<[a: string, b: string, name: string | undefined]>([
  ["石门水库开工", "石门水库大坝封顶", "石门水库"],
  ["白渡大桥合龙", "白渡大桥通车", "白渡大桥"],
  ["白渡大桥合龙", "石门大桥合龙", undefined],
  ["县里新建幼儿园", "市里新建幼儿园", undefined],
  ["农村公路改造", "农村公路养护", undefined],
  ["云岭项目签约", "云岭项目开工", undefined],
  ["云岭县人民医院搬迁", "云岭县人民医院扩建", "云岭县人民医院"],
  ["《渡口的灯》首演", "话剧《渡口的灯》加演三场", "渡口的灯"],
  ["今年秋粮丰收", "今年秋粮开镰", undefined],
])("what %j and %j are both about", (a, b, name) => {
  expect(sharedName(told("a", "2025-01-01", a, `${a}。`), told("b", "2025-02-01", b, `${b}。`))).toBe(name)
})
