import { expect, test } from "vitest"
import { furnitureRule } from "../../src/ingest/furniture.ts"

test.each([
  ["新闻推荐", "recommended"],
  ["相关新闻:", "recommended"],
  ["【相关阅读】", "recommended"],
  ["· 延伸阅读", "recommended"],
  ["延伸 · 推荐", "recommended"],
  ["猜你喜欢:", "recommended"],
  ["热点排行", "recommended"],
  ["频道推荐", "recommended"],
  ["图文看点", "recommended"],
  ["24小时热榜", "recommended"],
  ["您可能还感兴趣的新闻", "recommended"],
  ["评论:(本报记者)", "comments"],
  ["网友评论（3）", "comments"],
  ["上一篇：南屏县开展河道清理", "neighbouring articles"],
  ["版权所有 某某日报社", "copyright"],
  ["云ICP备00000001号", "copyright"],
  ["Copyright © 2009-2025", "copyright"],
  ["未经授权，不得转载", "copyright"],
  ["分享到： 微信 微博", "share bar"],
  ["分享至好友和朋友圈", "share bar"],
  ["【打印】【收藏】【关闭】", "share bar"],
  ["字号：大 中 小", "share bar"],
  ["扫一扫，关注本报公众号", "QR code or app"],
  ["下载某某新闻客户端", "QR code or app"],
  ["阅读 6120", "counter"],
  ["第1页 共3页", "page numbers"],
  ["上一页 1 2 3 下一页", "page numbers"],
  ["[1] [2] [13] … >", "page numbers"],
  ["热点推荐>> 更多>>", "recommended"],
  ["原标题：老街修好了", "original title"],
  ["登录 | 注册", "site functions"],
  ["本文来源：某某日报", "note on the source"],
  ["责编：Demi Xia", "closing credits"],
  ["制图：俞青禾", "credits"],
  ["梧州新闻 岑溪新闻 苍梧新闻 蒙山新闻 藤县新闻", "navigation"],
  ["首页 | 新闻 | 时政 | 民生 | 视频", "navigation"],
  ["首页 政务公开 政务服务 走进汐川", "navigation"],
  ["即時 要聞 地方 文化", "navigation"],
  ["延伸閱讀：", "recommended"],
  ["< 上一张 1/6 下一张 >", "page numbers"],
  ["展开全文", "buttons"],
  ["— END —", "buttons"],
  ["00:00/03:21", "buttons"],
  ["银杏什么时候黄 2025-11-19", "list of articles"],
  ["首页改版 读者来信多了一倍。", null],
  ["————", "decoration"],
  ["扫码乘车的市民比去年多了一倍。", null],
  ["评论家们对这部戏看法不一。", null],
  ["分享会上，他讲了三个故事。", null],
  ["版权保护写进了条例。", null],
  ["老码头换新装", null],
  ["云岭高山菜 假日里不歇脚", null],
  ["产业旺 乡村兴", null],
  ["热点问题回应", null],
])("%s", (line, rule) => {
  expect(furnitureRule(line)?.name ?? null).toBe(rule)
})

test.each([
  ["digits", `${"1".repeat(58)}甲`],
  ["digits and gaps", `${"1 22 ".repeat(11)}甲`],
  ["arrows", `甲${">".repeat(398)}乙`],
  ["gaps", `甲${" ".repeat(398)}乙`],
])("reads a line of %s in no time", (_, line) => {
  const started = performance.now()
  for (let i = 0; i < 100; i++) expect(furnitureRule(line)).toBeNull()
  expect(performance.now() - started).toBeLessThan(1_000)
})
