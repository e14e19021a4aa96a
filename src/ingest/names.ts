import { isCompoundSurname, surnamed } from "../text/surnames.ts"

const HAN = /^\p{Script=Han}+$/u
/** Longest names of other peoples as papers print them, with their middle dots. */
const DOTTED = /^\p{Script=Han}{1,12}(?:[·•]\p{Script=Han}{1,12}){1,4}$/u

/**
 * The names in a piece of a byline, or null where it holds anything else. Parts of one name that the layout spaced
 * out are joined (`王 明`), names that it glued are parted by their surnames. `glued` says that no space stood
 * before the piece: then each name must begin with a known surname, since any word could follow.
 */
export function readNames(piece: string, glued: boolean): string[] | null {
  const tokens = piece.split(/[\s、,，/／;；|&]+/).filter((token) => token !== "")
  if (tokens.length === 0 || tokens.length > 16) return null
  const names: string[] = []
  for (const token of joinSpaced(tokens)) {
    if (DOTTED.test(token)) {
      names.push(token)
      continue
    }
    if (!HAN.test(token)) return null
    const parts = token.length <= 3 ? [token] : parted(token)
    if (parts === null || parts.some((name) => name.length < 2)) return null
    if (glued && parts.some((name) => !surnamed(name))) return null
    names.push(...parts)
  }
  return names
}

/** Joins single characters: to each other, else to the short name before them, else to what follows. */
function joinSpaced(tokens: readonly string[]): string[] {
  const joined: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string
    const next = tokens[i + 1]
    const before = joined.at(-1)
    if (token.length > 1) joined.push(token)
    else if (next !== undefined && next.length === 1) {
      joined.push(token + next)
      i++
    } else if (before !== undefined && before.length === 2) joined[joined.length - 1] = before + token
    else if (next !== undefined) {
      joined.push(token + next)
      i++
    } else joined.push(token)
  }
  return joined
}

/** Cuts glued names so that each begins with a surname and has two or three characters; longer ones first. */
function parted(token: string): string[] | null {
  if (token.length === 4 && isCompoundSurname(token.slice(0, 2))) return [token]
  if (token.length > 24) return null
  const best: (string[] | null)[] = [[]]
  for (let end = 1; end <= token.length; end++) {
    best[end] = null
    for (const length of [3, 2, 4]) {
      const before = best[end - length]
      if (before === null || before === undefined) continue
      const name = token.slice(end - length, end)
      if (length === 4 ? !isCompoundSurname(name.slice(0, 2)) : !surnamed(name)) continue
      best[end] = [...before, name]
      break
    }
  }
  return best[token.length] ?? (token.length === 4 ? [token] : null)
}
