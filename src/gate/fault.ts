/** What a sentence says otherwise than its quotes. */
export type WordFault =
  /** A figure, its unit, magnitude or the change that it measures. */
  | "figure"
  | "date"
  /** Of a person, place, organization or work. */
  | "name"
  | "negation"
  | "modality"
  /** 超过, 约, 同比. */
  | "comparison"
  /** 每, 部分, 首次, 副. */
  | "quantity"
  /** Somebody's words without the somebody. */
  | "speaker"
  /** Who does it to whom. */
  | "roles"
  /** A figure, name or date that belongs to something else in the quotes. */
  | "attachment"
  /** Words that the quotes do not have. */
  | "words"

export interface Otherwise {
  readonly fault: WordFault
  readonly detail: string
}
