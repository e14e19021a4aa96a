import { LRUCache } from "lru-cache"
import {
  type Article,
  type ArticleLink,
  articleText,
  type LeadReason,
  type LinkKind,
  type Printing,
} from "../corpus.ts"
import { BAND_KEYS, bandKeys } from "../ingest/min-hash.ts"
import { type Compared, compared, compareTimes, isOriginal, relate } from "../ingest/same-story.ts"
import type { Contents } from "./contents.ts"
import type { Db } from "./database.ts"
import { createMeta } from "./meta.ts"

/** An article as the table of articles has it. */
export interface ArticleRow {
  readonly number: number
  readonly id: string
  readonly url: string | null
  readonly version: number
  readonly read_version: number
  readonly status: "live" | "retracted"
  readonly published_at: string | null
  /** Number of the article that stands for it. */
  readonly lead: number | null
  readonly lead_why: LeadReason | null
}

interface LinkRow extends ArticleRow {
  readonly kind: keyof typeof INWARD
  readonly outward: 0 | 1
}

/** Where an article belongs among those that are there. */
export interface Placement {
  readonly behind: { readonly lead: ArticleRow; readonly why: LeadReason } | null
  /** Those that it stands for from now on. */
  readonly over: readonly ArticleRow[]
  /** The same report with other figures: each stays as it is, and they are linked. */
  readonly updates: readonly ArticleRow[]
}

const MOST_CANDIDATES = 20
const KEPT = 500
/** Grows with each change of what `bandKeys` gives: all signatures are then made anew. */
const SIGNATURES = "1"
const INWARD = { updates: "updated-by", corrects: "corrected-by" } as const satisfies Record<string, LinkKind>
const WHY_FIRST: readonly LeadReason[] = ["same-text", "reprint", "shortened"]

/** Which articles are printings of one story, and which update or correct another. Callers hold the transaction. */
export class Stories {
  readonly #db: Db
  readonly #contents: Contents
  readonly #stored = new LRUCache<string, Compared>({ max: KEPT })
  readonly #given = new WeakMap<Article, Compared>()
  readonly #statements: ReturnType<typeof prepareStatements>

  constructor(db: Db, contents: Contents) {
    this.#db = db
    this.#contents = contents
    this.#statements = prepareStatements(db)
  }

  /** `self` is the article's number where it is there already. Behind a retracted story rather than beside it. */
  place(article: Article, self: number | null): Placement {
    const mine = this.#compared(article)
    const behind: { lead: ArticleRow; why: LeadReason }[] = []
    const over: ArticleRow[] = []
    const updates: ArticleRow[] = []
    for (const row of this.#candidates(mine, self)) {
      const other = this.#comparedRow(row)
      const relation = relate(mine, other)
      if (relation === null) continue
      if (relation.kind === "update") updates.push(row)
      else {
        const { kind } = relation
        const leads =
          kind === "shortened" ? relation.shorter === "b" : isOriginal(mine.printed, other.printed, kind)
        if (leads && row.status === "live") over.push(row)
        else behind.push({ lead: row, why: kind })
      }
    }
    const rank = (one: { lead: ArticleRow; why: LeadReason }) =>
      (one.lead.status === "retracted" ? 0 : WHY_FIRST.length) + WHY_FIRST.indexOf(one.why)
    const [first = null] = behind.sort((a, b) => rank(a) - rank(b))
    return {
      behind: first,
      over: first ? [] : over,
      updates: updates.filter(({ status }) => status === "live"),
    }
  }

