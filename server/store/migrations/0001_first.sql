-- One text for SQLite and Postgres: integers are BIGINT, times are milliseconds UTC, ids and JSON are TEXT.

CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    principal TEXT NOT NULL,
    schema BIGINT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('planned', 'applying', 'applied', 'failed', 'unknown', 'interrupted', 'expired')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    draft TEXT NOT NULL,
    change TEXT NOT NULL,
    targets TEXT NOT NULL,
    view TEXT NOT NULL,
    result_path TEXT
);
CREATE INDEX plans_by_time ON plans (created_at, id);
CREATE INDEX plans_by_state ON plans (state);

CREATE TABLE steps (
    plan TEXT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    operation TEXT NOT NULL,
    repeatable BIGINT NOT NULL CHECK (repeatable IN (0, 1)),
    intended_at BIGINT,
    outcome TEXT,
    PRIMARY KEY (plan, number)
);

-- `record` is the canonical JSON that was hashed; `plan` repeats one field of it, to look rows up by.
CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY,
    plan TEXT,
    record TEXT NOT NULL,
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX audit_by_plan ON audit (plan, sequence);

-- The one row every writer takes first: it makes the sequence gapless and lets only one append at a time.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
);
INSERT INTO audit_head (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- `id` is a SHA-256: whoever reads the table cannot become anybody.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY CHECK (length(id) = 64),
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
