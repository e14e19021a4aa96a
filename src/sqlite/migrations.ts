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
]
