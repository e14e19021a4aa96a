/** 来源：某某日报, up to what follows the name. */
export const SOURCE =
  /(?:来源|稿源|出处)\s{0,2}[:：]\s{0,4}([^\s\d:：|｜，,;；()（）[\]【】<>《》]{1,6}(?:[^\s:：|｜，,;；()（）[\]【】<>《》]{0,20}?))(?=\s|$|\d{4}|[|｜，,;；()（）[\]【】]|(?:作者|记者|编辑|责编|时间|发布|发稿|日期|点击|浏览|阅读|原标题|字号)\s?[:：]?)/
export const ADDRESS = /https?:\/\/[^\s"'<>，。）)】]{3,500}/

/** The source behind the label 来源. */
export function labelledSource(line: string): string | null {
  return SOURCE.exec(line.replace(ADDRESS, " "))?.[1] ?? null
}
