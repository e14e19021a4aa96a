import type { Answer, Clarify, FigureSeries } from "../answer/answer.ts"
import type { Asked } from "../answer/ask.ts"
import type { ArticleReference, Citation, Claim, StoredArticle, TextKind } from "../corpus.ts"
import { dayIn } from "../text/dates.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import {
  bold,
  foldedQuote,
  isHighSurrogate,
  joined,
  linked,
  type Message,
  oneLine,
  type Piece,
} from "./message.ts"
import { renderClaim } from "./render-claim.ts"
import { freshnessLine, freshnessNotes } from "./render-freshness.ts"
import { headline } from "./render-list.ts"
import type { Texts } from "./texts.ts"

/** A reply, and the articles that its numbers stand for, first to last. */
export interface NumberedMessage {
  readonly message: Message
  readonly articles: readonly string[]
  /** The article that it is about before all; undefined for an answer that has none, and for a list of headlines. */
  readonly about?: string | undefined
}

/** What is said below a source that is no report. */
const KINDS: Readonly<Partial<Record<TextKind, string>>> = {
  abstract: "source-abstract",
  advertisement: "source-advertisement",
  opinion: "source-opinion",
}
const NEAREST = 3
const QUESTION_UNITS = 100
const TITLE_UNITS = 120
const QUOTE_UNITS = 400
const MOST_REMARKS = 3
const MOST_PAPERS = 3
const PAPER_UNITS = 20
/** What is shown of an article: about four messages. */
const ARTICLE_UNITS = 15_000
const ARTICLE_BLOCKS = 200

export function renderAnswer(asked: Asked, texts: Texts, link: ArticleLink = OWN_ADDRESSES): NumberedMessage {
  const { understoodAs } = asked
  const rendered = renderUnderstood(asked, texts, link)
  if (understoodAs === undefined) return rendered
  const question = texts.inScript(oneLine(understoodAs, QUESTION_UNITS))
  const line = texts.say("understood-as", { question })
  return { ...rendered, message: joined([line, rendered.message], "\n\n") }
}

function renderUnderstood(
  { question, answer, freshness }: Asked,
  texts: Texts,
  link: ArticleLink,
): NumberedMessage {
  if (answer.kind === "clarify") return renderClarify(answer, texts)
  // The days of a premise that is wrong are not asked for.
  const note = answer.kind === "contradicted" ? [] : freshnessNotes(freshness, texts)
  const line = freshnessLine(freshness, texts)
  if (answer.kind === "not-found") return renderNotFound(answer, note, line, texts, link)
  const otherwise =
    answer.kind === "contradicted"
      ? [texts.say("contradicted", { premise: texts.inScript(answer.premise) })]
      : []
  const series = answer.kind === "answered" ? answer.series : undefined
  const sources = citedArticles([...answer.claims, ...(series?.rows.map(({ claim }) => claim) ?? [])])
  if (answer.kind === "answered" && answer.claims.every(isHeadline)) {
    const list = joined([texts.say("headlines"), ...renderSources(sources, texts, link)], "\n")
    return { message: joined([list, ...note, ...line], "\n\n"), articles: [...sources.keys()] }
  }
  const cut = answer.kind === "answered" && answer.cutShort ? [texts.say("cut-short")] : []
  const blocks: Piece[] = [
    joined(
      [
        ...otherwise,
        renderClaims(answer.claims, sources, dayIn(question.now, question.timeZone), texts, link),
      ],
      "\n",
    ),
    ...(series ? [renderSeries(series, sources, texts, link)] : []),
    ...cut,
    ...note,
    joined([sourceList(sources, texts, link), ...line], "\n"),
    ...renderQuotes(answer.claims, sources, texts),
  ]
  const articles = [...sources.keys()]
  return { message: joined(blocks, "\n\n"), articles, about: articles[0] }
}

/** An article as it was stored; one that is longer than a chat can take ends in an ellipsis. */
export function renderArticle(
  article: StoredArticle,
  texts: Texts,
  link: ArticleLink = OWN_ADDRESSES,
): Message {
  const body: Piece[] = []
  let left = ARTICLE_UNITS
  for (const block of article.body) {
    const words = "heading" in block ? block.heading : block.text
    const cut = words.length > left || body.length === ARTICLE_BLOCKS
    const end = isHighSurrogate(words.charCodeAt(left - 1)) ? left - 1 : left
    const shown = texts.inScript(cut ? `${words.slice(0, end).trimEnd()}…` : words)
    body.push("heading" in block ? bold(shown) : shown)
    if (cut) break
    left -= words.length
  }
  return joined([renderHead(article, texts, link), ...body], "\n\n")
}

export function renderHead(article: StoredArticle, texts: Texts, link: ArticleLink): Message {
  return joined([
    linked(texts.inScript(article.title), link({ articleId: article.id, url: article.url })),
    ...origin(article).map(texts.inScript),
  ])
}

function renderNotFound(
  answer: Extract<Answer, { kind: "not-found" }>,
  note: readonly Piece[],
  line: readonly Piece[],
  texts: Texts,
  link: ArticleLink,
): NumberedMessage {
  const nearest = answer.nearest.slice(0, NEAREST)
  const list = nearest.map((article, index) => headline(index + 1, article, texts, link))
  const blocks: Piece[] = [texts.say("not-found"), ...note]
  if (list.length > 0) blocks.push(joined([texts.say("nearest"), ...list], "\n"))
  blocks.push(texts.say("not-found-hint"), ...line)
  return { message: joined(blocks, "\n\n"), articles: nearest.map((article) => article.articleId) }
}

