import type { Db } from "./database.ts"

/** Stands for the maker of vectors that are still to be made. */
export const NO_EMBEDDER = "none"
/** Holds for passages whose vector was made by another embedder than the one whose id is given. */
export const FOREIGN = "embedder <> (SELECT number FROM embedders WHERE id = ?)"

/** Makes an embedder known, so that passages can name it. */
export function nameEmbedder(db: Db, id: string): void {
  const name = db.prepare("INSERT OR IGNORE INTO embedders (id) VALUES (?)")
  for (const known of [id, NO_EMBEDDER]) name.run(known)
}

export function foreignVectors(db: Db, embedderId: string): number {
  return db.prepare(`SELECT count(*) FROM passages WHERE ${FOREIGN}`).pluck().get(embedderId) as number
}

export function vectorBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
}
