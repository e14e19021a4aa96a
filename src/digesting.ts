import type { Api } from "grammy"
import type { Logger } from "pino"
import type { Archive } from "./app.ts"
import { createCards } from "./cards.ts"
import type { Config } from "./config.ts"
import { createDesk, type Desk } from "./desk/desk.ts"
import { createAwaited } from "./digest/answer-awaited.ts"
import type { PaintCard } from "./digest/card.ts"
import { systemClock } from "./digest/clock.ts"
import { createDelivery } from "./digest/delivery.ts"
import { createDigest, type Digest } from "./digest/digest.ts"
import type { Transport } from "./digest/outbox.ts"
import { createPace, type Pace } from "./digest/pace.ts"
import type { PersonalDigestDeps } from "./digest/personal.ts"
import { createAwaitedQuestions } from "./sqlite/awaited-questions.ts"
import { createCardPictures } from "./sqlite/card-pictures.ts"
import { createChoicePresses } from "./sqlite/choice-presses.ts"
import { createDrafts } from "./sqlite/drafts.ts"
import { SqliteEditions } from "./sqlite/editions.ts"
import { SqliteOutbox } from "./sqlite/outbox.ts"
import { createReaderSettings } from "./sqlite/reader-settings.ts"
import { SqliteSubscriptions } from "./sqlite/subscriptions.ts"
import { type ArticleLink, articleLinks } from "./telegram/article-link.ts"
import {
  footButton,
  type OutboxMessage,
  subscribeFoot,
  withButtons,
  withFoot,
} from "./telegram/foot-button.ts"
import { renderAwaited, renderOffered } from "./telegram/render-awaited.ts"
import { digestHeadings, plainDigest, renderDigest } from "./telegram/render-digest.ts"
import { createOwnDigestRenderer } from "./telegram/render-own-digest.ts"
import { createTransport } from "./telegram/sender.ts"
import { loadTexts, type Texts } from "./telegram/texts.ts"
import { LANGUAGES, type Language } from "./text/languages.ts"

/** What sends messages, and to which channel. */
export interface Destination {
  readonly transport: Transport
  /** Shared with whatever else sends. */
  readonly pace: Pace
  readonly channelId: string | undefined
  /** Paints the picture cards; without it there are none. */
  readonly paint?: PaintCard | undefined
  /** The bot's name, for links to articles without an address of their own. */
  readonly username: () => string | undefined
}

/** Sends through the Bot API what is rich and what is plain, and the cards that are kept in the archive's database. */
export function botTransport(api: Api, { db }: Pick<Archive, "db">, log: Logger): Transport {
  return createTransport(api, {
    cards: createCardPictures(db),
    onRichRefused: (why) => log.info({ why }, "a digest message was sent plain"),
  })
}

/** Of a digest that can be previewed, not sent. */
const NOWHERE: Destination = {
  transport: { send: async () => ({ kind: "not-sent", why: "there is nothing to send with" }) },
  pace: createPace(systemClock),
  channelId: undefined,
  username: () => undefined,
}

/** What the newsroom's own digest, readers' own ones and what was waited for are all made of. */
interface Parts {
  readonly archive: Archive
  readonly config: Config
  readonly log: Logger
  readonly editions: SqliteEditions
  readonly atomically: <T>(work: () => T) => T
  readonly link: () => ArticleLink
  readonly textsOf: (language: Language) => Texts
}

/** The digest over an archive. Without a destination it can be previewed, not sent. */
export function openDigest(
  archive: Archive,
  config: Config,
  log: Logger,
  { transport, pace, channelId, paint, username }: Destination = NOWHERE,
): Digest {
  const { db } = archive
  const loaded = new Map(LANGUAGES.map((language) => [language, loadTexts(language)]))
  const parts: Parts = {
    archive,
    config,
    log,
    editions: new SqliteEditions(db),
    atomically: (work) => db.transaction(work).immediate(),
    link: () => articleLinks(username()),
    textsOf: (language) => loaded.get(language) ?? loadTexts(language),
  }
  const texts = parts.textsOf(config.language)
  return createDigest({
    articles: archive.store,
    editions: parts.editions,
    summarizer: archive.summarizer,
    delivery: createDelivery({ outbox: new SqliteOutbox(db), transport, pace, clock: systemClock, log }),
    time: { ...config.digestAt, timeZone: config.timeZone },
    channelId,
    headings: digestHeadings(texts),
    demand: (now) => new Map(archive.hot(now).articles.map(({ article, score }) => [article.id, score])),
    render: (edition) =>
      asJson(
        withFoot(subscribeFoot(username(), texts), (limits) =>
          withButtons(renderDigest(edition, archive.paperName(), texts, { link: parts.link(), limits }), [
            [footButton(0, texts)],
          ]),
        ),
      ),
    card: paint && createCards(paint, archive.paperName, texts),
    plain: (edition) => plainDigest(edition, archive.paperName(), texts),
    personal: personalDigests(parts),
    answerAwaited: awaitedAnswers(parts),
    log,
  })
}

/** Each in its reader's language, with what it is about, and buttons that tell more and end it. */
function personalDigests({
  archive,
  config,
  editions,
  atomically,
  link,
  textsOf,
}: Parts): PersonalDigestDeps {
  const { db } = archive
  const { language } = createReaderSettings(db)
  const renderOwn = createOwnDigestRenderer()
  return {
    subscriptions: new SqliteSubscriptions(db),
    editions,
    presses: createChoicePresses(db),
    atomically,
    render(edition, subscription) {
      const texts = textsOf(language(subscription.chatId) ?? subscription.language ?? config.language)
      return asJson(renderOwn(edition, subscription, archive.paperName(), texts, link()))
    },
  }
}

function awaitedAnswers({ archive, config, log, editions, atomically, link, textsOf }: Parts) {
  return createAwaited({
    awaited: createAwaitedQuestions(archive.db),
    editions,
    articles: archive.store,
    ask: archive.askWithoutModel,
    atomically,
    render(asked, awaited, how) {
      const render = how === "told" ? renderAwaited : renderOffered
      return asJson(render(asked, awaited, textsOf(awaited.language), link()))
    },
    timeZone: config.timeZone,
    log,
  })
}

function asJson(messages: readonly OutboxMessage[]): string[] {
  return messages.map((message) => JSON.stringify(message))
}

/** Editors' work on a digest over the archive. */
export function openDesk(archive: Archive, config: Config, digest: Digest): Desk {
  return createDesk({
    digest,
    drafts: createDrafts(archive.db),
    articles: archive.store,
    timeZone: config.timeZone,
    approval: config.digestApproval,
  })
}
