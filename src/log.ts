import { type Logger, pino } from "pino"

/** JSON lines on standard error. The secrets are cut out of every line, wherever in it they stand. */
export function createLog(level: string, secrets: readonly (string | undefined)[]): Logger {
  const hidden = secrets.filter((secret): secret is string => secret !== undefined && secret.length > 4)
  const write = (line: string) => {
    process.stderr.write(hidden.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line))
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
}
