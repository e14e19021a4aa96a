import { readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { imports, offences, type Tree } from "./fixtures/architecture.ts"

const SRC = fileURLToPath(new URL("../src", import.meta.url))

function readTree(): Tree {
  const files = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(SRC, path).split(sep).join("/"), readFileSync(path, "utf8")]
    }),
  )
}

it("holds for the whole house", () => {
  const tree = readTree()
  expect(Object.keys(tree).length).toBeGreaterThan(50)
  expect(offences(tree)).toEqual([])
})

describe("imports", () => {
  const cases: [source: string, found: string[]][] = [
    ['import { a } from "./a.ts"', ["./a.ts"]],
    ['import type { A } from "./a.ts"', ["./a.ts"]],
    ['import {\n  a,\n  type B,\n} from "./a.ts"\nimport c from "c"', ["./a.ts", "c"]],
    ['import "./side.ts"', ["./side.ts"]],
    [
      'export { a } from "./a.ts"\nexport * from "./b.ts"\nexport type { C } from "./c.ts"',
      ["./a.ts", "./b.ts", "./c.ts"],
    ],
    ['const a = await import("./a.ts")\nlet b: import("./b.ts").B', ["./a.ts", "./b.ts"]],
    ['// import { a } from "./a.ts"\n * import b from "b"', []],
    ['export const from = "./a.ts"\nexport function x() { return "y" }', []],
  ]
  it.each(cases)("%s", (source, found) => {
    expect(imports(source)).toEqual(found)
  })
})

const ok = "export const x = 1\n"
const uses = (...targets: string[]) => `${targets.map((to) => `import "${to}"\n`).join("")}${ok}`

