import type { Answer } from "../answer/answer.ts"
import type { KeptEntry, ToldSummary } from "../answer/ledger.ts"
import { sameAnswer } from "../answer/replay.ts"
import type { Trace } from "../answer/trace.ts"
import { type Archive, openArchive } from "../app.ts"
import { claimJson } from "./article-json.ts"
import { type CommandContext, Failure, type Terminal } from "./terminal.ts"

/** What an answer or a summary stands on, and whether it comes out the same when it is made again without a network. */
export async function why({ config, terminal }: CommandContext, id: number): Promise<void> {
  const archive = await openArchive(config, { hold: false, note: terminal.note })
  try {
    const entry = archive.ledger.find(id)
    if (!entry) throw new Failure(`why: no answer ${id} in the ledger`)
    const { answer, made } = entry
    const again = answer.kind !== "summary" && made ? await archive.replay(answer, made.trace) : undefined
    const same = again && answer.kind !== "summary" ? sameAnswer(answer, again) : null
    if (terminal.json) terminal.printJson(whyJson(entry, archive, again, same))
    else printWhy(terminal, entry, archive, again, same)
  } finally {
    await archive.close()
  }
}

function whyJson(
  { answer, made, ...entry }: KeptEntry,
  { store }: Archive,
  again: Answer | undefined,
  same: boolean | null,
): object {
  return {
    answer: entry.id,
    at: entry.at.toISOString(),
    chat: entry.chatId,
    thread: entry.threadId,
    reader: entry.readerId,
    messages: entry.messageIds,
    question: entry.question,
    kind: answer.kind,
    mode: answer.mode,
    claims: claimsOf(answer).map(claimJson),
    generation: ("generation" in answer && answer.generation) || null,
    read: made?.trace.question ?? null,
    corrected: made?.trace.corrected ?? null,
    threshold: made?.trace.threshold ?? null,
    found: made
      ? foundOf(made.trace).map((hit) => ({ ...hit, title: store.get(hit.id, hit.version)?.title }))
      : [],
    ms: made?.ms ?? null,
    replay: again ? { same, kind: again.kind, claims: claimsOf(again).map(claimJson) } : null,
  }
}

function claimsOf(answer: Answer | ToldSummary) {
  return "claims" in answer ? answer.claims : []
}

/** What the last search found: the one that was answered from. */
function foundOf({ searches }: Trace) {
  return searches.at(-1) ?? []
}

function printWhy(
  { print }: Terminal,
  { answer, made, ...entry }: KeptEntry,
  { store }: Archive,
  again: Answer | undefined,
  same: boolean | null,
): void {
  const where = entry.chatId === null ? "the command line" : `chat ${entry.chatId}`
  const messages = entry.messageIds.length > 0 ? `, messages ${entry.messageIds.join(", ")}` : ""
  print(`answer ${entry.id}: ${entry.at.toISOString()}, ${where}${messages}`)
  print(`question  ${entry.question}`)
  const prompt = "promptVersion" in answer && answer.promptVersion ? `, prompt ${answer.promptVersion}` : ""
  print(`result    ${answer.kind}, ${answer.mode}${prompt}`)
  if (made) {
    const { question, corrected } = made.trace
    print(`read as   ${question.text}`)
    if (corrected !== question.plainText) print(`spelled   ${corrected}`)
    if (question.range)
      print(`days      ${question.range.from} to ${question.range.to} (${question.range.words})`)
    const { retrieve, answer: answering, total } = made.ms
    print(
      `ms        search ${retrieve.toFixed(1)}, answer ${answering.toFixed(1)}, in all ${total.toFixed(1)}`,
    )
    for (const [at, { id, version, score, passages }] of foundOf(made.trace).entries()) {
      const title = store.get(id, version)?.title ?? "(no longer kept)"
      print(
        `found ${at + 1}   ${id} version ${version}, score ${score.toFixed(3)}, ${passages.length} passages: ${title}`,
      )
    }
  }
  for (const [at, { text, citations }] of claimsOf(answer).entries()) {
    print(`sentence ${at + 1}: ${text}`)
    for (const { articleId, version, field, start, end, quote } of citations)
      print(`  stands on ${articleId} version ${version}, ${field} ${start}–${end}: ${quote}`)
  }
  for (const { kind, detail } of ("generation" in answer && answer.generation?.faults) || [])
    print(`dropped   ${kind}: ${detail}`)
  if (!again) print("replay    not possible: nothing was kept to make it from")
  else if (same) print("replay    the same")
  else {
    print(`replay    differs: ${again.kind}`)
    for (const { text } of claimsOf(again)) print(`  ${text}`)
  }
}
