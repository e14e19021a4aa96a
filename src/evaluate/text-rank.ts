const DAMPING = 0.85
const ROUNDS = 50

/**
 * TextRank of sentences (Mihalcea & Tarau 2004, "TextRank: Bringing Order into Texts", section 4): PageRank over the
 * words that two sentences share, by the logarithms of their lengths. It knows of no lead and no title; what summaries
 * are compared with.
 */
export function textRank(sentences: readonly (readonly string[])[]): number[] {
  const sets = sentences.map((words) => new Set(words))
  const size = sentences.length
  const weight = (i: number, j: number): number => {
    const [a, b] = [sets[i] ?? new Set<string>(), sets[j] ?? new Set<string>()]
    const logs = Math.log(sentences[i]?.length || 1) + Math.log(sentences[j]?.length || 1)
    return i === j || logs === 0 ? 0 : [...a].filter((word) => b.has(word)).length / logs
  }
  const matrix = sentences.map((_, i) => sentences.map((__, j) => weight(i, j)))
  const degrees = matrix.map((row) => row.reduce((a, b) => a + b, 0))
  let scores: number[] = new Array(size).fill(1)
  for (let round = 0; round < ROUNDS; round++) {
    scores = scores.map((_, i) => {
      const received = scores.reduce((sum, score, j) => {
        const degree = degrees[j] ?? 0
        return degree === 0 ? sum : sum + (score * (matrix[j]?.[i] ?? 0)) / degree
      }, 0)
      return 1 - DAMPING + DAMPING * received
    })
  }
  return scores
}
