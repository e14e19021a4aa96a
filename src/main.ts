import { run } from "./cli.ts"

/** `npm start`. */
await run(["start", ...process.argv.slice(2)])
