/** Keeps the `limit` highest scores that it is offered; equal scores in the order of the offers. */
export class Best {
  readonly #limit: number
  readonly #keys: number[] = []
  readonly #scores: number[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** An offer with this score or less would not be kept. */
  get floor(): number {
    return this.#keys.length < this.#limit ? -Infinity : (this.#scores.at(-1) ?? Infinity)
  }

  offer(key: number, score: number): void {
    if (!(score > this.floor)) return
    if (this.#keys.length === this.#limit) {
      this.#keys.pop()
      this.#scores.pop()
    }
    let at = this.#keys.length
    while (at > 0 && (this.#scores[at - 1] as number) < score) at--
    this.#keys.splice(at, 0, key)
    this.#scores.splice(at, 0, score)
  }

  /** Best first. */
  entries(): { readonly key: number; readonly score: number }[] {
    return this.#keys.map((key, i) => ({ key, score: this.#scores[i] as number }))
  }
}
