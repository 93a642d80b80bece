-- A home as schema 1 wrote it, kept as text. Never change this file: it stands for homes that people have.
PRAGMA journal_mode = WAL;
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

CREATE TABLE schema_steps (room TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (room, step));
INSERT INTO schema_steps (room, step) VALUES ('storage', 1);
CREATE TABLE other_room (note TEXT);
INSERT INTO other_room (note) VALUES ('kept');
INSERT INTO documents (id, collection, name, title, state, step, attempts, reason, passages, pages, version, version_id, content_hash, published_hash,
    media_type, bytes, source_path, source_root, read_by, tags, updated_at)
VALUES ('d1', 'handbook', 'travel/leave.md', 'Leave', 'ready', 'done', 1, NULL, 7, NULL, 1, 'd1-v1',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'text/markdown', 0, '/srv/handbook/travel/leave.md', '/srv/handbook', '["everyone"]', '{"region":["eu","us"]}', 1764000000000);
INSERT INTO conversations (id, owner, created_at) VALUES ('c1', 'user:ann', 1000);
INSERT INTO turns (conversation_id, ordinal, question, answer, ending, at) VALUES ('c1', 0, 'How long?', 'Ten days [1].', 'grounded', 1000);
