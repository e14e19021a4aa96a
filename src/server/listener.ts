import type { AddressInfo } from "node:net"
import { type HttpBindings, type ServerType, serve } from "@hono/node-server"
import type { Hono } from "hono"

export interface Listener {
  /** `http://HOST:PORT`, with the port that was free where 0 was asked for. */
  readonly origin: string
  readonly port: number
  /** Ends open connections too. */
  close(): Promise<void>
}

/** Longer than the bot's own connections rest between two calls, so that none is cut as it is used again. */
export const KEEP_ALIVE_MS = 75_000

/** Starts the one HTTP listener. Rejects with one line that says what is wrong with the address. */
export function listen(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const hostname = host.replace(/^\[|\]$/g, "")
    const server: ServerType = serve({ fetch: app.fetch, hostname, port }, ({ port: bound }: AddressInfo) => {
      const name = hostname.includes(":") ? `[${hostname}]` : hostname
      resolve({ origin: `http://${name}:${bound}`, port: bound, close: () => close(server) })
    })
    if ("keepAliveTimeout" in server) server.keepAliveTimeout = KEEP_ALIVE_MS
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(explain(error, host, port))))
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ("closeAllConnections" in server) server.closeAllConnections()
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE")
    return `PORT: ${port} is in use by another program; set PORT to another, or to 0`
  if (error.code === "EACCES") return `PORT: ${port} may not be used by this user; set PORT to one above 1023`
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `HOST: ${host} is no address of this machine`
  return `cannot listen on ${host}:${port}: ${error.message}`
}
