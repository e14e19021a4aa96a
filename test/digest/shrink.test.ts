import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { candidatesOf } from "../../src/digest/candidate.ts"
import { type Choice, choiceKey, choicesOf, type StandsFor } from "../../src/digest/choice.ts"
import type { Unpressed } from "../../src/digest/choice-presses.ts"
import { type DigestItem, withoutItems } from "../../src/digest/edition.ts"
import { importance } from "../../src/digest/importance.ts"
import { MOST_ITEMS, type Selection, select } from "../../src/digest/select.ts"
import {
  MOST_BUTTONS,
  MOST_TOLD,
  PASSED_OVER,
  passedOver,
  SHRINK_AFTER,
  shrinking,
  shrunkChoices,
  toldChoices,
} from "../../src/digest/shrink.ts"
import { spread } from "../../src/digest/spread.ts"
import { EVERYTHING, type Wants } from "../../src/digest/subscription.ts"
import { WantedIndex } from "../../src/digest/wanted.ts"
import { article, HEADINGS } from "./articles.ts"

function matches(article: StoredArticle, wants: Wants): boolean {
  const index = new WantedIndex()
  index.add(article)
  return index.accepting(wants)(0)
}
const standsFor: StandsFor = (article, { kind, word }) => matches(article, { ...EVERYTHING, [kind]: [word] })

const school: Choice = { kind: "topics", word: "学校" }
const clinic: Choice = { kind: "topics", word: "医院" }
const bridge: Choice = { kind: "keywords", word: "大桥" }
const north: Choice = { kind: "places", word: "禾溪县" }
const south: Choice = { kind: "places", word: "白渡县" }

function wanting(...choices: readonly Choice[]): Wants {
  const of = (kind: Choice["kind"]) => choices.filter((one) => one.kind === kind).map(({ word }) => word)
  return { places: of("places"), topics: of("topics"), keywords: of("keywords") }
}

describe("what has shrunk", () => {
  const never = { digests: SHRINK_AFTER, passed: PASSED_OVER }
  const cases: [string, readonly Choice[], readonly (readonly [Choice, Unpressed])[], readonly Choice[]][] = [
    ["nothing, where nothing is known", [school, clinic], [], []],
    ["a topic that was passed over", [school, clinic], [[clinic, never]], [clinic]],
    ["not a digest too early", [school, clinic], [[clinic, { ...never, digests: SHRINK_AFTER - 1 }]], []],
    ["not for a press too few", [school, clinic], [[clinic, { ...never, passed: PASSED_OVER - 1 }]], []],
    ["nothing of who presses no button", [school, clinic], [[clinic, { digests: 999, passed: 0 }]], []],
    ["a keyword beside a topic", [school, bridge], [[bridge, never]], [bridge]],
    ["not the only topic", [clinic], [[clinic, never]], []],
    ["not the only place beside topics", [north, school, clinic], [[north, never]], []],
    ["a place of two", [north, south], [[south, { digests: 40, passed: 30 }]], [south]],
    [
      "a place and a topic",
      [north, south, school, clinic],
      [
        [south, never],
        [clinic, never],
      ],
      [south, clinic],
    ],
    [
      "not all topics",
      [school, clinic],
      [
        [school, never],
        [clinic, never],
      ],
      [],
    ],
    [
      "not all topics, a place though",
      [north, south, school],
      [
        [school, never],
        [north, never],
      ],
      [north],
    ],
    ["nothing that is chosen no longer", [school, north], [[clinic, never]], []],
  ]
  test.each(cases)("%s", (_name, chosen, known, expected) => {
    const unpressed = new Map(known.map(([choice, count]) => [choiceKey(choice), count]))
    expect(shrunkChoices(wanting(...chosen), unpressed)).toEqual(expected)
  })

  test("a press passes over what could have been pressed in its place", () => {
    const stood = [north, south, school, clinic, bridge]
    expect(passedOver(stood, school)).toEqual([clinic, bridge].map(choiceKey))
    expect(passedOver(stood, north)).toEqual([south].map(choiceKey))
    expect(passedOver([north, school], north)).toEqual([])
  })

  test("the same word as a topic and as a keyword are two choices", () => {
    expect(choiceKey({ kind: "topics", word: "桥" })).not.toBe(choiceKey({ kind: "keywords", word: "桥" }))
  })
})

/** A word and a figure that no other article has, so that no two are the same news. */
const OWN = "山川湖海江河溪泉林田村镇街巷港站".split("")
const CHOICES = [school, clinic, bridge, north, south]

interface Drawn {
  readonly articles: readonly StoredArticle[]
  readonly wants: Wants
  readonly shrunk: readonly Choice[]
}

