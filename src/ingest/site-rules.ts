import { z } from "zod"
import { type DomElement, htmlLines } from "./html-lines.ts"
import { cleanLine, type Line } from "./lines.ts"

const selector = z.string().min(1).max(500)

/** Where a site's pages have what: CSS selectors. What a rule does not say is found as on any page. */
const siteRule = z.strictObject({
  /** Name of the host; those below it count as well. */
  host: z.string().min(1).max(253),
  title: selector.optional(),
  body: selector.optional(),
  date: selector.optional(),
  source: selector.optional(),
  remove: z.array(selector).max(50).optional(),
})
const siteRules = z.array(siteRule).max(1_000)

export type SiteRule = z.output<typeof siteRule>

/** What a rule found on a page; null for what it does not say or what is not there. */
export interface SiteParts {
  readonly title: string | null
  readonly body: readonly Line[] | null
  readonly date: string | null
  readonly source: string | null
  /** What the rule took out. */
  readonly removed: readonly Line[]
}

const NOTHING: SiteParts = { title: null, body: null, date: null, source: null, removed: [] }

/** Reads a file of rules; a string says what is wrong with it. */
export async function parseSiteRules(json: string): Promise<readonly SiteRule[] | string> {
  let value: unknown
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ""))
  } catch {
    return "not JSON"
  }
  const read = siteRules.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    return `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "not a list of rules"}`
  }
  const { parseHTML } = await import("linkedom")
  const { document } = parseHTML("<html><body></body></html>")
  for (const { host, title, body, date, source, remove = [] } of read.data) {
    for (const words of [title, body, date, source, ...remove].filter((one) => one !== undefined)) {
      try {
        document.querySelectorAll(words)
      } catch {
        return `${host}: "${words}" is no CSS selector`
      }
    }
  }
  return read.data
}

/**
 * Takes out of the document what the rule of the address's host removes, and finds the parts that it names. Does nothing
 * where no rule is for it.
 */
export function applySiteRule(
  document: DomElement,
  address: string | null,
  rules: readonly SiteRule[],
): SiteParts {
  const host = address !== null && URL.canParse(address) ? new URL(address).hostname : ""
  const rule = rules.find((one) => host === one.host || host.endsWith(`.${one.host}`))
  if (rule === undefined) return NOTHING
  const removed: Line[] = []
  for (const words of rule.remove ?? []) {
    for (const element of [...document.querySelectorAll(words)]) {
      removed.push(...htmlLines(element))
      element.remove()
    }
  }
  const body =
    rule.body === undefined ? [] : [...document.querySelectorAll(rule.body)].flatMap((one) => htmlLines(one))
  return {
    title: textAt(document, rule.title),
    body: body.length === 0 ? null : body,
    date: textAt(document, rule.date),
    source: textAt(document, rule.source),
    removed,
  }
}

function textAt(document: DomElement, words: string | undefined): string | null {
  if (words === undefined) return null
  const [element] = document.querySelectorAll(words)
  return cleanLine((element?.textContent ?? "").replace(/\s+/g, " ")) || null
}
