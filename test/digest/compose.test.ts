import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { compose, createItemWriter, LONGEST_LINE } from "../../src/digest/compose.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import type { Summarizer } from "../../src/summarize/summary.ts"
import { article } from "./articles.ts"

const long = `${"数".repeat(LONGEST_LINE)}。`

/** Gives the sentences that the article's paragraphs are. */
const honest: Summarizer = {
  async summarize(given, style) {
    const evidence = fieldEvidence(given, "text")
    const sentences = given.text.split("\n").flatMap((line) => {
      const at = given.text.indexOf(line)
      return line === "" ? [] : [quoteClaim(evidence, at, at + line.length)]
    })
    return { articleId: given.id, version: given.version, style, sentences, mode: "keyless" }
  },
}

function places(named: Readonly<Record<string, readonly StoredArticle[]>>): Parameters<typeof compose>[0] {
  const groups = Object.entries(named).map(([name, articles]) => ({ kind: "place" as const, name, articles }))
  return { groups, placeOf: () => "白渡" }
}

const cases: [string, Partial<StoredArticle>, string][] = [
  ["the first sentence", { text: "一期已经完工。\n二期下月开工。" }, "一期已经完工。"],
  [
    "not what the title says already",
    { title: "大桥合龙", text: "大桥合龙。\n工期提前一月。" },
    "工期提前一月。",
  ],
  ["a shorter one where the first is long", { text: `${long}\n二期下月开工。` }, "二期下月开工。"],
  ["the long one where there is no other", { text: long }, long],
  ["the title where there is no sentence", { title: "大桥合龙", text: "" }, "大桥合龙"],
]

test.each(cases)("line: %s", async (_name, given, line) => {
  const one = article({ id: "1", version: 3, ...given })
  const [group] = await compose(
    places({ 白渡: [one] }),
    createItemWriter({ summarizer: honest, article: () => undefined }),
  )
  const [item] = group?.items ?? []
  expect(item?.line.text).toBe(line)
  const [citation] = item?.line.citations ?? []
  expect(citation?.version).toBe(3)
  expect(citation && one[citation.field]?.slice(citation.start, citation.end)).toBe(line)
})

test("words of time in a line carry their dates", async () => {
  const one = article({ id: "1", text: "一期去年9月完工。", publishedAt: "2025-09-10" })
  const [group] = await compose(
    places({ 白渡: [one] }),
    createItemWriter({ summarizer: honest, article: () => undefined }),
  )
  expect(group?.items[0]?.line.dates).toMatchObject([{ start: 2, end: 6, shown: "2024年9月" }])
})

/** Tells these words of an article, whatever it is. */
const telling = (...told: string[]): Summarizer => ({
  async summarize(given, style) {
    const evidence = fieldEvidence(given, "text")
    const sentences = told.map((words) => {
      const at = given.text.indexOf(words)
      return quoteClaim(evidence, at, at + words.length)
    })
    return { articleId: given.id, version: given.version, style, sentences, mode: "keyless" }
  },
})
const SAID = "“大桥年底通车。工期没有拖延，钱也够了。两岸都受益。”"

test.each([
  ["carries its speaker", `市长田一苇说：${SAID}工地上塔吊林立。`, "工期没有拖延，钱也够了。", "市长田一苇"],
  [
    "of nobody in particular is not chosen",
    `总工程师周远和市长田一苇都来了。他说：${SAID}工地上塔吊林立。`,
    "工地上塔吊林立。",
    undefined,
  ],
])("a line that repeats somebody's words %s", async (_name, text, line, speaker) => {
  const one = article({ id: "1", text })
  const write = createItemWriter({
    summarizer: telling("工期没有拖延，钱也够了。", "工地上塔吊林立。"),
    article: () => undefined,
  })
  const [group] = await compose(places({ 白渡: [one] }), write)
  const told = group?.items[0]?.line
  expect([told?.text, told?.speaker]).toEqual([line, speaker])
})

test("groups and items keep their order, whatever takes how long", async () => {
  const waiting: (() => void)[] = []
  const slow: Summarizer = {
    async summarize(given, style) {
      await new Promise<void>((done) => {
        waiting.push(done)
        if (waiting.length === 4) for (const go of waiting.splice(0).reverse()) go()
      })
      return honest.summarize(given, style)
    },
  }
  const articles = Array.from({ length: 8 }, (_, i) => article({ id: `${i}` }))
  const groups = places({ 甲: articles.slice(0, 3), 乙: articles.slice(3) })
  const composed = await compose(groups, createItemWriter({ summarizer: slow, article: () => undefined }))
  expect(composed.map(({ name }) => name)).toEqual(["甲", "乙"])
  const ids = composed.flatMap(({ items }) => items.map(({ articleId }) => articleId))
  expect(ids).toEqual(articles.map(({ id }) => id))
})

