//! Refusals, put on record: once a minute for the same person, permission and target, so that asking again and again fills no
//! disk. Whoever refuses does it here: server functions, downloads, planning and applying.

use crate::clock::now;
use model::{Permission, PlanId, Principal};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{NewAuditEvent, PlanStore};

const ONCE_IN: Duration = Duration::from_secs(60);
/// More people than this are not told apart within a minute.
const REMEMBERED: usize = 1_000;

/// What was refused lately, and the record it goes on. One for the whole server.
pub struct Denials {
    store: Arc<dyn PlanStore>,
    seen: Mutex<Seen>,
}

/// When each refusal went on record last. The monotonic clock: one that is set back must not silence anybody.
type Seen = HashMap<(String, Permission, String), Instant>;

impl std::fmt::Debug for Denials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Denials")
    }
}

impl Denials {
    pub fn new(store: Arc<dyn PlanStore>) -> Self {
        Self { store, seen: Mutex::default() }
    }

    /// Writes it down without making anybody wait. `plan` is what it was refused for, where that is a plan; `target`, where
    /// that is a download, its path.
    pub fn record(&self, who: &Principal, permission: Permission, plan: Option<&PlanId>, target: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_new(&mut seen, (&who.subject, permission, target), Instant::now()) {
            return;
        }
        let (store, event) = (self.store.clone(), event(who, permission, plan, target));
        tokio::spawn(async move {
            if let Err(error) = store.append_audit(event).await {
                tracing::error!(%error, "denial not recorded");
            }
        });
    }
}

/// Whether this refusal is the first of its kind for a minute.
fn is_new(seen: &mut Seen, (subject, permission, target): (&str, Permission, &str), now: Instant) -> bool {
    seen.retain(|_, at| now.saturating_duration_since(*at) < ONCE_IN);
    let key = (subject.to_owned(), permission, target.to_owned());
    if seen.contains_key(&key) || seen.len() >= REMEMBERED {
        return false;
    }
    seen.insert(key, now);
    true
}

fn event(who: &Principal, permission: Permission, plan: Option<&PlanId>, target: &str) -> NewAuditEvent {
    NewAuditEvent {
        at: now(),
        event: "denied".to_owned(),
        actor: who.subject.clone(),
        plan: plan.cloned(),
        operation: String::new(),
        target: target.to_owned(),
        outcome: String::new(),
        message: format!("The permission {} is missing.", permission.name()),
        request_id: None,
        detail: json!({ "permission": permission.name() }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, is_new};
    use model::Permission;
    use std::time::{Duration, Instant};

    #[test]
    fn the_same_refusal_is_recorded_once_a_minute_and_another_one_at_once() {
        let mut seen = Seen::new();
        let start = Instant::now();
        let mut new =
            |permission, path, at| is_new(&mut seen, ("eva", permission, path), start + Duration::from_millis(at));
        let found = [
            new(Permission::FleetRead, "", 0),
            new(Permission::FleetRead, "", 59_999),
            new(Permission::FleetRead, "/access/export.csv", 59_999),
            new(Permission::AuditRead, "", 59_999),
            new(Permission::FleetRead, "", 60_000),
        ];
        assert_eq!(found, [true, false, true, true, true]);
    }
}
