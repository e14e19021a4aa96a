import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { type FileChanges, watchPaths } from "../../src/ingest/watched-paths.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

/** Changes until `files` have been told of, in the order of names, each as often as it was told. */
async function told(rounds: AsyncGenerator<FileChanges>, files: number): Promise<string[]> {
  const found: string[] = []
  while (found.length < files) {
    const { value } = await rounds.next()
    if (!value) break
    found.push(...value.changed, ...value.removed.map((path: string) => `${path} removed`))
  }
  return found.sort()
}

test("what is added, changed and removed in a tree is told, by the names that were given", async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, "real/inner"), { recursive: true })
  symlinkSync(join(folder, "real"), join(folder, "corpus"))
  const corpus = join(folder, "corpus")
  for (const name of ["old.txt", "gone.txt"]) writeFileSync(join(corpus, name), "甲")
  const stopping = new AbortController()
  const rounds = await watchPaths([corpus], stopping.signal)
  writeFileSync(join(corpus, "inner/new.html"), "乙")
  appendFileSync(join(corpus, "old.txt"), "乙")
  rmSync(join(corpus, "gone.txt"))
  for (const name of [".hidden.txt", "photo.jpg", "examples.json"]) writeFileSync(join(corpus, name), "x")
  symlinkSync("/etc/hostname", join(corpus, "link.txt"))
  writeFileSync(join(corpus, "draft.tmp"), "丙")
  renameSync(join(corpus, "draft.tmp"), join(corpus, "done.md"))
  expect(await told(rounds, 4)).toEqual([
    join(corpus, "done.md"),
    `${join(corpus, "gone.txt")} removed`,
    join(corpus, "inner/new.html"),
    join(corpus, "old.txt"),
  ])
  const last = rounds.next()
  stopping.abort()
  expect((await last).done).toBe(true)
})

test("a file is told of when it is written to its end, and a single file can be followed", async () => {
  const file = join(temporaryFolder(), "export")
  writeFileSync(file, "")
  const stopping = new AbortController()
  const rounds = await watchPaths([file], stopping.signal)
  let size = 0
  const writing = setInterval(() => {
    appendFileSync(file, "甲")
    if (++size === 20) clearInterval(writing)
  }, 50)
  expect(await told(rounds, 1)).toEqual([file])
  expect(size).toBe(20)
  stopping.abort()
  await rounds.next()
})

test("a path that is not there is refused", async () => {
  const gone = join(temporaryFolder(), "gone")
  await expect(watchPaths([gone], AbortSignal.abort())).rejects.toThrow("ENOENT")
})