const find = (known: readonly StoredArticle[]) => (id: string) => known.find((one) => one.id === id)
const link = (kind: "updates" | "corrects", to: StoredArticle) => ({
  kind,
  id: to.id,
  title: to.title,
  url: to.url,
  publishedAt: to.publishedAt,
})
const old = article({
  id: "old",
  title: "洪水来了",
  text: "白渡县沿江天气晴好。截至昨日18时，白渡县共转移群众1200人。",
  publishedAt: "2025-10-20",
})
const composed = async (
  kind: "lead" | "follow-ups" | "corrections",
  one: StoredArticle,
  known = [one, old],
) => {
  const groups = [{ kind, name: "", articles: [one] }]
  const [group] = await compose(
    { groups, placeOf: () => "白渡" },
    createItemWriter({ summarizer: honest, article: find(known) }),
  )
  return group?.items[0]
}

test("a lead tells up to three sentences, in order", async () => {
  const sentence = (n: number) => `第${n}座新桥今天通车，两岸居民不必绕行。`
  const text = [1, 2, 3, 4].map(sentence).join("\n")
  const item = await composed("lead", article({ id: "1", text }))
  expect(item && [item.line, ...item.more].map((claim) => claim.text)).toEqual([1, 2, 3].map(sentence))
})

test("an update tells what was said before where it says something else, word for word", async () => {
  const text = "截至今日12时，白渡县共转移群众3500人。"
  const item = await composed("follow-ups", article({ id: "1", text, links: [link("updates", old)] }))
  expect(item?.before).toMatchObject({ id: "old", said: { text: "截至昨日18时，白渡县共转移群众1200人。" } })
  const [citation] = item?.before?.said?.citations ?? []
  expect(old.text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
})

test.each([
  ["says the same", old.text.slice(11), old],
  ["speaks of something else", "县医院新楼昨日封顶，明年投入使用。", old],
  ["is about an undated one", "截至今日12时，白渡县共转移群众3500人。", { ...old, publishedAt: null }],
] satisfies [string, string, StoredArticle][])(
  "an update that %s names the report alone",
  async (_n, text, to) => {
    const one = article({ id: "1", text, links: [link("updates", to)] })
    expect((await composed("follow-ups", one, [one, to]))?.before).toMatchObject({ id: "old", said: null })
  },
)

test.each([
  [
    "of the line",
    "截至昨日18时，白渡县石鼓镇、柳溪乡共转移群众1200人。新桥今天通车，两岸居民不必绕行。",
    null,
  ],
  [
    "of a sentence behind it",
    "截至今日12时，白渡县群众陆续返家。截至昨日18时，白渡县石鼓镇、柳溪乡共转移群众1200人。",
    null,
  ],
  [
    "with another figure",
    "截至今日18时，白渡县石鼓镇、柳溪乡共转移群众3500人。新桥今天通车，两岸居民不必绕行。",
    {},
  ],
])("what was said before is not told again where it is a part %s", async (_name, text, said) => {
  const one = article({ id: "1", text, links: [link("updates", old)] })
  const item = await composed("lead", one)
  expect(item?.before).toMatchObject({ id: "old" })
  expect(item?.before?.said === null).toBe(said === null)
})

test("a correction names what it corrects; a retracted one is not named", async () => {
  const one = article({ id: "1", text: "本报更正如下。", links: [link("corrects", old)] })
  expect((await composed("corrections", one))?.before).toMatchObject({ id: "old", said: null })
  expect((await composed("corrections", one, [one, { ...old, status: "retracted" }]))?.before).toBe(null)
})

test("a sentence whose quote does not stand in the article is not told, whoever wrote it", async () => {
  const one = article({ id: "1", title: "大桥合龙", text: "工期提前一月，明年春天通车。" })
  const liar: Summarizer = {
    async summarize(given, style, options) {
      const summary = await honest.summarize(given, style, options)
      const sentences = summary.sentences.map((claim) => ({
        text: "工期提前一年，今年冬天通车。",
        citations: claim.citations.map((citation) => ({ ...citation, quote: "工期提前一年" })),
      }))
      return {
        ...summary,
        sentences: [...sentences, { text: "没有出处的一句话，谁也查不到。", citations: [] }],
      }
    },
  }
  const [group] = await compose(
    places({ 白渡: [one] }),
    createItemWriter({ summarizer: liar, article: find([one]) }),
  )
  expect(group?.items[0]?.line.text).toBe("大桥合龙")
})
