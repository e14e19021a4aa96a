import type { Article, PlaceFrom } from "../corpus.ts"
import { saysKind, shortName } from "../text/place-names.ts"
import { type Dateline, readDateline } from "./dateline.ts"
import {
  commonPlace,
  type Division,
  divisionOfPath,
  divisionsNamed,
  indexNames,
  liesIn,
  type NameIndex,
  nationalNames,
  onlyOne,
} from "./gazetteer.ts"
import { type Mention, placeMentions } from "./place-mentions.ts"
import { placeOfText } from "./place-of-text.ts"

/** The archive's paths, the most frequent first: how it spells places, and places that only it knows. */
export type KnownPaths = () => readonly (readonly string[])[]

interface Found {
  readonly division: Division
  readonly from: PlaceFrom
}

/** How much of the story is read for its place, in UTF-16 code units. */
const LEAD = 240
/** Where datelines of the whole country are written: no place of what is told, unless the story names it. */
const DESK = "110000"

/**
 * Completes an article's place and its code. What the page or record prints stays as it is. Else the dateline says it,
 * then the home of the source with the text, then the text alone; where they disagree, what they have in common, or
 * nothing. Spelled as the archive's own paths spell it. Pure but for `known`, whose answer is kept by identity.
 */
export function createLocator(known: KnownPaths): (article: Article) => Article {
  let paths: readonly (readonly string[])[] | undefined
  let archive: ArchivePlaces = readArchive([])
  return (article) => {
    const now = known()
    if (now !== paths) {
      paths = now
      archive = readArchive(now)
    }
    if (article.place.length > 0) {
      const division = divisionOfPath(article.place) ?? withHome(article, archive.names)
      return { ...article, placeFrom: "page", placeCode: division?.code ?? null }
    }
    const found = findPlace(article, archive.names)
    if (!found) return article
    const place = archive.spelled(found.division)
    return { ...article, place, placeFrom: found.from, placeCode: codeOf(found.division) }
  }
}

/** How many places the archive knows that the administrative divisions lack. */
export function countOwnPlaces(known: KnownPaths): number {
  const found = readArchive(known()).names
  return [...found.values()].reduce((sum, names) => sum + names.length, 0)
}

interface ArchivePlaces {
  /** Names of places that the administrative divisions lack. */
  readonly names: NameIndex
  spelled(division: Division): readonly string[]
}

function readArchive(paths: readonly (readonly string[])[]): ArchivePlaces {
  const own = new Map<string, Division>()
  const spelling = new Map<Division, string>()
  for (const path of paths) {
    const above: Division[] = []
    for (const [at, name] of path.entries()) {
      const division = divisionOfPath(path.slice(0, at + 1))
      if (division && division !== above.at(-1) && isNamed(division, name)) {
        // A path that leaves out a level still lies in it.
        above.splice(0, above.length, ...division.above, division)
        if (!spelling.has(division)) spelling.set(division, name)
        continue
      }
      const key = [...above.map((one) => one.name), name].map(shortName).join("\n")
      const local = own.get(key) ?? { code: null, name, above: [...above] }
      own.set(key, local)
      above.push(local)
    }
  }
  return {
    names: indexNames([...own.values()]),
    spelled: (division) => [...division.above, division].map((one) => spelling.get(one) ?? one.name),
  }
}

function isNamed(division: Division, name: string): boolean {
  return division.name === name || shortName(division.name) === shortName(name)
}

function codeOf({ code, above }: Division): string | null {
  return code ?? above.findLast((one) => one.code !== null)?.code ?? null
}

/** Two counties of one name: the one where the source is at home. */
function withHome({ place, source }: Article, archive: NameIndex): Division | undefined {
  const home = homeOf(source ?? "", archive)
  if (!home || home.code === null) return undefined
  return divisionOfPath([...home.above, home].map(({ name }) => name).concat(place))
}

