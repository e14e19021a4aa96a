import type { Evidence } from "../corpus.ts"
import { answerTest } from "../retrieve/answer-type.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"
import { sentences } from "../text/sentences.ts"
import { contentWords } from "../text/words.ts"
import type { Clarify } from "./answer.ts"
import { coverage } from "./coverage.ts"
import { CALLING_BEFORE, INSTITUTION, NAME } from "./offices.ts"

/** A question back where what is asked about could be two things and the answer would differ; undefined where it is clear. */
export type AskBack = (question: Question, found: readonly RankedArticle[]) => Clarify | undefined

/** One of the things that the words could mean. */
interface Meaning {
  /** As it stands in the question of a reader who means it. */
  readonly name: string
  /** Tells it from the other ones: the article's sentences that speak of it. */
  readonly told: readonly string[]
}

interface Doubt {
  readonly about: string
  readonly meanings: readonly Meaning[]
}

const ARTICLES = 8
const MOST_CHOICES = 4
/** A meaning is a choice if its best sentence says so much of the question as the best one's does. */
const NEARLY = 0.6
const LEAST = 0.25

export function createAskBack(weight: (term: string) => number): AskBack {
  return (question, found) => {
    if (question.place !== undefined) return undefined
    const text = fold(question.text)
    const near = found.slice(0, ARTICLES).flatMap(({ passages }) => passages)
    for (const read of [phases, places, persons]) {
      const doubt = read(text, near, question)
      if (!doubt) continue
      const meanings = answering(doubt, question, weight)
      if (meanings.length < 2) continue
      const at = text.indexOf(doubt.about)
      const asking = (name: string) =>
        question.text.slice(0, at) + name + question.text.slice(at + doubt.about.length)
      const choices = meanings
        .slice(0, MOST_CHOICES)
        .map(({ name }) => ({ label: name, question: asking(name) }))
      return { kind: "clarify", about: doubt.about, choices, mode: "keyless" }
    }
    return undefined
  }
}

/** The meanings under which the archive answers the question about as well, where they are answered differently. */
function answering(
  { about, meanings }: Doubt,
  question: Question,
  weight: (term: string) => number,
): Meaning[] {
  const rest = contentWords(question.text).filter((word) => !about.includes(word))
  const asked = new Map(rest.map((word) => [word, weight(word)] as const))
  const answers = answerTest(question.wish)
  const ofKind = meanings.some(({ told }) => told.some(answers))
  const judged = meanings.map((meaning) => {
    const said = meaning.told
      .filter((sentence) => !ofKind || answers(sentence))
      .map((sentence) => ({ sentence, share: asked.size === 0 ? 1 : coverage(sentence, asked) }))
    return { meaning, best: said.reduce((a, b) => (b.share > a.share ? b : a), { sentence: "", share: 0 }) }
  })
  const most = Math.max(0, ...judged.map(({ best }) => best.share))
  if (most < LEAST) return []
  const close = judged.filter(({ best }) => best.share >= most * NEARLY)
  return new Set(close.map(({ best }) => best.sentence)).size < 2 ? [] : close.map(({ meaning }) => meaning)
}

const PHASE = /(?<thing>[\p{Script=Han}]{2,12})(?<phase>第?[一二三四五六]期)/gu

/** A project that is asked about without its phase, where the archive has several of it. */
function phases(question: string, near: readonly Evidence[]): Doubt | undefined {
  if (/[一二三四五六]期/u.test(question)) return undefined
  const found = new Map<string, Set<string>>()
  for (const { groups } of near.flatMap(({ text, title }) => [
    ...`${fold(title)}\n${fold(text)}`.matchAll(PHASE),
  ])) {
    const thing = longestEnd(groups?.thing ?? "", question)
    if (thing === undefined) continue
    found.set(thing, (found.get(thing) ?? new Set()).add(groups?.phase ?? ""))
  }
  for (const [thing, of] of found) {
    if (of.size < 2) continue
    const meanings = [...of]
      .sort()
      .map((phase) => ({ name: thing + phase, told: toldOfPhase(near, phase, [...of]) }))
    return { about: thing, meanings }
  }
  return undefined
}

