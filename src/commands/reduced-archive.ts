import type { Archive } from "../app.ts"
import type { Claim } from "../corpus.ts"
import type { Reduced, Try } from "../evaluate/refusal.ts"
import { retrieveByDays } from "../retrieve/retriever.ts"
import { type Examined, readAsked } from "./evaluate-set.ts"

/** The archive as `newsroom ask` has it without a model; nothing is refused, so that everything is seen. */
export function reducedArchive({ archive, config, terminal }: Examined): Reduced {
  const { store, retriever, askWithoutModel } = archive
  const tryOf = (confidence: number, claims: readonly Claim[]): Try => {
    const [first] = claims.flatMap(({ citations }) => citations)
    const article = first ? (store.get(first.articleId)?.number ?? null) : null
    return { confidence, reply: claims.map(({ text }) => text).join("\n"), article }
  }
  return {
    async tries(question, accept) {
      const { judged, answer } = await askWithoutModel(question.q, {
        now: question.now ?? terminal.now(),
        narrowed: { accept, threshold: Number.POSITIVE_INFINITY },
      })
      const tries = judged.map(({ confidence, claims }) => tryOf(confidence, claims))
      if (answer.kind === "not-found") return tries
      // Headlines are not judged: they are what was asked for.
      return answer.kind === "answered" ? [...tries, tryOf(1, answer.claims)] : null
    },
    async found(question, accept, limit) {
      const asked = readAsked(question, archive, config.timeZone, terminal.now)
      const found = await retrieveByDays(retriever, asked, limit, { accept })
      const numbers = found.flatMap(({ passages }) => passages[0]?.article ?? [])
      return store.searched(numbers).map(({ number, title, abstract, text }) => {
        return { number, text: [title, abstract, text].join("\n") }
      })
    },
    standingFor: (ids) => standingFor(ids, store),
  }
}

function standingFor(ids: readonly string[], store: Archive["store"]): ReadonlySet<number> {
  const articles = ids.flatMap((id) => store.get(id) ?? [])
  const leads = articles.flatMap(({ lead }) => (lead ? (store.get(lead.id) ?? []) : []))
  return new Set([...articles, ...leads].map(({ number }) => number))
}
