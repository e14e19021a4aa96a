import { dict } from "@node-rs/jieba/dict.js"
import type { Embedder } from "../models.ts"
import { searchTerms } from "../text/words.ts"

const DIMENSIONS = 256
/** Buckets a term is added to; with more, two terms rarely collide in all of them. */
const BUCKETS_A_TERM = 2
/** The `a` of SIF's weight a / (a + p(w)). */
const SMOOTHING = 1e-3
/** Words of the dictionary that are rarer than this weigh nearly 1 anyway. */
const LEAST_FREQUENCY = 300

/**
 * An embedder that needs no model: the terms of a text, weighted by a / (a + p(w)) with the word frequencies of
 * jieba's dictionary (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017,
 * eq. 1, without removal of the common component), hashed with signs into 256 dimensions (Weinberger et al.,
 * "Feature Hashing for Large Scale Multitask Learning", 2009). Equal texts have equal vectors, always and anywhere.
 */
export function createLocalEmbedder(): Embedder {
  return {
    id: `local-sif-hash-${DIMENSIONS}-v1`,
    dimensions: DIMENSIONS,
    async embed(texts) {
      return texts.map(embedOne)
    },
  }
}

function embedOne(text: string): Float32Array {
  const { frequencies, total } = wordFrequencies()
  const vector = new Float32Array(DIMENSIONS)
  for (const term of searchTerms(text)) {
    const weight = SMOOTHING / (SMOOTHING + (frequencies.get(term) ?? 0) / total)
    let hash = hashOf(term)
    for (let i = 0; i < BUCKETS_A_TERM; i++) {
      ;(vector[hash & (DIMENSIONS - 1)] as number) += hash & 0x10000 ? weight : -weight
      hash = scramble(hash + 0x9e3779b9)
    }
  }
  return toUnit(vector)
}

/** Of unit length; what has no direction becomes the first axis. */
function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  if (length === 0) vector[0] = 1
  else for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length
  return vector
}

/** FNV-1a over UTF-16 code units, scrambled. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193)
  return scramble(hash)
}

/** The finalizer of MurmurHash3 (Appleby), a bijection of 32 bits. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

interface WordFrequencies {
  readonly frequencies: ReadonlyMap<string, number>
  /** Of all words of the dictionary, also of those left out. */
  readonly total: number
}
let loaded: WordFrequencies | undefined

/** Reads lines of `word frequency tag`. */
function wordFrequencies(): WordFrequencies {
  if (loaded) return loaded
  const frequencies = new Map<string, number>()
  let total = 0
  for (const line of Buffer.from(dict).toString("utf8").split("\n")) {
    const [word = "", count = "0"] = line.split(" ", 2)
    const frequency = Number(count)
    total += frequency
    if (frequency >= LEAST_FREQUENCY) frequencies.set(word, frequency)
  }
  loaded = { frequencies, total }
  return loaded
}
