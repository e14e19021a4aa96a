import { openArchive } from "../app.ts"
import { articleJson } from "./article-json.ts"
import { type CommandContext, Failure } from "./terminal.ts"

export async function show(
  { config, terminal }: CommandContext,
  id: string,
  version?: number,
): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const article = archive.store.get(id, version)
    if (!article) throw new Failure(`show: no article ${id}${version ? ` with a version ${version}` : ""}`)
    if (terminal.json) return terminal.printJson(articleJson(article))
    const bylines = article.bylines.map(({ role, name }) => `${role} ${name}`).join(", ")
    const { source, publishedAt, place, section, url } = article
    const head = [source, publishedAt, place.join(" / "), section, bylines, url]
    terminal.print([article.title, ...head.filter(Boolean)].join("\n"))
    if (article.abstract) terminal.print(`\n[${article.abstract}]`)
    for (const block of article.body)
      terminal.print("heading" in block ? `\n## ${block.heading}` : `\n${block.text}`)
    terminal.print(
      `\nid ${article.id}, version ${article.version}, ${article.status} ${article.flags.join(" ")}`,
    )
    for (const { id: other, source, publishedAt } of article.printings)
      terminal.print(`printed as ${[other, source, publishedAt?.slice(0, 10)].filter(Boolean).join(" ")}`)
    if (article.lead) terminal.print(`${article.lead.why} of ${article.lead.id}`)
    for (const { kind, id: other, title, publishedAt } of article.links)
      terminal.print(`${kind} ${other} ${title} ${publishedAt?.slice(0, 10) ?? ""}`.trimEnd())
  } finally {
    await archive.close()
  }
}
