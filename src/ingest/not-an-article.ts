import type { Draft } from "./draft.ts"
import { storyLength } from "./story.ts"

/** What a server says instead of an article; a story may say it as well, but not in so few words and unsigned. */
const ERROR =
  /(?:^|\D)(?:40[0-9]|410|50[0-4])(?:\D|$).{0,20}(?:not found|forbidden|error|gateway|unavailable|错误|页面|找不到|无法)|(?:not found|forbidden|bad gateway|service unavailable|access denied|just a moment|checking your browser|internal server error)|(?:页面|网页|文章|内容|信息|新闻|地址|网址)\S{0,6}(?:不存在|已?被?删除|找不到|走丢|无法(?:访问|显示|打开)|失效)|(?:找不到|无法(?:找到|访问|显示|打开))\S{0,10}(?:页面|网页|网站)|(?:服务器|系统|网站)\S{0,4}(?:错误|繁忙|异常|维护|升级中)|访问(?:过于频繁|受限|被拒绝|异常)|(?:请输入|完成|进行)\S{0,4}(?:验证码|安全验证|人机验证)|enable javascript|开启\s?javascript/i
const LONGEST_ERROR = 200
const LOGIN = /登录|登陆|登入|log\s?in|sign\s?in/i
const SECRET = /密码|验证码|password/i
/** Markup of a page with little else. */
const LONGEST_FORM = 20_000

/** Why a page is no article, where a person would see it at once: an error page, a form to log in; null for any other. */
export function notAnArticle(draft: Draft | null, page: string): string | null {
  if (draft === null) {
    const start = page.slice(0, LONGEST_FORM)
    if (ERROR.test(textOf(start))) return "an error page, no article"
    return LOGIN.test(start) && SECRET.test(start) ? "only a form to log in, no article" : null
  }
  const { title, body, bylines, publishedAt } = draft
  if (publishedAt !== null || bylines.length > 0 || storyLength(body) > LONGEST_ERROR) return null
  const said = [title, ...body.map((block) => ("text" in block ? block.text : block.heading))].join("\n")
  return ERROR.test(said) ? "an error page, no article" : null
}

function textOf(markup: string): string {
  return markup.replace(/<[^<>]{0,500}>/g, " ")
}
