import { LRUCache } from "lru-cache"
import { type Division, divisionOfPath, divisionsNamed, liesIn, onlyOne } from "../ingest/gazetteer.ts"
import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"

interface PlacePath {
  readonly path: readonly string[]
  readonly names: ReadonlySet<string>
  /** What the administrative divisions say that the path ends in; read when it is first asked for. */
  division?: Division | undefined
  divisionKnown: boolean
}

const KEPT = 200

/** Place paths with small integers for them, and which of them a place means. */
export class PlacePaths {
  readonly #ids = new Map<string, number>()
  readonly #paths: PlacePath[] = []
  /** By the place that was asked for: 1 for each path that lies in it. */
  readonly #within = new LRUCache<string, Uint8Array>({ max: KEPT })

  /** `json` is a path as JSON. */
  id(json: string): number {
    const known = this.#ids.get(json)
    if (known !== undefined) return known
    const path = JSON.parse(json) as string[]
    const names = new Set(path.map((name) => shortName(fold(name))))
    this.#ids.set(json, this.#paths.length)
    return this.#paths.push({ path, names, divisionKnown: false }) - 1
  }

  get size(): number {
    return this.#paths.length
  }

  path(id: number): readonly string[] {
    return this.#paths[id]?.path ?? []
  }

  /**
   * For each path whether it lies in the place: by any name on the path, in full or in short, and by what the
   * administrative divisions say.
   */
  within(asked: string): Uint8Array {
    const place = fold(asked)
    const known = this.#within.get(place)
    if (known?.length === this.#paths.length) return known
    const outer = onlyOne(divisionsNamed(place))
    const short = shortName(place)
    const kept = Uint8Array.from(this.#paths, (one) =>
      one.names.has(short) || (outer !== undefined && this.#liesIn(one, outer)) ? 1 : 0,
    )
    this.#within.set(place, kept)
    return kept
  }

  #liesIn(one: PlacePath, outer: Division): boolean {
    if (!one.divisionKnown) {
      one.division = divisionOfPath(one.path.map(fold))
      one.divisionKnown = true
    }
    return one.division !== undefined && liesIn(one.division, outer)
  }
}
