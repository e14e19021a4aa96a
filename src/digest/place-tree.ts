import type { ArticleStore } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"
import { saysKind, shortName } from "../text/place-names.ts"

/** A place of the archive with the places in it, most articles first. */
export interface PlaceNode {
  /** The same as long as the place has its path; short enough for a button. */
  readonly key: string
  /** With its kind where the archive prints it somewhere: 苍梧县. */
  readonly name: string
  readonly articles: number
  readonly within: readonly PlaceNode[]
}

const KEY_DIGITS = 8

interface Growing {
  name: string
  articles: number
  readonly within: Map<string, Growing>
}

/**
 * The archive's places, from the widest at which there is something to choose: of one province its cities. 苍梧 and
 * 苍梧县 are one.
 */
export function placeTree(places: ReturnType<ArticleStore["places"]>): readonly PlaceNode[] {
  const roots = new Map<string, Growing>()
  for (const { path, articles } of places) {
    let level = roots
    for (const name of path) {
      const key = shortName(name)
      const node = level.get(key) ?? { name, articles: 0, within: new Map() }
      if (saysKind(name) && !saysKind(node.name)) node.name = name
      node.articles += articles
      level.set(key, node)
      level = node.within
    }
  }
  let tree = frozen(roots, [])
  while (tree.length === 1 && tree[0] && tree[0].within.some(({ within }) => within.length > 0))
    tree = tree[0].within
  return tree
}

/** The place with this key, and the one that it lies in. */
export function findPlace(
  tree: readonly PlaceNode[],
  key: string,
  parent?: PlaceNode,
): { readonly node: PlaceNode; readonly parent: PlaceNode | undefined } | undefined {
  for (const node of tree) {
    const found = node.key === key ? { node, parent } : findPlace(node.within, key, node)
    if (found) return found
  }
  return undefined
}

/** The place of this name, with or without its kind. */
export function placeNamed(tree: readonly PlaceNode[], name: string): PlaceNode | undefined {
  for (const node of tree) {
    const found = shortName(node.name) === shortName(name) ? node : placeNamed(node.within, name)
    if (found) return found
  }
  return undefined
}

function frozen(level: ReadonlyMap<string, Growing>, path: readonly string[]): readonly PlaceNode[] {
  return [...level]
    .map(([short, { name, articles, within }]) => {
      const own = [...path, short]
      return { key: shortHash(own, KEY_DIGITS), name, articles, within: frozen(within, own) }
    })
    .sort((a, b) => b.articles - a.articles || (a.name < b.name ? -1 : 1))
}
