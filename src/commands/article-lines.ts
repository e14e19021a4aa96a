/** An article of a numbered list on the terminal. */
export function articleLines(
  number: number,
  article: {
    readonly id: string
    readonly title: string
    readonly source: string | null
    readonly publishedAt: string | null
    readonly place: readonly string[]
  },
  remark?: string,
): string {
  const { id, title, source, publishedAt, place } = article
  const about = [remark, source, publishedAt?.slice(0, 10), place.join(" / ")].filter(Boolean)
  return `${number}. ${title}  [${id}]\n   ${about.join("  ")}`
}
