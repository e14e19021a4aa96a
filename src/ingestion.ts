import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "./config.ts"
import { createIngestRuns, type IngestRuns } from "./ingest/ingest-run.ts"
import { countOwnPlaces, createLocator, type KnownPaths } from "./ingest/locator.ts"
import { parseSiteRules, type SiteRule } from "./ingest/site-rules.ts"
import { fileReason, SITES } from "./ingest/source-files.ts"
import type { SqliteArticleStore } from "./sqlite/article-store.ts"
import type { Db } from "./sqlite/database.ts"
import { DIGEST_BASELINE } from "./sqlite/editions.ts"
import { createIngestTimes } from "./sqlite/ingest-times.ts"
import { createKnownFiles } from "./sqlite/known-files.ts"
import { createMeta } from "./sqlite/meta.ts"

interface Ingesting {
  readonly config: Config
  readonly ended: ReturnType<typeof createBaseline>
  readonly embed: (signal?: AbortSignal) => AsyncIterable<string>
}

/** What takes articles into a store. */
export function ingestInto(
  store: SqliteArticleStore,
  db: Db,
  { config, ended, embed }: Ingesting,
): IngestRuns {
  const paths = knownPaths(store)
  return createIngestRuns({
    store,
    settling: store.settling,
    locate: createLocator(paths),
    ownPlaces: () => countOwnPlaces(paths),
    known: createKnownFiles(db),
    siteRules: () => readSiteRules(config),
    ended,
    embed,
  })
}

/** What `sites.json` in the corpus folder says, nothing where there is none; a string says what is wrong with it. */
export async function readSiteRules({ corpusDir }: Config): Promise<readonly SiteRule[] | string> {
  try {
    return await parseSiteRules(await readFile(join(corpusDir, SITES), "utf8"))
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT"
    return missing ? [] : fileReason(error)
  }
}

/** The archive's places, read anew where the archive has changed. */
export function knownPaths(store: SqliteArticleStore): KnownPaths {
  let places: ReturnType<typeof store.places> | undefined
  let paths: ReturnType<KnownPaths> = []
  return () => {
    const now = store.places()
    if (now !== places) {
      places = now
      paths = now.map(({ path }) => path)
    }
    return paths
  }
}

/** Sorts before every day: with it as the baseline, everything is new. */
const NEVER = "1970-01-01T00:00:00.000Z"

/** The first folder that is taken in is the archive, not news; single files are news from the first on. */
export function createBaseline(db: Db) {
  const meta = createMeta(db)
  const times = createIngestTimes(db)
  return ({ now, folders }: { readonly now: Date; readonly folders: boolean }): void => {
    const baseline = meta.get(DIGEST_BASELINE)
    const at = now.toISOString()
    const latest = times.latest() ?? at
    if (folders && (baseline === undefined || baseline === NEVER))
      meta.set(DIGEST_BASELINE, latest > at ? latest : at)
    else if (baseline === undefined) meta.set(DIGEST_BASELINE, NEVER)
  }
}
