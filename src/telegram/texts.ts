import { readFileSync } from "node:fs"
import { FluentBundle, FluentResource } from "@fluent/bundle"
import type { Language } from "../text/languages.ts"
import { toTraditional } from "../text/traditional.ts"

export type TextValues = Readonly<Record<string, string | number>>

/** The words of the frame around articles, in one language. */
export interface Texts {
  readonly language: Language
  /** The message `id` with its variables filled in. Throws for an unknown id or a missing variable. */
  say(id: string, values?: TextValues): string
  /** Words of the archive in the script that is read in this language. What is quoted as evidence is shown as it was printed. */
  inScript(words: string): string
}

/** Reads `texts/LANGUAGE.ftl`. Values are put in as they are: no isolation marks, no markup. */
export function loadTexts(language: Language): Texts {
  const bundle = new FluentBundle(language, { useIsolating: false })
  const faults = bundle.addResource(new FluentResource(readText(language)))
  if (faults[0]) throw faults[0]
  return {
    language,
    inScript: language === "zh-TW" ? toTraditional : (words) => words,
    say(id, values = {}) {
      const pattern = bundle.getMessage(id)?.value
      if (!pattern) throw new Error(`no text "${id}" in ${language}`)
      return bundle.formatPattern(pattern, { ...values })
    },
  }
}

function readText(language: Language): string {
  return readFileSync(new URL(`./texts/${language}.ftl`, import.meta.url), "utf8")
}
