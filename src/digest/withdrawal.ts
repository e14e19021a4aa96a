import { lineOf } from "../text/error-line.ts"
import { choiceKey } from "./choice.ts"
import { type Edition, withoutArticles } from "./edition.ts"
import type { EditionStore, PublishedEdition } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"
import type { PersonalDigestDeps } from "./personal.ts"

interface WithdrawalDeps {
  readonly editions: Pick<EditionStore, "waitingWithRetracted" | "withdrawCard" | "replaceTexts">
  readonly render: (edition: Edition) => readonly string[]
  readonly personal?: Pick<PersonalDigestDeps, "subscriptions" | "render" | "presses">
  readonly log: DigestLog
}

/** Takes what was retracted out of the messages of published editions, for all chats that have got nothing of them yet. */
export function createWithdrawal({ editions, render, personal, log }: WithdrawalDeps): () => void {
  /** As it was rendered first; what a reader waited for is nothing without its article. */
  function renderAgain(edition: PublishedEdition): readonly string[] {
    const [kind, id] = edition.occurrence.split(":")
    if (kind === "awaited") return []
    if (kind !== "own") return render(edition)
    const subscription = personal?.subscriptions.find(Number(id))
    return (subscription && personal?.render(edition, subscription)) ?? []
  }

  /** None where it cannot be rendered any more, so that nothing retracted goes out, and all else does. */
  function textsAgain(edition: PublishedEdition): readonly string[] {
    try {
      return renderAgain(edition)
    } catch (error) {
      const details = { occurrence: edition.occurrence, why: lineOf(error) }
      log.warn(details, "a digest cannot be rendered without what was retracted")
      return []
    }
  }

  return () => {
    for (const { edition, retracted, onCard } of editions.waitingWithRetracted()) {
      if (onCard.some((id) => retracted.includes(id))) editions.withdrawCard(edition.occurrence)
      const left = withoutArticles(edition, new Set(retracted))
      editions.replaceTexts(edition.occurrence, left.groups.length > 0 ? textsAgain(left) : [])
      personal?.presses.left(edition.occurrence, (left.choices ?? []).map(choiceKey))
      log.info({ occurrence: edition.occurrence, retracted }, "retracted articles were taken out of a digest")
    }
  }
}
