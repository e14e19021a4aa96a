/** What is being made, or was made, under the key; made where nothing is. What failed is tried again. */
export function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make()
  known.set(key, made)
  made.catch(() => known.delete(key))
  return made
}
