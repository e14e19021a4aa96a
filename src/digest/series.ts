import type { StoredArticle } from "../corpus.ts"
import { inSlices } from "./in-slices.ts"

/** So many articles of one form are a series. */
export const LEAST_OF_SERIES = 5
/** Of a text, in UTF-16 code units, read with the title: a dateline in common is no form. */
const BEGINNING = 60
/** Of what is read: the share that is common to `LEAST_OF_SERIES` articles or more. */
const COMMON = 0.5
/** What two articles of one form have in common with each other, of what they have in common with any (Jaccard). */
const SAME_FORM = 0.5

/** Another figure is no other form. */
const FIGURE = /[\d０-９]+(?:[.,．，:：][\d０-９]+)*[%％]?|[〇零一二两三四五六七八九十百千万亿]+/gu
/** In UTF-16 code units. */
const GRAM = 3

type Beginning = Pick<StoredArticle, "title" | "text">

/**
 * The articles that are filled in after one form, with other names and figures each, as quotes of shares, lists of
 * debtors and bulletins are. Each with its series.
 */
export async function seriesOf<T extends Beginning>(articles: readonly T[]): Promise<Map<T, number>> {
  const count = new Map<string, number>()
  await inSlices(articles, (slice) => {
    for (const gram of slice.flatMap((article) => [...new Set(gramsOf(article))]))
      count.set(gram, (count.get(gram) ?? 0) + 1)
  })
  const isCommon = (gram: string) => (count.get(gram) ?? 0) >= LEAST_OF_SERIES
  const forms: Form<T>[] = []
  const having = new Map<string, Form<T>[]>()
  const sort = (article: T) => {
    const grams = gramsOf(article)
    const common = grams.filter(isCommon)
    if (common.length < COMMON * grams.length || common.length === 0) return
    const own = new Set(common)
    const form = sameForm(own, having)
    if (form) return void form.members.push(article)
    const made = { at: forms.length, grams: own.size, members: [article] }
    forms.push(made)
    for (const gram of own) {
      const others = having.get(gram)
      if (others) others.push(made)
      else having.set(gram, [made])
    }
  }
  await inSlices(articles, (slice) => slice.forEach(sort))
  const series = forms.filter(({ members }) => members.length >= LEAST_OF_SERIES)
  return new Map(series.flatMap(({ members }, at) => members.map((article) => [article, at] as const)))
}

interface Form<T> {
  readonly at: number
  /** How many different ones it has. */
  readonly grams: number
  readonly members: T[]
}

/** The first of those that have so much in common. */
function sameForm<T>(
  own: ReadonlySet<string>,
  having: ReadonlyMap<string, readonly Form<T>[]>,
): Form<T> | undefined {
  const shared = new Map<Form<T>, number>()
  for (const gram of own)
    for (const form of having.get(gram) ?? []) shared.set(form, (shared.get(form) ?? 0) + 1)
  let first: Form<T> | undefined
  for (const [form, both] of shared) {
    const jaccard = both / (own.size + form.grams - both)
    if (jaccard >= SAME_FORM && form.at < (first?.at ?? Number.POSITIVE_INFINITY)) first = form
  }
  return first
}

function gramsOf({ title, text }: Beginning): string[] {
  const read = `${title}${text.slice(0, BEGINNING)}`.replace(/\s+/gu, "").replace(FIGURE, "#")
  return Array.from({ length: Math.max(0, read.length - GRAM + 1) }, (_, at) => read.slice(at, at + GRAM))
}
