const LENGTH = 19 * 1024 * 1024
const SENTENCE = "汐江二桥昨日合龙，全桥长1286米。"
const SENTENCE_BYTES = Buffer.byteLength(SENTENCE)

/** Files that would take minutes or all memory if nothing bounded what is done with them; made one at a time. */
export function* hostileFiles(): Generator<readonly [name: string, content: string]> {
  yield ["elements.html", page(filled("<i>a</i>"))]
  yield ["paragraphs.html", page(filled(`<p>${SENTENCE}</p>`, SENTENCE_BYTES + 7))]
  yield ["attributes.html", page(`<p ${filled("a=1 ")}>${SENTENCE}</p>`)]
  yield ["one-paragraph.html", page(`<p>${filled(SENTENCE, SENTENCE_BYTES)}</p>`)]
  yield ["nested-tables.html", page(filled("<table><tr><td>"))]
  yield ["brackets.html", page(filled("<"))]
  yield ["entities.html", page(filled("&amp;"))]
  yield ["comments.html", page(filled("<!-- "))]
  yield ["one-line.txt", filled(SENTENCE, SENTENCE_BYTES)]
  yield ["lines.txt", filled(`${SENTENCE}\n`, SENTENCE_BYTES + 1)]
  yield ["brackets.txt", filled("（", 3)]
  yield ["spaces.txt", `汐川日报 2025-10-25 07:00\n${filled(" ")}`]
}

function page(body: string): string {
  return `<html><head><title>汐江二桥合龙</title></head><body>${body}</body></html>`
}

function filled(part: string, bytes = part.length): string {
  return part.repeat(Math.floor(LENGTH / bytes))
}
