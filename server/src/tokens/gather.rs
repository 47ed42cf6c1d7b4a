//! From what was read and what is remembered to the rows of the page. Pure.

use crate::fleet::Programs;
use model::detail::{AccountLine, TokenLine};
use model::tokens::{Note, Rotation, Subject, TokenKind, TokenRow, Unread};
use model::{Millis, ResourceKey, ServiceAccountId};
use std::collections::HashMap;
use store::{KeyRecord, NoteRecord, RotationRecord};

/// What only Belvedere knows.
pub struct Known {
    pub keys: Vec<KeyRecord>,
    pub notes: Vec<NoteRecord>,
    pub rotations: Vec<RotationRecord>,
}

pub struct Gathered {
    pub rows: Vec<TokenRow>,
    pub unread: Vec<Unread>,
}

/// Every account, token and key, in no particular order.
pub fn gather(programs: Vec<Programs>, known: Known, now: Millis) -> Gathered {
    let notes = known.notes.into_iter().map(|note| {
        let NoteRecord { subject, owner, purpose, .. } = note;
        (subject, Note { owner, purpose })
    });
    let notes: HashMap<String, Note> = notes.collect();
    let places: HashMap<String, (ResourceKey, String)> =
        programs.iter().map(|one| (one.row.key.arn(), (one.row.key.clone(), one.row.label().to_owned()))).collect();
    let mut gathered = Gathered { rows: Vec::new(), unread: Vec::new() };
    for Programs { row, accounts } in programs {
        let around = Around { workspace: row.key.clone(), place: row.label().to_owned(), notes: &notes };
        let lines = accounts.value.unwrap_or_default();
        let error = accounts.error.or_else(|| lines.iter().find_map(|line| line.tokens.error.clone()));
        if error.is_some() || accounts.read_at.is_none() {
            gathered.unread.push(Unread { workspace: row.key.clone(), label: around.place.clone(), error });
        }
        for line in lines {
            gathered.rows.extend(around.account(line, &known.rotations, now));
        }
    }
    let keys = known.keys.into_iter().filter_map(|key| {
        // A workspace that cannot be listed just now still has its keys.
        let (workspace, place) = places.get(&key.workspace)?.clone();
        Some(Around { workspace, place, notes: &notes }.key(key))
    });
    gathered.rows.extend(keys);
    gathered
}

struct Around<'a> {
    workspace: ResourceKey,
    place: String,
    notes: &'a HashMap<String, Note>,
}

impl Around<'_> {
    fn account(&self, line: AccountLine, rotations: &[RotationRecord], now: Millis) -> Vec<TokenRow> {
        let AccountLine { id, name, grafana_role, disabled, tokens } = line;
        let account = ServiceAccountId::parse(&id).ok();
        let row = TokenRow {
            account: account.clone(),
            name: name.clone(),
            grafana_role,
            disabled,
            ..self.row(TokenKind::Account)
        };
        let row = self.noted(row);
        let owner = row.note.owner.clone();
        let tokens = tokens.value.unwrap_or_default();
        let of = |token: &TokenLine| {
            let TokenLine { id: token_id, name: token_name, created_at, expires_at, last_used_at } = token.clone();
            let own = |one: &&RotationRecord| {
                one.old_id == token_id && one.account == id && one.workspace == self.workspace.arn()
            };
            let rotation = rotations.iter().find(own).filter(|one| works(&tokens, &one.new_name, now));
            self.noted(TokenRow {
                account: account.clone(),
                account_name: name.clone(),
                id: token_id,
                name: token_name,
                grafana_role: row.grafana_role.clone(),
                disabled,
                created_at,
                expires_at,
                last_used_at,
                account_owner: owner.clone(),
                rotation: rotation.map(rotating),
                ..self.row(TokenKind::Token)
            })
        };
        std::iter::once(row.clone()).chain(tokens.iter().map(of)).collect()
    }

    fn key(&self, key: KeyRecord) -> TokenRow {
        let KeyRecord { name, grafana_role, created_at, expires_at, created_by, certain, .. } = key;
        self.noted(TokenRow {
            name,
            grafana_role,
            created_at: Some(created_at),
            expires_at: Some(expires_at),
            created_by,
            unsure: !certain,
            ..self.row(TokenKind::Key)
        })
    }

    fn row(&self, kind: TokenKind) -> TokenRow {
        TokenRow {
            kind,
            workspace: self.workspace.clone(),
            place: self.place.clone(),
            account: None,
            account_name: String::new(),
            id: String::new(),
            name: String::new(),
            grafana_role: String::new(),
            disabled: None,
            created_at: None,
            expires_at: None,
            last_used_at: None,
            created_by: String::new(),
            unsure: false,
            note: Note::default(),
            account_owner: String::new(),
            rotation: None,
        }
    }

    fn noted(&self, mut row: TokenRow) -> TokenRow {
        let found = row.subject().and_then(|subject: Subject| self.notes.get(&subject.text()).cloned());
        row.note = found.unwrap_or_default();
        row
    }
}

/// Whether a token of this name is there and has not expired: one without it has no successor to be revoked for.
fn works(tokens: &[TokenLine], name: &str, now: Millis) -> bool {
    tokens.iter().any(|token| token.name == name && !token.has_ended(now))
}

fn rotating(record: &RotationRecord) -> Rotation {
    Rotation { plan: record.plan.clone(), successor: record.new_name.clone(), begun_at: record.begun_at }
}

#[cfg(test)]
mod tests {
    use super::works;
    use model::detail::TokenLine;

    #[test]
    fn a_successor_counts_as_long_as_it_is_there_and_has_not_expired() {
        let line = |name: &str, expires_at: i64| TokenLine {
            id: name.to_owned(),
            name: name.to_owned(),
            created_at: None,
            expires_at: Some(expires_at),
            last_used_at: None,
        };
        let tokens = [line("ci-old", 900), line("ci-new", 100)];
        assert!(works(&tokens, "ci-new", 99) && !works(&tokens, "ci-new", 100) && !works(&tokens, "gone", 99));
    }
}
