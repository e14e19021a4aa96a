import type { Line } from "./lines.ts"

export interface TraceEntry {
  readonly text: string
  /** What the line was kept as, such as "paragraph", or `left out: ` and the name of the rule. */
  readonly label: string
}

const OUTSIDE = "left out: outside the article"

/** Collects what became of each line of one page while it is read. A later label of a line replaces an earlier one. */
export class Trace {
  private labels = new Map<Line, string>()
  private page: readonly Line[] = []
  private aside: TraceEntry[] = []

  /** Begins anew with the lines of the whole page. */
  begin(page: readonly Line[]): void {
    this.page = page
    this.labels = new Map()
    this.aside = []
  }

  keep(line: Line, as: string): void {
    this.labels.set(line, as)
  }

  leaveOut(line: Line, rule: string): void {
    this.labels.set(line, `left out: ${rule}`)
  }

  /** Lines that went before the page was read by its lines; they are told behind those. */
  wentBefore(lines: readonly Line[], rule: string): void {
    for (const { text } of lines) this.aside.push({ text, label: `left out: ${rule}` })
  }

  /** One entry a line of the page, in order. A line of the main part counts for the line of the page of the same text. */
  get entries(): TraceEntry[] {
    const byText = new Map([...this.labels].map(([line, label]) => [line.text, label]))
    const page = this.page.map((line) => ({
      text: line.text,
      label: this.labels.get(line) ?? byText.get(line.text) ?? OUTSIDE,
    }))
    return [...page, ...this.aside]
  }
}
