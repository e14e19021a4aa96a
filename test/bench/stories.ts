import { bandKeys } from "../../src/ingest/min-hash.ts"
import { type Compared, compared, relate } from "../../src/ingest/same-story.ts"
import { sentences } from "../../src/text/sentences.ts"
import type { Material } from "./material.ts"

export interface StoriesReport {
  readonly articles: number
  /** Pairs that comparing all with all finds related, and how many of them meet in a band. */
  readonly pairs: number
  readonly found: number
  /** Comparisons made. */
  readonly compared: { readonly all: number; readonly bands: number }
  /** Milliseconds for an article, signatures included. */
  readonly ms: { readonly all: number; readonly bands: number }
}

const ARTICLES = 600
const DAY = "2025-10-08"
/** The first part of a shortened version, in sentences. */
const SHORTENED = 4

/** Finding the printings of each article among those before it: by bands of MinHash, and by comparing all with all. */
export function measureStories({ articles }: Material): StoriesReport {
  const step = Math.max(1, Math.floor(articles.length / ARTICLES))
  const texts = articles.filter((_, i) => i % step === 0).slice(0, ARTICLES)
  const printed = texts.flatMap(({ passages }, i) => [passages.join(""), changed(passages.join(""), i)])
  const all = printed.map((text) =>
    compared({ title: text.slice(0, 20), text, source: null, publishedAt: DAY }),
  )
  const byBands = timed(() => relatedByBands(all))
  const exhaustive = timed(() => relatedToAll(all))
  const meeting = new Set(byBands.result.pairs)
  return {
    articles: all.length,
    pairs: exhaustive.result.pairs.length,
    found: exhaustive.result.pairs.filter((pair) => meeting.has(pair)).length,
    compared: { all: exhaustive.result.compared, bands: byBands.result.compared },
    ms: { all: exhaustive.ms / all.length, bands: byBands.ms / all.length },
  }
}

/** Another printing, of one kind after the other: with a dateline, shortened, a sentence left out, a figure changed. */
function changed(text: string, kind: number): string {
  const parts = sentences(text).map(({ start, end }) => text.slice(start, end))
  if (kind % 4 === 0) return `本报讯（记者 甲某某）${text}`
  if (kind % 4 === 1) return parts.slice(0, SHORTENED).join("")
  if (kind % 4 === 2) return parts.filter((_, i) => i !== 2).join("")
  return text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
}

interface Related {
  readonly pairs: string[]
  readonly compared: number
}

function relatedToAll(all: readonly Compared[]): Related {
  const pairs: string[] = []
  let count = 0
  for (const [i, one] of all.entries()) {
    for (let j = 0; j < i; j++) {
      count++
      if (relate(one, all[j] as Compared)) pairs.push(`${i} ${j}`)
    }
  }
  return { pairs, compared: count }
}

function relatedByBands(all: readonly Compared[]): Related {
  const pairs: string[] = []
  const buckets = new Map<number, number[]>()
  let count = 0
  for (const [i, one] of all.entries()) {
    const keys = bandKeys(one.letters)
    const candidates = new Set(keys.flatMap((key) => buckets.get(key) ?? []))
    for (const j of candidates) {
      count++
      if (relate(one, all[j] as Compared)) pairs.push(`${i} ${j}`)
    }
    for (const key of keys) buckets.set(key, [...(buckets.get(key) ?? []), i])
  }
  return { pairs, compared: count }
}

function timed<T>(work: () => T): { readonly result: T; readonly ms: number } {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}
