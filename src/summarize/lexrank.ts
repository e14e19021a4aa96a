/** Sentences that a summary is chosen from, and how much each repeats another (0 to 1). */
export interface Ranking {
  /** One a sentence; they sum to 1. */
  readonly scores: readonly number[]
  similarity(a: number, b: number): number
}

/** Probability of following a similarity rather than the lead. */
const DAMPING = 0.6
const ROUNDS = 40

/**
 * LexRank of sentences by the idf-weighted cosine of their character pairs (Erkan & Radev 2004, "LexRank:
 * Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22, eq. 3 with the continuous matrix of
 * section 3.3), biased towards the lead as Otterbacher, Erkan & Radev 2005 bias it towards a question: the random
 * surfer jumps to sentence i with a probability in proportion to 1 / (i + 1). Idf counts the sentences given.
 * Quadratic in the number of sentences: the caller caps them.
 */
export function lexRank(sentences: readonly string[]): Ranking {
  const vectors = unitVectors(sentences.map(pairCounts))
  const size = sentences.length
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = dot(vectors[i] as Weights, vectors[j] as Weights)
      matrix[i * size + j] = value
      matrix[j * size + i] = value
    }
  }
  return { scores: walk(matrix, size), similarity: (a, b) => matrix[a * size + b] ?? 0 }
}

type Weights = ReadonlyMap<string, number>

function pairCounts(sentence: string): Weights {
  const counts = new Map<string, number>()
  for (let i = 1; i < sentence.length; i++) {
    const pair = sentence.slice(i - 1, i + 1)
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return counts
}

function unitVectors(counts: readonly Weights[]): Weights[] {
  const frequency = new Map<string, number>()
  for (const one of counts) for (const pair of one.keys()) frequency.set(pair, (frequency.get(pair) ?? 0) + 1)
  return counts.map((one) => {
    const weighted = [...one].map(([pair, count]): [string, number] => {
      return [pair, count * Math.log(1 + counts.length / (frequency.get(pair) ?? 1))]
    })
    const norm = Math.hypot(...weighted.map(([, weight]) => weight))
    return new Map(weighted.map(([pair, weight]) => [pair, weight / norm]))
  })
}

function dot(a: Weights, b: Weights): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [pair, weight] of small) sum += weight * (large.get(pair) ?? 0)
  return sum
}

/** The stationary distribution by power iteration; a sentence like no other passes its share on to the lead. */
function walk(matrix: Float64Array, size: number): number[] {
  const reciprocals = Array.from({ length: size }, (_, i) => 1 / (i + 1))
  const whole = reciprocals.reduce((a, b) => a + b, 0)
  const lead = reciprocals.map((value) => value / whole)
  const rows = lead.map((_, i) => matrix.subarray(i * size, (i + 1) * size))
  const degrees = rows.map((row) => row.reduce((a, b) => a + b, 0))
  let scores = lead
  for (let round = 0; round < ROUNDS; round++) {
    const next = lead.map((share) => (1 - DAMPING) * share)
    rows.forEach((row, i) => {
      const degree = degrees[i] as number
      const passed = DAMPING * (scores[i] as number)
      for (let j = 0; j < size; j++) {
        const share = degree > 0 ? (row[j] as number) / degree : (lead[j] as number)
        next[j] = (next[j] as number) + passed * share
      }
    })
    scores = next
  }
  return scores
}
