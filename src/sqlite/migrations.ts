export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Append-only: what stands here has run in somebody's newsroom. A change of the schema is a new entry. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "0001-archive-and-bot",
    sql: `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      -- One row an article; what it says stands in its versions.
      CREATE TABLE articles (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        url TEXT UNIQUE,
        version INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('live', 'retracted')),
        retracted_why TEXT,
        published_day TEXT,
        published_at TEXT,
        place TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        ingested_at TEXT NOT NULL
      );
      CREATE INDEX articles_by_day ON articles (published_day DESC, number DESC);
      CREATE INDEX articles_by_text ON articles (text_hash);
      CREATE INDEX articles_by_ingest ON articles (ingested_at);

      CREATE TABLE versions (
        article INTEGER NOT NULL REFERENCES articles (number),
        version INTEGER NOT NULL,
        content TEXT NOT NULL, -- the article as JSON
        content_hash TEXT NOT NULL,
        ingested_at TEXT NOT NULL,
        PRIMARY KEY (article, version)
      ) WITHOUT ROWID;

      CREATE TABLE printings (
        id TEXT PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles (number),
        url TEXT,
        source TEXT,
        published_at TEXT
      ) WITHOUT ROWID;
      CREATE INDEX printings_by_article ON printings (article);
      CREATE INDEX printings_by_url ON printings (url);

      CREATE TABLE embedders (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);

      -- Passages of the current version of live articles. Offsets are UTF-16 code units.
      CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article INTEGER NOT NULL REFERENCES articles (number),
        field TEXT NOT NULL CHECK (field IN ('text', 'abstract', 'title')),
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        vector BLOB NOT NULL,
        embedder INTEGER NOT NULL REFERENCES embedders (number)
      );
      CREATE INDEX passages_by_article ON passages (article);

      -- Files as they were when they were last read to the end, so that a start need not read them again.
      CREATE TABLE files (
        path TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        modified_ms REAL NOT NULL
      ) WITHOUT ROWID;

      -- Every answer, and what each of its sentences stands on.
      CREATE TABLE ledger (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        chat_id INTEGER,
        question TEXT NOT NULL,
        kind TEXT NOT NULL,
        mode TEXT NOT NULL,
        prompt_version TEXT,
        answer TEXT NOT NULL -- JSON
      );
      CREATE TABLE ledger_messages (
        ledger_id INTEGER NOT NULL REFERENCES ledger (id) ON DELETE CASCADE,
        message_id INTEGER NOT NULL,
        PRIMARY KEY (ledger_id, message_id)
      ) WITHOUT ROWID;
      CREATE TABLE ledger_citations (
        ledger_id INTEGER NOT NULL REFERENCES ledger (id) ON DELETE CASCADE,
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL
      );
      CREATE INDEX ledger_citations_by_article ON ledger_citations (article_id, version);

      -- What Telegram sent, stored before it is confirmed.
      CREATE TABLE updates (
        update_id INTEGER PRIMARY KEY,
        chat_id INTEGER,
        body TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('new', 'working', 'done', 'parked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        received_at TEXT NOT NULL,
        error TEXT
      );
      CREATE INDEX updates_by_state ON updates (state, update_id);

      CREATE TABLE chat_lists (
        chat_id INTEGER PRIMARY KEY,
        articles TEXT NOT NULL, -- ids of the last list shown, as JSON
        at TEXT NOT NULL
      );

      CREATE TABLE subscriptions (
        chat_id INTEGER PRIMARY KEY,
        active INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        ended_why TEXT
      );

      CREATE TABLE editions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        occurrence TEXT NOT NULL UNIQUE,
        date TEXT NOT NULL,
        cutoff TEXT NOT NULL,
        created_at TEXT NOT NULL,
        content TEXT NOT NULL -- JSON
      );
      CREATE TABLE edition_citations (
        edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL
      );
      CREATE INDEX edition_citations_by_article ON edition_citations (article_id, version);

      CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        edition_id INTEGER NOT NULL REFERENCES editions (id),
        chat_id TEXT NOT NULL,
        part INTEGER NOT NULL,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'ambiguous')),
        attempt INTEGER NOT NULL DEFAULT 0,
        not_before TEXT,
        message_id INTEGER,
        error TEXT,
        UNIQUE (edition_id, chat_id, part)
      );
      CREATE INDEX outbox_by_state ON outbox (state, id);
    `,
  },
  {
    name: "0002-stories",
    sql: `
      -- Behind another article: a printing of the same story, or the second half of one. It is not searched by itself.
      ALTER TABLE articles ADD COLUMN lead INTEGER REFERENCES articles (number);
      ALTER TABLE articles ADD COLUMN lead_why TEXT
        CHECK (lead_why IN ('same-text', 'reprint', 'shortened', 'second-half'));
      CREATE INDEX articles_by_lead ON articles (lead) WHERE lead IS NOT NULL;
      -- The version that was read; a later one was made by joining halves.
      ALTER TABLE articles ADD COLUMN read_version INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE articles ADD COLUMN source TEXT;
      UPDATE articles SET read_version = version, source = (
        SELECT json_extract(content, '$.source') FROM versions v
        WHERE v.article = number AND v.version = articles.version
      );

      -- Printings become articles of their own, each with the words of the article behind which it stands.
      INSERT INTO articles (id, url, version, status, retracted_why, published_day, published_at, place, text_hash,
        ingested_at, lead, lead_why, source)
      SELECT p.id, CASE WHEN EXISTS (SELECT 1 FROM articles b WHERE b.url = p.url) THEN NULL ELSE p.url END, 1, a.status,
        a.retracted_why, substr(p.published_at, 1, 10), p.published_at, a.place, a.text_hash, a.ingested_at, a.number,
        'same-text', p.source
      FROM printings p JOIN articles a ON a.number = p.article
      WHERE NOT EXISTS (SELECT 1 FROM articles b WHERE b.id = p.id)
        AND NOT EXISTS (SELECT 1 FROM printings q WHERE q.url = p.url AND q.id < p.id);
      INSERT INTO versions (article, version, content, content_hash, ingested_at)
      SELECT f.number, 1, json_set(v.content, '$.url', f.url, '$.source', f.source, '$.publishedAt', f.published_at),
        '', f.ingested_at
      FROM articles f JOIN articles a ON a.number = f.lead
        JOIN versions v ON v.article = a.number AND v.version = a.version;
      DROP TABLE printings;
      DROP INDEX articles_by_text;
      ALTER TABLE articles DROP COLUMN text_hash;

      -- Bands of MinHash signatures: articles that share one may be printings of one story.
      CREATE TABLE story_bands (
        band INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES articles (number),
        PRIMARY KEY (band, article)
      ) WITHOUT ROWID;

      CREATE TABLE article_links (
        source INTEGER NOT NULL REFERENCES articles (number),
        target INTEGER NOT NULL REFERENCES articles (number),
        kind TEXT NOT NULL CHECK (kind IN ('updates', 'corrects')),
        PRIMARY KEY (source, target, kind)
      ) WITHOUT ROWID;
      CREATE INDEX article_links_by_target ON article_links (target);

      CREATE INDEX versions_with_open_ends ON versions (article, version)
        WHERE json_array_length(content, '$.openEnds') > 0;
      CREATE INDEX versions_with_correction ON versions (article, version)
        WHERE json_type(content, '$.correction') = 'object';
    `,
  },
  {
    name: "0003-what-was-asked-lately",
    sql: `
      CREATE INDEX ledger_by_time ON ledger (at);
      CREATE INDEX ledger_citations_by_entry ON ledger_citations (ledger_id);
    `,
  },
  {
    name: "0004-embeddings",
    sql: `
      -- Vectors by what they were made of: the same text is never embedded twice by one embedder.
      CREATE TABLE embeddings (
        id INTEGER PRIMARY KEY,
        embedder INTEGER NOT NULL REFERENCES embedders (number),
        text_hash BLOB NOT NULL, -- SHA-256 of the text in UTF-8
        vector BLOB NOT NULL, -- 32-bit floats, little-endian
        UNIQUE (embedder, text_hash)
      );
      -- SQL cannot tell the texts of passages that are there: a hash of their own keeps the vectors that a service made
      -- for them, and the hash of the text takes its place when another vector is made.
      ALTER TABLE passages ADD COLUMN text_hash BLOB NOT NULL DEFAULT x'';
      UPDATE passages SET text_hash = randomblob(32);
      INSERT INTO embeddings (embedder, text_hash, vector)
      SELECT p.embedder, p.text_hash, p.vector FROM passages p JOIN embedders e ON e.number = p.embedder
      WHERE e.id LIKE 'openai:%' AND length(p.vector) > 0;
      ALTER TABLE passages DROP COLUMN vector;
      ALTER TABLE passages DROP COLUMN embedder;
    `,
  },
  {
    name: "0005-answers",
    sql: `
      -- Who asked, where (a thread of a group), and all that a replay needs: JSON of answer/trace.ts.
      ALTER TABLE ledger ADD COLUMN reader_id INTEGER;
      ALTER TABLE ledger ADD COLUMN thread_id INTEGER;
      ALTER TABLE ledger ADD COLUMN trace TEXT;
      -- The same question on the same evidence with the same prompt and model has the same key.
      ALTER TABLE ledger ADD COLUMN cache_key TEXT;
      CREATE INDEX ledger_by_chat ON ledger (chat_id, id);
      CREATE INDEX ledger_by_reader ON ledger (reader_id) WHERE reader_id IS NOT NULL;
      CREATE INDEX ledger_by_cache_key ON ledger (cache_key, id) WHERE cache_key IS NOT NULL;

      -- Tokens of language models, by day of the newspaper's zone. Reader 0: nobody in particular.
      CREATE TABLE token_spending (
        day TEXT NOT NULL,
        reader_id INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        PRIMARY KEY (day, reader_id)
      ) WITHOUT ROWID;

      CREATE TABLE reader_settings (
        reader_id INTEGER PRIMARY KEY,
        language TEXT NOT NULL
      );
    `,
  },
  {
    name: "0006-subscriptions",
    sql: `
      -- The digests of a reader. Whether the chat can be written to stands in subscriptions.
      CREATE TABLE reader_digests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL,
        draft INTEGER NOT NULL, -- 1: still being chosen
        language TEXT, -- in which it was chosen; NULL: the bot's own
        wants TEXT, -- JSON; NULL: everything
        at TEXT, -- HH:MM; NULL: with the newsroom's own
        weekdays TEXT NOT NULL, -- of 1 (Monday) to 7, ascending
        since TEXT NOT NULL, -- what came in later is new to it
        done_day TEXT,
        words_asked_at TEXT -- when the reader was asked to type a keyword
      );
      CREATE INDEX reader_digests_by_chat ON reader_digests (chat_id);
      CREATE UNIQUE INDEX one_draft_a_chat ON reader_digests (chat_id) WHERE draft = 1;
      INSERT INTO reader_digests (chat_id, draft, weekdays, since)
        SELECT chat_id, 0, '1234567', created_at FROM subscriptions WHERE active = 1;

      -- Questions that the archive did not answer, of readers who want to hear when it does.
      CREATE TABLE awaited_questions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL,
        question TEXT NOT NULL,
        language TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        seen TEXT NOT NULL, -- articles that came in up to this instant have been read for it
        UNIQUE (chat_id, question)
      );
    `,
  },
  {
    name: "0007-desk",
    sql: `
      -- Editions before they are published, as editors have changed them.
      CREATE TABLE digest_drafts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        occurrence TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'skipped', 'sent')),
        revision INTEGER NOT NULL,
        edited INTEGER NOT NULL,
        content TEXT NOT NULL, -- JSON: what the digest prepared
        editor_id INTEGER,
        changed_at TEXT NOT NULL,
        notice TEXT, -- JSON: what editors are still to be told
        told TEXT NOT NULL DEFAULT ',' -- kinds of notices that they were told, each between commas
      );
    `,
  },
  {
    name: "0008-deliveries",
    sql: `
      -- When a message of it was last sent; this stood in meta, a row an edition.
      ALTER TABLE editions ADD COLUMN last_sent_at TEXT;
      UPDATE editions SET last_sent_at = (SELECT value FROM meta WHERE key = 'edition_sent:' || editions.id);
      DELETE FROM meta WHERE key GLOB 'edition_sent:*';
      CREATE INDEX editions_by_cutoff ON editions (cutoff);
      CREATE INDEX editions_by_date ON editions (date);

      -- 1: Telegram refused it or its chat, so that it surely is not there; only of what has failed.
      ALTER TABLE outbox ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
      UPDATE outbox SET refused = 1 WHERE state = 'failed' AND error GLOB '4[0-9][0-9]: *';
      CREATE INDEX outbox_by_chat ON outbox (chat_id);

      -- What editors were told last of missed days: the record of the day, no longer its date.
      UPDATE meta SET value = (SELECT coalesce(max(e.id), 0) FROM editions e WHERE e.occurrence = 'skipped:' || meta.value)
      WHERE key = 'told_skipped';
    `,
  },
  {
    name: "0009-cards",
    sql: `
      -- The picture before the messages of an edition: part 0 of its outbox rows, while any of them may still be sent.
      CREATE TABLE edition_cards (
        edition_id INTEGER PRIMARY KEY REFERENCES editions (id),
        articles TEXT NOT NULL, -- JSON: ids of those whose headlines stand on it
        png BLOB NOT NULL,
        remote_id TEXT -- the chat platform's name for it once it has been uploaded
      );
    `,
  },
  {
    name: "0010-choice-presses",
    sql: `
      -- Buttons below readers' own digests, by the key of what was chosen, that were not pressed since.
      CREATE TABLE unpressed_buttons (
        digest_id INTEGER NOT NULL REFERENCES reader_digests (id) ON DELETE CASCADE,
        choice TEXT NOT NULL,
        edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
        passed INTEGER NOT NULL, -- 1: another button below the same edition was pressed
        PRIMARY KEY (digest_id, choice, edition_id)
      ) WITHOUT ROWID;
      -- What a reader wants whole, pressed or not.
      CREATE TABLE kept_choices (
        digest_id INTEGER NOT NULL REFERENCES reader_digests (id) ON DELETE CASCADE,
        choice TEXT NOT NULL,
        PRIMARY KEY (digest_id, choice)
      ) WITHOUT ROWID;

      -- Messages that may still be sent have rows of buttons in the place of one.
      UPDATE outbox
      SET payload = json_remove(
        json_set(payload, '$.buttons', json_array(json_array(json_extract(payload, '$.button')))), '$.button')
      WHERE state IN ('pending', 'sending', 'ambiguous')
        AND json_valid(payload) AND json_type(payload, '$.button') = 'object';
    `,
  },
]
