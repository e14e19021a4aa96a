/** Sentences that a summary is chosen from, and how much each repeats another (0 to 1). */
export interface Ranking {
  /** One a sentence; they sum to 1. */
  readonly scores: readonly number[]
  similarity(a: number, b: number): number
}

/** Probability of following a likeness to another sentence rather than jumping. */
const DAMPING = 0.6
const ROUNDS = 40

/**
 * LexRank of sentences by the idf-weighted cosine of their character pairs (Erkan & Radev 2004, "LexRank:
 * Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22, eq. 3 with the continuous matrix of
 * section 3.3). Its random surfer is biased as in Otterbacher, Erkan & Radev 2005 ("Using Random Walks for
 * Question-focused Sentence Retrieval", eq. 3): he jumps to sentence i in proportion to 1 / (i + 1), for the lead,
 * and, with the given share, in proportion to its likeness to `topic`. Idf counts the sentences given. Quadratic in
 * their number: the caller caps it.
 */
export function lexRank(sentences: readonly string[], topic = "", topicShare = 0): Ranking {
  const size = sentences.length
  const counts = sentences.map(pairCounts)
  const weigh = inverseFrequency(counts)
  const vectors = counts.map((one) => unitVector(one, weigh))
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = dot(vectors[i] as Weights, vectors[j] as Weights)
      matrix[i * size + j] = value
      matrix[j * size + i] = value
    }
  }
  const lead = shares(Array.from({ length: size }, (_, i) => 1 / (i + 1)))
  const about = unitVector(pairCounts(topic), weigh)
  const relevance = shares(vectors.map((vector) => dot(vector, about)))
  const jumps = lead.map((share, i) => (1 - topicShare) * share + topicShare * (relevance[i] ?? share))
  return { scores: walk(matrix, jumps), similarity: (a, b) => matrix[a * size + b] ?? 0 }
}

/** The values divided by their sum; none where that is zero. */
function shares(values: readonly number[]): number[] {
  const whole = values.reduce((a, b) => a + b, 0)
  return whole > 0 ? values.map((value) => value / whole) : []
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

function inverseFrequency(counts: readonly Weights[]): (pair: string) => number {
  const frequency = new Map<string, number>()
  for (const one of counts) for (const pair of one.keys()) frequency.set(pair, (frequency.get(pair) ?? 0) + 1)
  return (pair) => Math.log(1 + counts.length / (frequency.get(pair) ?? 1))
}

function unitVector(counts: Weights, weigh: (pair: string) => number): Weights {
  const weighted = [...counts].map(([pair, count]): [string, number] => [pair, count * weigh(pair)])
  const norm = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return new Map(weighted.map(([pair, weight]) => [pair, weight / norm]))
}

function dot(a: Weights, b: Weights): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [pair, weight] of small) sum += weight * (large.get(pair) ?? 0)
  return sum
}

/** The stationary distribution by power iteration; a sentence like no other passes its share on by a jump. */
function walk(matrix: Float64Array, jumps: readonly number[]): number[] {
  const size = jumps.length
  const rows = jumps.map((_, i) => matrix.subarray(i * size, (i + 1) * size))
  const degrees = rows.map((row) => row.reduce((a, b) => a + b, 0))
  let scores = [...jumps]
  for (let round = 0; round < ROUNDS; round++) {
    const next = jumps.map((share) => (1 - DAMPING) * share)
    rows.forEach((row, i) => {
      const degree = degrees[i] as number
      const passed = DAMPING * (scores[i] as number)
      for (let j = 0; j < size; j++) {
        const share = degree > 0 ? (row[j] as number) / degree : (jumps[j] as number)
        next[j] = (next[j] as number) + passed * share
      }
    })
    scores = next
  }
  return scores
}
