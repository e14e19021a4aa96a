import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { loadPrompts, PromptError } from "../src/prompts.ts"

const OURS = join(import.meta.dirname, "../prompts")
const ANSWER = readFileSync(join(OURS, "answer.md"), "utf8")

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prompts-"))
  writeFileSync(join(folder, "summarize.md"), readFileSync(join(OURS, "summarize.md")))
})
afterEach(() => rmSync(folder, { recursive: true }))

function load(answer: string) {
  writeFileSync(join(folder, "answer.md"), answer)
  return loadPrompts(folder)
}

const VALUES = { now: "现在", question: "问题", passages: "片段", mark: "标记", language: "语言" }

test("our own prompts load and render without a placeholder left", () => {
  const { answer, summarize } = loadPrompts(OURS)
  for (const { system, user } of [answer.render(VALUES), summarize.render({ ...VALUES, style: "brief" })]) {
    expect(system + user).not.toMatch(/\{\{|\}\}/)
    expect(system).toContain("标记")
    expect(user).toContain("片段")
  }
})

describe("a prompt that cannot be used is refused in one line that names it", () => {
  const cases: [name: string, answer: string, message: string][] = [
    [
      "a hole is missing",
      ANSWER.replaceAll("{{question}}", "问题"),
      "the placeholder {{question}} is missing",
    ],
    ["a hole too many", `${ANSWER}{{weather}}`, "nothing fills the placeholder {{weather}}"],
    ["a broken hole", `${ANSWER}{{ Now }}`, 'a broken placeholder in the line "{{ Now }}"'],
    ["no system", ANSWER.replace("# System", "# Sytem"), 'the section "# System" is missing'],
    ["no user", ANSWER.replace("# User", ""), 'the section "# User" is missing'],
    ["two users", `${ANSWER}\n# User\n`, 'two sections "# User"'],
    ["the wrong order", "# User\n{{now}}\n# System\n", '"# System" comes before "# User"'],
    ["empty", "", 'the section "# System" is missing'],
  ]
  test.each(cases)("%s", (_, answer, message) => {
    const error = thrown(() => load(answer))
    expect(error).toBeInstanceOf(PromptError)
    expect(error?.message).toBe(`${join(folder, "answer.md")}: ${message}`)
  })

  test("a missing file", () => {
    expect(thrown(() => loadPrompts(folder))?.message).toContain("answer.md: cannot be read (ENOENT)")
  })
})

test("the version follows what is sent, not the note above it nor the line ends", () => {
  const { version } = load(ANSWER).answer
  expect(version).toMatch(/^[0-9a-f]{8}$/)
  expect(load(`Another note.\n${ANSWER}`).answer.version).toBe(version)
  expect(load(ANSWER.replaceAll("\n", "\r\n")).answer.version).toBe(version)
  expect(load(`${ANSWER}再提醒一次。`).answer.version).not.toBe(version)
})

test("what a value holds is never read as a placeholder or a pattern", () => {
  const { answer } = load(
    "# System\n{{mark}}\n# User\n{{now}}|{{question}}|{{passages}}|{{question}}{{language}}",
  )
  const hostile = fc.oneof(fc.string(), fc.constantFrom("{{mark}}", "{{passages}}", "$&", "$1", "# User"))
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (now, question, passages, mark) => {
      const prompt = answer.render({ now, question, passages, mark, language: "" })
      expect(prompt).toEqual({ system: mark, user: `${now}|${question}|${passages}|${question}` })
    }),
  )
})

function thrown(work: () => unknown): Error | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return error as Error
  }
}
