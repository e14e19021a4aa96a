import { Converter } from "opencc-js/cn2t"
import { isTraditional } from "./scripts.ts"

let converter: ReturnType<typeof Converter> | undefined

/**
 * Simplified text in the characters and words of Taiwan (出租车 → 計程車); a text that is Traditional already comes back
 * as it is. Changes lengths.
 */
export function toTraditional(text: string): string {
  if (text === "" || isTraditional(text)) return text
  const convert = converter ?? Converter({ from: "cn", to: "twp" })
  converter = convert
  return convert(text)
}