describe("offences", () => {
  const cases: [name: string, tree: Tree, found: string[]][] = [
    [
      "a good tree",
      {
        "main.ts": uses("./cli.ts"),
        "cli.ts": uses("./commands/ask.ts"),
        "commands/ask.ts": uses("../app.ts"),
        "app.ts": uses("./config.ts", "./server/listener.ts", "./sqlite/store.ts", "./answer/ask.ts"),
        "config.ts": `${uses("zod", "./telegram/texts.ts")}const env = process.env`,
        "telegram/texts.ts": uses("grammy"),
        "server/listener.ts": uses("hono", "@hono/node-server"),
        "sqlite/store.ts": uses("better-sqlite3", "../answer/ask.ts"),
        "answer/ask.ts": uses("../gate/gate.ts", "../retrieve/find.ts", "../corpus.ts"),
        "evaluate/run.ts": uses("../answer/ask.ts", "../retrieve/find.ts"),
        "digest/compose.ts": uses("../answer/ask.ts", "croner"),
        "retrieve/find.ts": uses("../text/words.ts"),
        "gate/gate.ts": ok,
        "text/words.ts": uses("@node-rs/jieba"),
        "corpus.ts": ok,
        "telegram/texts/zh-CN.ftl": "",
        "playground/page/chat.js": "x\n".repeat(500),
      },
      [],
    ],
    [
      "an upward arrow",
      { "sqlite/store.ts": uses("../telegram/bot.ts"), "telegram/bot.ts": ok },
      ["sqlite/store.ts: imports upward telegram/bot.ts"],
    ],
    [
      "an upward arrow of types",
      { "corpus.ts": 'import type { A } from "./answer/a.ts"\nexport const a: A = 1', "answer/a.ts": ok },
      ["corpus.ts: imports upward answer/a.ts"],
    ],
    [
      "an upward arrow by import()",
      { "app.ts": 'export const x = import("./commands/ask.ts")', "commands/ask.ts": ok },
      ["app.ts: imports upward commands/ask.ts"],
    ],
    [
      "an upward arrow by a re-export",
      {
        "text/a.ts": `export * from "../files.ts"\nexport { b } from "../gate/b.ts"\n${ok}`,
        "files.ts": ok,
        "gate/b.ts": ok,
      },
      ["text/a.ts: imports upward gate/b.ts"],
    ],
    [
      "a circle of files",
      {
        "text/c.ts": uses("./a.ts"),
        "text/a.ts": uses("./b.ts"),
        "text/b.ts": uses("./c.ts", "./d.ts"),
        "text/d.ts": ok,
      },
      ["circle of files: text/a.ts → text/b.ts → text/c.ts → text/a.ts"],
    ],
    [
      "a file that imports itself",
      { "text/a.ts": uses("./a.ts") },
      ["circle of files: text/a.ts → text/a.ts"],
    ],
    [
      "a circle of folders",
      {
        "telegram/a.ts": uses("../server/a.ts"),
        "server/a.ts": ok,
        "server/b.ts": uses("../telegram/b.ts"),
        "telegram/b.ts": ok,
      },
      ["circle of folders: server → telegram → server"],
    ],
    [
      "a verb that imports a technology",
      { "answer/ask.ts": uses("../sqlite/store.ts"), "sqlite/store.ts": ok },
      ["answer/ask.ts: verb imports technology sqlite/store.ts"],
    ],
    [
      "a verb that imports a technology package",
      { "digest/send.ts": 'import type { Api } from "grammy/types"\nexport const x = (api: Api) => api' },
      ["digest/send.ts: imports the technology package grammy/types"],
    ],
    [
      "packages below the technologies",
      {
        "text/a.ts": uses("@hono/node-server", "grammyx"),
        "retrieve/b.ts": uses("better-sqlite3", "hnswlib-node"),
      },
      [
        "retrieve/b.ts: imports the technology package better-sqlite3",
        "retrieve/b.ts: imports the technology package hnswlib-node",
        "text/a.ts: imports the technology package @hono/node-server",
      ],
    ],
    [
      "arrows among verbs that are not in the plan",
      {
        "retrieve/a.ts": uses("../answer/a.ts"),
        "answer/a.ts": ok,
        "summarize/b.ts": uses("../answer/a.ts"),
        "gate/c.ts": uses("../ingest/d.ts"),
        "ingest/d.ts": ok,
        "answer/e.ts": uses("../ingest/d.ts"),
      },
      [
        "answer/e.ts: no arrow from answer to ingest/d.ts",
        "gate/c.ts: no arrow from gate to ingest/d.ts",
        "retrieve/a.ts: no arrow from retrieve to answer/a.ts",
        "summarize/b.ts: no arrow from summarize to answer/a.ts",
      ],
    ],
    [
      "the environment outside config.ts",
      {
        "app.ts": "export const x = process.env.HOME",
        "cli.ts": 'export const x = process["env"]',
        "main.ts": 'import { env } from "node:process"\nexport const x = env',
        "answer/a.ts": "const { env } = process\nexport const x = env",
        "server/b.ts": "export const x = process.environment",
      },
      [
        "answer/a.ts: reads process.env",
        "app.ts: reads process.env",
        "cli.ts: reads process.env",
        "main.ts: reads process.env",
      ],
    ],
    [
      "files and folders that nobody knows",
      { "utils/x.ts": ok, "helper.ts": ok },
      ["helper.ts: outside the known tree", "utils/x.ts: outside the known tree"],
    ],
    [
      "barrels",
      {
        "text/a.ts": '/** All. */\nexport * from "./b.ts"\nexport { c } from "./c.ts"\n',
        "text/b.ts": 'import { c } from "./c.ts"\n// hand on\nexport { c }\n',
        "text/c.ts": ok,
        "text/d.ts": `export { c } from "./c.ts"\n${ok}`,
      },
      [
        "text/a.ts: only hands on what other files export",
        "text/b.ts: only hands on what other files export",
      ],
    ],
    [
      "names",
      { "text/someWords.ts": ok, "text/Words.ts": ok, "text/two_words.ts": ok, "text/two-words.ts": ok },
      [
        "text/Words.ts: not in kebab-case",
        "text/someWords.ts: not in kebab-case",
        "text/two_words.ts: not in kebab-case",
      ],
    ],
    [
      "long files",
      { "text/a.ts": "x\n".repeat(401), "text/b.ts": "x\n".repeat(400) },
      ["text/a.ts: 401 lines, at most 400"],
    ],
    [
      "an import of nothing",
      { "app.ts": uses("./gone.ts") },
      ["app.ts: imports gone.ts, which is not there"],
    ],
  ]
  it.each(cases)("%s", (_, tree, found) => {
    expect(offences(tree)).toEqual(found)
  })
})
