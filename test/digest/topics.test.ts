import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { createTopics, MOST_TOPICS, residualIdf, type Topics } from "../../src/digest/topics.ts"
import { article, articleList } from "./articles.ts"

const ABOUT = [
  "教育",
  "医院",
  "暴雨",
  "油茶",
  "体育",
  "环保",
  "旅游",
  "交通",
  "银行",
  "考古",
  "图书馆",
  "博物馆",
  "航班",
  "诈骗",
]

/** Each topic in some articles, which say its word often, and in all of them words that say nothing. */
function archive(months: readonly string[], perTopic = 8): StoredArticle[] {
  return months.flatMap((month) =>
    ABOUT.flatMap((word, topic) =>
      Array.from({ length: perTopic }, (_, at) =>
        article({
          id: `${month}-${topic}-${at}`,
          title: `${word}消息第${at}则`,
          publishedAt: `${month}-${String(at + 1).padStart(2, "0")}`,
          place: ["青江市"],
          text: `记者从青江市获悉，${word}的情况有了变化。${`${word}的问题得到解决，`.repeat(4)}群众满意。`,
        }),
      ),
    ),
  )
}

const source = (articles: readonly StoredArticle[]) => ({
  ...articleList(articles),
  state: () => {
    const newest = articles.reduce(
      (day, { publishedAt }) => ((publishedAt ?? "") > day ? (publishedAt ?? "") : day),
      "",
    )
    const { length } = articles
    return { articles: length, passages: 0, sequence: length, oldestDay: null, newestDay: newest || null }
  },
})

function topicsOf(archive: Parameters<typeof createTopics>[0]): Topics {
  const failed = (error: unknown) => {
    throw error
  }
  return createTopics(archive, { stopping: new AbortController().signal, failed })
}

const findTopics = (archive: Parameters<typeof createTopics>[0]) => topicsOf(archive).current()

describe("topics", () => {
  test("are the words that headlines share and texts gather, at most twelve", () => {
    const topics = findTopics(source(archive(["2025-08", "2025-09"])))
    expect(topics).toHaveLength(MOST_TOPICS)
    for (const word of topics) expect(ABOUT).toContain(word)
  })

  test("stay while the month lasts", () => {
    const months = archive(["2025-08", "2025-09"])
    const day = (text: string) =>
      article({ id: text, title: "游泳", publishedAt: text, text: "游泳。".repeat(9) })
    const first = findTopics(source([...months, day("2025-10-01")]))
    const later = ["2025-10-01", "2025-10-09", "2025-10-31"].map(day)
    expect(findTopics(source([...months, ...later]))).toEqual(first)
  })

  test("of a small archive are those of all that there is; of an empty one there are none", () => {
    expect(findTopics(source(archive(["2025-10"], 3)))).toContain("油茶")
    expect(findTopics(source([]))).toEqual([])
  })

  test("name no place", () => {
    const places = ["禾溪", "禾溪县"].map((name, at) =>
      article({ id: `p${at}`, title: `${name}新闻`, place: [name], text: `${name}。`.repeat(9) }),
    )
    expect(findTopics(source([...archive(["2025-10"], 3), ...places])).join()).not.toContain("禾溪")
  })

  test("follow the archive in steps: until then the last ones are shown", async () => {
    const articles = archive(["2025-10"], 3)
    let now = articles.filter(({ title }) => !title.startsWith("油茶"))
    let read = 0
    const topics = topicsOf({
      state: () => source(now).state(),
      entries: (...given) => source(now).entries(...given),
      places: () => source(now).places(),
      byNumbers: (numbers) => {
        read += numbers.length
        return source(now).byNumbers(numbers)
      },
    })
    const first = topics.current()
    expect([first.includes("油茶"), read]).toEqual([false, now.length])
    expect(topics.current()).toBe(first)
    now = articles
    expect(topics.current()).toBe(first)
    await topics.follow()
    expect(topics.current()).toEqual(findTopics(source(articles)))
    expect([topics.current().includes("油茶"), read]).toEqual([true, articles.length])
  })

  const changes = fc.array(fc.record({ topic: fc.nat(13), many: fc.nat(12), version: fc.nat(2) }), {
    minLength: 1,
    maxLength: 6,
  })
  test("after any changes they are those that are found from nothing", async () => {
    const all = archive(["2025-10"], 12)
    await fc.assert(
      fc.asyncProperty(changes, async (steps) => {
        let [now, sequence]: [readonly StoredArticle[], number] = [all.slice(0, 60), 0]
        const changing = () => ({ ...source(now), state: () => ({ ...source(now).state(), sequence }) })
        const topics = topicsOf({
          state: () => changing().state(),
          entries: (...given) => changing().entries(...given),
          places: () => changing().places(),
          byNumbers: (...given) => changing().byNumbers(...given),
        })
        topics.current()
        for (const { topic, many, version } of steps) {
          const word = ABOUT[topic] ?? ""
          const others = now.filter(({ title }) => !title.startsWith(word))
          const some = all.filter(({ title }) => title.startsWith(word)).slice(0, many)
          const text = `${word}和${ABOUT[version]}。`.repeat(version * 3)
          now = [
            ...others,
            ...some.map((one) => (version === 0 ? one : { ...one, version: one.version + version, text })),
          ]
          sequence++
          await topics.follow()
          expect(topics.current()).toEqual(findTopics(source(now)))
        }
      }),
      { numRuns: 20 },
    )
  })

  test("stay as they were where they cannot be found, and are looked for again", async () => {
    const articles = archive(["2025-10"], 3)
    const errors: unknown[] = []
    let sequence = 0
    const topics = createTopics(
      {
        ...source(articles),
        state: () => ({ ...source(articles).state(), sequence }),
        entries: (...given) => {
          if (sequence === 1) throw new Error("broken")
          return source(articles).entries(...given)
        },
      },
      { stopping: new AbortController().signal, failed: (error) => errors.push(error) },
    )
    const first = topics.current()
    sequence = 1
    await topics.follow()
    expect(topics.current()).toBe(first)
    await topics.follow()
    expect(errors).toHaveLength(2)
  })
})

test.each([
  ["spread by chance: what Poisson expects", 1_000, 632, 1_000, 0],
  ["all uses in half as many texts", 100, 48, 1_000, 0.988],
  ["never used", 0, 0, 10, 0],
])("residual idf, %s", (_name, uses, having, texts, expected) => {
  expect(residualIdf(uses, having, texts)).toBeCloseTo(expected, 2)
})
