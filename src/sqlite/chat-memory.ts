import type { ArticleId } from "../corpus.ts"
import type { Db } from "./database.ts"

/** What each chat was shown last, so that a reader can name an article by its number in that list. */
export function createChatMemory(db: Db) {
  const write = db.prepare(
    `INSERT INTO chat_lists (chat_id, articles, at) VALUES (?, ?, ?)
      ON CONFLICT (chat_id) DO UPDATE SET articles = excluded.articles, at = excluded.at`,
  )
  const read = db.prepare<[number], string>("SELECT articles FROM chat_lists WHERE chat_id = ?").pluck()
  return {
    remember(chatId: number, articles: readonly ArticleId[], now: Date): void {
      write.run(chatId, JSON.stringify(articles), now.toISOString())
    },
    /** In the order shown; empty where the chat was shown none. */
    recall(chatId: number): readonly ArticleId[] {
      const articles = read.get(chatId) as string | undefined
      return articles === undefined ? [] : (JSON.parse(articles) as ArticleId[])
    },
  }
}
