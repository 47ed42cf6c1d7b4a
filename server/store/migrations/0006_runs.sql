-- Which run of a plan is the last: a claim begins the first, a resumption the next. What an earlier one still means to write
-- is refused.
ALTER TABLE plans ADD COLUMN run BIGINT NOT NULL DEFAULT 0;

-- Secrets that are on their way to the page that had them minted, from before AWS is asked for them until the page says
-- that it has them.
CREATE TABLE handovers (
    plan TEXT PRIMARY KEY
);
