import type { Context } from "grammy"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { whileTyping } from "../../src/telegram/typing.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A chat that counts the signs it is shown. */
function chat(show: () => Promise<true> = async () => true) {
  const shown = { signs: 0 }
  const ctx = {
    replyWithChatAction() {
      shown.signs++
      return show()
    },
    // As much of a context as showing that one types needs.
  } as unknown as Context
  return { ctx, shown }
}

describe("whileTyping", () => {
  it("repeats the sign while the work lasts, and never after", async () => {
    const { ctx, shown } = chat()
    let finish = (_: string) => {}
    const result = whileTyping(
      ctx,
      () =>
        new Promise<string>((resolve) => {
          finish = resolve
        }),
    )
    await vi.advanceTimersByTimeAsync(9_000)
    expect(shown.signs).toBe(3)
    finish("done")
    expect(await result).toBe("done")
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shown.signs).toBe(3)
  })

  it("ends with the work's own failure, and cleans up", async () => {
    const { ctx, shown } = chat(() => Promise.reject(new Error("no sign")))
    await expect(whileTyping(ctx, () => Promise.reject(new Error("no work")))).rejects.toThrow("no work")
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shown.signs).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
