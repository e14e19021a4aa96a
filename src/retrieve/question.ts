/** A reader's question as it is searched: what was asked, and when. */
export interface Question {
  readonly text: string
  readonly now: Date
  /** IANA zone of the newspaper; days are counted in it. */
  readonly timeZone: string
  /** The days that the question names, where it names any: 昨天, 上周, 2013年8月. */
  readonly range?: DayRange
  /** A place that the reader filters by; not guessed from the text. */
  readonly place?: string
}

/** Days are YYYY-MM-DD, both included. */
export interface DayRange {
  readonly from: string
  readonly to: string
  /** The words that named it. */
  readonly words: string
}
