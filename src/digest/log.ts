/** As much of a pino logger as the digest needs. */
export interface DigestLog {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
}
