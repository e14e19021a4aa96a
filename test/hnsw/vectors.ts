/** Unit vectors that are the same on every run (mulberry32), around `clusters` centres. */
export function unitVectors(count: number, dimensions: number, seed: number, clusters = 20): Float32Array[] {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32 - 0.5
  }
  const centres = Array.from({ length: clusters }, () => Array.from({ length: dimensions }, random))
  return Array.from({ length: count }, (_, i) => {
    const centre = centres[i % clusters] as number[]
    return unit(Float32Array.from(centre, (value) => value + random()))
  })
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
