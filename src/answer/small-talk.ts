import { fold } from "../text/scripts.ts"

const END = "[\\s!！。.？?~～,，]*$"
const GREETING = new RegExp(
  `^(?:你好|您好|大家好|在吗|早上好|下午好|晚上好|早安|晚安|再见|拜拜|你是谁|您是谁|你叫什么|你能做什么|怎么用|hi|hello|hey|bye)[啊呀哦]?${END}`,
  "u",
)
const THANKS = new RegExp(
  "^(?:(?:好的?|嗯+|哦+|噢|行|可以|ok|okay|知道了|明白了?|了解了?|收到|懂了|原来如此|不错|太好了|辛苦了|没事了?|不用了|没有了|" +
    `thanks|thank you|谢谢|多谢|感谢|谢了)(?:你|您|啦|了|啊|呀|哦|哈)*[\\s!！。.~～,，]*)+${END}`,
  "u",
)

/** What is said to a person rather than asked of an archive; undefined for everything else. */
export function smallTalk(text: string): "greeting" | "thanks" | undefined {
  const said = fold(text).trim()
  if (GREETING.test(said)) return "greeting"
  return THANKS.test(said) ? "thanks" : undefined
}
