create table retrieval_versions (
    id integer primary key autoincrement,
    version_id text not null unique,
    document_id text not null,
    document_name text not null,
    collection text not null,
    read_by text not null,
    tags text not null,
    published integer not null default 0
);
create index retrieval_versions_by_document on retrieval_versions (document_id);
create unique index retrieval_versions_published on retrieval_versions (document_id) where published = 1;

create table retrieval_passages (
    id integer primary key autoincrement,
    version integer not null references retrieval_versions (id),
    passage_id text not null unique,
    ordinal integer not null,
    title text not null,
    heading_path text not null,
    page integer,
    start_at integer not null,
    end_at integer not null,
    text text not null,
    tokens integer not null,
    language text not null
);
create index retrieval_passages_by_version on retrieval_passages (version, ordinal);

create table retrieval_vectors (
    passage integer primary key references retrieval_passages (id),
    embedder text not null,
    vector blob not null
);

create table retrieval_settings (
    name text primary key,
    value text not null
) without rowid;
insert into retrieval_settings values ('generation', '0'), ('embedder', '');
