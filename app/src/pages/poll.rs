//! Asking the server again and again while somebody looks, more rarely while no answer comes. Knows no page: what is
//! asked, and when to ask next, is the page's to say.

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Code, Error};
use std::rc::Rc;
use std::time::Duration;

type Ask = Rc<dyn Fn() -> LocalBoxFuture<'static, Option<Duration>>>;

/// How soon a page that is looked at again is asked about.
const WHILE_HIDDEN: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Asks at once after hydration, then each time after the span the last answer named; `None` ends it, and so does the
/// end of the component. While the document is hidden nothing is asked. Does nothing on the server.
pub fn poll(ask: impl Fn() -> LocalBoxFuture<'static, Option<Duration>> + 'static) {
    let ask: Ask = Rc::new(ask);
    let alive = StoredValue::new(());
    Effect::new(move |_| later(ask.clone(), alive, Duration::ZERO));
}

fn later(ask: Ask, alive: StoredValue<()>, wait: Duration) {
    let turn = move || {
        if alive.try_get_value().is_none() {
            return;
        }
        if document().hidden() {
            return later(ask, alive, WHILE_HIDDEN);
        }
        spawn_local(async move {
            if let Some(next) = ask().await {
                later(ask, alive, next);
            }
        });
    };
    set_timeout(turn, wait);
}

/// What asking came to so far.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Why the newest answer did not come. Moves only when that is another reason.
    pub trouble: RwSignal<Option<Error>>,
    misses: StoredValue<u32>,
}

impl Asking {
    pub fn begin() -> Self {
        Self { trouble: RwSignal::new(None), misses: StoredValue::new(0) }
    }

    /// An answer came. `None` once the page is gone.
    pub fn answered(self) -> Option<()> {
        if self.trouble.try_with_untracked(Option::is_some)? {
            self.trouble.try_set(None);
        }
        self.misses.try_set_value(0);
        Some(())
    }

    /// No answer came: when to ask again, later each time. A page older than the server stops asking.
    pub fn missed(self, error: Error, usual: Duration) -> Option<Duration> {
        let stale = error.code == Code::Stale;
        if self.trouble.try_with_untracked(|before| before.as_ref() != Some(&error))? {
            self.trouble.try_set(Some(error));
        }
        let misses = self.misses.try_update_value(|misses| {
            *misses = misses.saturating_add(1);
            *misses
        })?;
        (!stale).then(|| backoff(usual, misses))
    }
}

/// The wait after `misses` failures in a row, beginning with `usual`: doubled each time, a minute at most.
fn backoff(usual: Duration, misses: u32) -> Duration {
    usual.saturating_mul(1 << misses.min(6)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::backoff;
    use std::time::Duration;

    #[test]
    fn each_failure_doubles_the_wait_up_to_a_minute() {
        let waits = [0, 1, 2, 3, 4, 500].map(|misses| backoff(Duration::from_secs(5), misses).as_secs());
        assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
    }
}
