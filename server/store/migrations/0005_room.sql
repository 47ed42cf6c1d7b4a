-- Room for what comes, in one step: a plan's state is checked in code, so that a new one needs no new table; why somebody
-- asked for a plan, who discarded it and when, and who approved it. A table with a CHECK cannot lose it in SQLite, so both
-- tables are made anew.
CREATE TABLE plans_next (
    id TEXT PRIMARY KEY,
    principal TEXT NOT NULL,
    schema BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    draft TEXT NOT NULL,
    change TEXT NOT NULL,
    targets TEXT NOT NULL,
    view TEXT NOT NULL,
    result_path TEXT,
    reason TEXT,
    discarded_by TEXT,
    discarded_at BIGINT,
    approval TEXT
);
INSERT INTO plans_next
    (id, principal, schema, state, created_at, expires_at, title, place, draft, change, targets, view, result_path)
SELECT id, principal, schema, state, created_at, expires_at, title, place, draft, change, targets, view, result_path
FROM plans;

CREATE TABLE steps_next (
    plan TEXT NOT NULL REFERENCES plans_next (id),
    number BIGINT NOT NULL,
    operation TEXT NOT NULL,
    repeatable BIGINT NOT NULL CHECK (repeatable IN (0, 1)),
    intended_at BIGINT,
    outcome TEXT,
    PRIMARY KEY (plan, number)
);
INSERT INTO steps_next (plan, number, operation, repeatable, intended_at, outcome)
SELECT plan, number, operation, repeatable, intended_at, outcome
FROM steps;

DROP TABLE steps;
DROP TABLE plans;
ALTER TABLE plans_next RENAME TO plans;
ALTER TABLE steps_next RENAME TO steps;
CREATE INDEX plans_by_time ON plans (created_at, id);
CREATE INDEX plans_by_state ON plans (state);

-- Which AWS the store belongs to: `aws`, `emulator` or `endpoint`. No row: it is not marked yet.
CREATE TABLE store_origin (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    origin TEXT NOT NULL
);
