import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { movedUp, numbered, replaced } from "../../src/desk/draft.ts"
import {
  type DigestGroup,
  type DigestItem,
  type Edition,
  editionItems,
  type GroupKind,
  withoutItems,
} from "../../src/digest/edition.ts"

function item(id: string, place: string): DigestItem {
  const line = { text: `${id}。`, citations: [] }
  return { articleId: id, version: 1, title: id, url: null, place, line, more: [], before: null }
}

/** "lead: a@甲; place 乙: b c": groups with their items; an item's place is its group's name unless it says another. */
function edition(told: string): Edition {
  const groups = told.split("; ").map((part): DigestGroup => {
    const [head = "", ids = ""] = part.split(": ")
    const [kind = "", name = kind] = head.split(" ")
    const items = ids.split(" ").map((one) => {
      const [id = "", place = name] = one.split("@")
      return item(id, place)
    })
    return { kind: kind as GroupKind, name, items }
  })
  return { occurrence: null, date: "2025-10-24", groups, left: 0 }
}

function tell({ groups }: Edition): string {
  const ids = ({ items }: DigestGroup) => items.map(({ articleId }) => articleId).join(" ")
  return groups.map((group) => `${group.name}: ${ids(group)}`).join("; ")
}

const ALL = "lead: a@甲; follow-ups: b@甲 c@乙; place 甲: d e; place 乙: f; corrections: g@甲 h@甲"

describe("moved up", () => {
  const cases: [string, string, number, string][] = [
    ["within its group", ALL, 5, "lead: a; follow-ups: b c; 甲: e d; 乙: f; corrections: g h"],
    ["a correction within its group", ALL, 8, "lead: a; follow-ups: b c; 甲: d e; 乙: f; corrections: h g"],
    ["a place before another", ALL, 6, "lead: a; follow-ups: b c; 乙: f; 甲: d e; corrections: g h"],
    ["the first of all places leads", ALL, 4, "lead: d; follow-ups: b c; 甲: a e; 乙: f; corrections: g h"],
    ["the first follow-up leads", ALL, 2, "lead: b; follow-ups: c; 甲: a d e; 乙: f; corrections: g h"],
    ["the former lead gets its place back", "lead: a@丙; place 甲: d", 2, "lead: d; 丙: a"],
    ["not the lead", ALL, 1, "lead: a; follow-ups: b c; 甲: d e; 乙: f; corrections: g h"],
    ["not the first correction", ALL, 7, "lead: a; follow-ups: b c; 甲: d e; 乙: f; corrections: g h"],
    ["not the first where there is no lead", "place 甲: d e", 1, "甲: d e"],
  ]
  test.each(cases)("%s", (_name, told, number, expected) => {
    const given = edition(told)
    expect(tell(movedUp(given, numbered(given, number) as DigestItem))).toBe(expected)
  })
})

const places = fc.uniqueArray(fc.constantFrom("甲", "乙", "丙"), { minLength: 1 })
const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 })

test("whatever is moved, nothing is lost or doubled, the lead is one, and corrections stay last", () => {
  fc.assert(
    fc.property(places, sizes, fc.array(fc.nat({ max: 30 }), { maxLength: 20 }), (named, counts, moves) => {
      let id = 0
      const ids = (count: number, place: string) =>
        Array.from({ length: count }, () => `i${id++}@${place}`).join(" ")
      const groups = named.map((place, at) => `place ${place}: ${ids(counts[at] ?? 1, place)}`)
      const given = edition([`lead: ${ids(1, "丁")}`, ...groups, `corrections: ${ids(2, "甲")}`].join("; "))
      let now = given
      for (const move of moves) {
        const all = editionItems(now)
        now = movedUp(now, all[move % all.length] as DigestItem)
      }
      const sorted = (one: Edition) =>
        editionItems(one)
          .map(({ articleId }) => articleId)
          .sort()
      expect(sorted(now)).toEqual(sorted(given))
      expect(now.groups.filter(({ kind }) => kind === "lead").map(({ items }) => items.length)).toEqual([1])
      expect(now.groups[0]?.kind).toBe("lead")
      expect(now.groups.at(-1)?.kind).toBe("corrections")
      for (const { kind, name, items } of now.groups) {
        if (kind === "place") expect(items.every(({ place }) => place === name)).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

test("an item is replaced or taken out where it stands", () => {
  const given = edition(ALL)
  const third = numbered(given, 3) as DigestItem
  expect(tell(replaced(given, third, item("x", "乙")))).toContain("follow-ups: b x;")
  expect(tell(withoutItems(given, [third]))).toContain("follow-ups: b;")
  expect(tell(withoutItems(given, [numbered(given, 6) as DigestItem]))).not.toContain("乙")
})
