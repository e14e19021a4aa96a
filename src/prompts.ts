import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { AnswerHole } from "./answer/generative-answerer.ts"
import type { PromptTemplate } from "./models.ts"
import type { SummaryHole } from "./summarize/generative-summarizer.ts"
import { shortHash } from "./text/hash.ts"

export interface Prompts {
  readonly answer: PromptTemplate<AnswerHole>
  readonly summarize: PromptTemplate<SummaryHole>
}

/** A prompt file that cannot be used; the message is one line that names the file. */
export class PromptError extends Error {
  override readonly name = "PromptError"
}

/**
 * Reads the prompts from Markdown files: a note for people, then a section `# System` and a section `# User`, with
 * `{{holes}}`. Throws PromptError where a file is missing or does not have exactly the holes of its use.
 */
export function loadPrompts(folder: string): Prompts {
  return {
    answer: load<AnswerHole>(join(folder, "answer.md"), ["now", "question", "passages", "mark", "language"]),
    summarize: load<SummaryHole>(join(folder, "summarize.md"), ["style", "passages", "mark"]),
  }
}

const HOLE = /\{\{([a-z]+)\}\}/g

function load<Hole extends string>(path: string, holes: readonly Hole[]): PromptTemplate<Hole> {
  const { system, user } = sections(path, read(path))
  const named = new Set(Array.from(`${system}\n${user}`.matchAll(HOLE), ([, name]) => name as string))
  for (const hole of holes) {
    if (!named.delete(hole)) throw new PromptError(`${path}: the placeholder {{${hole}}} is missing`)
  }
  for (const name of named) throw new PromptError(`${path}: nothing fills the placeholder {{${name}}}`)
  for (const line of `${system}\n${user}`.replace(HOLE, "").split("\n")) {
    if (line.includes("{{") || line.includes("}}")) {
      throw new PromptError(
        `${path}: a broken placeholder in the line ${JSON.stringify(line.trim().slice(0, 60))}`,
      )
    }
  }

  // One pass over the template: what a value holds is never read as a placeholder.
  const fill = (text: string, values: Readonly<Record<Hole, string>>) =>
    text.replace(HOLE, (_, name: Hole) => values[name])
  return {
    version: shortHash([system, user], 8),
    render: (values) => ({ system: fill(system, values), user: fill(user, values) }),
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n")
  } catch (error) {
    throw new PromptError(
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
    )
  }
}

function sections(path: string, text: string): { system: string; user: string } {
  const lines = text.split("\n").map((line) => line.trimEnd())
  const at = (heading: string) => {
    const line = lines.indexOf(heading)
    if (line === -1) throw new PromptError(`${path}: the section ${JSON.stringify(heading)} is missing`)
    if (lines.includes(heading, line + 1))
      throw new PromptError(`${path}: two sections ${JSON.stringify(heading)}`)
    return line
  }
  const system = at("# System")
  const user = at("# User")
  if (user < system) throw new PromptError(`${path}: "# System" comes before "# User"`)
  return {
    system: lines
      .slice(system + 1, user)
      .join("\n")
      .trim(),
    user: lines
      .slice(user + 1)
      .join("\n")
      .trim(),
  }
}
