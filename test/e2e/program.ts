import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const PROGRAM = fileURLToPath(new URL("../../src/newsroom.mjs", import.meta.url))
/** For one test of several processes; each starts in 1 s to 3 s. */
export const TEST_MS = 90_000
/** A process that lives longer is killed. */
const PROCESS_MS = 80_000

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
  /** Standard output as JSON Lines; throws where a line is something else. */
  readonly json: readonly unknown[]
  /** Standard error, line by line. */
  readonly lines: readonly string[]
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  /** A folder without a `.env`, where none is given. */
  readonly cwd?: string
}

const running = new Set<ChildProcess>()

afterAll(() => {
  for (const child of running) child.kill("SIGKILL")
})

/** Runs one command to its end, with nothing of this process's environment that the program reads. */
export async function newsroom(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = launch(words, options)
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  child.stdin?.on("error", () => undefined)
  child.stdin?.end(options.input ?? "")
  return ended(await exit(child), out(), err())
}

export interface Running {
  /** What stands behind `ready`. */
  readonly address: string
  /** Sends the signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<Ended>
}

/** `newsroom start` on any free port, once it takes messages. Rejects with what it said where it ends before. */
export async function start(words: readonly string[], options: RunOptions = {}): Promise<Running> {
  const child = launch(["start", ...words], options)
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  const end = exit(child)
  const address = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) throw new Error("no standard output")
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) resolve(line.slice("ready ".length))
    })
    void end.then((status) => reject(new Error(`start ended with ${status}: ${err()}`)))
  })
  return {
    address,
    async stop(signal) {
      child.kill(signal)
      return ended(await end, out(), err())
    },
  }
}

/** A process that has only been launched: to be stopped before it is ready. */
export function launch(words: readonly string[], { env = {}, cwd }: RunOptions = {}): ChildProcess {
  const { PATH = "", HOME = "", TMPDIR } = process.env
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: cwd ?? temporaryFolder(),
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), PORT: "0", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: PROCESS_MS,
    killSignal: "SIGKILL",
  })
  running.add(child)
  child.once("close", () => running.delete(child))
  return child
}

export function exit(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (status) => resolve(status))
  })
}

function ended(status: number | null, out: string, err: string): Ended {
  return {
    status,
    out,
    err,
    get json() {
      return linesOf(out).map((line): unknown => JSON.parse(line))
    },
    lines: linesOf(err),
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "")
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = []
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString("utf8")
}
