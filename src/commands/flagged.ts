import { openArchive } from "../app.ts"
import { FLAGS, type Flag } from "../corpus.ts"
import { countFlags, flaggedArticles } from "../sqlite/flagged-articles.ts"
import type { CommandContext } from "./terminal.ts"

interface Options {
  readonly flag?: Flag
  readonly limit: number
}

const MEANINGS: Readonly<Record<Flag, string>> = {
  undated: "no date of publication was found",
  "year-inferred": "the page prints a day without a year",
  "date-from-address": "no date is printed; the address files the page under that day",
  "title-repaired": "no whole headline was printed; one was taken from abstract, heading or first sentence",
  stitched: "halves of a story were joined",
  incomplete: "half of the story is missing",
  "very-short": "under 80 characters of text",
  "encoding-repaired": "text that had been read in a wrong encoding was put right",
  garbled: "some characters are lost",
  advertisement: "it sells something; answers take it only where no report answers",
  opinion: "it argues and does not report",
  instructions: "some sentences speak to a machine; those are never quoted and never given to a model",
}

/** Articles that were hard to read, by flag: counts, then the newest of each. */
export async function listFlagged(
  { config, terminal }: CommandContext,
  { flag, limit }: Options,
): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const counts = countFlags(archive.db)
    const shown = FLAGS.filter((name) => counts.has(name) && (flag === undefined || flag === name))
    if (!terminal.json && shown.length === 0) {
      terminal.print(flag === undefined ? "no article has a flag" : `no article has the flag ${flag}`)
    }
    for (const name of shown) {
      const articles = flaggedArticles(archive.db, name, limit)
      if (terminal.json) {
        for (const article of articles) terminal.printJson({ flag: name, ...article })
        continue
      }
      terminal.print(`${name}: ${counts.get(name)} (${MEANINGS[name]})`)
      for (const { id, title, source, publishedAt } of articles)
        terminal.print(
          `  ${[id, publishedAt?.slice(0, 10) ?? "undated", source, title].filter(Boolean).join("  ")}`,
        )
      const more = (counts.get(name) ?? 0) - articles.length
      if (more > 0) terminal.print(`  and ${more} more; --limit shows more`)
    }
  } finally {
    await archive.close()
  }
}
