import type { HttpBindings } from "@hono/node-server"
import type { MiddlewareHandler } from "hono"

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/**
 * Lets only this machine's own pages and programs in: the Host must be a loopback name with the listener's own port
 * (so no foreign name that resolves to 127.0.0.1 gets through), the Origin the same or absent. Anything else is 403.
 */
export const loopbackGuard: MiddlewareHandler<{ Bindings: Partial<HttpBindings> }> = async (
  context,
  next,
) => {
  const host = context.req.header("host") ?? ""
  const port = context.env?.incoming?.socket.localPort
  if (!isLoopback(host, port)) return context.text("forbidden: open this page by its loopback address\n", 403)
  const origin = context.req.header("origin")
  if (origin !== undefined && origin !== `http://${host}`)
    return context.text("forbidden: foreign origin\n", 403)
  return next()
}

/** `host` is a Host header; `port` the listener's, where known. */
export function isLoopback(host: string, port: number | undefined): boolean {
  const match = /^([a-z0-9.]+|\[::1\])(?::(\d{1,5}))?$/i.exec(host)
  if (!match || !LOOPBACK.test(match[1] ?? "")) return false
  return port === undefined || Number(match[2] ?? 80) === port
}
