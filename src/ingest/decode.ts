/** Bytes to text: byte order mark, declared charset, strict UTF-8, then the reading with the most everyday characters. */

export type Decoded =
  | { readonly kind: "text"; readonly text: string; readonly encoding: string; readonly damaged: boolean }
  | { readonly kind: "binary" }

const HEAD_BYTES = 8192
const SCORED_CHARS = 20_000
/** Below this share of everyday characters a declared charset is not believed. */
const PLAUSIBLE = 0.12

const EVERYDAY = new Set(
  "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志增争济阶油思术极交受联认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严國會時們發說學對這個為與經過種產後動來長開問關書車東門間報電話萬業實樂號機應體點當總統選舉議員華義幾區處廣變將",
)

/** `declared` is a label from outside, such as an HTTP header's charset. */
export function decode(bytes: Uint8Array, declared: string | null = null): Decoded {
  const marked = markedEncoding(bytes)
  if (marked !== null) return lossy(bytes, marked)
  if (looksBinary(bytes)) return { kind: "binary" }
  const label = declared ?? declaredEncoding(bytes)
  if (label !== null) {
    const text = strict(bytes, label)
    if (text !== null && (everydayShare(text) >= PLAUSIBLE || strict(bytes, "utf-8") === null)) {
      return { kind: "text", text, encoding: label, damaged: false }
    }
  }
  const utf8 = strict(bytes, "utf-8")
  if (utf8 !== null) return { kind: "text", text: utf8, encoding: "utf-8", damaged: false }
  return bestReading(bytes)
}

function bestReading(bytes: Uint8Array): Decoded {
  let best: Decoded = { kind: "binary" }
  let bestScore = 0
  for (const encoding of ["utf-8", "gb18030", "big5"]) {
    const reading = lossy(bytes, encoding)
    if (reading.kind !== "text") continue
    const score = everydayShare(reading.text)
    if (score > bestScore) [best, bestScore] = [reading, score]
  }
  return best
}

function lossy(bytes: Uint8Array, encoding: string): Decoded {
  const text = new TextDecoder(encoding).decode(bytes)
  return { kind: "text", text, encoding, damaged: text.includes("\uFFFD") }
}

function strict(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

export function isEveryday(char: string): boolean {
  return EVERYDAY.has(char)
}

/** Share of everyday characters among those outside ASCII; 1 for plain ASCII. Broken ones count three times. */
function everydayShare(text: string): number {
  let foreign = 0
  let everyday = 0
  for (const char of text.slice(0, SCORED_CHARS)) {
    if (char <= "\u007F" || (char >= "\u2000" && char <= "\u303F") || (char >= "\uFF00" && char <= "\uFF5E"))
      continue
    foreign += char === "\uFFFD" ? 3 : 1
    if (EVERYDAY.has(char)) everyday++
  }
  return foreign === 0 ? 1 : everyday / foreign
}

/** The encoding that a byte order mark, or the zero bytes of UTF-16 without one, give away. */
export function markedEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8"
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be"
  const head = bytes.subarray(0, HEAD_BYTES)
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > head.length / 20 && even === 0) return "utf-16le"
  if (even > head.length / 20 && odd === 0) return "utf-16be"
  return null
}

export function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD_BYTES)
  if (head.includes(0)) return true
  if (new TextDecoder("latin1").decode(head.subarray(0, 5)) === "%PDF-") return true
  let controls = 0
  for (const byte of head) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls++
  return controls > head.length / 20
}

/** The charset in an XML declaration or a meta element, where TextDecoder knows it. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4096))
  if (!head.trimStart().startsWith("<")) return null
  const label = /(?:charset|encoding)\s{0,4}=\s{0,4}["']?([\w-]{2,20})/i.exec(head)?.[1]
  if (label === undefined) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}
