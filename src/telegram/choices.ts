import type { Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { Answer } from "../answer/answer.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { oneLine } from "./message.ts"
import type { Texts } from "./texts.ts"

const LABEL_UNITS = 40

/** What the press of a choice sends: the ledger entry, the choice counted from 0, and who asked. */
export const CHOICE_PRESSED = /^choice:(\d{1,15}):(\d):(\d{1,15})$/

/** A button for each thing that the question could mean; undefined for an answer that asks nothing back. */
export function choiceButtons(
  answer: Answer,
  ledgerId: number,
  askerId: number,
  texts: Texts,
): InlineKeyboardMarkup | undefined {
  if (answer.kind !== "clarify") return undefined
  const rows = answer.choices.map(({ label }, at) => [
    {
      text: oneLine(texts.inScript(label), LABEL_UNITS),
      callback_data: `choice:${ledgerId}:${at}:${askerId}`,
    },
  ])
  return { inline_keyboard: rows }
}

/** The question that a press asks; undefined where it is too late for it or somebody else's, which the presser is told. */
export async function chosenQuestion(
  ctx: Context,
  [, ledgerId, at, askerId]: readonly (string | undefined)[],
  { ledger, textsFor }: Pick<DeskDeps, "ledger" | "textsFor">,
): Promise<string | undefined> {
  const texts = textsFor(ctx)
  const answer = (line?: string) =>
    ctx.answerCallbackQuery(line === undefined ? {} : { text: line }).then(undefined, ignoreRefusal)
  if (ctx.from?.id !== Number(askerId)) return void (await answer(texts.say("clarify-not-yours")))
  const choice = ctx.chat && ledger.choices(Number(ledgerId), ctx.chat.id)?.[Number(at)]
  await answer(choice ? undefined : texts.say("unknown-button"))
  return choice?.question
}
