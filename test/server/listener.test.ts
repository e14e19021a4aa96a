import { networkInterfaces } from "node:os"
import type { HttpBindings } from "@hono/node-server"
import { Hono } from "hono"
import { afterEach, describe, expect, it } from "vitest"
import { type Listener, listen } from "../../src/server/listener.ts"

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
)
const open: Listener[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()))
})

const app = new Hono<{ Bindings: HttpBindings }>()
app.get("/healthz", (context) => context.text("ok"))
app.get("/never", () => new Promise<Response>(() => {}))

async function start(host = "127.0.0.1", port = 0): Promise<Listener> {
  const listener = await listen(app, host, port)
  open.push(listener)
  return listener
}

describe("listen", () => {
  it("takes a free port for 0, and says which", async () => {
    const { origin, port } = await start()
    expect(port).toBeGreaterThan(0)
    expect(origin).toBe(`http://127.0.0.1:${port}`)
    expect(await (await fetch(`${origin}/healthz`)).text()).toBe("ok")
  })

  it.runIf(hasIpv6)("takes an IPv6 address with and without brackets", async () => {
    for (const host of ["::1", "[::1]"]) {
      const { origin, port } = await start(host)
      expect(origin).toBe(`http://[::1]:${port}`)
      expect(await (await fetch(`${origin}/healthz`)).text()).toBe("ok")
    }
  })

  it("ends open connections when it closes", async () => {
    const listener = await start()
    const waiting = fetch(`${listener.origin}/never`).then(
      () => "answered",
      () => "ended",
    )
    // A second request that is answered shows that the first has been taken.
    await fetch(`${listener.origin}/healthz`)
    await listener.close()
    expect(await waiting).toBe("ended")
  })

  it("names a port in use in one line", async () => {
    const { port } = await start()
    await expect(listen(app, "127.0.0.1", port)).rejects.toThrow(
      new Error(`PORT: ${port} is in use by another program; set PORT to another, or to 0`),
    )
  })

  it("names an address that is not this machine's in one line", async () => {
    await expect(listen(app, "192.0.2.1", 0)).rejects.toThrow(
      new Error("HOST: 192.0.2.1 is no address of this machine"),
    )
  })
})
