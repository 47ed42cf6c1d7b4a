//! Refusals of server functions, put on record: once a minute for the same person and permission, so that asking again
//! and again fills no disk.

use crate::clock::now;
use model::{Millis, Permission, Principal};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{NewAuditEvent, Store};

const ONCE_IN: Millis = 60_000;
/// More people than this are not told apart within a minute.
const REMEMBERED: usize = 1_000;

#[derive(Debug, Default)]
pub struct Denials(Mutex<HashMap<(String, Permission), Millis>>);

impl Denials {
    /// Whether this refusal is the first of its kind for a minute.
    fn is_new(&self, who: &Principal, permission: Permission, now: Millis) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, at| now - *at < ONCE_IN);
        let key = (who.subject.clone(), permission);
        if seen.contains_key(&key) || seen.len() >= REMEMBERED {
            return false;
        }
        seen.insert(key, now);
        true
    }

    /// Writes it down without making anybody wait.
    pub fn record(&self, store: &Store, who: &Principal, permission: Permission) {
        if !self.is_new(who, permission, now()) {
            return;
        }
        let (store, event) = (store.clone(), event(who, permission));
        tokio::spawn(async move {
            if let Err(error) = store.append_audit(event).await {
                tracing::error!(%error, "denial not recorded");
            }
        });
    }
}

fn event(who: &Principal, permission: Permission) -> NewAuditEvent {
    NewAuditEvent {
        at: now(),
        event: "denied".to_owned(),
        actor: who.subject.clone(),
        plan: None,
        operation: String::new(),
        target: String::new(),
        outcome: String::new(),
        message: format!("The permission {} is missing.", permission.name()),
        request_id: None,
        detail: json!({ "permission": permission.name() }),
    }
}

#[cfg(test)]
mod tests {
    use super::Denials;
    use model::{Permission, Principal};

    #[test]
    fn the_same_refusal_is_recorded_once_a_minute_and_another_one_at_once() {
        let (denials, who) = (Denials::default(), Principal { subject: "eva".into(), roles: Vec::new() });
        let new = |permission, at| denials.is_new(&who, permission, at);
        let found = [
            new(Permission::FleetRead, 0),
            new(Permission::FleetRead, 59_999),
            new(Permission::AuditRead, 59_999),
            new(Permission::FleetRead, 60_000),
        ];
        assert_eq!(found, [true, false, true, true]);
    }
}
