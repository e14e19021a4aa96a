import { create, insert, load, save, search, type Tokenizer } from "@orama/orama"
import { type Engine, KEPT, TOP } from "./search-engine.ts"

const tokenizer: Tokenizer = {
  language: "terms",
  normalizationCache: new Map(),
  tokenize: (text) => text.split(" "),
}

/** Orama with terms given to it, and any of them enough for a hit. */
export function oramaEngine(): Engine {
  const make = () =>
    create({ schema: { body: "string", rest: "number" } as const, components: { tokenizer } })
  const db = make()
  let json = ""
  return {
    add(number, { passages }, analyze) {
      const body = passages.flatMap(analyze).join(" ")
      insert(db, { id: `${number}`, body, rest: number % KEPT.modulus })
    },
    async search(terms, filtered) {
      const { hits } = await search(db, {
        term: terms.join(" "),
        properties: ["body"],
        exact: false,
        tolerance: 0,
        threshold: 1,
        limit: TOP,
        ...(filtered && { where: { rest: { eq: KEPT.rest } } }),
      })
      return hits.map(({ id }) => Number(id))
    },
    bytes() {
      json = JSON.stringify(save(db))
      return Buffer.byteLength(json)
    },
    reopen() {
      load(make(), JSON.parse(json))
    },
  }
}
