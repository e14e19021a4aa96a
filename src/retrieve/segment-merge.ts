import { BLOCK } from "./bit-packing.ts"
import { FrozenSegment } from "./frozen-segment.ts"
import {
  compareUnits,
  MAX_ROWS,
  readCounts,
  readRows,
  readTail,
  type Segment,
  TermReader,
} from "./segment.ts"
import { SegmentWriter } from "./segment-writer.ts"

const GONE = 0xffffffff
const ENDED = Infinity
/** Beside its postings, reading and writing a term costs as much as so many of them. */
const TERM_COST = 8
/** Blocks that are cut elsewhere may need a little more room than those that they are made of. */
const SPARE = 1.06
/** Bytes of postings in a segment at most. */
const MAX_BYTES = 1 << 30

const rows = new Uint32Array(BLOCK)
const counts = new Uint32Array(BLOCK)

interface Source {
  readonly segment: FrozenSegment
  readonly reader: TermReader
  /** New row of each row, or GONE. */
  readonly newRows: Uint32Array
}

/**
 * One segment out of several neighbours, in their order, without the rows that were dead at the beginning and
 * without terms that no row has any more. Works in steps, so that searches and adds go on between them.
 */
export class SegmentMerge {
  readonly segments: readonly FrozenSegment[]
  readonly #sources: Source[]
  /** Key of the term at which each source stands, or ENDED. */
  readonly #keys: Float64Array
  readonly #writer: SegmentWriter

  constructor(segments: readonly FrozenSegment[]) {
    this.segments = segments
    let next = 0
    this.#sources = segments.map((segment) => {
      const newRows = new Uint32Array(segment.rows)
      for (let row = 0; row < newRows.length; row++) newRows[row] = segment.dead[row] === 1 ? GONE : next++
      return { segment, reader: new TermReader(segment.data), newRows }
    })
    this.#keys = new Float64Array(segments.length)
    for (let i = 0; i < segments.length; i++) this.#goOn(i)
    const total = (name: "terms" | "tails" | "words") =>
      segments.reduce((sum, { data }) => sum + data[name].length, 0)
    // Any of the tails may become part of a full block. Room that is not needed takes no memory.
    const words = Math.ceil(SPARE * (total("words") + total("tails") / 4))
    const room = { terms: total("terms"), tails: total("tails"), words }
    const usual = segments[0]?.data.usualCount[0] ?? 1
    this.#writer = new SegmentWriter(this.#mergedRows(next), usual, room)
  }

  /** Goes on for about so many postings, at least for one term. Gives the segment when it is done. */
  step(budget: number): FrozenSegment | undefined {
    for (let spent = 0; spent < budget; ) {
      const first = this.#first()
      const least = this.#sources[first]
      if (!least) return this.#finish()
      const { units, length, key } = least.reader
      this.#writer.term(units, length)
      // Those before the first one have other terms; it goes on last, as the others are compared with its term.
      for (let i = first; i < this.#sources.length; i++) {
        const source = this.#sources[i] as Source
        if (this.#keys[i] !== key || compareUnits(source.reader, units, length) !== 0) continue
        spent += source.reader.frequency + TERM_COST
        this.#copy(source)
        if (i > first) this.#goOn(i)
      }
      this.#goOn(first)
    }
    return undefined
  }

  /** Which source has the least term, the first one of several that have it; -1 where all have come to their end. */
  #first(): number {
    let least = -1
    let leastKey = ENDED
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i] as number
      if (key > leastKey || key === ENDED) continue
      if (key === leastKey) {
        const { units, length } = (this.#sources[least] as Source).reader
        if (compareUnits((this.#sources[i] as Source).reader, units, length) >= 0) continue
      }
      least = i
      leastKey = key
    }
    return least
  }

  #goOn(source: number): void {
    const { reader } = this.#sources[source] as Source
    this.#keys[source] = reader.next() ? reader.key : ENDED
  }

  #copy({ segment: { data }, reader, newRows }: Source): void {
    const { frequency, tail, block } = reader
    const full = frequency < BLOCK ? 0 : Math.floor(frequency / BLOCK)
    let before = -1
    for (let b = block; b < block + full; b++) {
      readRows(data, b, before, rows)
      readCounts(data, b, counts)
      before = rows[BLOCK - 1] as number
      this.#write(newRows, BLOCK)
    }
    const rest = frequency - full * BLOCK
    readTail(data, tail, rest, before, rows, counts)
    this.#write(newRows, rest)
  }

  /** The first postings that stand in `rows` and `counts`. */
  #write(newRows: Uint32Array, size: number): void {
    for (let i = 0; i < size; i++) {
      const kept = newRows[rows[i] as number] as number
      if (kept !== GONE) this.#writer.posting(kept, counts[i] as number)
    }
  }

  #mergedRows(size: number): Pick<Segment, "numbers" | "firstIds" | "idCounts" | "lengths"> {
    const merged = {
      numbers: new Uint32Array(size),
      firstIds: new Uint32Array(size),
      idCounts: new Uint32Array(size),
      lengths: new Uint16Array(size),
    }
    for (const { segment, newRows } of this.#sources) {
      const { numbers, firstIds, idCounts, lengths } = segment.data
      for (let row = 0; row < newRows.length; row++) {
        const kept = newRows[row] as number
        if (kept === GONE) continue
        merged.numbers[kept] = numbers[row] as number
        merged.firstIds[kept] = firstIds[row] as number
        merged.idCounts[kept] = idCounts[row] as number
        merged.lengths[kept] = lengths[row] as number
      }
    }
    return merged
  }

  /** Rows that died meanwhile are dead in what was made of them. */
  #finish(): FrozenSegment {
    const merged = new FrozenSegment(this.#writer.finish())
    for (const { segment, newRows } of this.#sources) {
      for (const row of segment.deaths) {
        const kept = newRows[row] as number
        if (kept !== GONE) merged.kill(kept)
      }
    }
    return merged
  }
}

/** Share of dead rows in a segment from which on it is written anew without them. */
const REWRITE_AT = 0.25

/**
 * Which neighbours to merge next: `fanIn` or more of about one size, the last ones first, so that each article is
 * written about log(articles) times to the base `fanIn` (Bentley and Saxe 1980, the logarithmic method); else one segment
 * with too many dead rows. Those that are `busy` being merged are left alone.
 */
export function chooseMerge(
  segments: readonly FrozenSegment[],
  busy: ReadonlySet<FrozenSegment>,
  fanIn: number,
): readonly FrozenSegment[] | undefined {
  const ratio = Math.max(2, fanIn - 1)
  for (let end = segments.length; end >= fanIn; end--) {
    const last = segments[end - 1] as FrozenSegment
    let [start, size, bytes] = [end, 0, 0]
    while (start > 0) {
      const before = segments[start - 1] as FrozenSegment
      if (busy.has(before) || live(before) > live(last) * ratio) break
      size += live(before)
      bytes += before.postingBytes
      if (size > MAX_ROWS || bytes > MAX_BYTES) break
      start--
    }
    if (end - start >= fanIn) return segments.slice(start, end)
  }
  const worn = segments.find(
    (segment) => !busy.has(segment) && segment.deadRows > 0 && segment.deadRows >= segment.rows * REWRITE_AT,
  )
  return worn && [worn]
}

function live(segment: FrozenSegment): number {
  return segment.rows - segment.deadRows
}