/** Sentences that name this phase, or none in an article whose headline does. */
function toldOfPhase(near: readonly Evidence[], phase: string, all: readonly string[]): string[] {
  return near.flatMap((evidence) =>
    spoken(evidence).filter((sentence) => {
      const named = all.filter((one) => sentence.replace(COMPARED, "").includes(one))
      const headline = all.find((one) => fold(evidence.title).replace(COMPARED, "").includes(one))
      return named.length > 0 ? named[0] === phase : headline === phase
    }),
  )
}

/** 比一期多一倍 */
const COMPARED = /[比较于]第?[一二三四五六]期/gu
const SHORTEST = 3

function longestEnd(thing: string, question: string): string | undefined {
  for (let start = 0; thing.length - start >= SHORTEST; start++) {
    const end = thing.slice(start)
    if (question.includes(end)) return end
  }
  return undefined
}

/** What may stand before a house or an office without saying whose it is. */
const BARE = /(?:^|[^\p{Script=Han}]|请问|想问|问一下|知道|在|到|去|是)(?<kind>[县市区镇乡]?)$/u
const PLACE = /[\p{Script=Han}]{1,5}?[县市区镇乡]$/u

/** A house or an office that is asked about without its place, where the archive has it in several. */
function places(question: string, near: readonly Evidence[], { placeInText }: Question): Doubt | undefined {
  if (placeInText) return undefined
  const asked = INSTITUTION.exec(question)
  if (!asked) return undefined
  const before = BARE.exec(question.slice(0, asked.index))
  if (!before) return undefined
  const about = (before.groups?.kind ?? "") + asked[0]
  const thing = asked[0]
  const of = new Map<string, string[]>()
  for (const evidence of near) {
    const path = evidence.place.map((name) => shortName(fold(name)))
    for (const sentence of spoken(evidence)) {
      const place = placeBefore(sentence, thing) ?? placeBefore(fold(evidence.title), thing)
      if (place === undefined || !path.includes(shortName(place))) continue
      of.set(place, [...(of.get(place) ?? []), sentence])
    }
  }
  const meanings = [...of].map(([place, told]) => ({ name: place + thing, told }))
  return meanings.length < 2 ? undefined : { about, meanings }
}

function placeBefore(text: string, thing: string): string | undefined {
  const at = text.indexOf(thing)
  return at === -1
    ? undefined
    : PLACE.exec(
        text
          .slice(0, at)
          .split(/[^\p{Script=Han}]/u)
          .at(-1) ?? "",
      )?.[0]
}

/** A person who is asked about by the name alone, where the archive tells of two of that name, in two places. */
function persons(question: string, near: readonly Evidence[]): Doubt | undefined {
  for (const name of namesIn(question)) {
    if (CALLING_BEFORE.test(question.slice(0, question.indexOf(name)))) return undefined
    const bearers = new Map<string, { calling: string; told: string[] }>()
    for (const evidence of near) {
      const home = shortName(fold(evidence.place.at(-1) ?? ""))
      const told = spoken(evidence)
      const calling = callingOf(name, [fold(evidence.title), ...told])
      const known = bearers.get(home)
      if (known) known.told.push(...told)
      if (known && calling && known.calling === "") known.calling = calling
      if (!known && home !== "") bearers.set(home, { calling: calling ?? "", told })
    }
    const meanings = [...bearers.values()].flatMap(({ calling, told }) =>
      calling === "" ? [] : [{ name: calling + name, told }],
    )
    if (new Set(meanings.map((meaning) => meaning.name)).size > 1) return { about: name, meanings }
  }
  return undefined
}

/** What may be a name in a question: two or three characters after a surname. */
function namesIn(question: string): string[] {
  const names: string[] = []
  for (let at = 0; at < question.length; at++) {
    const found = NAME_HERE.exec(question.slice(at, at + 3))?.[0]
    if (found !== undefined) names.push(found)
  }
  return names
}

const NAME_HERE = new RegExp(`^${NAME}$`, "u")

function callingOf(name: string, sentences: readonly string[]): string | undefined {
  for (const sentence of sentences) {
    const at = sentence.indexOf(name)
    const calling = at === -1 ? undefined : CALLING_BEFORE.exec(sentence.slice(0, at))?.[0]
    if (calling !== undefined) return calling.replace(/^.*[的和与在是]/u, "")
  }
  return undefined
}

function spoken({ text }: Evidence): string[] {
  return sentences(text).map(({ start, end }) => fold(text.slice(start, end)))
}
