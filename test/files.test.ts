import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { replaceFile } from "../src/files.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string) => Buffer.from(text)

describe("replaceFile", () => {
  it("writes a new file, with its folders, from any number of chunks", () => {
    const path = join(folder, "a", "b", "c.bin")
    replaceFile(path, [bytes("one "), new Uint8Array(0), bytes("two")])
    expect(readFileSync(path, "utf8")).toBe("one two")
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["c.bin"])
  })

  it("replaces an old file, and takes the mode it is given", () => {
    const path = join(folder, "secret")
    replaceFile(path, [bytes("a longer text")])
    replaceFile(path, [bytes("short")], 0o600)
    expect(readFileSync(path, "utf8")).toBe("short")
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it("leaves the old file and nothing else where writing fails half-way", () => {
    const path = join(folder, "index")
    replaceFile(path, [bytes("old")])
    function* failing(): Iterable<Uint8Array> {
      yield bytes("half of the new")
      throw new Error("disk is full")
    }
    expect(() => replaceFile(path, failing())).toThrow("disk is full")
    expect(readFileSync(path, "utf8")).toBe("old")
    expect(readdirSync(folder)).toEqual(["index"])
  })

  it("leaves nothing behind where the place is taken by a folder", () => {
    const path = join(folder, "taken")
    mkdirSync(join(path, "inside"), { recursive: true })
    expect(() => replaceFile(path, [bytes("x")])).toThrow()
    expect(existsSync(join(path, "inside"))).toBe(true)
    expect(readdirSync(folder)).toEqual(["taken"])
  })
})
