//! Finding events. What compares whole values goes through an index of the database; what looks for parts reads the
//! rows one by one, so many in one search and no more.

use super::AuditRecord;
use super::index::{folded, lenient, whole};
use crate::{Store, StoreError};
use model::audit::{AuditChoices, AuditQuery};
use sqlx::Row;
use sqlx::any::AnyRow;

/// The most values offered for one filter.
const MOST_CHOICES: i64 = 100;

/// One event as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub sequence: i64,
    /// The very text that was hashed.
    pub text: String,
    pub prev_hash: String,
    pub hash: String,
}

impl StoredEvent {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: row.try_get("sequence")?,
            text: row.try_get("record")?,
            prev_hash: row.try_get("prev_hash")?,
            hash: row.try_get("hash")?,
        })
    }

    /// What its text says; nothing but its sequence, when somebody made it unreadable.
    pub fn record(&self) -> AuditRecord {
        lenient(self.sequence, &self.text)
    }
}

/// What a search found, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFound {
    pub events: Vec<StoredEvent>,
    /// Where to go on: the events before this one.
    pub older: Option<i64>,
    /// The search stopped here without an end: events before this one were not looked at.
    pub searched_to: Option<i64>,
}

/// The events a search may look at: from the first up to, and without, the second.
struct Range {
    from: i64,
    before: i64,
}

/// Conditions, and the values they are about.
#[derive(Default)]
struct Conditions {
    sql: String,
    texts: Vec<String>,
    numbers: Vec<i64>,
    /// Some look into the text of each row.
    reads: bool,
}

impl Store {
    /// The newest `limit` events that match, of those before `query.before`. A search for parts of texts looks at
    /// `span` events at most.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn search_audit(&self, query: &AuditQuery, limit: u32, span: u32) -> Result<AuditFound, StoreError> {
        let Some(range) = self.range(query).await? else {
            return Ok(AuditFound { events: Vec::new(), older: None, searched_to: None });
        };
        let conditions = Conditions::of(query);
        let floor = match conditions.reads {
            true => range.from.max(range.before.saturating_sub(i64::from(span))),
            false => range.from,
        };
        let within = Range { from: floor, before: range.before };
        let mut events = self.matching(&within, conditions, i64::from(limit) + 1).await?;
        let more = events.len() > limit as usize;
        events.truncate(limit as usize);
        let stopped = (!more && floor > range.from).then_some(floor);
        let older = if more { events.last().map(|last| last.sequence) } else { stopped };
        Ok(AuditFound { events, older, searched_to: stopped })
    }

    /// One event; `None` when there is none of this sequence.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn audit_event(&self, sequence: i64) -> Result<Option<StoredEvent>, StoreError> {
        let sql = "SELECT sequence, record, prev_hash, hash FROM audit WHERE sequence = $1";
        let row = sqlx::query(sql).bind(sequence).fetch_optional(&self.0.pool).await?;
        row.as_ref().map(StoredEvent::read).transpose()
    }

    /// The sequence of the newest event; 0 where there is none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn newest_audit(&self) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(max(sequence), 0) FROM audit";
        Ok(sqlx::query_scalar(sql).fetch_one(&self.0.pool).await?)
    }

    /// The values that filters can be set to.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn audit_choices(&self) -> Result<AuditChoices, StoreError> {
        Ok(AuditChoices {
            events: self.values(&distinct("event")).await?,
            operations: self.values(&distinct("operation")).await?,
            outcomes: self.values(&distinct("outcome")).await?,
        })
    }

    async fn values(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).bind(MOST_CHOICES);
        Ok(query.fetch_all(&self.0.pool).await?)
    }

    /// Where matches can be, as far as times and the place to begin say; `None`: nowhere.
    async fn range(&self, query: &AuditQuery) -> Result<Option<Range>, StoreError> {
        let before = query.before.unwrap_or(i64::MAX).min(self.newest_audit().await?.saturating_add(1));
        let mut range = Range { from: 1, before };
        if query.from.is_some() || query.until.is_some() {
            // Clocks are set back now and then: sequences do not follow time, so all of them are looked up.
            let sql = "SELECT COALESCE(min(sequence), 1) AS low, COALESCE(max(sequence), 0) AS high FROM audit_index \
                       WHERE at >= $1 AND at < $2";
            let bounds = (query.from.unwrap_or(i64::MIN), query.until.unwrap_or(i64::MAX));
            let row = sqlx::query(sql).bind(bounds.0).bind(bounds.1).fetch_one(&self.0.pool).await?;
            let (low, high): (i64, i64) = (row.try_get("low")?, row.try_get("high")?);
            range = Range { from: low, before: before.min(high.saturating_add(1)) };
        }
        Ok((range.from < range.before).then_some(range))
    }

    async fn matching(
        &self,
        range: &Range,
        conditions: Conditions,
        limit: i64,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let Conditions { sql, texts, numbers, .. } = conditions;
        // Without a condition the record itself is listed, whatever the index holds.
        let (from, key) = match sql.is_empty() {
            true => ("audit a", "a.sequence"),
            false => ("audit_index i JOIN audit a ON a.sequence = i.sequence", "i.sequence"),
        };
        let sql = format!(
            "SELECT a.sequence, a.record, a.prev_hash, a.hash FROM {from} \
             WHERE {key} >= $1 AND {key} < $2{sql} ORDER BY {key} DESC LIMIT $3"
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(range.from).bind(range.before).bind(limit);
        for number in numbers {
            query = query.bind(number);
        }
        for text in texts {
            query = query.bind(text);
        }
        query.fetch_all(&self.0.pool).await?.iter().map(StoredEvent::read).collect()
    }
}

