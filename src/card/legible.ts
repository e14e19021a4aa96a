const PICTURES =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0e|\ufe0f|\u20e3/gu
/** GB/T 15834-2011, 4.17: the mark for a character that is missing. */
export const MISSING = "□"

/**
 * A text as a card shows it: in one line, without emoji, with □ for a Chinese character that the typeface lacks and
 * without other characters that it lacks. Its curly quotes are as wide as a Chinese character: a text without any has
 * straight ones.
 */
export function legible(text: string, has: (character: string) => boolean): string {
  const plain = text.normalize("NFC").replace(PICTURES, "").replace(/\s+/g, " ").trim()
  const quoted = /\p{Script=Han}/u.test(plain) ? plain : plain.replace(/[“”]/g, '"').replace(/[‘’]/g, "'")
  const shown = [...quoted].map((one) => (has(one) ? one : /\p{Script=Han}/u.test(one) ? MISSING : ""))
  return shown.join("")
}
