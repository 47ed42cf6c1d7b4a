-- What a facet of a resource said before it was replaced, whole: the audit record holds digests alone.
CREATE TABLE configurations (
    target TEXT NOT NULL,
    facet TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (target, facet, at)
);