function findPlace(article: Article, archive: NameIndex): Found | null {
  const texts = article.body.flatMap((block) => ("text" in block ? [block.text] : []))
  const first = texts[0] ?? ""
  const dateline = readDateline(first)
  const outlet = dateline !== null && !/^(?:本.)?$/u.test(dateline.outlet) ? dateline.outlet : article.source
  const home = homeOf(outlet ?? "", archive)
  const said = dateline === null || dateline.place === "" ? [] : datelinePlaces(dateline.place, home, archive)
  // A place that nobody here knows is abroad, or too small to be told from a word.
  if (said === null) return null
  const lead = `${first.slice(dateline?.end ?? 0)}\n${texts.slice(1, 4).join("\n")}`.slice(0, LEAD)
  const common = commonPlace(said)
  if (said.length > 0 && !common) return null
  const text = placeOfText(article.title, lead, { archive, around: common ?? home ?? null })
  if (common) return fromDateline(common, text.place, text.mentions)
  if (home && text.place !== null && liesIn(text.place, home)) return { division: text.place, from: "source" }
  const own = home && (isOwnReport(dateline, home) || saysOurs(lead, home))
  if (own && text.place === null && text.open) {
    return { division: home, from: "source" }
  }
  return text.place === null ? null : { division: text.place, from: "text" }
}

/** A city's own paper that names no other place tells of its city. */
function isOwnReport(dateline: Dateline | null, home: Division): boolean {
  return dateline !== null && dateline.place === "" && home.above.length > 0
}

/** 我市, 本县: the paper's own, where it is of that kind. */
function saysOurs(lead: string, { name }: Division): boolean {
  return new RegExp(`[我本]${name.slice(-1)}`, "u").test(lead)
}

function fromDateline(said: Division, told: Division | null, mentions: readonly Mention[]): Found | null {
  if (told !== null && liesIn(told, said)) return { division: told, from: "dateline" }
  const named = mentions.some(({ divisions }) => divisions.some((one) => liesIn(one, said)))
  if (said.code === DESK && !named) return told === null ? null : { division: told, from: "text" }
  // A capital's dateline over a story of the province that does not name the capital.
  const wider = said.above.find((outer) => mentions.some(({ divisions }) => onlyOne(divisions) === outer))
  if (!named && wider && (told === null || liesIn(told, wider))) return { division: wider, from: "dateline" }
  if (told !== null && liesIn(said, told)) return { division: said, from: "dateline" }
  if (told === null) return { division: said, from: "dateline" }
  const shared = commonPlace([said, told])
  return shared ? { division: shared, from: "dateline" } : null
}

/** The places of a dateline; null where a part of it is none that is known. */
function datelinePlaces(printed: string, home: Division | undefined, archive: NameIndex): Division[] | null {
  const places: Division[] = []
  for (const part of printed.split(/[、，,·\s]+/u)) {
    const chain = placeMentions(part, archive)
    const whole = chain.reduce((length, { start, end }) => length + end - start, 0) === part.length
    const narrowest = chain.at(-1)
    if (!whole || !narrowest || chain.slice(1).some(({ follows }) => !follows)) return null
    const here = narrowest.divisions.filter((one) => home !== undefined && liesIn(one, home))
    const division = onlyOne(here) ?? onlyOne(narrowest.divisions)
    if (!division) return null
    places.push(division)
  }
  return places
}

/** The place that an outlet is named after: 梧州日报. Of a county only where it stands in full, since 新华 and 光明 are words. */
function homeOf(outlet: string, archive: NameIndex): Division | undefined {
  for (const index of [archive, nationalNames()]) {
    for (let length = Math.min(outlet.length - 1, 12); length >= 2; length--) {
      const name = outlet.slice(0, length)
      const wide = divisionsNamed(name, index).filter(
        (one) => saysKind(one.name) && (one.name === name || one.code === null || one.code.endsWith("00")),
      )
      if (wide.length > 0) return onlyOne(wide)
    }
  }
  return undefined
}
