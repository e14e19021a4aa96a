import { createAnnotator } from "../answer/annotate.ts"
import type { Claim, StoredArticle } from "../corpus.ts"
import type { StoryLine } from "../summarize/story.ts"
import type { Summary } from "../summarize/summary.ts"
import { type ArticleLink, OWN_ADDRESSES } from "./article-link.ts"
import { joined, linked, type Message, type Piece } from "./message.ts"
import {
  citedArticles,
  type NumberedMessage,
  quotesOf,
  remarks,
  renderHead,
  sourceList,
} from "./render-answer.ts"
import { renderClaim, renderClaims } from "./render-claim.ts"
import type { Texts } from "./texts.ts"

/** `today`: YYYY-MM-DD. */
export function renderSummary(
  article: StoredArticle,
  summary: Summary,
  texts: Texts,
  today: string,
  link: ArticleLink = OWN_ADDRESSES,
): Message {
  const head = renderHead(article, texts, link)
  const { sentences, style } = summary
  const [first] = sentences.flatMap(({ citations }) => citations)
  if (!first) return joined([head, texts.say(nothingSaid(summary))], "\n\n")
  const body = renderSentences(article, summary, texts, today, link)
  // Above an abstract stands whose it is.
  const notes = remarks(first.kind === "abstract" ? { ...first, kind: "report" } : first, texts, link)
  const note = notes.length > 0 ? [joined(notes, "\n")] : []
  const quotes = style === "headlines" || style === "social" ? [] : quotesOf(sentences, () => "", texts)
  return joined([head, body, ...note, ...quotes], "\n\n")
}

function nothingSaid({ style, mode }: Summary): string {
  if (style !== "english") return "summary-empty"
  return mode === "keyless" ? "english-needs-model" : "english-not-backed"
}

function renderSentences(
  article: StoredArticle,
  { sentences, style }: Summary,
  texts: Texts,
  today: string,
  link: ArticleLink,
): Piece {
  const inScript = sentences.map(({ text }) => texts.inScript(text))
  switch (style) {
    case "english":
      return sentences.map(({ text }) => text).join(" ")
    case "headlines": {
      const lines = inScript.map((text, at) => `${at + 1}. ${text.replace(/。$/u, "")}`)
      return joined([texts.say("headline-choice"), ...lines], "\n")
    }
    case "social": {
      const address = link({ articleId: article.id, url: article.url })
      const post = [inScript.join(""), ...(address === null ? [] : [address])].join("\n")
      return joined([texts.say("social-post"), post], "\n")
    }
    default:
      return told(article, sentences, style === "points", texts, today)
  }
}

function told(
  article: StoredArticle,
  sentences: readonly Claim[],
  asPoints: boolean,
  texts: Texts,
  today: string,
): Piece {
  const claims = sentences.map(createAnnotator(() => article))
  const words = asPoints
    ? claims.map((claim) => `• ${renderClaim(claim, today, texts)}`).join("\n")
    : renderClaims(claims, today, texts).join("\n")
  const ofThePaper = sentences.every(({ citations }) => citations.every(({ field }) => field === "abstract"))
  return ofThePaper ? texts.say("paper-abstract", { words }) : words
}

/** A line a development, each with its source. `today`: YYYY-MM-DD. */
export function renderStory(
  lines: readonly StoryLine[],
  texts: Texts,
  today: string,
  link: ArticleLink = OWN_ADDRESSES,
): NumberedMessage {
  const sources = citedArticles(lines.map(({ claim }) => claim))
  const dated = lines.map(({ day, claim, article }) => {
    const words = renderClaim(createAnnotator(() => article)(claim), today, texts)
    const url = link({ articleId: article.id, url: article.url })
    return joined([`${day} `, words, linked(`[${sources.get(article.id)?.number ?? ""}]`, url)])
  })
  const message = joined(
    [texts.say("story-head"), joined(dated, "\n"), sourceList(sources, texts, link)],
    "\n\n",
  )
  return { message, articles: [...sources.keys()] }
}
