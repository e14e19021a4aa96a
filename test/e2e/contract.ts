import { z } from "zod"

/** The JSON shapes that scripts rely on. Fields may be added, so more than these are let through. */

const nullable = z.string().nullable()

export const ingestLine = z.looseObject({
  status: z.enum(["added", "updated", "unchanged", "duplicate", "rejected"]),
  id: nullable,
  title: nullable,
  url: nullable,
  input: z.string(),
  reason: nullable,
})
const counts = z.strictObject({
  added: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  duplicate: z.number(),
  rejected: z.number(),
  seconds: z.number(),
})
export const ingestSummary = z.strictObject({ summary: counts })

export const citation = z.looseObject({
  id: z.string(),
  version: z.int().min(1),
  title: z.string(),
  url: nullable,
  publishedAt: nullable,
  field: z.enum(["text", "abstract", "title"]),
  quote: z.string().min(1),
  start: z.int().min(0),
  end: z.int().min(1),
})
export type CitationJson = z.output<typeof citation>
const claims = z.array(z.looseObject({ text: z.string().min(1), citations: z.array(citation).min(1) }))

export const askLine = z.looseObject({
  question: z.string(),
  answer: z.number().nullable(),
  kind: z.enum(["answered", "not-found", "contradicted", "clarify"]),
  claims,
  text: z.string().min(1),
  nearest: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  mode: z.enum(["keyless", "model", "fallback"]),
  confidence: z.number().min(0).max(1).nullable(),
  ms: z.looseObject({ retrieve: z.number(), answer: z.number(), total: z.number() }),
})

export const whyLine = z.looseObject({
  answer: z.int(),
  at: z.string(),
  question: z.string(),
  kind: askLine.shape.kind,
  claims,
  found: z.array(z.looseObject({ id: z.string(), version: z.int(), score: z.number() })),
  replay: z.looseObject({ same: z.boolean().nullable(), kind: askLine.shape.kind, claims }).nullable(),
})

const hit = z.looseObject({
  rank: z.int().min(1),
  id: z.string(),
  title: z.string(),
  url: nullable,
  publishedAt: nullable,
  place: z.array(z.string()),
  score: z.number(),
  passage: z.looseObject({ text: z.string(), start: z.int(), end: z.int() }),
  printings: z.array(z.string()).min(1).optional(),
})
export const searchLine = z.looseObject({ query: z.string(), hits: z.array(hit) })

const link = z.enum(["corrected-by", "updated-by", "corrects", "updates"])
export const relatedLine = z.looseObject({
  id: z.string(),
  hits: z.array(hit.extend({ link: link.optional() })),
})
export const hotLine = z.looseObject({
  days: z.int(),
  hits: z.array(hit.extend({ chats: z.int().min(1) })),
})

export const summaryLine = z.looseObject({ id: z.string(), style: z.string(), sentences: claims.min(1) })

export const digestLine = z.looseObject({
  edition: nullable,
  date: z.iso.date(),
  groups: z.array(
    z.looseObject({
      name: z.string(),
      items: z.array(
        z.looseObject({
          id: z.string(),
          title: z.string(),
          url: nullable,
          summary: z.string().min(1),
          citations: z.array(citation).min(1),
        }),
      ),
    }),
  ),
  messages: z.array(z.looseObject({ text: z.string().min(1) })),
})

const block = z.union([z.strictObject({ heading: z.string() }), z.strictObject({ text: z.string() })])
export const showLine = z.looseObject({
  id: z.string(),
  version: z.int().min(1),
  status: z.string(),
  title: z.string(),
  titleFrom: z.string(),
  abstract: nullable,
  bylines: z.array(
    z.strictObject({
      role: z.enum(["reporter", "correspondent", "intern", "photographer", "editor"]),
      name: z.string(),
    }),
  ),
  source: nullable,
  publishedAt: nullable,
  place: z.array(z.string()),
  url: nullable,
  body: z.array(block).min(1),
  text: z.string().min(1),
  page: nullable,
  flags: z.array(z.string()),
})

export const batchError = z.strictObject({
  id: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  error: z.string().min(1),
})
