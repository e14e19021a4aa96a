import { cleanLine, endsSentence, type Line } from "./lines.ts"

/** The little of a DOM that is read here. */
export interface DomNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly textContent: string | null
  readonly childNodes: ArrayLike<DomNode>
}
export interface DomElement extends DomNode {
  getAttribute(name: string): string | null
  closest(selector: string): DomElement | null
  querySelectorAll(selector: string): Iterable<DomElement>
  removeAttribute(name: string): void
  remove(): void
}

const ELEMENT = 1
const TEXT = 3
/** By upper-case names: what is not shown, or not part of the text. */
export const SKIPPED = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME SVG OBJECT VIDEO AUDIO CANVAS BUTTON SELECT TEXTAREA HEAD FIGCAPTION".split(
    " ",
  ),
)
/** What begins a line of its own. */
export const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CAPTION CENTER DD DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY THEAD TR UL".split(
    " ",
  ),
)
const HEADINGS = new Set("H1 H2 H3 H4 H5 H6".split(" "))
const BOLD = new Set("STRONG B".split(" "))
/** Inline elements that page templates set side by side with a gap between them. */
const GAPPED = new Set("SPAN A TIME I EM LABEL B STRONG".split(" "))
/** Stands between two such elements until it is known whether the line is prose. */
const GAP = "\u0001"
const LABELS = /来源|作者|记者|责编|编辑|时间|\d{4}[-年/.]\d/
const MAX_BOLD_HEADING = 34
const MAX_BUTTONS = 2000

/** A node whose children are being gone through; `childNodes` is asked once, since it is made anew each time. */
interface Open {
  readonly name: string
  readonly children: ArrayLike<DomNode>
  next: number
}

function opened(node: DomNode): Open {
  return { name: node.nodeName, children: node.childNodes, next: 0 }
}

/**
 * The lines of a document as a reader sees them. Goes through the tree with its own stack: depth is no danger.
 * `skipHidden` leaves hidden elements out on the way, for a tree that `removeHidden` cannot go through.
 */
export function htmlLines(root: DomNode, skipHidden = false): Line[] {
  const writer = new LineWriter()
  const stack: Open[] = [opened(root)]
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as Open
    const child = top.children[top.next++]
    if (child === undefined) {
      writer.close(top.name)
      stack.pop()
    } else if (child.nodeType === TEXT) writer.text(child.textContent ?? "")
    else if (child.nodeType === ELEMENT && !SKIPPED.has(child.nodeName)) {
      if (skipHidden && hides(child as DomElement)) continue
      writer.open(child.nodeName)
      stack.push(opened(child))
    }
  }
  writer.flush()
  return writer.lines
}

class LineWriter {
  readonly lines: Line[] = []
  private pieces: string[] = []
  private headings = 0
  private bold = 0
  private plain = false
  private closed = false
  private anchors = 0
  private linked = 0

  open(name: string): void {
    if (this.closed && GAPPED.has(name)) this.pieces.push(GAP)
    this.closed = false
    if (BLOCKS.has(name)) this.flush()
    if (name === "TD" || name === "TH") this.pieces.push(" ")
    if (HEADINGS.has(name)) this.headings++
    if (BOLD.has(name)) this.bold++
    if (name === "A") this.anchors++
  }

  close(name: string): void {
    this.closed = GAPPED.has(name)
    if (BLOCKS.has(name)) this.flush()
    if (HEADINGS.has(name)) this.headings--
    if (BOLD.has(name)) this.bold--
    if (name === "A") this.anchors--
  }

  text(raw: string): void {
    const letters = raw.trim().length
    if (letters > 0 && this.bold === 0) this.plain = true
    if (this.anchors > 0) this.linked += letters
    if (this.closed && /^(?:摘要|导读|核心提示)$/.test(this.pieces.join("").trim())) this.pieces.push(GAP)
    const gap = this.closed && raw.trim() === ""
    if (!gap && raw !== "") this.closed = false
    this.pieces.push(gap ? GAP + raw : raw)
  }

