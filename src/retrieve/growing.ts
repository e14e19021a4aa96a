/** Spare room of larger arrays stays: pages that nothing was written to take no memory. */
const COPIED = 1 << 18

/** Numbers appended one by one to a typed array that doubles. */
export class Growing<
  T extends
    | Uint8Array<ArrayBuffer>
    | Uint16Array<ArrayBuffer>
    | Uint32Array<ArrayBuffer>
    | Float32Array<ArrayBuffer>,
> {
  /** Longer than `length`; replaced when it grows, so never keep a reference across `push`. */
  values: T
  length = 0

  constructor(empty: T) {
    this.values = empty
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.length + 1)
    this.values[this.length++] = value
  }

  /** Makes room for `capacity` numbers in all. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return
    const make = this.values.constructor as new (length: number) => T
    const grown = new make(Math.max(capacity, this.values.length * 2, 16))
    grown.set(this.values.subarray(0, this.length))
    this.values = grown
  }

  /** What was appended, without the spare room where that is little to copy; to be called once, after the last `push`. */
  take(): T {
    return this.length < COPIED ? this.toArray() : (this.values.subarray(0, this.length) as T)
  }

  /** A copy without the spare room. */
  toArray(): T {
    return this.values.slice(0, this.length) as T
  }
}
