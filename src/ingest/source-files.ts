import { createReadStream, type Dirent } from "node:fs"
import { readdir, realpath, stat } from "node:fs/promises"
import { extname, join, relative, sep } from "node:path"
import { lineOf } from "../text/error-line.ts"
import { EXTENSIONS } from "./formats.ts"

/** Something to read articles from, opened only when its turn comes. */
export interface SourceFile {
  readonly kind: "file"
  /** As the caller named it; results refer to it by this. */
  readonly input: string
  /** Lower case with the dot; empty where there is none. */
  readonly extension: string
  /** What came with the file, such as an HTTP header, says of its encoding. */
  readonly charset?: string
  /** Throws the file system's error on reading. */
  open(): AsyncIterable<Uint8Array>
}

export interface RejectedSource {
  readonly kind: "rejected"
  readonly input: string
  readonly reason: string
}

/** Lies in a corpus folder, too, and holds no articles but questions. */
const QUESTIONS = "examples.json"
/** Also there: what the newsroom says of certain sites. */
export const SITES = "sites.json"
const CHUNK_BYTES = 256 * 1024
export const MAX_DEPTH = 32

/**
 * The files that the paths stand for: files as such, folders with all that is in them in the order of names, `-` for
 * standard input. Hidden files and unknown extensions inside folders are passed over; what cannot be read is one
 * rejected entry and the rest goes on. A file that several paths lead to is given once.
 */
export async function* sourceFiles(
  paths: readonly string[],
  standardInput: AsyncIterable<Uint8Array> = process.stdin,
): AsyncGenerator<SourceFile | RejectedSource> {
  const seen = new Set<string>()
  for (const path of paths) {
    if (path === "-") {
      if (isNew("-", seen)) yield { kind: "file", input: "-", extension: "", open: () => standardInput }
      continue
    }
    try {
      const [info, real] = [await stat(path), await realpath(path)]
      if (info.isDirectory()) {
        for await (const file of folderFiles(path, real, 0))
          if (isNew(join(real, relative(path, file.input)), seen)) yield file
      } else if (info.isFile()) {
        if (isNew(real, seen)) yield diskFile(path)
      } else yield { kind: "rejected", input: path, reason: "neither a file nor a folder" }
    } catch (error) {
      yield { kind: "rejected", input: path, reason: fileReason(error) }
    }
  }
}

/** Whether a file of a folder is read, by its name. */
export function isArticleFile(name: string): boolean {
  return (
    !name.startsWith(".") &&
    name !== QUESTIONS &&
    name !== SITES &&
    EXTENSIONS.has(extname(name).toLowerCase())
  )
}

function isNew(path: string, seen: Set<string>): boolean {
  return !seen.has(path) && seen.add(path) !== undefined
}

/** How many files the paths stand for. */
export async function countFiles(paths: readonly string[]): Promise<number> {
  let count = 0
  for await (const { kind } of sourceFiles(paths)) if (kind === "file") count++
  return count
}

/** The file system's error in plain words, without the path. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  if (code === "ENOENT") return "no such file or folder"
  if (code === "EISDIR") return "is a folder, not a file"
  if (code === "ENOTDIR") return "is no folder"
  if (code === "EACCES" || code === "EPERM") return "may not be read (permission denied)"
  return `cannot be read: ${lineOf(error)}`
}

async function* folderFiles(
  folder: string,
  root: string,
  depth: number,
): AsyncGenerator<SourceFile | RejectedSource> {
  let entries: Dirent[]
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    yield { kind: "rejected", input: folder, reason: fileReason(error) }
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) yield* folderFiles(path, root, depth + 1)
      else yield { kind: "rejected", input: path, reason: `folders are nested more than ${MAX_DEPTH} deep` }
    } else if (entry.isSymbolicLink()) {
      if (await leadsOutside(path, root)) {
        yield { kind: "rejected", input: path, reason: "a link that leads out of the folder" }
      }
    } else if (entry.isFile() && isArticleFile(entry.name)) yield diskFile(path)
  }
}

/** A link that stays inside is passed over: what it points to is read anyway. */
async function leadsOutside(path: string, root: string): Promise<boolean> {
  try {
    return !`${await realpath(path)}${sep}`.startsWith(root + sep)
  } catch {
    return true
  }
}

function diskFile(path: string): SourceFile {
  return {
    kind: "file",
    input: path,
    extension: extname(path).toLowerCase(),
    open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }),
  }
}
