import type { Otherwise } from "./fault.ts"

/** Words with 不, 无, 未, 没 or 非 inside that deny nothing. */
const NO_DENIAL =
  /不仅|不但|不断|不少|不同|不久|不过|不管|不论|不只|不止|无论|无不|未来|不足|不到|不超过|不低于|不少于|不得不|不锈钢|非常|非洲|非遗|非物质/gu
const DENIAL = /不|未|没|无|非|否认|拒绝|取消|停止|暂停/gu
/** What must stand in both or in neither. */
const MARKS: readonly { readonly fault: Otherwise["fault"]; readonly marks: RegExp }[] = [
  {
    fault: "modality",
    marks: /拟|计划|预计|有望|或将|可能|据称|疑似|力争|争取|将(?!军|来)|目标|规划(?!局|馆|师|院)/u,
  },
  { fault: "comparison", marks: /(?<!不)超过|超(?!过|市|级|声)|突破|逾|不低于|不少于|至少|以上/u },
  { fault: "comparison", marks: /不足|不到|不超过|至多|最多|以下|以内/u },
  { fault: "comparison", marks: /(?:近|约)(?=[\d一二三四五六七八九十百千])|左右|将近|接近|大约/u },
]
/** Where one of two folded texts denies, intends or compares and the other does not; null where they agree. */
export function saidOtherwise(said: string, source: string): Otherwise | null {
  const denied = wronglyDenied(said, source)
  if (denied) return { fault: "negation", detail: denied }
  for (const { fault, marks } of MARKS) {
    const [here, there] = [marks.exec(said), marks.exec(source)]
    if ((here === null) !== (there === null)) return { fault, detail: (here ?? there)?.[0] ?? "" }
  }
  return null
}

/** Denial must stand in both or in neither, and in both before the same: 未完工 is not in 已完工,不收费. */
function wronglyDenied(said: string, source: string): string | undefined {
  const [here, there] = [denials(said), denials(source)]
  if (here.length === 0 || there.length === 0) return (here[0] ?? there[0])?.mark
  const kept = new Set(there.map(({ next }) => next))
  const added = here.find(({ next }) => next !== "" && !kept.has(next))
  if (added) return added.mark + added.next
  const saidDenied = new Set(here.map(({ next }) => next))
  const dropped = there.find(({ next }) => next.length > 1 && !saidDenied.has(next) && said.includes(next))
  return dropped && dropped.mark + dropped.next
}

/** Every denying word with the two characters that it stands before, up to the next punctuation. */
function denials(text: string): { readonly mark: string; readonly next: string }[] {
  const bare = text.replace(NO_DENIAL, "")
  return [...bare.matchAll(DENIAL)].map((match) => {
    const after = bare.slice(match.index + match[0].length)
    return { mark: match[0], next: /^[\p{L}\p{N}]{0,2}/u.exec(after)?.[0] ?? "" }
  })
}
