/** Languages that readers are spoken to in; BCP 47. */
export const LANGUAGES = ["zh-CN", "zh-TW", "en"] as const
export type Language = (typeof LANGUAGES)[number]
