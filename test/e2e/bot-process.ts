import { openDatabase } from "../../src/sqlite/database.ts"
import { createBot } from "../../src/telegram/bot.ts"
import { botDeps } from "./bot-world.ts"

/** A bot in a process of its own, to be killed: `bot-process.ts FOLDER API-ROOT never|answer`. */
const [folder = "", apiRoot = "", mode] = process.argv.slice(2)
const log = { debug() {}, info() {}, warn() {}, error() {} }
const deps = botDeps(openDatabase(folder), apiRoot, log)
const bot = createBot(mode === "never" ? { ...deps, ask: () => new Promise(() => {}) } : deps)
await bot.start()