  /** Why an article can stand behind another one; null where it is another story. */
  fits(row: ArticleRow, lead: Article): LeadReason | null {
    const relation = relate(this.#comparedRow(row), this.#compared(lead))
    if (relation === null || relation.kind === "update") return null
    return relation.kind === "shortened" && relation.shorter === "b" ? null : relation.kind
  }

  /** Makes an article findable as a candidate by these words; `unsign` what was signed before. */
  sign(article: number, content: Article): void {
    this.#sign(article, this.#compared(content))
  }

  /** Takes back the signature of the version that the row has. */
  unsign(row: ArticleRow): void {
    for (const key of bandKeys(this.#comparedRow(row).letters)) this.#statements.unsign.run(key, row.number)
  }

  /** Signs all articles where an older program did it otherwise, or not at all. */
  signAll(): void {
    const meta = createMeta(this.#db)
    if (meta.get("story_signatures") === SIGNATURES) return
    this.#db.exec("DELETE FROM story_bands")
    for (const row of this.#db.prepare<[], ArticleRow>("SELECT * FROM articles").all())
      this.#sign(row.number, this.#comparedRow(row))
    meta.set("story_signatures", SIGNATURES)
  }

  setLead(article: number, lead: number | null, why: LeadReason | null): void {
    this.#statements.setLead.run(lead, why, article)
  }

  /** All that stand behind an article. */
  behind(lead: number): ArticleRow[] {
    return this.#statements.behind.all(lead)
  }

  printings(lead: number): Printing[] {
    return this.#statements.printings.all(lead)
  }

  /** Links it anew to the articles that it updates, or that update it: the later one is the update. */
  setUpdates(article: ArticleRow, others: readonly ArticleRow[]): void {
    this.#statements.dropUpdates.run(article.number, article.number)
    for (const other of others) {
      const later = isLater(article, other)
      this.link(later ? article.number : other.number, later ? other.number : article.number, "updates")
    }
  }

  link(source: number, target: number, kind: LinkRow["kind"]): void {
    this.#statements.link.run(source, target, kind)
  }

  /** To and from an article or one that stands behind it; retracted articles are left out. */
  links(article: number): ArticleLink[] {
    const rows = this.#statements.links.all(article, article)
    return rows.map(({ kind, outward, number, version, id, url, published_at: publishedAt }) => {
      const { title } = this.#contents(number, version)
      return { kind: outward ? kind : INWARD[kind], id, title, url, publishedAt }
    })
  }

  /** Those that stand for themselves of the articles that share most bands with this one. */
  #candidates({ letters }: Compared, self: number | null): ArticleRow[] {
    const shared = new Map<number, number>()
    for (const article of this.#statements.sharing.all(...bandKeys(letters)))
      if (article !== self) shared.set(article, (shared.get(article) ?? 0) + 1)
    const nearest = [...shared]
      .sort(([a, left], [b, right]) => right - left || a - b)
      .slice(0, MOST_CANDIDATES)
    const leads = new Map<number, ArticleRow>()
    for (const [article] of nearest) {
      const lead = this.#statements.lead.get(article)
      if (lead && lead.number !== self) leads.set(lead.number, lead)
    }
    return [...leads.values()]
  }

  #sign(article: number, { letters }: Compared): void {
    for (const key of bandKeys(letters)) this.#statements.sign.run(key, article)
  }

  #compared(article: Article): Compared {
    const known = this.#given.get(article)
    if (known) return known
    const { title, source, publishedAt } = article
    const made = compared({ title, text: articleText(article.body), source, publishedAt })
    this.#given.set(article, made)
    return made
  }

  #comparedRow({ number, version }: ArticleRow): Compared {
    const key = `${number}:${version}`
    const known = this.#stored.get(key)
    if (known) return known
    const made = compared(this.#contents(number, version))
    this.#stored.set(key, made)
    return made
  }
}

/** Those that are run for each article and passage. */
function prepareStatements(db: Db) {
  const bands = Array.from({ length: BAND_KEYS }, () => "?").join(", ")
  return {
    sharing: db.prepare<number[], number>(`SELECT article FROM story_bands WHERE band IN (${bands})`).pluck(),
    lead: db.prepare<[number], ArticleRow>(
      `SELECT r.* FROM articles a JOIN articles r ON r.number = coalesce(a.lead, a.number)
       WHERE a.number = ? AND a.lead_why IS NOT 'second-half'`,
    ),
    sign: db.prepare("INSERT OR IGNORE INTO story_bands (band, article) VALUES (?, ?)"),
    unsign: db.prepare("DELETE FROM story_bands WHERE band = ? AND article = ?"),
    behind: db.prepare<[number], ArticleRow>("SELECT * FROM articles WHERE lead = ? ORDER BY number"),
    setLead: db.prepare("UPDATE articles SET lead = ?, lead_why = ? WHERE number = ?"),
    printings: db.prepare<[number], Printing>(
      `SELECT id, url, source, published_at AS publishedAt FROM articles
       WHERE lead = ? AND lead_why <> 'second-half' ORDER BY id`,
    ),
    links: db.prepare<[number, number], LinkRow>(
      `WITH story AS (SELECT number FROM articles WHERE number = ? OR lead = ?),
         ends AS (
           SELECT kind, 1 AS outward, target AS other FROM article_links WHERE source IN story
           UNION SELECT kind, 0, source FROM article_links WHERE target IN story
         )
       SELECT o.*, kind, outward FROM ends JOIN articles o ON o.number = other
       WHERE o.status = 'live' ORDER BY kind, outward, other`,
    ),
    dropUpdates: db.prepare(
      "DELETE FROM article_links WHERE kind = 'updates' AND (source = ? OR target = ?)",
    ),
    link: db.prepare("INSERT OR IGNORE INTO article_links (source, target, kind) VALUES (?, ?, ?)"),
  }
}

function isLater(a: ArticleRow, b: ArticleRow): boolean {
  const order =
    a.published_at === null || b.published_at === null ? 0 : compareTimes(a.published_at, b.published_at)
  return order === 0 ? a.number > b.number : order > 0
}
