import { once } from "node:events"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { askHolder, type Control, createControl, type Handler } from "../../src/server/control.ts"
import { type Listener, listen } from "../../src/server/listener.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

async function collect(lines: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const line of lines) found.push(line)
  return found
}

describe("control", () => {
  let folder: string
  let control: Control
  let listener: Listener
  let release: (() => void) | undefined
  let stopped: Promise<unknown>

  const handlers: Record<string, Handler> = {
    async *echo(request) {
      yield request
      yield { 文: "第二行\n还是第二行" }
      yield null
    },
    async *nothing() {},
    async *fail() {
      yield 1
      throw new Error("no such file: 甲.txt")
    },
    async *wait() {
      yield "first"
      await new Promise<void>((resolve) => {
        release = resolve
      })
      yield "second"
    },
    async *endless(_, signal) {
      stopped = once(signal, "abort")
      yield "begun"
      await stopped
    },
  }

  beforeEach(async () => {
    folder = temporaryFolder()
    control = createControl(folder, handlers)
    listener = await listen(control.app, "127.0.0.1", 0)
    control.announce(listener.origin)
  })
  afterEach(() => listener.close())

  it("hands over a request and streams the lines of its report", async () => {
    const request = { paths: ["甲.txt"], now: "2025-10-08" }
    expect(await collect(askHolder(folder, "echo", request))).toEqual([
      request,
      { 文: "第二行\n还是第二行" },
      null,
    ])
    expect(await collect(askHolder(folder, "nothing", {}))).toEqual([])
  })

  it("gives each line as it comes", async () => {
    const lines = askHolder(folder, "wait", {})[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe("first")
    release?.()
    expect((await lines.next()).value).toBe("second")
    expect((await lines.next()).done).toBe(true)
  })

  it("throws what could not be done, in its words, after the lines before it", async () => {
    const found: unknown[] = []
    const reading = async () => {
      for await (const line of askHolder(folder, "fail", {})) found.push(line)
    }
    await expect(reading()).rejects.toThrow(new Error("no such file: 甲.txt"))
    expect(found).toEqual([1])
  })

  it("tells the handler when nobody listens any more", async () => {
    for await (const line of askHolder(folder, "endless", {})) {
      expect(line).toBe("begun")
      break
    }
    await stopped
  })

  const refused: [name: string, authorization: string | undefined][] = [
    ["no secret", undefined],
    ["an empty one", "Bearer "],
    ["a wrong one", `Bearer ${"x".repeat(43)}`],
    ["a short one", "Bearer x"],
    ["one in other letters", "Bearer 甲"],
  ]
  it.each(refused)("refuses %s", async (_, authorization) => {
    const encoded = authorization && Buffer.from(authorization).toString("latin1")
    const response = await fetch(`${listener.origin}/control/echo`, {
      method: "POST",
      headers: encoded ? { authorization: encoded } : {},
      body: "{}",
    })
    expect(response.status).toBe(401)
    expect(await response.text()).toBe("")
  })

  it("knows only its own commands", async () => {
    const { secret } = JSON.parse(readFileSync(join(folder, "control.json"), "utf8")) as { secret: string }
    for (const name of ["unknown", "constructor", "toString"]) {
      const response = await fetch(`${listener.origin}/control/${name}`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}` },
      })
      expect(response.status).toBe(404)
    }
  })

  it("writes its address for this user alone, and takes it away", () => {
    const path = join(folder, "control.json")
    expect(statSync(path).mode & 0o777).toBe(0o600)
    control.withdraw()
    expect(existsSync(path)).toBe(false)
    control.withdraw()
  })
})

describe("askHolder", () => {
  const noWork = (folder: string) =>
    `${folder} is in use by another process that takes no work; try again when it has ended`

  it.each(["", "{", "{}", '{"origin":1,"secret":2}'])("says so where the address reads %j", async (text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, "control.json"), text)
    await expect(collect(askHolder(folder, "echo", {}))).rejects.toThrow(new Error(noWork(folder)))
  })

  it("says so where there is no address", async () => {
    const folder = temporaryFolder()
    await expect(collect(askHolder(folder, "echo", {}))).rejects.toThrow(new Error(noWork(folder)))
  })

  it("says so where nobody answers", async () => {
    const folder = temporaryFolder()
    const listener = await listen(createControl(folder, {}).app, "127.0.0.1", 0)
    createControl(folder, {}).announce(listener.origin)
    const silent = new Error(`the process that holds ${folder} does not answer`)
    await expect(collect(askHolder(folder, "echo", {}))).rejects.toThrow(silent)
    await listener.close()
    await expect(collect(askHolder(folder, "echo", {}))).rejects.toThrow(silent)
  })

  const ends: [name: string, end: (response: import("node:http").ServerResponse) => void][] = [
    ["ends before it is done", (response) => response.end('{"line":1}\n')],
    ["ends in the middle of a line", (response) => response.end('{"line":1}\n{"li')],
    ["dies", (response) => response.write('{"line":1}\n', () => response.destroy())],
  ]
  it.each(ends)("says so where the other %s", async (_, end) => {
    const server = createServer((_, response) => end(response))
    await once(server.listen(0, "127.0.0.1"), "listening")
    const folder = temporaryFolder()
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    writeFileSync(join(folder, "control.json"), JSON.stringify({ origin, secret: "s" }))
    await expect(collect(askHolder(folder, "echo", {}))).rejects.toThrow(
      new Error(`the process that holds ${folder} stopped before it was done`),
    )
    server.close()
  })
})
