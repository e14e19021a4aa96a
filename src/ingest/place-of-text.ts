import { commonPlace, type Division, liesIn, type NameIndex, onlyOne } from "./gazetteer.ts"
import { type Mention, placeMentions } from "./place-mentions.ts"

export interface TextPlace {
  /** The one place that the title and the lead tell of; null where that is open. */
  readonly place: Division | null
  readonly mentions: readonly Mention[]
  /** Whether nothing speaks for a place elsewhere. */
  readonly open: boolean
}

/** A mention counts where it is strong; a weak one, a short name near others, only tells that there is more than one place. */
interface Told {
  readonly place: Division
  readonly strong: boolean
  readonly at: number
}

export interface Surroundings {
  readonly archive: NameIndex
  /** Where the story most likely is, by its dateline or source. */
  readonly around: Division | null
}

/** Words beside a name that make it the origin of a person, or a post that one once had. */
const ORIGIN_BEFORE = /(?:出生于?|生于|籍贯|祖籍|曾任|历任|毕业于|来自|前往|飞往|赴|驶往|途经|距离?|曾在)$/u
const ORIGIN_AFTER = /^(?:人[，,。（(]|籍|人士|大学|学院|银行|证券|路|街|大道|站台|号|队|海关|机场|至|开往)/u
/** Names in full of two characters (新县, 城区) and of districts (老城区) are words, and towns share names, unless the text says where. */
const LEAST_FULL = 3

/** A story may begin with a shout; what follows it counts as the beginning, too. */
const SHORT_SENTENCE = 60

/** What the title and the lead say of the place. A name counts in full, or behind a place that it lies in. */
export function placeOfText(title: string, lead: string, { archive, around }: Surroundings): TextPlace {
  const text = `${title}\n${lead}`
  const mentions = withoutOrigins(text, placeMentions(text, archive))
  const context = [...(around ? [around] : []), ...mentions.flatMap(anchors)]
  const told: Told[] = []
  let unclear = false
  for (const mention of mentions) {
    const near = nearest(mention.divisions, context)
    const place = onlyOne(mention.divisions) ?? onlyOne(near)
    if (!place) {
      if (mention.full && mention.end - mention.start >= LEAST_FULL) unclear = true
      continue
    }
    const strong = isStrong(mention, place, near.length > 0)
    if (strong || near.length > 0) told.push({ place, strong, at: mention.start })
  }
  if (namesForeignCountry(text)) return { place: null, mentions, open: false }
  const early = title.length + 1 + firstSentence(lead)
  const place = unclear ? null : dominant(told, early)
  if (place && namesManyProvinces(mentions, place, early)) return { place: null, mentions, open: false }
  return {
    place,
    mentions,
    open: !unclear && told.every((one) => !one.strong || (around !== null && related(one.place, around))),
  }
}

function isStrong({ start, end, full, follows }: Mention, place: Division, near: boolean): boolean {
  if (follows) return true
  if (!full || end - start < LEAST_FULL) return false
  return near || !/(?:[区镇乡]|街道)$/u.test(place.name) || place.above.length === 0
}

/** The provinces and cities that a name stands for beyond doubt. */
function anchors({ divisions }: Mention): Division[] {
  const place = onlyOne(divisions)
  return place && place.above.length <= 1 ? [place] : []
}

/** Those that lie in the narrowest of the context's places. */
function nearest(divisions: readonly Division[], context: readonly Division[]): Division[] {
  const inOneOf = (outers: readonly Division[]) =>
    divisions.filter((one) => outers.some((outer) => one !== outer && liesIn(one, outer)))
  const near = inOneOf(context.filter(({ above }) => above.length > 0))
  return near.length > 0 ? near : inOneOf(context)
}

/** Names that follow one another (福建省福州市) are an origin together or not at all. */
function withoutOrigins(text: string, mentions: readonly Mention[]): Mention[] {
  const chains: Mention[][] = []
  for (const mention of mentions) {
    if (mention.follows) chains.at(-1)?.push(mention)
    else chains.push([mention])
  }
  return chains.filter((chain) => !isOrigin(text, chain[0]?.start ?? 0, chain.at(-1)?.end ?? 0)).flat()
}

function isOrigin(text: string, start: number, end: number): boolean {
  return (
    ORIGIN_BEFORE.test(text.slice(Math.max(0, start - 4), start)) ||
    ORIGIN_AFTER.test(text.slice(end, end + 4))
  )
}

function firstSentence(lead: string): number {
  const end = lead.search(/[。！？]/u)
  return end < 0 ? lead.length : Math.max(end, SHORT_SENTENCE)
}

/** The narrowest place that all strong mentions lie in, told of in the title or the first sentence; null without one. */
function dominant(told: readonly Told[], early: number): Division | null {
  const strong = told.filter((one) => one.strong)
  if (!strong.some(({ at }) => at <= early)) return null
  const narrowest = (all: readonly Told[]) =>
    all.flatMap(({ place }) =>
      all.some((one) => one.place !== place && liesIn(one.place, place)) ? [] : [place],
    )
  const place = commonPlace(narrowest(strong))
  if (!place) return null
  const around = told.map((one) => one.place).filter((one) => !related(one, place))
  return commonPlace([place, ...around]) ?? place
}

/** A list of provinces at the beginning is about more than the one city of it that is named with its province. */
function namesManyProvinces(mentions: readonly Mention[], place: Division, early: number): boolean {
  const others = mentions.flatMap(({ start, divisions }) => {
    const province = start <= early ? onlyOne(divisions) : undefined
    return province && province.above.length === 0 && !related(province, place) ? [province] : []
  })
  return new Set(others).size > 1
}

function related(one: Division, other: Division): boolean {
  return liesIn(one, other) || liesIn(other, one)
}

let countries: RegExp | undefined

/** By the names that Unicode CLDR gives the regions of ISO 3166. */
function namesForeignCountry(text: string): boolean {
  if (!countries) {
    const names = new Intl.DisplayNames("zh-Hans", { type: "region", fallback: "none" })
    const found: string[] = []
    for (let a = 65; a <= 90; a++) {
      for (let b = 65; b <= 90; b++) {
        const code = String.fromCharCode(a, b)
        const name = /^(?:CN|HK|MO|TW)$/.test(code) ? undefined : names.of(code)
        if (name !== undefined && /^\p{Script=Han}{2,}$/u.test(name)) found.push(name)
      }
    }
    countries = new RegExp(found.join("|"), "u")
  }
  return countries.test(text)
}
