import { fold } from "../text/scripts.ts"
import { words } from "../text/words.ts"

const PUNCTUATION = "[\\s\\p{P}]"
/** How people begin and end when they ask somebody; the longest first. */
const BEFORE = [
  "(?:大家|各位|你|您)好(?:啊|呀|哦)?",
  "各位(?:朋友|网友|老师|大神|市民)?",
  "不好意思",
  "(?:打扰|劳驾|求助|求问|跪求|急问|咨询|请教)(?:一?下|了|各位|大家)?",
  "麻烦(?:你|您|大家)?(?:们)?(?:再)?(?:问|帮忙?|查|告诉|告知|说|讲|看)?(?:我)?(?:一?下)?",
  "(?:我|我们)?(?:就|还|很)?想(?:要)?(?:请|咨)?(?:问|询|查|了解|知道|请教|打听|看看)(?:您|你|大家)?(?:一?下)?",
  "(?:有没有人|有没有谁|有谁|有人|谁|你们?|您|大家)(?:知道|知不知道|了解|清楚)(?:不|吗)?",
  "请(?:你|您|大家)?(?:问|帮忙?|查|告诉|告知|介绍|说说|讲讲|列出|列举)(?:我)?(?:一?下)?",
  "(?:能不能|能否|可不可以|可以|可否)?(?:帮我|给我|帮忙|告诉我|跟我)(?:查|找|搜|看|说|讲|介绍|列)?(?:说|讲|看|查)?(?:一?下|出)?",
  "(?:介绍|查询|搜索|说|讲|谈|聊|查|搜)(?:说|讲|谈|聊|查)?一下",
  "(?:说说|讲讲|谈谈|聊聊|看看)",
  "(?:please|can you tell me|could you tell me|tell me|hello|hi)(?![a-z])",
]
const AFTER = [
  "(?:谢谢|多谢|感谢|感激)(?:你|您|大家|各位|了|啦|啊|呀)*",
  "(?:拜托|辛苦|麻烦)(?:了|大家|各位|您|你)*",
  "thanks?(?: you)?",
]
const HEAD = new RegExp(
  `^(?:${PUNCTUATION}*(?:${[...BEFORE, ...AFTER.map((one) => `${one}(?=${PUNCTUATION}|$)`)].join("|")}))+`,
  "u",
)
const TAIL = new RegExp(`(?:${PUNCTUATION}*(?:${AFTER.join("|")}))+${PUNCTUATION}*$`, "u")
const MIDDLE = /请问(?:一?下)?|麻烦问一?下|想(?:请)?问一?下/gu

const QUESTION_WORDS = new Set(
  (
    "什么 什么样 什么时候 啥 啥时候 怎么 怎么样 怎样 咋 咋样 如何 为什么 为何 为啥 谁 哪 哪些 哪个 哪一个 哪里 哪儿 哪位 哪种 哪年 哪天 " +
    "多少 几 几个 几时 何时 何地 何处 多久 是否 是不是 有没有 有无 能不能 能否 会不会 吗 呢 吧 么 嘛 啊 呀 " +
    "最新 最近 近况 现在 如今 眼下 " +
    "what who whom when where which how why is are was were do does did"
  ).split(" "),
)
const CONTENT = /[\p{L}\p{N}]/u

/** A question without greetings, thanks and the words that only say that it asks. */
export function withoutCourtesy(text: string): string {
  const folded = fold(text)
  const head = HEAD.exec(folded)?.[0].length ?? 0
  const tail = TAIL.exec(folded.slice(head))?.index ?? folded.length
  const rest = text.slice(head, head + tail)
  return blank(
    rest,
    [...fold(rest).matchAll(MIDDLE)].map(({ 0: said, index }) => [index, index + said.length]),
  ).trim()
}

/** Without question words and those that ask for the newest; empty where there is nothing else. */
export function withoutQuestionWords(text: string): string {
  const found = words(text)
  const asking = found.filter(
    (word, at) =>
      QUESTION_WORDS.has(word.text) ||
      (word.text === "时候" && /^(?:什么|啥)$/u.test(found[at - 1]?.text ?? "")),
  )
  const spans = asking.map(({ start, end }) => [start, end] as const)
  const rest = blank(text, spans).trim()
  return CONTENT.test(rest) ? rest : ""
}

/** With a gap for each span, so that what stood apart does not come together. */
function blank(text: string, spans: readonly (readonly [start: number, end: number])[]): string {
  let rest = ""
  let at = 0
  for (const [start, end] of spans) {
    rest += `${text.slice(at, start)} `
    at = end
  }
  return rest + text.slice(at)
}