  flush(): void {
    const text = cleanLine(gapped(collapse(this.pieces.join(""))))
    if (text !== "") {
      const marked =
        this.headings > 0 || (!this.plain && text.length <= MAX_BOLD_HEADING && !endsSentence(text))
      const links = Math.min(1, this.linked / text.length)
      this.lines.push({ text, ...(marked ? { heading: true } : {}), ...(links > 0 ? { links } : {}) })
    }
    this.pieces = []
    this.plain = false
    this.linked = 0
  }
}

/** Gaps become spaces in lines about the article; in prose, where elements only change the font, they are nothing. */
function gapped(text: string): string {
  if (!text.includes(GAP)) return text
  const spaced = LABELS.test(text) && !text.includes("。")
  const labelled = /^\s{0,9}(?:摘要|导读|核心提示)\u0001/.test(text)
  return text.replace(/\u0001/g, (_gap, at: number) => (spaced || (labelled && at < 16) ? " " : ""))
}

/** HTML's white space; a line feed of the source between two Chinese characters is none. */
function collapse(text: string): string {
  return text
    .replace(/(?<=[\p{Script=Han}，。、；：”）])[ \t]{0,8}\r?\n\s{0,40}(?=[\p{Script=Han}“（])/gu, "")
    .replace(/[ \t\r\n\f]+/g, " ")
}

/** Whether the element hides its text from readers. */
function hides(element: DomElement): boolean {
  if (element.getAttribute("hidden") !== null) return true
  const style = (element.getAttribute("style") ?? "").toLowerCase().replace(/\s/g, "")
  return /display:none|visibility:hidden|font-size:0(?:px|pt|em|rem|%)?(?:;|$|!)|opacity:0(?:;|$|!)/.test(
    style,
  )
}

/** The button by which a page shows the rest of its story. */
const UNFOLD = /^(?:点击)?(?:展开|查看|阅读|显示)(?:剩余|余下|全部|完整)?(?:全文|正文|原文|内容)$|^余下全文$/

/**
 * Takes hidden elements out, but for one that holds most of the page, which a script uncovers, and paragraphs for which
 * the page has a button that unfolds them.
 */
export function removeHidden(document: DomElement, removed: (element: DomElement) => void = () => {}): void {
  const [body] = [...document.querySelectorAll("body")]
  const all = body?.textContent?.length ?? 0
  const buttons = [...document.querySelectorAll("a,button,span")].slice(0, MAX_BUTTONS)
  const unfolds = buttons.some(({ textContent }) => UNFOLD.test((textContent ?? "").trim().slice(0, 20)))
  for (const element of [...document.querySelectorAll("[style],[hidden]")]) {
    if (!hides(element) || (element.textContent?.length ?? 0) * 2 >= all) continue
    if (unfolds && [...element.querySelectorAll("p")].length >= 2) {
      element.removeAttribute("style")
      element.removeAttribute("hidden")
    } else {
      removed(element)
      element.remove()
    }
  }
}

export interface TreeSize {
  readonly depth: number
  /** Most children of one node, texts included. */
  readonly widest: number
  readonly elements: number
}

/** Found without recursion; stops counting at so many elements. */
export function treeSize(root: DomNode, maxElements: number): TreeSize {
  let depth = 0
  let widest = root.childNodes.length
  let elements = 0
  const stack: Open[] = [opened(root)]
  while (stack.length > 0 && elements < maxElements) {
    const top = stack[stack.length - 1] as Open
    const child = top.children[top.next++]
    if (child === undefined) stack.pop()
    else if (child.nodeType === ELEMENT) {
      const next = opened(child)
      elements++
      stack.push(next)
      depth = Math.max(depth, stack.length)
      widest = Math.max(widest, next.children.length)
    }
  }
  return { depth, widest, elements }
}
