/**
 * @typedef {{ type: string, offset: number, length: number, url?: string, language?: string }} Entity
 * @typedef {string | RichText[] | RichPiece} RichText
 * @typedef {{ type: string, text?: RichText, url?: string }} RichPiece
 * @typedef {{
 *   type?: string, text?: RichText, summary?: RichText, credit?: RichText, size?: number, label?: string,
 *   is_open?: boolean, blocks?: Block[], items?: Block[],
 * }} Block
 * @typedef {{ text: string, url?: string, callback_data?: string }} Button
 * @typedef {{
 *   message_id: number, date: number, edit_date?: number, text?: string, entities?: Entity[],
 *   rich_message?: { blocks: Block[] },
 *   from?: { id: number, is_bot: boolean, first_name: string }, reply_to_message?: Message,
 *   reply_markup?: { inline_keyboard?: Button[][] },
 * }} Message
 * @typedef {{ text: string, entities: Entity[] }} Draft
 * @typedef {{ message: Message, reactions: { emoji?: string }[] }} Entry
 * @typedef {{ command: string, description: string }} Command
 * @typedef {{
 *   chatId: number, name: string, initial: string, role: string, userId: number | null, commands: Command[], entries: Entry[],
 * }} Tab
 * @typedef {{ paperName: string, bot: { id: number, name: string, username: string }, tabs: Tab[] }} Snapshot
 * @typedef {{
 *   type: "message" | "edit" | "delete" | "action" | "draft" | "reaction" | "callback-answer", chatId: number,
 *   message: Message, messageId: number, action: string, reactions: { emoji?: string }[],
 *   queryId: string, userId: number, draftId: number, text: string, entities: Entity[], alert: boolean,
 * }} ChatEvent
 */

/**
 * The browser connects again by itself; each connection begins with a snapshot.
 * @param {{
 *   snapshot: (snapshot: Snapshot) => void, event: (event: ChatEvent) => void, state: (connected: boolean) => void,
 * }} on
 */
export function connect(on) {
  let source = open()
  function open() {
    const stream = new EventSource("/playground/events")
    stream.addEventListener("open", () => on.state(true))
    stream.addEventListener("snapshot", (event) => on.snapshot(JSON.parse(event.data)))
    stream.addEventListener("chat", (event) => on.event(JSON.parse(event.data)))
    stream.addEventListener("error", () => {
      on.state(false)
      // A refusal (the program is just starting again) ends an EventSource for good.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => (source = open()), 2000)
    })
    return stream
  }
  addEventListener("pagehide", () => source.close())
  addEventListener("pageshow", (event) => {
    if (event.persisted) source = open()
  })
}

/**
 * @param {"messages" | "presses"} path
 * @param {Record<string, unknown>} body
 * @returns {Promise<{ messageId?: number, queryId?: string } | undefined>} undefined where it was not taken
 */
export async function post(path, body) {
  try {
    const response = await fetch(`/playground/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

/** @returns {Promise<string[]>} */
export async function exampleQuestions() {
  try {
    const response = await fetch("/playground/examples")
    return response.ok ? (await response.json()).examples : []
  } catch {
    return []
  }
}
