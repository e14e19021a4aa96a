import { expect, test } from "vitest"
import { PlacePaths } from "../../src/sqlite/place-paths.ts"

const PATHS = [
  ["广西", "梧州市", "苍梧"],
  ["广西壮族自治区", "梧州市"],
  ["岑溪市"],
  ["海岳省", "汐川市", "云岭县"],
  ["湖北省", "恩施土家族苗族自治州"],
  ["鼓楼区"],
]

test.each([
  ["梧州", [0, 1, 2]],
  ["梧州市", [0, 1, 2]],
  ["苍梧县", [0]],
  ["蒼梧縣", [0]],
  ["苍梧", [0]],
  ["广西", [0, 1, 2]],
  ["广西壮族自治区", [0, 1, 2]],
  ["汐川", [3]],
  ["云岭", [3]],
  ["恩施州", [4]],
  ["恩施", [4]],
  ["鼓楼", [5]],
  ["福州", []],
  ["某地", []],
])("the place %s", (place, kept) => {
  const paths = new PlacePaths()
  const ids = PATHS.map((path) => paths.id(JSON.stringify(path)))
  const within = paths.within(place)
  expect(ids.filter((id) => within[id] === 1)).toEqual(kept)
  expect(paths.path(ids[3] ?? 0)).toEqual(PATHS[3])
  const later = paths.id('["海岳省","梧州"]')
  expect(paths.within(place)[later]).toBe(place.startsWith("梧州") ? 1 : 0)
})
