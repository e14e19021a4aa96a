/**
 * Which texts may be printings of one story, without comparing all with all: MinHash signatures of character shingles
 * (Broder 1997, "On the resemblance and containment of documents") in bands, so that texts that share a band are
 * candidates (Leskovec, Rajaraman & Ullman, "Mining of Massive Datasets", section 3.4.2: with b bands of r rows, two
 * texts of resemblance s meet with probability 1 - (1 - s^r)^b). Here that is .96 at .7 and .09 at .3 for whole texts.
 */

const SHINGLE = 5
const BANDS = 12
const ROWS = 4
/** A shortened version resembles the whole too little, but begins alike: so many letters have a signature of their own. */
const HEAD = 200
const HEAD_BANDS = 8
const HASH_SPACE = 2 ** 32

/** One multiply-shift hash function (Dietzfelbinger et al. 1997) a row: odd factors, and what is added. */
const FACTORS = pseudoRandom(1, BANDS * ROWS).map((value) => value | 1)
const TERMS = pseudoRandom(2, BANDS * ROWS)

/** Hashes of all runs of five letters of a text that is letters and digits only. A shorter text is one shingle. */
export function shingles(letters: string): Int32Array {
  const count = Math.max(1, letters.length - SHINGLE + 1)
  const hashes = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    let hash = 0x811c9dc5
    for (let k = i; k < i + SHINGLE; k++) hash = Math.imul(hash ^ letters.charCodeAt(k), 0x01000193)
    hashes[i] = hash ^ (hash >>> 15)
  }
  return hashes
}

/** How many bands a text has. */
export const BAND_KEYS = BANDS + HEAD_BANDS

/**
 * The bands of a text's signatures, whole and head, as integers below 2^37. Texts that share one may be one story.
 * `letters` is the text without white space, punctuation and dateline, folded.
 */
export function bandKeys(letters: string): number[] {
  const all = shingles(letters)
  const head = all.subarray(0, HEAD)
  return [...bandsOf(all, 0, BANDS), ...bandsOf(head, BANDS, HEAD_BANDS)]
}

function bandsOf(hashes: Int32Array, first: number, count: number): number[] {
  const keys: number[] = []
  for (let band = 0; band < count; band++) {
    let key = 0
    for (let row = band * ROWS; row < (band + 1) * ROWS; row++) {
      key = Math.imul(key ^ leastHash(hashes, row), 0x9e3779b1)
      key ^= key >>> 15
    }
    keys.push((first + band) * HASH_SPACE + (key >>> 0))
  }
  return keys
}

/** As signed 32-bit integers, which are fastest. */
function leastHash(hashes: Int32Array, row: number): number {
  const factor = FACTORS[row] as number
  const term = TERMS[row] as number
  let least = 0x7fffffff
  for (let i = 0; i < hashes.length; i++) {
    const value = (Math.imul(hashes[i] as number, factor) + term) | 0
    if (value < least) least = value
  }
  return least
}

/** The same numbers in every process, since signatures are kept: SplitMix32. */
function pseudoRandom(seed: number, count: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state + 0x9e3779b9) | 0
    let value = state ^ (state >>> 16)
    value = Math.imul(value, 0x21f0aaad)
    value ^= value >>> 15
    value = Math.imul(value, 0x735a2d97)
    return value ^ (value >>> 15)
  })
}
