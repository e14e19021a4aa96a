/** Markup of a WordPress post as browsers would get it, and the markup of its captions, which are no part of it. */
export interface RenderedPost {
  readonly markup: string
  readonly captions: readonly string[]
}

/** `[gallery ids="1,2"]`, `[/caption]`; a word in brackets is one only where it has attributes or an end. */
const SHORTCODE = /\[(\/?)([a-z][\w-]{0,40})((?:\s[^[\]]{0,1000})?)\/?\]/gi
/** What they enclose is no text, but addresses of files. */
const MEDIA = new Set("gallery playlist audio video embed".split(" "))
const CAPTIONS = new Set(["caption", "wp_caption"])

interface Code {
  readonly start: number
  readonly end: number
  readonly closes: boolean
  readonly name: string
  readonly attributes: string
}

/** Takes shortcodes and captions out, and turns the line feeds of the old editor into breaks. */
export function renderPost(content: string): RenderedPost {
  const captions: string[] = []
  const kept = withoutFigures(withoutShortcodes(content, captions), captions)
  // The block editor writes its own paragraphs, and comments around them.
  return { markup: content.includes("<!-- wp:") ? kept : withBreaks(kept), captions }
}

function withoutShortcodes(content: string, captions: string[]): string {
  const codes = [...content.matchAll(SHORTCODE)].map(
    ({ index, 0: whole, 1: slash, 2: name = "", 3: attributes = "" }): Code => ({
      start: index,
      end: index + whole.length,
      closes: slash === "/",
      name: name.toLowerCase(),
      attributes,
    }),
  )
  const ended = new Set(codes.filter(({ closes }) => closes).map(({ name }) => name))
  const pieces: string[] = []
  let from = 0
  let within: Code | null = null
  for (const code of codes) {
    if (within !== null) {
      if (!code.closes || code.name !== within.name) continue
      if (CAPTIONS.has(code.name)) captions.push(captionOf(within, content.slice(within.end, code.start)))
      from = code.end
      within = null
      continue
    }
    if (!MEDIA.has(code.name) && !ended.has(code.name) && !code.attributes.includes("=")) continue
    pieces.push(content.slice(from, code.start))
    from = code.end
    if (!code.closes && ended.has(code.name) && (MEDIA.has(code.name) || CAPTIONS.has(code.name)))
      within = code
  }
  return pieces.join("") + content.slice(from)
}

/** Beside the picture, or in an attribute, as it was before WordPress 3.4. */
function captionOf({ attributes }: Code, enclosed: string): string {
  return /\scaption="([^"]{1,1000})"/i.exec(attributes)?.[1] ?? enclosed
}

const FIGCAPTION = "<figcaption"
const FIGCAPTION_END = "</figcaption>"

function withoutFigures(markup: string, captions: string[]): string {
  const pieces: string[] = []
  let from = 0
  for (let at = markup.indexOf(FIGCAPTION); at >= 0; at = markup.indexOf(FIGCAPTION, from)) {
    const inner = markup.indexOf(">", at)
    const end = markup.indexOf(FIGCAPTION_END, at)
    if (inner < 0 || end < inner) break
    captions.push(markup.slice(inner + 1, end))
    pieces.push(markup.slice(from, at))
    from = end + FIGCAPTION_END.length
  }
  return pieces.join("") + markup.slice(from)
}

/** A line feed outside of a tag is one to readers, too. */
function withBreaks(markup: string): string {
  return markup.replace(/<[^<>]{0,5000}>|\r?\n/g, (piece) => (piece.startsWith("<") ? piece : "<br>"))
}
