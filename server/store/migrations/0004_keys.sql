-- AWS lists no API keys: this is all that is known of them, and never the key itself. `certain` is 0 until AWS has
-- answered its creation.
CREATE TABLE api_keys (
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    grafana_role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    plan TEXT NOT NULL,
    certain BIGINT NOT NULL CHECK (certain IN (0, 1)),
    PRIMARY KEY (workspace, name)
);

-- Whose something is and what it is for, in people's words.
CREATE TABLE notes (
    subject TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    purpose TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);

-- Tokens that have a successor and are not deleted yet.
CREATE TABLE rotations (
    plan TEXT NOT NULL,
    workspace TEXT NOT NULL,
    account TEXT NOT NULL,
    old_id TEXT NOT NULL,
    old_name TEXT NOT NULL,
    new_name TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    PRIMARY KEY (workspace, account, old_id)
);

-- What the webhook was told already.
CREATE TABLE told (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
