import { expect, it } from "vitest"
import { toTraditional } from "../../src/text/traditional.ts"

it.each([
  ["汐江二桥计划明年5月通车。", "汐江二橋計劃明年5月通車。"],
  ["出租车司机下载软件", "計程車司機下載軟體"],
  ["皇后在里屋，公里数", "皇后在裡屋，公里數"],
  ["皇后區的里長說", "皇后區的里長說"],
  ["", ""],
  ["GDP 3.2% 😀", "GDP 3.2% 😀"],
])("%s", (text, traditional) => {
  expect(toTraditional(text)).toBe(traditional)
})