/** Up to 16 articles of different importance, each about some of the choices; some choices wanted, some of them shrunk. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    about: fc.array(fc.record({ choices: fc.subarray(CHOICES), correction: fc.boolean() }), {
      maxLength: 16,
    }),
    wanted: fc.subarray(CHOICES, { minLength: 1 }),
    tired: fc.subarray(CHOICES),
  })
  .map(({ about, wanted, tired }) => {
    const articles = about.map(({ choices, correction }, at) => {
      const words = choices.filter(({ kind }) => kind !== "places").map(({ word }) => word)
      const own = (OWN[at] ?? "").repeat(3)
      return article({
        id: `${at}`,
        title: `${100 + at}号${own}${words.join("与")}`,
        text: own.repeat(60 + 40 * ((at * 7) % 16)),
        place: choices
          .filter(({ kind }) => kind === "places")
          .map(({ word }) => word)
          .slice(0, 1),
        ...(correction && at % 5 === 0 && { correction: { title: null, day: null, page: null } }),
      })
    })
    const wants = wanting(...wanted)
    const never = { digests: SHRINK_AFTER, passed: PASSED_OVER }
    const shrunk = shrunkChoices(wants, new Map(tired.map((choice) => [choiceKey(choice), never])))
    return { articles: articles.filter((one) => matches(one, wants)), wants, shrunk }
  })

const selected = async ({ articles, wants, shrunk }: Drawn): Promise<Selection> =>
  select(await candidatesOf(articles), new Set(), HEADINGS, shrinking(wants, shrunk, standsFor))
const idsOf = ({ groups }: Pick<Selection, "groups">) =>
  groups.flatMap(({ articles }) => articles.map(({ id }) => id))

const dimensionsOf = (wants: Wants) => [
  choicesOf(wants).filter(({ kind }) => kind === "places"),
  choicesOf(wants).filter(({ kind }) => kind !== "places"),
]
const among = (choices: readonly Choice[], { kind, word }: Choice) =>
  choices.some((one) => one.kind === kind && one.word === word)

/** By the words of the contract, down the list. */
function walked({ articles, wants, shrunk }: Drawn): string[] {
  const brought: Choice[] = []
  return articles.flatMap((one) => {
    const stands = (choice: Choice) => standsFor(one, choice)
    const own = choicesOf(wants).filter(stands)
    const isFirst = own.some((choice) => !among(brought, choice))
    const isWanted = dimensionsOf(wants).every(
      (dimension) => dimension.length === 0 || dimension.filter(stands).some((it) => !among(shrunk, it)),
    )
    if (!isFirst && !isWanted) return []
    brought.push(...own)
    return [one.id]
  })
}

describe("a digest in which something has shrunk", () => {
  test("leaves out what the contract says, article by article", () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const inOrder = given.articles.map((one, at) => ({
          one,
          place: `${at}`,
          score: -at,
          words: new Set<string>(),
        }))
        const leaveOut = shrinking(given.wants, given.shrunk, standsFor)
        const { chosen } = spread(inOrder, MOST_ITEMS, ({ one }) => {
          const isLeft = leaveOut(one)
          return (other) => isLeft(other.one)
        })
        expect(chosen.map(({ one }) => one.id)).toEqual(walked(given))
      }),
    )
  })

  test("is a part of the whole one, and loses nothing that was not passed over", async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (given) => {
        const { articles, wants, shrunk } = given
        const whole = idsOf(await selected({ ...given, shrunk: [] }))
        const selection = await selected(given)
        const there = idsOf(selection)
        const left = selection.shrunk.map(({ id }) => id)
        expect([...there, ...left].toSorted()).toEqual(whole.toSorted())
        expect(selection.left).toBe(0)
        const shown = (choice: Choice, ids: readonly string[]) =>
          articles.some((one) => ids.includes(one.id) && !one.correction && standsFor(one, choice))
        for (const choice of choicesOf(wants)) expect(shown(choice, there)).toBe(shown(choice, whole))
        for (const one of articles.filter(({ id }) => left.includes(id))) {
          expect(one.correction).toBeNull()
          const stands = dimensionsOf(wants).map((dimension) => dimension.filter((it) => standsFor(one, it)))
          const passed = stands.filter((own) => own.length > 0 && own.every((it) => among(shrunk, it)))
          expect(passed.length).toBeGreaterThan(0)
        }
        const news = articles.filter(({ correction }) => correction === null)
        const best = news.toSorted((a, b) => importance(b) - importance(a))[0]
        if (best) expect(there).toContain(best.id)
      }),
    )
  })

  test("gives the places that it frees to other news", async () => {
    const of = (choice: Choice, count: number, from: number) =>
      Array.from({ length: count }, (_, at) => {
        const own = `${choice.word}${String.fromCodePoint(0x5100 + 40 * (from + at)).repeat(30)}`
        return article({ id: `${choice.word}${at}`, title: own, text: own })
      })
    const articles = [...of(clinic, 15, 0), ...of(school, 19, 20)]
    const wants = wanting(school, clinic)
    const count = async (shrunk: readonly Choice[]) => {
      const selection = await selected({ articles, wants, shrunk })
      const shown = idsOf(selection)
      return [
        ...[school, clinic].map(({ word }) => shown.filter((id) => id.startsWith(word)).length),
        selection.left,
      ]
    }
    expect(await count([])).toEqual([5, 15, 14])
    expect(await count([clinic])).toEqual([19, 1, 0])
  })
})

