/** Numbers in one block. A packed block of width `w` takes `4 · w` words of 32 bits. */
export const BLOCK = 128

/** How many bits the largest of the first BLOCK values needs: 0 where all are 0. */
export function widthOf(values: Uint32Array): number {
  let all = 0
  for (let i = 0; i < BLOCK; i++) all |= values[i] as number
  return 32 - Math.clz32(all)
}

/** Packs BLOCK values of at most `width` bits (below 32), lowest bits first, into `words` from `at` on. */
export function pack(values: Uint32Array, width: number, words: Uint32Array, at: number): void {
  let word = 0
  let filled = 0
  for (let i = 0; i < BLOCK; i++) {
    const value = values[i] as number
    word |= value << filled
    filled += width
    if (filled < 32) continue
    words[at++] = word
    filled -= 32
    word = filled === 0 ? 0 : value >>> (width - filled)
  }
}

/** The values that `pack` wrote, each one larger by 1. */
export function unpack(words: Uint32Array, at: number, width: number, into: Uint32Array): void {
  if (width === 0) {
    into.fill(1, 0, BLOCK)
    return
  }
  const mask = (1 << width) - 1
  let word = words[at] as number
  let used = 0
  for (let i = 0; i < BLOCK; i++) {
    let value = word >>> used
    used += width
    if (used >= 32) {
      used -= 32
      word = words[++at] as number
      if (used > 0) value |= word << (width - used)
    }
    into[i] = (value & mask) + 1
  }
}

/** As `unpack`, each value added to those before it and to `before`; in one pass, since every search goes through it. */
export function unpackGaps(
  words: Uint32Array,
  at: number,
  width: number,
  before: number,
  into: Uint32Array,
): void {
  let sum = before
  if (width === 0) {
    for (let i = 0; i < BLOCK; i++) into[i] = ++sum
    return
  }
  const mask = (1 << width) - 1
  let word = words[at] as number
  let used = 0
  for (let i = 0; i < BLOCK; i++) {
    let value = word >>> used
    used += width
    if (used >= 32) {
      used -= 32
      word = words[++at] as number
      if (used > 0) value |= word << (width - used)
    }
    sum += (value & mask) + 1
    into[i] = sum
  }
}
