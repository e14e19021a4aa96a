/** The first values, until their costs add up to 1, and all of them: the first are not asked for twice. */
export async function lookAhead<T>(
  values: AsyncIterable<T>,
  cost: (value: T) => number,
): Promise<{ readonly first: readonly T[]; readonly all: AsyncIterable<T> }> {
  const iterator = values[Symbol.asyncIterator]()
  const first: T[] = []
  let spent = 0
  while (spent < 1) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(value)
    spent += cost(value)
  }
  async function* all(): AsyncGenerator<T> {
    try {
      yield* first
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { first, all: all() }
}