function renderClarify({ about, choices }: Clarify, texts: Texts): NumberedMessage {
  const list = choices.map(({ label }, at) => `${at + 1}. ${texts.inScript(label)}`)
  return {
    message: joined([texts.say("clarify", { about: texts.inScript(about) }), ...list], "\n"),
    articles: [],
  }
}

/** Such a claim says no more than its line among the sources. */
function isHeadline({ text, citations }: Claim): boolean {
  return citations.every(({ field, title }) => field === "title" && title === text)
}

/** By article, in the order in which the claims first cite them. */
export type Sources = ReadonlyMap<string, { readonly number: number; readonly citation: Citation }>

export function citedArticles(claims: readonly Claim[]): Sources {
  const sources = new Map<string, { number: number; citation: Citation }>()
  for (const citation of claims.flatMap((claim) => claim.citations)) {
    if (sources.has(citation.articleId)) continue
    sources.set(citation.articleId, { number: sources.size + 1, citation })
  }
  return sources
}

function renderClaims(
  claims: readonly Claim[],
  sources: Sources,
  today: string,
  texts: Texts,
  link: ArticleLink,
): Message {
  const lines = claims.map((claim) =>
    joined([renderClaim(claim, today, texts), ...marks(claim, sources, link)]),
  )
  return joined(lines, "\n")
}

function marks({ citations }: Claim, sources: Sources, link: ArticleLink): Message[] {
  const cited = new Set(citations.map((citation) => citation.articleId))
  return [...cited].flatMap((id) => {
    const source = sources.get(id)
    return source ? [linked(`[${source.number}]`, link(source.citation))] : []
  })
}

/** A change by its days, newest first; a disagreement by the papers that differ. */
function renderSeries(
  { kind, rows }: FigureSeries,
  sources: Sources,
  texts: Texts,
  link: ArticleLink,
): Message {
  const lines = rows.map(({ day, figure, claim }) => {
    const [paper, of] = [oneLine(texts.inScript(claim.citations[0]?.source ?? ""), PAPER_UNITS), day ?? ""]
    const words = kind === "change" ? [of, texts.inScript(figure)] : [paper, of, texts.inScript(figure)]
    return joined(["• ", words.filter((word) => word !== "").join(" · "), ...marks(claim, sources, link)])
  })
  return joined(
    [bold(texts.say(kind === "change" ? "series-change" : "series-disagreement")), ...lines],
    "\n",
  )
}

export function sourceList(sources: Sources, texts: Texts, link: ArticleLink): Message {
  return joined([bold(texts.say("sources")), ...renderSources(sources, texts, link)], "\n")
}

/** One line an article, and below it what a reader has to know before trusting it. */
function renderSources(sources: Sources, texts: Texts, link: ArticleLink): Message[] {
  return [...sources.values()].map(({ number, citation }) =>
    joined(
      [headline(number, { ...citation, place: [] }, texts, link), ...remarks(citation, texts, link)],
      "\n   ",
    ),
  )
}

export function remarks(citation: Citation, texts: Texts, link: ArticleLink): Piece[] {
  const { incomplete, corrections, updates, kind } = citation
  const what = kind && KINDS[kind]
  const later = (said: string, { id, title, url, publishedAt }: ArticleReference) => {
    const day = publishedAt === null ? "" : ` (${publishedAt.slice(0, 10)})`
    const name = linked(oneLine(texts.inScript(title), TITLE_UNITS), link({ articleId: id, url }))
    return joined([texts.say(said), " ", name, day])
  }
  return [
    ...(what ? [texts.say(what)] : []),
    ...(incomplete ? [texts.say("source-incomplete")] : []),
    ...corrections.slice(0, MOST_REMARKS).map((one) => later("source-corrected", one)),
    ...updates.slice(0, MOST_REMARKS).map((one) => later("source-updated", one)),
    ...reprinted(citation, texts),
  ]
}

/** Other papers that printed the same story: it is one source all the same. */
function reprinted({ source, printings }: Citation, texts: Texts): Piece[] {
  const papers = new Set(printings.flatMap((printing) => printing.source ?? []))
  papers.delete(source ?? "")
  if (papers.size === 0) return []
  const named = [...papers].slice(0, MOST_PAPERS).map((paper) => oneLine(texts.inScript(paper), PAPER_UNITS))
  const values = { papers: named.join(texts.say("list-comma")), count: papers.size }
  return [texts.say(papers.size > MOST_PAPERS ? "source-reprinted-by-many" : "source-reprinted", values)]
}

function renderQuotes(claims: readonly Claim[], sources: Sources, texts: Texts): Message[] {
  return quotesOf(claims, (citation) => `[${sources.get(citation.articleId)?.number ?? ""}] `, texts)
}

/** The paper's own words, where a sentence does not already repeat them. */
export function quotesOf(
  claims: readonly Claim[],
  mark: (citation: Citation) => string,
  texts: Texts,
): Message[] {
  const lines = claims.flatMap((claim) =>
    claim.citations
      .filter((citation) => citation.quote.trim() !== claim.text.trim())
      .map((citation) => `${mark(citation)}${oneLine(citation.quote, QUOTE_UNITS)}`),
  )
  if (lines.length === 0) return []
  const unique = [...new Set(lines)].join("\n")
  return [joined([bold(texts.say("quotes")), foldedQuote({ text: unique, entities: [] })], "\n")]
}

function origin({ source, publishedAt }: StoredArticle): string[] {
  const known = [source, publishedAt?.slice(0, 10)].filter((part) => part != null && part !== "")
  return known.length > 0 ? [`\n${known.join(" · ")}`] : []
}
