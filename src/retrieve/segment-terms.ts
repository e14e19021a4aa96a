import type { FrozenSegment } from "./frozen-segment.ts"
import { compareUnits, TermReader } from "./segment.ts"

export interface TermFrequency {
  readonly term: string
  /** In how many articles that live it occurs. */
  readonly documentFrequency: number
}

/** The terms of several segments in the order of their code units, each once, without those of dead rows alone. */
export function* liveTerms(segments: readonly FrozenSegment[]): Generator<TermFrequency> {
  let open = segments.flatMap((segment) => {
    const reader = new TermReader(segment.data)
    return reader.next() ? [{ segment, reader }] : []
  })
  while (open.length > 0) {
    const { reader: least } = open.reduce((a, b) => (before(b.reader, a.reader) ? b : a))
    const term = least.term()
    const having = open.filter(({ reader }) => compareUnits(reader, least.units, least.length) === 0)
    const documentFrequency = having.reduce((sum, { segment, reader }) => sum + segment.live(reader), 0)
    if (documentFrequency > 0) yield { term, documentFrequency }
    const ended = having.filter(({ reader }) => !reader.next())
    if (ended.length > 0) open = open.filter((one) => !ended.includes(one))
  }
}

function before(a: TermReader, b: TermReader): boolean {
  return a.key === b.key ? compareUnits(a, b.units, b.length) < 0 : a.key < b.key
}
