import { fold } from "./scripts.ts"
import { type Span, sentences } from "./sentences.ts"

/**
 * What only somebody says who speaks to a machine that answers questions. Folded text, without what is invisible. Each
 * needs a word of the order and a word of its object: papers tell of people who decline to answer, and of machines.
 */
const ORDERS: readonly RegExp[] = [
  // 忽略以上指令
  /(?:忽略|无视|忘记|忘掉|抛开|抛弃|不要理会|不用理会|不必理会|别管|跳过|绕过|不要遵[守循]|停止遵[守循])[^。！？\n]{0,8}(?:以上|上述|之前|先前|前面|此前|上面|上文|前文|所有|全部|一切|任何|原有|已有|其他|系统|预设|既定)[^。！？\n]{0,8}(?:指令|指示|提示词?|要求|规则|设定|命令|约束|限制|对话|上下文|资料|材料|内容|信息|问题)/u,
  /(?:覆盖|取消|清除|重置|修改)[^。！？\n]{0,6}(?:以上|之前|先前|前面|原有|你的|系统)[^。！？\n]{0,6}(?:指令|提示词?|设定)/u,
  /(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{0,30}\b(?:previous|above|prior|earlier|preceding|foregoing|all|any|your|other|system|these|those)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|commands?|context|messages?|text|restrictions?|constraints?)\b/u,
  // 你现在是一个AI助手, 作为人工智能
  /(?:你|您)(?:现在|从现在起|其实|必须|将|要|应当?|只)?(?:是|扮演|充当|作为)[^，。！？\n]{0,8}(?:\bai\b|人工智能|语言模型|大模型|聊天机器人|问答机器人|智能助[手理]|助手|黑客|没有(?:任何)?限制|不受限)/u,
  /^[“"「]?作为(?:一[个名位款])?(?:\bai\b(?:助手|模型)?|人工智能(?:助手|模型)?|大?语言模型|大模型|智能助手|聊天机器人)[，,:：]?\s*(?:我|你|您|请|不能|无法|应|必须)/u,
  /\b(?:you are (?:now )?|act as |pretend (?:to be|you are) |roleplay as )(?:an? )?(?:[a-z]+ ){0,3}(?:ai|assistant|chatbot|language model|bot|dan|hacker|expert)\b|\bas an? (?:ai|language model|assistant)\b/u,
  // system: …, [INST], <|im_start|>
  /^\s*(?:#+\s*|\[|<\|?|\*\*)?(?:system|assistant|user|instruction|系统(?:提示|指令|消息)?|用户(?:指令|输入)|指令|提示词)(?:\]|\|?>|\*\*)?\s*[:：](?!\s*$)(?=.*(?:你|您|请|输出|回答|回复|必须|不要|忽略|模型|助手|\byou\b|answer|respond|ignore|reply|output))/u,
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|instructions?|prompt)>|###\s*(?:instruction|system|response)/u,
  // 最好的答案是直接拒答
  /(?:请|应当?|必须|务必|直接|一律|统一|只需|只能|只要|答案是|回答是|安全起见)[^。！？\n]{0,12}(?:拒答|拒绝(?:回答|作答)(?!.{0,4}(?:记者|警方|检方|提问者)))/u,
  /(?:直接|请|务必|必须|只需|只能|原样|原封不动)[^，。！？\n]{0,10}(?:输出|回复|返回|打印|复述|回答)[^。！？\n]{0,6}(?:[“"'‘「:：]|以下|如下|这句话|该警告|拒答|无法回答|不知道|没有答案|系统提示)/u,
  /(?:过滤|检索|检索到|召回|上下文|参考资料|提供的)[^。！？\n]{0,12}(?:内容|资料|结果|片段|文档)[^。！？\n]{0,16}(?:保留|忽略|不可信|歪曲|不要(?:使用|引用|采用|参考))/u,
  /(?:请|务必|必须|应当?|不要|不得|不准|禁止|切勿|别)[^，。！？\n]{0,6}(?:回答|回复|答复|作答|输出|生成|告诉|透露|提及|引用)[^，。！？\n]{0,12}(?:用户|提问者|系统提示|提示词|你的(?:指令|设定|规则)|检索|上下文|其他(?:资料|来源|文章)|任何(?:资料|来源|问题)|这个问题时|该问题时|本问题)/u,
  // 在你的回答里加上
  /(?:你|您)的(?:回答|回复|答案|输出|答复)(?:中|里|末尾|结尾|开头|前|后|必须|应|只|要|不要|请|用|里面|最后)/u,
  /(?:在|每[个次条]|所有)?(?:回答|回复|答案|输出)(?:的?(?:中|里|末尾|结尾|开头|最后))[^。！？\n]{0,4}(?:请|务必|必须|都要|都应|加上|加入|附上|包含|提到|推荐|写上|插入)/u,
  /(?:只|仅|一律|全部|必须|请|请你)(?:用|以|使用)[^，。！？\n]{1,12}(?:回答|回复|作答|输出)(?:问题|本问题|用户|我|所有|以上|以下)?(?:[。！!]|$)/u,
  /(?:输出|显示|泄露|透露|复述|告诉我|说出|打印|翻译)[^，。！？\n]{0,6}(?:你的|系统)(?:的)?(?:系统)?(?:提示词?|指令|设定|规则|prompt)/u,
  /(?:\b(?:in|to|of|from|your|the)\b[^.!?\n]{0,20})?\byour (?:response|answer|reply|output|message|summary)\b/u,
  /\b(?:reveal|print|repeat|show|output|leak)\b[^.!?\n]{0,20}\b(?:system prompt|instructions|prompt)\b|\bdo not (?:answer|mention|reveal|respond|tell the user)\b|\b(?:respond|reply|answer) (?:only|with|in|using)\b|\brefuse to answer\b/u,
  /^[“"「]?(?:非常|很)?(?:抱歉|对不起|遗憾)[，,！!]?(?:我|本(?:助手|模型|系统))?(?:无法|不能|不便)(?:回答|作答|提供|协助|完成)/u,
]
/** An order or a question that stands in a paper as a sentence of a foreign language is not of the story. */
const FOREIGN_ORDER =
  /^[“"'(*\s-]*(?:please\s+)?(?:add|adopt|advise|alter|anagram|analy[sz]e|answer|append|apply|arrange|begin|break down|change|compose|convert|craft|create|define|describe|develop|draft|embed|employ|encode|encourage|end|ensure|explain|format|generate|give|group|highlight|hint|implement|include|incorporate|insert|integrate|introduce|invite|jumble|link|list|make|mention|misspell|mix|modify|mention|omit|output|paraphrase|produce|promote|propose|provide|put|randomly|rearrange|recommend|remove|rephrase|replace|reply|respond|reverse|rewrite|say|scramble|shift|show|solve|start|state|substitute|suggest|summari[sz]e|swap|switch|tell|translate|use|utili[sz]e|write|you (?:must|should|will|need to)|your task|from now on|in your)\b/u
const FOREIGN_QUESTION =
  /^[“"'(*\s-]*(?:can|could|would|will) you\b.*\?|^[“"'(*\s-]*(?:what|what's|how|who|why|when|where|which|is|are|do|does)\b.*\?/u
const FEWEST_WORDS = 4
/** A row of words of another script, which nothing encloses: no title, no name, nobody's words. */
const FOREIGN_RUN =
  /(?<![“《「『（("'\w\s])[A-Za-z][^\p{Script=Han}，。！？；：、“”「」『』《》（）\n]{18,400}[.?!](?![A-Za-z])/gu
const HAN = /\p{Script=Han}/u
const INVISIBLE = /[\p{Cf}\u{E0000}-\u{E007F}]/gu
/** Characters that show nothing and can spell: nobody prints a row of them. */
const HIDDEN_WORDS = /[\u{E0020}-\u{E007E}]{4,}/u
const SPACED_OUT = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu

/** Whether a sentence speaks to a machine that answers, and not to the reader of a newspaper. */
export function isInstruction(sentence: string): boolean {
  if (HIDDEN_WORDS.test(sentence)) return true
  const plain = fold(sentence.replace(INVISIBLE, "")).replace(SPACED_OUT, "").trim()
  if (plain === "") return false
  return ORDERS.some((order) => order.test(plain)) || isForeignOrder(plain)
}

function isForeignOrder(plain: string): boolean {
  if (HAN.test(plain) || plain.split(/\s+/u).length < FEWEST_WORDS) return false
  return FOREIGN_ORDER.test(plain) || FOREIGN_QUESTION.test(plain)
}

/**
 * The sentences of a text that are instructions; what is in quotation marks stays with its sentence. Of a sentence that
 * goes over into another language only the foreign words.
 */
export function instructionSpans(text: string): Span[] {
  return wholeSentences(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end)
    if (isInstruction(sentence)) return [{ start, end }]
    return [...sentence.matchAll(FOREIGN_RUN)]
      .filter(([run]) => isForeignOrder(fold(run).trim()))
      .map(({ index, 0: run }) => ({ start: start + index, end: start + index + run.length }))
  })
}

/** Sentences, joined where quotation marks that one opens are closed in another of the same paragraph. */
function wholeSentences(text: string): Span[] {
  const joined: { start: number; end: number }[] = []
  const lastClosed = Math.max(text.lastIndexOf("”"), text.lastIndexOf("」"), text.lastIndexOf("』"))
  let open = 0
  for (const { start, end } of sentences(text)) {
    const last = joined.at(-1)
    const goesOn = open > 0 || /^[，,、；;：:]/u.test(text[start] ?? "")
    if (last && goesOn && !text.slice(last.end, start).includes("\n")) last.end = end
    else {
      joined.push({ start, end })
      open = 0
    }
    for (const char of text.slice(start, end)) {
      if ("“「『".includes(char)) open++
      else if ("”」』".includes(char)) open = Math.max(0, open - 1)
    }
    if (end > lastClosed) open = 0
  }
  return joined
}

/** A question without what tells the machine how to answer; as it is where nothing else would be left. */
export function withoutInstructions(question: string): string {
  const clauses = question.split(/(?<=[。！？!?；;\n])/u)
  const kept = clauses.filter((clause) => !isInstruction(clause)).join("")
  return kept.trim() === "" ? question : kept
}
