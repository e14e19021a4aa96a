import { z } from "zod"
import type { Archive } from "../app.ts"
import type { Config } from "../config.ts"
import type { Digest } from "../digest/digest.ts"
import type { Edition } from "../digest/edition.ts"
import { articleLinks } from "../telegram/article-link.ts"
import { renderDigest } from "../telegram/render-digest.ts"
import { loadTexts } from "../telegram/texts.ts"
import { editionJson } from "./article-json.ts"

const publishRequest = z.object({ now: z.string(), date: z.string().optional() })

/** The messages of an edition as they are sent. */
export function renderer(archive: Archive, { language }: Config, username: () => string | undefined) {
  const texts = loadTexts(language)
  return (edition: Edition) =>
    renderDigest(edition, archive.paperName(), texts, { link: articleLinks(username()) })
}

/** Publishes and delivers; the report that `digest publish` prints. */
export async function* publishOnce(
  digest: () => Digest | undefined,
  messagesOf: (edition: Edition) => readonly unknown[],
  request: unknown,
): AsyncIterable<unknown> {
  const { now, date } = publishRequest.parse(request)
  const running = digest()
  if (!running) throw new Error("the bot is still starting; try again in a moment")
  const published = await running.publish({ now: new Date(now), ...(date ? { date } : {}) })
  if (published.kind === "already") return yield { kind: published.kind, edition: published.occurrence }
  if (published.kind !== "published") return yield { kind: published.kind, edition: null }
  const { chats, parts, edition } = published
  const { sent, failed, ambiguous, postponed } = await running.deliver()
  yield {
    kind: published.kind,
    ...editionJson(edition, messagesOf(edition)),
    chats,
    parts,
    sent,
    failed,
    ambiguous,
    postponed,
  }
}
