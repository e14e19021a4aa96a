// A thread is not given the loader of its parent, so this one loads TypeScript by itself, as newsroom.mjs does.
import { register } from "tsx/esm/api"

register()
await import("./graph-worker.ts")
