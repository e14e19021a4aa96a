/**
 * Signs of page furniture, listed apart from the rules by which pages are read, so that a gap in those shows. They look
 * for what a reader of the paper would never find in print, and only in short lines or at a line's beginning: a story may
 * tell of a QR code.
 */
const SIGNS: readonly (readonly [name: string, sign: RegExp, longest: number])[] = [
  ["share", /分享(?:到|至)|分享本文|复制链接|转发到|微信好友|QQ空间|收藏本文/, 40],
  [
    "editor",
    /^.{0,3}(?:责任编辑|责编|值班编辑|网络编辑|本文编辑|编辑[:：])|[[【(（](?:责任)?编辑[:：].{1,12}[\]】)）]$/,
    60,
  ],
  ["QR code", /扫一扫|扫描.{0,8}二维码|长按.{0,6}识别|扫码(?:阅读|关注|下载)/, 40],
  ["app", /打开APP|下载(?:客户端|APP)|用.{0,8}客户端打开|打开.{0,8}客户端/i, 40],
  ["related", /^.{0,4}(?:相关阅读|相关新闻|相关报道|延伸阅读|推荐阅读|猜你喜欢|热门推荐|新闻推荐)/, 30],
  ["hot list", /^.{0,4}(?:热点排行|热门排行|点击排行|24小时热|今日热榜|热门文章|编辑推荐)/, 30],
  ["neighbours", /^.{0,3}(?:上一篇|下一篇|上一版|下一版|上一页|下一页|返回目录|版面导航|返回首页)/, 60],
  ["copyright", /版权所有|版权声明|未经(?:书面)?(?:授权|许可).{0,10}(?:转载|使用)|ICP备|公网安备/, 200],
  ["disclaimer", /^.{0,4}(?:免责声明|特别声明|本文仅代表作者|以上内容仅代表)/, 200],
  ["reporting", /(?:违法|不良)信息举报|举报电话/, 60],
  ["login", /^.{0,4}(?:登录|注册|忘记密码|用户名|请登录|登录后)/, 24],
  ["comments", /^.{0,4}(?:网友评论|最新评论|热门评论|发表评论|我来说两句|我要评论|写评论)/, 40],
  ["original title", /^.{0,4}(?:原标题|原题)\s?(?:[:：]|为)/, 120],
  ["font size", /字号?[:：]?\s?[大【[]|[【[]?大\s{1,3}中\s{1,3}小|打印本页|关闭窗口/, 40],
  ["trail", /^.{0,4}(?:当前位置|您的?位置|您现在的位置|首页\s?[>»›])/, 80],
  [
    "follow",
    /关注.{0,10}(?:公众号|视频号)|点击.{0,6}(?:阅读原文|关注|大图)|更多.{0,8}请下载|阅读全文|展开全文|查看更多/,
    40,
  ],
  ["advert", /^.{0,2}(?:广告|推广|赞助商?链接)\s?$|advertisement/i, 24],
]

/** The name of the sign in a line that is no story; null where there is none. */
export function furnitureSign(line: string): string | null {
  const text = line.trim()
  return SIGNS.find(([, sign, longest]) => text.length <= longest && sign.test(text))?.[0] ?? null
}
