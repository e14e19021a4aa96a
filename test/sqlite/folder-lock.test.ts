import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterEach, expect, it } from "vitest"
import { lockFolder } from "../../src/sqlite/folder-lock.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const HOLDER = fileURLToPath(new URL("../fixtures/lock-holder.ts", import.meta.url))
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL")
})

/** Another process that asks for the folder; resolves to what it says and to the process. */
async function ask(folder: string): Promise<{ said: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ["--import", "tsx", HOLDER, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  children.push(child)
  const [said] = (await once(createInterface(child.stdout), "line")) as [string]
  return { said, child }
}

it("gives a folder to one at a time, and makes it where it is missing", () => {
  const folder = join(temporaryFolder(), "a", "b")
  const lock = lockFolder(folder)
  expect(lock).toBeDefined()
  expect(existsSync(folder)).toBe(true)
  expect(lockFolder(folder)).toBeUndefined()
  lock?.release()
  const again = lockFolder(folder)
  expect(again).toBeDefined()
  again?.release()
})

it("refuses a second process, and is free again after release", async () => {
  const folder = temporaryFolder()
  const lock = lockFolder(folder)
  expect((await ask(folder)).said).toBe("refused")
  lock?.release()
  expect((await ask(folder)).said).toBe("held")
  expect(lockFolder(folder)).toBeUndefined()
})

it("is left behind by no process that was killed", async () => {
  const folder = temporaryFolder()
  const { said, child } = await ask(folder)
  expect(said).toBe("held")
  expect(lockFolder(folder)).toBeUndefined()
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
  const lock = lockFolder(folder)
  expect(lock).toBeDefined()
  lock?.release()
})

it("throws what is not another process", () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, "lock.db"), "this is no database, and never was one ".repeat(100))
  expect(() => lockFolder(folder)).toThrow("not a database")
})
