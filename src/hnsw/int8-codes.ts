import { Growing } from "../retrieve/growing.ts"
import { createInt8Kernel, type Int8Kernel } from "./int8-kernel.ts"

const PAGE_BYTES = 65_536
/** Memory grows by this many pages at least: 4 MiB. */
const LEAST_GROWTH = 64
/** The largest code of a vector, and of a query; the latter is less where sums of so many numbers leave 32 bits. */
const LEVELS = 127
const QUERY_LEVELS = 2_047
/** Least scale; vectors that need a lesser one are taken for zero. */
const LEAST_SCALE = 1e-30
/** Rows that are multiplied in one call. */
const BLOCK = 4_096

/**
 * How to read the products for one query: that of query and row is `scale` × dot × the row's scale, and off by at
 * most `norm` × the row's error + `slack`.
 */
export interface Estimate {
  readonly scale: number
  readonly norm: number
  readonly slack: number
}

/**
 * Vectors as int8, each with a scale of its own: a quarter of the size, and quick to multiply. With x = s·c + e and
 * the query q = t·d + f (c, d the codes), x·q differs from s·t·(c·d) by e·q + s·c·f, at most |e||q| + |s·c||f| (Cauchy
 * and Schwarz). So a search by codes can tell which rows it has to look at more closely.
 */
export class Int8Codes {
  static readonly BLOCK = BLOCK
  readonly scales = new Growing(new Float32Array(0))
  /** At least the length of what rounding took from the vector. */
  readonly errors = new Growing(new Float32Array(0))
  readonly #width: number
  readonly #queryLevels: number
  readonly #kernel: Int8Kernel = createInt8Kernel()
  /** Addresses in the kernel's memory: the query at 0, then the results, then the codes. */
  readonly #results: number
  readonly #start: number
  #codes = new Int8Array(0)
  #dots = new Int32Array(0)
  /** Of the longest row, as its codes say. */
  #longest = 0

  constructor(dimensions: number) {
    this.#width = Math.max(8, Math.ceil(dimensions / 8) * 8)
    this.#queryLevels = Math.min(QUERY_LEVELS, Math.floor((2 ** 31 - 1) / (LEVELS * this.#width)))
    this.#results = Math.ceil((2 * this.#width) / 16) * 16
    this.#start = this.#results + 4 * BLOCK
    this.#reserve(0)
  }

  push(vector: Float32Array): void {
    const row = this.scales.length
    this.#reserve(row + 1)
    const fraction = Math.fround(largestMagnitude(vector) / LEVELS)
    const scale = fraction < LEAST_SCALE ? 0 : fraction
    const perUnit = scale === 0 ? 0 : 1 / scale
    const codes = this.#codes
    const at = row * this.#width
    codes.fill(0, at, at + this.#width)
    let lost = 0
    let kept = 0
    let whole = 0
    for (let i = 0; i < vector.length; i++) {
      const value = vector[i] as number
      const code = Math.trunc(value * perUnit + (value < 0 ? -0.5 : 0.5))
      const decoded = code * scale
      codes[at + i] = code
      lost += (value - decoded) * (value - decoded)
      kept += decoded * decoded
      whole += value * value
    }
    this.#longest = Math.max(this.#longest, Math.sqrt(kept))
    this.scales.push(scale)
    // A little more than it is, for the rounding of the bound itself.
    this.errors.push(1.0001 * Math.sqrt(lost) + 1e-9 * Math.sqrt(whole))
  }

  /** The query that `dots` multiplies with from now on. */
  prepare(query: Float32Array): Estimate {
    const scale = largestMagnitude(query) / this.#queryLevels
    const codes = new Int16Array(this.#kernel.memory.buffer, 0, this.#width).fill(0)
    let lost = 0
    let whole = 0
    query.forEach((value, i) => {
      const code = scale === 0 ? 0 : Math.round(value / scale)
      codes[i] = code
      lost += (value - code * scale) * (value - code * scale)
      whole += value * value
    })
    return { scale, norm: Math.sqrt(whole), slack: 1.0001 * Math.sqrt(lost) * this.#longest }
  }

  /** The products of the query's codes with those of the rows, at most BLOCK of them; good until the next call. */
  dots(first: number, end: number): Int32Array {
    const width = this.#width
    const codes = this.#start + first * width
    if (end > first) this.#kernel.dots(0, width, codes, this.#start + end * width, this.#results)
    return this.#dots
  }

  /** Moves a row to the place of an earlier one. */
  move(from: number, to: number): void {
    this.#codes.copyWithin(to * this.#width, from * this.#width, (from + 1) * this.#width)
    this.scales.values[to] = this.scales.values[from] as number
    this.errors.values[to] = this.errors.values[from] as number
  }

  /** Forgets all rows from `length` on. */
  truncate(length: number): void {
    this.scales.length = length
    this.errors.length = length
  }

  #reserve(rows: number): void {
    const { memory } = this.#kernel
    const missing = this.#start + rows * this.#width - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.max(LEAST_GROWTH, Math.ceil(missing / PAGE_BYTES)))
    if (this.#codes.buffer === memory.buffer) return
    this.#codes = new Int8Array(memory.buffer, this.#start)
    this.#dots = new Int32Array(memory.buffer, this.#results, BLOCK)
  }
}

/** Of a number of the vector; not finite where one of them is not. */
export function largestMagnitude(vector: Float32Array): number {
  let most = 0
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i] as number))
  return most
}
