import type { InputRichBlock } from "grammy/types"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { createPlayground, type Playground } from "../../src/playground/playground.ts"
import { echoBot } from "../playground/echo-bot.ts"
import { type Listener, listen } from "../playground/listen.ts"
import { chromiumPath, launchChromium } from "./chromium.ts"

const READER = 1001
const READER_B = 1002
const EXAMPLE = "汐江二桥什么时候通车？"
const HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'

const executable = chromiumPath(process.env.PATH ?? "")
const required = process.env.REQUIRE_BROWSER === "1"
if (!executable && !required) console.warn("browser tests skipped: no Chromium on PATH")

describe.skipIf(!executable && !required)("the chat page in a browser", () => {
  let browser: Browser
  let playground: Playground
  let listener: Listener
  let bot: ReturnType<typeof echoBot>
  let running: Promise<void>
  let release = () => {}
  let gate = Promise.resolve()
  const complaints: string[] = []

  beforeAll(async () => {
    if (!executable) throw new Error("REQUIRE_BROWSER=1, and no Chromium on PATH")
    playground = createPlayground({
      paperName: "汐川日报",
      botName: "汐川日报资料库",
      now: () => new Date(),
      examples: async () => [EXAMPLE, "还有什么新闻？"],
    })
    listener = await listen(playground.app)
    bot = echoBot(playground.token, listener.url + playground.apiPath, () => gate)
    await bot.api.setMyCommands([
      { command: "start", description: "开始" },
      { command: "help", description: "能做什么" },
    ])
    running = bot.start()
    browser = await launchChromium(executable)
  })
  afterAll(async () => {
    await browser?.close()
    await bot?.stop()
    await running
    playground?.close()
    await listener?.close()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    for (const chat of playground.api.world.chats) {
      for (const { message_id } of playground.api.transcript(chat.id))
        playground.api.world.delete(chat.id, message_id)
    }
    expect(complaints.splice(0)).toEqual([])
  })

  /** The page, open and connected; what its console complains of fails the test. */
  async function open(options: BrowserContextOptions = {}, hash = ""): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on("pageerror", (error) => complaints.push(String(error)))
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text())
    })
    await page.goto(`${listener.url}/${hash}`)
    await page.locator(".tab").first().waitFor()
    return page
  }

  const answer = (page: Page) => page.locator(".row.in .bubble").last()

  test("a question typed is answered with a link, buttons, an edit; the bot is seen typing", async () => {
    const page = await open()
    gate = new Promise((resolve) => {
      release = resolve
    })
    await page.locator("#input").pressSequentially("汐江二桥")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("通车了吗")
    await page.keyboard.press("Enter")
    await page.locator(".typing").waitFor()
    expect(await page.locator("#status").textContent()).toBe("正在输入…")
    expect(await page.locator(".row.out .text").textContent()).toBe("汐江二桥\n通车了吗")
    release()
    await page.locator(".row.in .key").first().waitFor()
    expect(await page.locator(".typing").count()).toBe(0)
    expect(await answer(page).locator("strong", { hasText: "回声" }).count()).toBe(1)
    const link = answer(page).locator("a")
    expect(await link.textContent()).toBe("[1]")
    expect(await link.getAttribute("href")).toBe("https://paper.example/1")
    expect(await link.getAttribute("rel")).toContain("noopener")
    expect(await answer(page).locator(".quote").textContent()).toContain("汐江二桥 通车了吗")
    expect(await page.locator("a.key").getAttribute("href")).toBe("https://paper.example/1")
    await page.getByRole("button", { name: "提醒" }).click()
    await page.locator("#alert[open]").waitFor()
    expect(await page.locator("#alert-text").textContent()).toBe("请先看清楚")
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "更多" }).click()
    await page.locator(".toast.shown").waitFor()
    await answer(page).getByText("这是改过的回答。").waitFor()
    expect(await answer(page).locator(".meta").textContent()).toContain("已编辑")
    expect(await page.locator(".key").count()).toBe(0)
  })

  test("an example question is one press away, commands come up with a slash", async () => {
    const page = await open()
    expect(await page.locator("h1").textContent()).toBe("汐川日报")
    await page.locator(".chip", { hasText: EXAMPLE }).click()
    await page.locator(".row.in .key").first().waitFor()
    expect(await page.locator(".row.out .text").textContent()).toBe(EXAMPLE)
    await page.locator("#input").pressSequentially("/he")
    expect(await page.locator(".menu-item").allTextContents()).toEqual(["/help能做什么"])
    await page.keyboard.press("Enter")
    await page.locator(".row.in", { hasText: "什么都可以问。" }).waitFor()
    await page.locator(".row.out .command", { hasText: "/help" }).click()
    await expect.poll(() => page.locator(".row.in").count()).toBe(3)
  })

  test("Enter that ends a composition does not send", async () => {
    const page = await open()
    await page.locator("#input").fill("汐江")
    await page.locator("#input").dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })
    await page.locator("#input").pressSequentially("二桥")
    await page.locator("#input").press("Enter")
    await page.locator(".row.in .key").first().waitFor()
    expect(await page.locator(".row.out .text").allTextContents()).toEqual(["汐江二桥"])
  })

  test("markup in a text stays text, links lead to the web only", async () => {
    const page = await open()
    playground.api.world.post(READER, { text: HOSTILE, entities: [] })
    await page.locator(".row.in .text").waitFor()
    playground.api.world.post(READER, {
      text: "点这里",
      entities: [{ type: "text_link", offset: 0, length: 3, url: "javascript:window.hurt=1" }],
    })
    await page.locator(".row.in", { hasText: "点这里" }).click()
    expect(await page.locator(".row.in .text").first().textContent()).toBe(HOSTILE)
    expect(await page.locator(".log img, .log script, .log a").count()).toBe(0)
    expect(await page.evaluate("window.hurt")).toBeUndefined()
  })

  test("a link into the bot breaks over lines as text does, and says /start with its parameter", async () => {
    const page = await open()
    const title = "一个很长的标题".repeat(20)
    await bot.api.sendMessage(READER, `1. ${title} — 汐川日报`, {
      entities: [
        { type: "text_link", offset: 3, length: title.length, url: "https://t.me/newsroom?start=a_YTE" },
      ],
    })
    const link = page.locator(".row.in .command")
    expect(await link.evaluate((node) => node.getClientRects().length)).toBeGreaterThan(1)
    await link.press("Enter")
    await page.locator(".row.in", { hasText: "欢迎" }).waitFor()
    expect(await page.locator(".row.out .text").textContent()).toBe("/start")
    expect(playground.api.transcript(READER).map(({ text }) => text)).toContain("/start a_YTE")
  })

  test("every kind of entity, crossing ones too", async () => {
    const page = await open()
    const text = "粗斜划删码遮\n引文一\n块"
    await bot.api.sendMessage(READER, text, {
      entities: [
        { type: "bold", offset: 0, length: 2 },
        { type: "italic", offset: 1, length: 2 },
        { type: "strikethrough", offset: 3, length: 1 },
        { type: "code", offset: 4, length: 1 },
        { type: "spoiler", offset: 5, length: 1 },
        { type: "expandable_blockquote", offset: 7, length: 3 },
        { type: "pre", offset: 11, length: 1 },
      ],
    })
    const shown = page.locator(".row.in .text")
    await shown.waitFor()
    expect(await shown.locator("strong").textContent()).toBe("粗斜")
    expect(await shown.locator("em").allTextContents()).toEqual(["斜", "划"])
    expect(await shown.locator("s").textContent()).toBe("删")
    expect(await shown.locator("code").textContent()).toBe("码")
    expect(await shown.locator("blockquote .quote-body").textContent()).toBe("引文一")
    expect(await shown.locator("pre").textContent()).toBe("块")
    await expect.poll(() => shown.locator(".unfold").count()).toBe(0)
    await shown.locator(".spoiler").press("Enter")
    expect(await shown.locator(".spoiler.shown").textContent()).toBe("遮")
    await bot.api.sendMessage(READER, "长".repeat(400), {
      entities: [{ type: "expandable_blockquote", offset: 0, length: 400 }],
    })
    await page.getByRole("button", { name: "展开" }).click()
    expect(await page.locator("blockquote.folded").count()).toBe(0)
  })

  test("a rich message: headings, list, quote, and what is folded opens; markup in it stays text", async () => {
    const page = await open()
    const [title, url] = ["大桥合龙", "https://t.me/newsroom?start=a_YTE"]
    const blocks: InputRichBlock[] = [
      { type: "heading", size: 3, text: HOSTILE },
      {
        type: "list",
        items: [
          {
            blocks: [
              {
                type: "paragraph",
                text: [{ type: "bold", text: { type: "url", text: title, url } }, "\n明年通车。"],
              },
              { type: "blockquote", blocks: [{ type: "paragraph", text: "此前：今年通车。" }] },
            ],
          },
        ],
      },
      { type: "footer", text: "更多：/latest" },
      {
        type: "details",
        summary: "原文",
        blocks: [
          {
            type: "blockquote",
            blocks: [{ type: "paragraph", text: "大桥明年通车。" }],
            credit: { type: "url", text: HOSTILE, url: "javascript:window.hurt=1" },
          },
        ],
      },
    ]
    await bot.api.sendRichMessage(READER, { blocks })
    const shown = page.locator(".row.in .rich")
    expect(await shown.getByRole("heading", { level: 5 }).textContent()).toBe(HOSTILE)
    expect(await shown.locator("li > p").textContent()).toBe(`${title}\n明年通车。`)
    expect(await shown.locator("li blockquote").textContent()).toBe("此前：今年通车。")
    expect(await page.locator(".tab-last").first().textContent()).toContain(title)
    const evidence = shown.getByText("大桥明年通车。")
    expect(await evidence.isVisible()).toBe(false)
    await shown.locator("summary").click()
    await evidence.waitFor()
    expect(await shown.locator("img, script, a").count()).toBe(0)
    expect(await page.evaluate("window.hurt")).toBeUndefined()
    await shown.locator(".command", { hasText: title }).click()
    await page.locator(".row.in", { hasText: "欢迎" }).waitFor()
    expect(playground.api.transcript(READER).map(({ text }) => text)).toContain("/start a_YTE")
  })

  test("another person's tab: unread, by keyboard, and kept over a reload; the channel is read only", async () => {
    const page = await open()
    await bot.api.sendMessage(READER_B, "给乙的消息")
    await bot.api.sendMessage(playground.channelId, "今天的简报")
    await expect.poll(() => page.locator(".unread").count()).toBe(2)
    await page.locator(".tab").first().focus()
    await page.keyboard.press("ArrowDown")
    await page.locator(".row.in", { hasText: "给乙的消息" }).waitFor()
    expect(await page.locator(".unread").count()).toBe(1)
    expect(await page.locator(":focus").getAttribute("id")).toBe(`tab-${READER_B}`)
    await page.reload()
    await page.locator(".row.in", { hasText: "给乙的消息" }).waitFor()
    await page.locator(".tab").last().click()
    await page.locator(".row.in", { hasText: "今天的简报" }).waitFor()
    expect(await page.locator("#composer").isVisible()).toBe(false)
    expect(await page.locator("#read-only").isVisible()).toBe(true)
  })

  test("a reply names what it replies to; a deleted message goes away", async () => {
    const page = await open()
    const { message_id } = await bot.api.sendMessage(READER, "原先的话")
    await page.locator(".row.in").hover()
    await page.getByRole("button", { name: "回复这一条" }).click()
    expect(await page.locator("#reply-preview").textContent()).toBe("原先的话")
    await page.keyboard.type("回你")
    await page.keyboard.press("Enter")
    await page.locator(".row.out .quote", { hasText: "原先的话" }).waitFor()
    expect(playground.api.transcript(READER)[1]?.reply_to_message?.message_id).toBe(message_id)
    await bot.api.deleteMessage(READER, message_id)
    await expect.poll(() => page.locator(".row.in", { hasText: /^机器人：原先的话/ }).count()).toBe(0)
  })

  test("an answer that is being written grows, in its own chat, until the message comes", async () => {
    const page = await open()
    const draft = page.locator(".row.draft .text")
    await bot.api.sendMessageDraft(READER, 7, "第一句。")
    await draft.filter({ hasText: /^第一句。$/ }).waitFor()
    await bot.api.sendMessageDraft(READER, 7, `第一句。${HOSTILE}`)
    await draft.filter({ hasText: "onerror" }).waitFor()
    expect(await draft.count()).toBe(1)
    expect(await draft.locator("img, script").count()).toBe(0)
    await page.locator(".tab").nth(1).click()
    expect(await draft.count()).toBe(0)
    await page.locator(".tab").nth(0).click()
    await draft.waitFor()
    await bot.api.sendMessage(READER, "第一句。第二句。")
    await answer(page).getByText("第一句。第二句。").waitFor()
    expect(await draft.count()).toBe(0)
  })

  test("comes back by itself after the connection was lost, with what was said meanwhile", async () => {
    const page = await open()
    await page.evaluate("window.same = true")
    listener.cut()
    playground.api.world.post(READER, { text: "断线时说的", entities: [] })
    await page.locator(".row.in", { hasText: "断线时说的" }).waitFor()
    expect(await page.evaluate("window.same")).toBe(true)
    expect(await page.locator("#status").textContent()).toBe("机器人")
    complaints.length = 0
  })

  test("a message longer than the screen is read from its beginning", async () => {
    const page = await open()
    playground.api.userSends(READER, READER, "短")
    await page.locator(".row.in .key").first().waitFor()
    await bot.api.sendMessage(READER, `开头${"一行\n".repeat(200)}`)
    await page.locator(".row.in", { hasText: "开头" }).waitFor()
    await page.locator("#to-end").waitFor()
    const top = `document.querySelector(".row:last-child").getBoundingClientRect().top`
    const frame = `document.querySelector("#log").getBoundingClientRect().top`
    expect(await page.evaluate<number>(`${top} - ${frame}`)).toBeCloseTo(10, 0)
    await page.locator("#to-end").click()
    await page.locator("#to-end").waitFor({ state: "hidden" })
  })

  test.each([360, 414])("nothing is wider than a phone of %i", async (width) => {
    const page = await open({ viewport: { width, height: 700 } })
    await bot.api.sendMessage(READER, `${"a".repeat(300)} https://paper.example/${"x".repeat(300)}`, {
      reply_markup: {
        inline_keyboard: [
          [
            { text: "很".repeat(60), callback_data: "x" },
            { text: "短", callback_data: "y" },
          ],
        ],
      },
    })
    await page.locator(".row.in .key").first().waitFor()
    await page.locator("#menu-button").click()
    for (const selector of ["html", "#log", "#menu", ".side"]) {
      const over = `(node => node.scrollWidth - node.clientWidth)(document.querySelector("${selector}"))`
      expect([selector, await page.evaluate(over)]).toEqual([selector, 0])
    }
    expect(await page.locator("#send").isVisible()).toBe(true)
  })

  test("dark and light follow the system until one is chosen, and the choice is kept", async () => {
    const page = await open({ colorScheme: "dark" })
    const ground = () =>
      page.evaluate<string>("getComputedStyle(document.querySelector('.log-frame')).backgroundColor")
    const dark = await ground()
    await page.emulateMedia({ colorScheme: "light" })
    const light = await ground()
    expect(light).not.toBe(dark)
    await page.locator("#theme").click()
    expect(await ground()).toBe(dark)
    await page.reload()
    await page.locator(".tab").first().waitFor()
    expect(await ground()).toBe(dark)
  })
})
