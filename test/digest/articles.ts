import type { ArticleStore, StoredArticle } from "../../src/corpus.ts"
import type { Headings } from "../../src/digest/edition.ts"
import type { ArticleList } from "../../src/digest/select.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { stored } from "../fixtures/articles.ts"

type Given = Partial<StoredArticle> & { readonly id: string }

let made = 0

/** Each with a number of its own. */
export function article(given: Given): StoredArticle {
  const body = given.body ?? [{ text: `${given.id}号工程昨日完工通车，总投资3.2亿元。` }]
  const whole = {
    ...BLANK_DRAFT,
    id: given.id,
    url: `https://paper.example/${given.id}`,
    title: `${given.id}号工程完工`,
    publishedAt: "2025-10-24T07:00:00+08:00",
    body,
  }
  return stored(whole, { number: ++made, ...given })
}

export const HEADINGS: Headings = { lead: "头条", followUps: "后续", elsewhere: "其他", corrections: "更正" }

/** What a digest reads of a store. */
export type Archive = ArticleList &
  Pick<ArticleStore, "get" | "list"> & { state(): { readonly newestDay: string | null } }

/** The articles as they are when they are asked for, newest first, filtered as the store's contract says; days are those that are printed. */
export function articleList(articles: readonly StoredArticle[]): Archive {
  const day = (one: StoredArticle) => one.publishedAt?.slice(0, 10) ?? ""
  const sorted = () => [...articles].sort((a, b) => (b.publishedAt ?? "").localeCompare(a.publishedAt ?? ""))
  const list: ArticleStore["list"] = ({ fromDay = "", toDay = "9999", ingestedAfter = "" }, limit) =>
    sorted()
      .filter((one) => one.status === "live" && one.ingestedAt > ingestedAfter)
      .filter((one) => one.publishedAt !== null || (fromDay === "" && toDay === "9999"))
      .filter((one) => day(one) >= fromDay && day(one) <= toDay)
      .slice(0, limit)
  return {
    list,
    entries: (filter, limit) =>
      list(filter, limit).map(({ number, version, ingestedAt: cameIn }) => ({ number, version, cameIn })),
    byNumbers: (numbers) => numbers.flatMap((number) => articles.find((one) => one.number === number) ?? []),
    get: (id) => articles.find((one) => one.id === id),
    places: () => articles.map(({ place }) => ({ path: place, articles: 1 })),
    state: () => ({ newestDay: sorted()[0]?.publishedAt?.slice(0, 10) ?? null }),
  }
}
