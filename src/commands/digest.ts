import { AnotherProcessError, openArchive, openDesk } from "../app.ts"
import type { Edition } from "../digest/edition.ts"
import { askHolder } from "../server/control.ts"
import { renderDigest } from "../telegram/render-digest.ts"
import { loadTexts } from "../telegram/texts.ts"
import { citationJson } from "./article-json.ts"
import { type CommandContext, Failure } from "./terminal.ts"

export async function digestPreview({ config, terminal }: CommandContext, date: string | undefined): Promise<void> {
  const archive = await openArchive(config, { hold: false, now: terminal.now, note: terminal.note })
  try {
    const { digest } = openDesk(archive, config)
    const edition = await digest.preview({ now: terminal.now(), ...(date ? { date } : {}) })
    const messages = renderDigest(edition, config.paperName, loadTexts(config.language))
    if (terminal.json) terminal.printJson(editionJson(edition, messages))
    else if (messages.length === 0) terminal.print(`nothing new for ${edition.date}`)
    for (const { text } of terminal.json ? [] : messages) terminal.print(`${text}\n`)
  } finally {
    await archive.close()
  }
}

/** Sends an edition to the channel and to subscribers, or has the running process do it. */
export async function digestPublish({ config, terminal }: CommandContext, date: string | undefined): Promise<void> {
  const request = { now: terminal.now().toISOString(), ...(date ? { date } : {}) }
  const report = async (): Promise<unknown> => {
    try {
      const archive = await openArchive(config, { hold: true, now: terminal.now, note: terminal.note })
      try {
        return await openDesk(archive, config).publishNow(request)
      } finally {
        await archive.close()
      }
    } catch (error) {
      if (!(error instanceof AnotherProcessError)) throw error
      for await (const line of askHolder(config.dataDir, "digest-publish", request)) return line
      throw new Failure("the running process said nothing")
    }
  }
  const published = (await report()) as { kind: string; occurrence?: string; sent?: number }
  if (terminal.json) terminal.printJson(published)
  else terminal.print(wording(published))
  if (published.kind === "no-readers") throw new Failure("no channel and no subscribers: set CHANNEL_ID")
}

function wording({ kind, occurrence, sent }: { kind: string; occurrence?: string; sent?: number }): string {
  if (kind === "published") return `published ${occurrence}: ${sent} messages sent`
  if (kind === "already") return `${occurrence} was published before; nothing sent`
  return kind === "nothing-new" ? "nothing new; nothing sent" : "nothing sent"
}

export async function digestStatus({ config, terminal }: CommandContext): Promise<void> {
  const archive = await openArchive(config, { hold: false, now: terminal.now, note: terminal.note })
  try {
    const status = openDesk(archive, config).digest.status(terminal.now())
    if (terminal.json) return terminal.printJson(status)
    terminal.print(`next digest at ${status.nextAt}`)
    for (const { occurrence, articles, sent, pending, failed, ambiguous } of status.editions) {
      const counts = `${sent} sent, ${pending} pending, ${failed} failed, ${ambiguous} ambiguous`
      terminal.print(`${occurrence}: ${articles} articles; ${counts}`)
    }
    for (const { occurrence, chatId, part, state, why } of status.unsettled) {
      terminal.print(`${state}: ${occurrence} part ${part} to ${chatId}: ${why ?? ""}`)
    }
  } finally {
    await archive.close()
  }
}

function editionJson({ occurrence, date, groups }: Edition, messages: readonly unknown[]): object {
  return {
    edition: occurrence,
    date,
    groups: groups.map(({ name, items }) => ({
      name,
      items: items.map(({ articleId: id, title, url, line }) => ({
        id,
        title,
        url,
        summary: line.text,
        citations: line.citations.map(citationJson),
      })),
    })),
    messages,
  }
}
