CREATE TABLE documents (
    id             TEXT    NOT NULL PRIMARY KEY,
    collection     TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    step           TEXT    NOT NULL,
    attempts       INTEGER NOT NULL,
    reason         TEXT,
    passages       INTEGER NOT NULL,
    pages          INTEGER,
    version        INTEGER NOT NULL,
    version_id     TEXT,
    content_hash   TEXT    NOT NULL,
    published_hash TEXT,
    media_type     TEXT    NOT NULL,
    bytes          INTEGER NOT NULL,
    source_path    TEXT,
    source_root    TEXT,
    read_by        TEXT    NOT NULL, -- JSON: ["everyone"]
    tags           TEXT    NOT NULL, -- JSON: {"key":["value"]}
    updated_at     INTEGER NOT NULL  -- milliseconds since 1970, UTC
);

CREATE UNIQUE INDEX documents_by_name ON documents (collection, name);
CREATE INDEX documents_by_state ON documents (state, updated_at);
CREATE INDEX documents_by_content ON documents (content_hash);
CREATE INDEX documents_by_published ON documents (published_hash);

CREATE TABLE conversations (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE turns (
    conversation_id TEXT    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    ordinal         INTEGER NOT NULL,
    question        TEXT    NOT NULL,
    answer          TEXT    NOT NULL,
    ending          TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, ordinal)
);