describe("what gets a button", () => {
  const news = (id: string, ...choices: readonly Choice[]) =>
    article({
      id,
      title: `${(OWN[Number(id)] ?? "").repeat(4)}${choices.map(({ word }) => word).join("与")}`,
      text: (OWN[Number(id)] ?? "").repeat(200 - Number(id)),
    })
  const told = async (articles: readonly StoredArticle[], wants: Wants, shrunk: readonly Choice[] = []) =>
    toldChoices(await selected({ articles, wants, shrunk }), wants, shrunk, standsFor)

  test("is what was chosen and has something, with what was left out, most important first", async () => {
    const articles = [news("2", clinic), news("0", clinic), news("1", clinic, school), news("3", bridge)]
    const wants = wanting(school, clinic, bridge, { kind: "topics", word: "水库" })
    expect(await told(articles, wants, [clinic])).toEqual([
      { ...school, articles: ["1"], count: 1, left: 0 },
      { ...clinic, articles: ["0", "1", "2"], count: 3, left: 1 },
      { ...bridge, articles: ["3"], count: 1, left: 0 },
    ])
  })

  test("is a handful: what has most, and all of which something is left out", async () => {
    const words = "甲乙 丙丁 戊己 庚辛 壬癸 子丑 寅卯 辰巳".split(" ")
    const topics = words.map((word): Choice => ({ kind: "topics", word }))
    const articles = topics.flatMap((choice, at) =>
      at === 7 ? [news("7", choice), news("9", choice)] : [news(`${at}`, choice)],
    )
    const many = [...articles, ...["10", "11", "12"].map((id) => news(id, topics[6] as Choice))]
    const kept = await told(many, wanting(...topics), [topics[7] as Choice])
    expect(kept).toHaveLength(MOST_BUTTONS)
    expect(kept.slice(-2)).toMatchObject([
      { word: "寅卯", count: 4, left: 0 },
      { word: "辰巳", count: 2, left: 1 },
    ])
    expect(kept.map(({ word }) => word)).toEqual(
      words.filter((word) => kept.some((one) => one.word === word)),
    )
  })

  test("tells how many there are beyond those that a press tells", async () => {
    const articles = OWN.slice(0, MOST_TOLD + 3).map((_, at) => news(`${at}`, school))
    const [choice] = await told(articles, wanting(school))
    expect(choice?.articles).toHaveLength(MOST_TOLD)
    expect(choice?.count).toBe(MOST_TOLD + 3)
  })

  test("is the same news once, as it is shown", async () => {
    const text = "汐江洪峰昨晨平稳通过白渡医院门前，三千多名病人和职工已安全转移到高处。"
    const retold = ["4", "5"].map((id) =>
      article({ id, title: `洪峰通过医院${id === "4" ? "" : "门前"}`, text }),
    )
    const articles = [news("0", clinic), ...retold]
    const [whole] = await told(articles, wanting(school, clinic))
    expect(whole).toMatchObject({ count: 2, articles: expect.arrayContaining(["0"]) })
    const [shrunk] = await told(articles, wanting(school, clinic), [clinic])
    expect(shrunk).toMatchObject({ count: 2, left: 1, articles: expect.arrayContaining(["0"]) })
  })

  test("goes with what is taken out of the edition", async () => {
    const item = (articleId: string) => ({ articleId }) as DigestItem
    const choices = [
      { ...school, articles: ["1"], count: 1, left: 0 },
      { ...clinic, articles: ["0", "1"], count: 9, left: 7 },
    ]
    const items = [item("0"), item("1")]
    const edition = {
      occurrence: null,
      date: "",
      groups: [{ kind: "place" as const, name: "", items }],
      left: 0,
      choices,
    }
    expect(withoutItems(edition, items.slice(1)).choices).toEqual([
      { ...clinic, articles: ["0"], count: 8, left: 7 },
    ])
  })

  test("is nothing where everything is wanted", async () => {
    expect(await told([news("0", school)], EVERYTHING)).toEqual([])
  })
})
