import { createHash } from "node:crypto"

/** The first `length` hexadecimal digits of the SHA-256 of the parts; parts cannot run into each other. */
export function shortHash(parts: readonly string[], length = 12): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest("hex").slice(0, length)
}
