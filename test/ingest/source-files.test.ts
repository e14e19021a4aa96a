import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { sourceFiles } from "../../src/ingest/source-files.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "newsroom-files-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function names(...paths: string[]): Promise<string[]> {
  const found: string[] = []
  for await (const file of sourceFiles(paths)) {
    const name = file.input.replace(`${folder}/`, "")
    found.push(file.kind === "file" ? name : `${name}: ${file.reason}`)
  }
  return found
}

test("a folder is read in the order of names, without hidden files, unknown kinds and links", async () => {
  mkdirSync(join(folder, "b/inner"), { recursive: true })
  for (const name of [
    "c.txt",
    "a.html",
    "b/2.md",
    "b/10.jsonl",
    "b/inner/x.XML",
    ".hidden.txt",
    "photo.jpg",
    "b/notes",
    "d.json",
    "examples.json",
  ]) {
    writeFileSync(join(folder, name), "")
  }
  symlinkSync(join(folder, "c.txt"), join(folder, "z.txt"))
  symlinkSync(tmpdir(), join(folder, "out"))
  expect(await names(folder)).toEqual([
    "a.html",
    "b/10.jsonl",
    "b/2.md",
    "b/inner/x.XML",
    "c.txt",
    "d.json",
    "out: a link that leads out of the folder",
  ])
})

test("what is named is taken whatever it is called, and what is missing is one line", async () => {
  writeFileSync(join(folder, "page"), "")
  writeFileSync(join(folder, "last.txt"), "")
  expect(await names(join(folder, "page"), join(folder, "gone.txt"), join(folder, "last.txt"))).toEqual([
    "page",
    "gone.txt: no such file or folder",
    "last.txt",
  ])
})

test("what several paths lead to is given once", async () => {
  mkdirSync(join(folder, "b"))
  writeFileSync(join(folder, "b/1.txt"), "")
  writeFileSync(join(folder, "b/2.txt"), "")
  symlinkSync(join(folder, "b"), join(folder, "link"))
  const paths = ["b/2.txt", "b", "link", ".", "link/1.txt", "b/../b/2.txt"]
  expect(await names(...paths.map((path) => `${folder}/${path}`))).toEqual(["b/2.txt", "b/1.txt"])
})

test("a folder that may not be read is one line", async () => {
  mkdirSync(join(folder, "shut"), { mode: 0o000 })
  writeFileSync(join(folder, "a.txt"), "")
  // The superuser may read everything.
  const denied = process.getuid?.() === 0 ? [] : ["shut: may not be read (permission denied)"]
  expect(await names(folder)).toEqual(["a.txt", ...denied])
})

test("a dash is standard input", async () => {
  async function* input(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("x")
  }
  const stream = input()
  for await (const file of sourceFiles(["-"], stream)) {
    expect(file).toMatchObject({ kind: "file", input: "-", extension: "" })
    expect(file.kind === "file" && file.open()).toBe(stream)
  }
})
