/** What is known of a choice whose button nobody has pressed since. */
export interface Unpressed {
  /** Digests that were sent with its button. */
  readonly digests: number
  /** Those of them below which the reader pressed another button that could have stood in its place. */
  readonly passed: number
}

/**
 * Which buttons below readers' own digests were pressed, by the keys of choices. Only what was really sent counts: a
 * message that failed, or of which nobody knows whether it arrived, says nothing of its reader. What is kept of a
 * choice ends with the choice, what is kept of a digest with its subscription.
 */
export interface ChoicePresses {
  /** Of one digest, by choice; one that did not stand since its last press, and one that is kept, is missing. */
  unpressed(digestId: number): ReadonlyMap<string, Unpressed>
  /** The edition has these buttons. Nothing is kept where either is not there. */
  stood(digestId: number, occurrence: string, choices: readonly string[]): void
  /** Before it was sent, the edition has lost all buttons but these. */
  left(occurrence: string, choices: readonly string[]): void
  /** The choice counts anew; the others, below the same edition, were passed over. One transaction. */
  pressed(digestId: number, occurrence: string, choice: string, passedOver: readonly string[]): void
  /** The reader wants it whole: from now on it is not counted. */
  keep(digestId: number, choice: string): void
}
