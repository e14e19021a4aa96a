import type { SAXParser, Tag } from "sax"

/** An `<item>` of a WordPress export (WXR): the texts of its own elements by name, and its categories. */
export interface WordPressItem {
  /** Among all items, from 1. */
  readonly number: number
  readonly fields: ReadonlyMap<string, string>
  /** Without tags and formats, which are categories to WordPress, too. */
  readonly categories: readonly { readonly name: string; readonly slug: string }[]
  readonly overlong: boolean
}

/** Longest item, in UTF-16 code units; of a longer one nothing is kept. */
export const MAX_ITEM = 5_000_000
/** Elements that hold what is read of the export itself. */
const HOLDERS = new Set(["item", "wp:author", "channel"])

/** Reads an export piece by piece, holding one item at a time. What is not well-formed is read as far as it goes. */
export class WordPressXml {
  /** Of the site. */
  title = ""
  /** Names as shown, by login. */
  readonly authors = new Map<string, string>()
  items = 0
  private readonly parser: SAXParser
  private readonly path: string[] = []
  private fields = new Map<string, string>()
  private categories: { name: string; slug: string }[] = []
  private category: string | null = null
  private text: string[] = []
  private length = 0
  private done: WordPressItem[] = []

  private constructor(parser: SAXParser) {
    this.parser = parser
    parser.onopentag = (tag) => this.open(tag as Tag)
    parser.onclosetag = (name) => this.close(name)
    parser.ontext = parser.oncdata = (text) => this.add(text)
    parser.onerror = () => void parser.resume()
  }

  /** The parser knows no entities but HTML's, so that none can multiply. */
  static async create(): Promise<WordPressXml> {
    const { default: sax } = await import("sax")
    return new WordPressXml(sax.parser(false, { lowercase: true, noscript: true, position: false }))
  }

  /** The items that end in this piece. */
  write(piece: string): WordPressItem[] {
    this.parser.write(piece)
    const done = this.done
    this.done = []
    return done
  }

  /** Whether what has been read ends in the middle. */
  get unfinished(): boolean {
    return this.path.length > 0
  }

  private open({ name, attributes }: Tag): void {
    if (name === "item") {
      this.fields = new Map()
      this.categories = []
      this.length = 0
      this.items++
    }
    this.path.push(name)
    this.text = []
    if (name === "category")
      this.category = attributes.domain === "category" ? (attributes.nicename ?? "") : null
  }

  private add(text: string): void {
    if (!HOLDERS.has(this.path.at(-2) ?? "")) return
    this.length += text.length
    if (this.length > MAX_ITEM) this.text = []
    else this.text.push(text)
  }

  private close(name: string): void {
    this.path.pop()
    const holder = this.path.at(-1)
    const text = this.text.join("").trim()
    this.text = []
    if (name === "item") this.done.push(this.item())
    else if (holder === "item" && name === "category") {
      if (this.category !== null) this.categories.push({ name: text, slug: this.category })
    } else if (holder === "item" || holder === "wp:author") this.fields.set(name, text)
    else if (holder === "channel" && name === "title") this.title = text
    if (name === "wp:author") {
      this.authors.set(
        this.fields.get("wp:author_login") ?? "",
        this.fields.get("wp:author_display_name") ?? "",
      )
      this.fields = new Map()
    }
    if (holder === "channel") this.length = 0
  }

  private item(): WordPressItem {
    const overlong = this.length > MAX_ITEM
    const { fields, categories, items: number } = this
    this.fields = new Map()
    this.categories = []
    return { number, fields: overlong ? new Map() : fields, categories, overlong }
  }
}
