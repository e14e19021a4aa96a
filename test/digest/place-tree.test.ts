import { expect, test } from "vitest"
import { findPlace, type PlaceNode, placeNamed, placeTree } from "../../src/digest/place-tree.ts"

/** Names, counts and what lies within. */
const outline = (tree: readonly PlaceNode[]): unknown[] =>
  tree.map(({ name, articles, within }) =>
    within.length === 0 ? `${name} ${articles}` : [`${name} ${articles}`, ...outline(within)],
  )

const path = (text: string, articles: number) => ({ path: text.split("/"), articles })

test.each([
  ["nothing", [], []],
  [
    "of one province its cities, most articles first; a county with and without its kind once",
    [
      path("广南省/青江市/禾溪", 2),
      path("广南省/青江市/禾溪县", 5),
      path("广南省/青江市", 1),
      path("广南省/临河市", 9),
    ],
    ["临河市 9", ["青江市 8", "禾溪县 7"]],
  ],
  [
    "of one city the city with its counties",
    [path("广南省/青江市/禾溪", 2), path("广南省/青江市/白渡县", 3)],
    [["青江市 5", "白渡县 3", "禾溪 2"]],
  ],
  [
    "several provinces stay",
    [path("广南省/青江市", 2), path("海岳省", 1)],
    [["广南省 2", "青江市 2"], "海岳省 1"],
  ],
] as const)("%s", (_name, places, expected) => {
  expect(outline(placeTree(places))).toEqual(expected)
})

test("a place is found by its key, which stays when articles come in, and by its name", () => {
  const tree = placeTree([path("广南省/青江市/禾溪", 2), path("广南省/临河市", 9)])
  const county = placeNamed(tree, "禾溪县")
  expect(county?.name).toBe("禾溪")
  const grown = placeTree([path("广南省/青江市/禾溪县", 20), path("广南省/临河市", 9)])
  const found = findPlace(grown, county?.key ?? "")
  expect([found?.node.name, found?.parent?.name]).toEqual(["禾溪县", "青江市"])
  expect(findPlace(grown, "00000000")).toBeUndefined()
  expect(placeNamed(grown, "远山")).toBeUndefined()
})
