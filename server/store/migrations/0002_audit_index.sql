-- What searches of the audit record go through: some of each event, beside it and never instead of it. Filled with the
-- event itself; for events from before this table, when the store is opened. `target` and `words` are in lower case.
CREATE TABLE audit_index (
    sequence BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    target TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX audit_index_by_time ON audit_index (at, sequence);
CREATE INDEX audit_index_by_event ON audit_index (event, sequence);
CREATE INDEX audit_index_by_actor ON audit_index (actor, sequence);
CREATE INDEX audit_index_by_operation ON audit_index (operation, sequence);
CREATE INDEX audit_index_by_outcome ON audit_index (outcome, sequence);
