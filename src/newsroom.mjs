#!/usr/bin/env node
// The TypeScript sources run as they are: tsx strips the types while they load.
import { register } from "tsx/esm/api"

register()
const { run } = await import("./cli.ts")
await run(process.argv.slice(2))
