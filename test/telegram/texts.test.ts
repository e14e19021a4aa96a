import { readdirSync, readFileSync } from "node:fs"
import { FluentResource } from "@fluent/bundle"
import { describe, expect, it } from "vitest"
import { loadTexts } from "../../src/telegram/texts.ts"
import { LANGUAGES } from "../../src/text/languages.ts"

const FOLDER = new URL("../../src/telegram/", import.meta.url)

/** Names of the messages, each with the variables that stand in it. */
function messages(language: string): Map<string, string[]> {
  const { body } = new FluentResource(readFileSync(new URL(`texts/${language}.ftl`, FOLDER), "utf8"))
  return new Map(
    body.map((entry) => {
      const variables = [...JSON.stringify(entry).matchAll(/"type":"var","name":"(\w+)"/g)]
      return [entry.id, [...new Set(variables.map((match) => match[1] as string))].sort()]
    }),
  )
}

/** Every text in double quotes in the sources of the bot. */
function quotedInSources(): Set<string> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"))
  const sources = files.map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n")
  return new Set([...sources.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] as string))
}

describe("texts", () => {
  const own = messages("zh-CN")

  it.each(LANGUAGES)("%s has the same messages with the same variables", (language) => {
    expect(messages(language)).toEqual(own)
  })

  it.each(LANGUAGES)("%s says each message, with its values and no isolation marks", (language) => {
    const texts = loadTexts(language)
    for (const [id, variables] of own) {
      const values = Object.fromEntries(variables.map((name) => [name, `<${name}>`]))
      const said = texts.say(id, values)
      for (const name of variables) expect(said).toContain(`<${name}>`)
      expect(said).not.toMatch(/[\u2066-\u2069]/)
      expect(said.trim()).not.toBe("")
    }
  })

  it("refuses an unknown message and a missing value", () => {
    const texts = loadTexts("zh-CN")
    expect(() => texts.say("no-such-text")).toThrow(/no-such-text/)
    expect(() => texts.say("question-too-long")).toThrow()
  })

  it("has no message that nobody says", () => {
    const quoted = quotedInSources()
    const said = (id: string) => quoted.has(id) || quoted.has(id.replace(/^(?:command|desk(?:-state)?)-/, ""))
    // The caller of createDigest names this group.
    expect([...own.keys()].filter((id) => !said(id) && id !== "digest-elsewhere")).toEqual([])
  })
})
