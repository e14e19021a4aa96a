import { Bot } from "grammy"

/** A small bot in the place of the real one: answers with everything a message can have. */
export function echoBot(token: string, apiRoot: string, wait: () => Promise<void> = async () => {}): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  bot.catch(() => {})
  bot.command("start", (ctx) => ctx.reply("欢迎。发一个问题，或用 /help 看看能做什么。"))
  bot.command("help", (ctx) => ctx.reply("什么都可以问。"))
  bot.callbackQuery("more", async (ctx) => {
    await ctx.answerCallbackQuery({ text: "已展开" })
    await ctx.editMessageText("这是改过的回答。")
  })
  bot.callbackQuery("warn", (ctx) => ctx.answerCallbackQuery({ text: "请先看清楚", show_alert: true }))
  bot.on("message:text", async (ctx) => {
    await ctx.replyWithChatAction("typing")
    await wait()
    const head = "回声："
    const text = `${head}${ctx.message.text}\n原文 [1]`
    await ctx.reply(text, {
      entities: [
        { type: "bold", offset: 0, length: head.length },
        { type: "text_link", offset: text.length - 3, length: 3, url: "https://paper.example/1" },
      ],
      reply_parameters: { message_id: ctx.message.message_id, allow_sending_without_reply: true },
      reply_markup: {
        inline_keyboard: [
          [
            { text: "更多", callback_data: "more" },
            { text: "提醒", callback_data: "warn" },
          ],
          [{ text: "看原文", url: "https://paper.example/1" }],
        ],
      },
    })
  })
  return bot
}
