/** `npm run screenshot`: starts the program on the sample archive, asks two of its own examples, keeps the picture. */

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { chromiumPath, launchChromium } from "./chromium.ts"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const PICTURE = join(ROOT, "docs", "playground.png")
/** Whatever the person who runs this has in .env. */
const KEYLESS = { BOT_TOKEN: "", OPENAI_API_KEY: "", OPENAI_BASE_URL: "" }
const START_LIMIT_MS = 300_000
const ANSWER_LIMIT_MS = 60_000
const QUIET_MS = 1500
const STOP_LIMIT_MS = 15_000

/** Resolves with the address once the program takes messages. */
async function ready(program: ChildProcess): Promise<string> {
  if (!program.stdout) throw new Error("the program has no standard output")
  const timer = setTimeout(() => program.kill(), START_LIMIT_MS)
  try {
    for await (const line of createInterface({ input: program.stdout })) {
      const address = /^ready (http:\S+)/.exec(line)?.[1]
      if (!address) continue
      program.stdout.resume()
      return address
    }
  } finally {
    clearTimeout(timer)
  }
  throw new Error("the program ended, or was not ready in time")
}

/** Does something that is answered, and waits until the answer is there and stays as it is. */
async function answered(page: Page, act: () => Promise<void>): Promise<void> {
  const rows = page.locator(".row.in:not(.typing)")
  const before = await rows.count()
  await act()
  await rows.nth(before).waitFor({ timeout: ANSWER_LIMIT_MS })
  await page.evaluate(`new Promise((resolve) => {
    let timer = setTimeout(resolve, ${QUIET_MS})
    new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(resolve, ${QUIET_MS})
    }).observe(document.querySelector("#log"), { subtree: true, childList: true, characterData: true })
  })`)
}

async function takePicture(address: string, executable: string): Promise<void> {
  const browser = await launchChromium(executable)
  try {
    const page = await browser.newPage({
      viewport: { width: 1200, height: 800 },
      deviceScaleFactor: 1.5,
      colorScheme: "light",
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    })
    await page.goto(address)
    const chips = page.locator(".chip")
    await chips.first().waitFor({ timeout: ANSWER_LIMIT_MS })
    await page.mouse.move(0, 0)
    const [, second] = await chips.allTextContents()
    await answered(page, () => chips.first().press("Enter"))
    if (second) {
      await page.locator("#input").fill(second)
      await answered(page, () => page.locator("#input").press("Enter"))
    }
    await mkdir(join(ROOT, "docs"), { recursive: true })
    await page.screenshot({ path: PICTURE, animations: "disabled" })
  } finally {
    await browser.close()
  }
}

async function main(): Promise<void> {
  const executable = chromiumPath(process.env.PATH ?? "")
  if (!executable) throw new Error("no Chromium on PATH")
  const data = await mkdtemp(join(tmpdir(), "newsroom-screenshot-"))
  const program = spawn(process.execPath, ["src/newsroom.mjs", "start"], {
    cwd: ROOT,
    env: { PAPER_NAME: "汐川日报", ...process.env, ...KEYLESS, PORT: "0", DATA_DIR: data },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const ended = once(program, "exit")
  try {
    await takePicture(await ready(program), executable)
    console.log(PICTURE)
  } finally {
    const killer = setTimeout(() => program.kill("SIGKILL"), STOP_LIMIT_MS)
    program.kill()
    await ended
    clearTimeout(killer)
    await rm(data, { recursive: true, force: true })
  }
}

await main()
