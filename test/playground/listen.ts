import type { AddressInfo } from "node:net"
import { serve } from "@hono/node-server"
import { KEEP_ALIVE_MS } from "../../src/server/listener.ts"

export interface Listener {
  readonly url: string
  /** Cuts every open connection; new ones are taken. */
  cut(): void
  close(): Promise<void>
}

/** A listener on a free loopback port. */
export async function listen(app: { fetch: Parameters<typeof serve>[0]["fetch"] }): Promise<Listener> {
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info: AddressInfo) =>
        resolve({ server, port: info.port }),
      )
    },
  )
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = KEEP_ALIVE_MS
  const cut = () => {
    if ("closeAllConnections" in server) server.closeAllConnections()
  }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      cut()
    })
  return { url: `http://127.0.0.1:${port}`, cut, close }
}