impl Conditions {
    fn of(query: &AuditQuery) -> Self {
        let mut all = Self::default();
        // Numbers before texts: that is the order they are bound in.
        for (bound, sign) in [(query.from, ">="), (query.until, "<")] {
            if let Some(bound) = bound {
                all.numbers.push(bound);
                all.add("i.at", sign);
            }
        }
        let columns = [("i.event", &query.event), ("i.actor", &query.actor)];
        let more = [("i.operation", &query.operation), ("i.outcome", &query.outcome)];
        for (column, value) in columns.into_iter().chain(more).filter(|(_, value)| !value.is_empty()) {
            all.texts.push(whole(value));
            all.add(column, "=");
        }
        if let Some(plan) = &query.plan {
            all.texts.push(plan.as_str().to_owned());
            all.add("a.plan", "=");
        }
        let target = Some(&query.target).filter(|target| !target.is_empty()).map(|target| ("i.target", target));
        for (column, part) in target.into_iter().chain(query.words.iter().map(|word| ("i.words", word))) {
            all.texts.push(pattern(part));
            all.add(column, "LIKE");
            all.sql.push_str(" ESCAPE '!'");
            all.reads = true;
        }
        all
    }

    /// About the value that was pushed last; three are bound before the first.
    fn add(&mut self, column: &str, sign: &str) {
        let place = 3 + self.numbers.len() + self.texts.len();
        self.sql.push_str(&format!(" AND {column} {sign} ${place}"));
    }
}

/// Matches what has `part` in it. Both are in lower case, so that both databases compare alike.
fn pattern(part: &str) -> String {
    let mut pattern = "%".to_owned();
    for letter in folded(part).chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The values of a column, each looked up after the one before it: neither database does so by itself, and to read
/// every row for a handful of values takes too long.
fn distinct(column: &str) -> String {
    format!(
        "WITH RECURSIVE found (value) AS (SELECT min({column}) FROM audit_index UNION ALL \
         SELECT (SELECT min({column}) FROM audit_index WHERE {column} > found.value) FROM found \
         WHERE found.value IS NOT NULL) SELECT value FROM found WHERE value IS NOT NULL AND value <> '' LIMIT $1"
    )
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn signs_with_a_meaning_in_patterns_are_looked_for_as_they_are() {
        assert_eq!(pattern("50%_Off!"), "%50!%!_off!!%");
    }
}
