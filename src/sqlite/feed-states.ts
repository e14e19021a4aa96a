import { z } from "zod"
import type { FeedStates } from "../feeds/feeds.ts"
import type { Db } from "./database.ts"
import { createMeta } from "./meta.ts"

const feedState = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  askedAt: z.string(),
  ok: z.boolean(),
  outcome: z.string(),
  notBefore: z.string().nullable(),
})

/** How each feed was found when it was asked for last. */
export function createFeedStates(db: Db): FeedStates {
  const meta = createMeta(db)
  const key = (address: string) => `feed ${address}`
  return {
    get(address) {
      const text = meta.get(key(address))
      return text === undefined ? undefined : feedState.parse(JSON.parse(text))
    },
    set: (address, state) => meta.set(key(address), JSON.stringify(state)),
  }
}
