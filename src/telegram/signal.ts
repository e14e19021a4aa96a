import type { Api } from "grammy"

type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>

/** grammY's types name a polyfill; at run time it listens to the platform's own signal. */
export function forGrammy(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal
}
