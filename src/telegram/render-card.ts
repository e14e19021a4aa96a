import type { ArticleId } from "../corpus.ts"
import type { CardWords } from "../digest/card.ts"
import { type DigestItem, type Edition, editionItems } from "../digest/edition.ts"
import type { PublishedEdition } from "../digest/edition-store.ts"
import { headWords } from "./digest-words.ts"
import type { OutboxMessage } from "./foot-button.ts"
import { oneLine } from "./message.ts"
import { digestHead } from "./render-digest.ts"
import type { Texts } from "./texts.ts"

const MOST_HEADLINES = 6
/** More than two lines hold, in any script. */
const HEADLINE_UNITS = 200

/** The words of the card before an edition, and whose headlines they are. Corrections stand on it only where there is nothing else. */
export function cardWords(
  edition: Edition,
  paperName: string | undefined,
  texts: Texts,
): { readonly words: CardWords; readonly articles: readonly ArticleId[] } {
  const news = edition.groups.filter(({ kind }) => kind !== "corrections")
  const items = editionItems(news.length > 0 ? { ...edition, groups: news } : edition).slice(
    0,
    MOST_HEADLINES,
  )
  const day = new Date(`${edition.date}T00:00:00Z`)
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(texts.language, { ...options, timeZone: "UTC" }).format(day)
  return {
    words: {
      paper: texts.inScript(paperName ?? texts.say("paper-unnamed")),
      day: format({ dateStyle: "long" }),
      weekday: format({ weekday: "long" }),
      headlines: items.map((item) => oneLine(texts.inScript(headline(item)), HEADLINE_UNITS)),
    },
    articles: items.map(({ articleId }) => articleId),
  }
}

/** The message with the card of a published edition. */
export function cardMessage(
  edition: PublishedEdition,
  paperName: string | undefined,
  texts: Texts,
): OutboxMessage {
  const head = headWords(undefined, { today: edition.date, paperName, texts })
  return { ...digestHead(head), card: edition.occurrence }
}

/** The title, or the line where the title is only made of the line's first words. */
function headline({ title, line, editors }: DigestItem): string {
  const whole = !editors && line.text.startsWith(title) ? line.text : title
  return whole.replace(/。$/, "")
}
