import { renderAsync } from "@resvg/resvg-js"
import { beforeAll, expect, test } from "vitest"
import { createCardPainter } from "../../src/card/paint-card.ts"
import type { PaintCard } from "../../src/digest/card.ts"

const DATED = { paper: "汐川日报", day: "2026年11月26日", weekday: "星期四" }
const GROUND = [0xfb, 0xf8, 0xf1]
const MARGIN = 72

let paint: PaintCard

beforeAll(async () => {
  paint = await createCardPainter()
})

/** By another reading of the picture than the one that wrote it: what a viewer sees. */
async function decode(png: Uint8Array) {
  const head = Buffer.from(png)
  const width = head.readUInt32BE(16)
  const height = head.readUInt32BE(20)
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${head.toString("base64")}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`
  const { pixels } = await renderAsync(svg)
  const inked = (x: number, y: number) =>
    GROUND.some((value, at) => Math.abs((pixels[(y * width + x) * 4 + at] ?? 0) - value) > 40)
  const count = (left: number, top: number, right: number, bottom: number) => {
    let ink = 0
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (inked(x, y)) ink++
    return ink
  }
  return { width, height, count }
}

const cases: [name: string, headlines: string[]][] = [
  ["one", ["汐川二桥通车"]],
  [
    "six of one and two lines",
    [
      "海岳省今年新增公共充电桩12.6万个，县县通达“半小时充电圈”",
      "汐川二桥12月18日通车，过江时间缩短到六分钟",
      "青屏县柑橘 first shipment to Rotterdam 首航",
      "《汐江保护条例》明年起施行：禁渔期延长至五个月，沿江四县同步建立生态补偿机制",
      "臺灣憂鬱龍蘊轉龜體號",
      "全市中小学食堂全覆盖",
    ],
  ],
  ["far too long", Array.from({ length: 6 }, () => "云岭水库蓄水下游五县受益".repeat(9))],
]

test.each(cases)(
  "%s: a PNG with ink where the words are, and none in the margins",
  async (_name, headlines) => {
    const { width, height, count } = await decode(await paint({ ...DATED, headlines }))
    expect(width).toBe(1200)
    expect(height).toBeGreaterThanOrEqual(630)
    expect(height).toBeLessThan(1400)
    // Below the coloured edge.
    expect(count(0, 20, MARGIN - 30, height)).toBe(0)
    expect(count(width - MARGIN + 1, 20, width, height)).toBe(0)
    expect(count(0, height - 40, width, height)).toBe(0)
    const masthead = count(MARGIN, 60, 440, 165)
    const day = count(850, 60, width - MARGIN, 165)
    const news = count(MARGIN, 210, width - MARGIN, height - 40)
    for (const ink of [masthead, day, news]) expect(ink).toBeGreaterThan(1_000)
  },
)

test("the same words give the same picture, other words another", async () => {
  const [once, again, other] = await Promise.all(
    ["汐川", "汐川", "青屏"].map((headline) => paint({ ...DATED, headlines: [headline] })),
  )
  expect(Buffer.from(once ?? []).equals(again ?? Buffer.alloc(0))).toBe(true)
  expect(Buffer.from(once ?? []).equals(other ?? Buffer.alloc(0))).toBe(false)
})
