//! Faults armed over `/_emulator/faults`: they strike calls by what they are, not by what they name.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::canned::Canned;
use super::mishap::{Hold, Kind, Mishap, SLOW};
use crate::shapes::{Operation, Service};
use crate::wire::signature::Caller;

/// An order for a fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    /// Our name of the service or its signing name; any, if left out.
    pub(crate) service: Option<String>,
    pub(crate) operation: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    /// As the list of calls shows it.
    pub(crate) target: Option<String>,
    pub(crate) kind: Kind,
    /// How many calls that fit pass before the first is struck.
    pub(crate) skip: Option<u64>,
    /// How many calls it strikes; all, if left out.
    pub(crate) times: Option<u64>,
    /// For a slow call.
    pub(crate) delay_ms: Option<u64>,
    /// For an answer.
    #[serde(flatten)]
    pub(crate) canned: Canned,
}

impl Order {
    /// Why it is none.
    pub(crate) fn trouble(&self) -> Option<String> {
        match (self.kind, &self.operation) {
            (Kind::Answer | Kind::AnswerAfter, None) => Some("an answer is of one operation: name it".to_owned()),
            (Kind::Answer | Kind::AnswerAfter, _) => self.canned.trouble(),
            _ if !self.canned.is_blank() => Some("status, headers, body and pad belong to an answer".to_owned()),
            _ => None,
        }
    }
}

/// All armed faults.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: Vec<Armed>,
    last: u64,
}

#[derive(Debug)]
struct Armed {
    id: u64,
    order: Order,
    struck: u64,
    passed: u64,
    gate: watch::Sender<bool>,
    waiting: Arc<AtomicUsize>,
}

impl Faults {
    /// Arms one; answers its number.
    pub(crate) fn arm(&mut self, order: Order) -> u64 {
        self.last += 1;
        let (gate, waiting) = (watch::Sender::new(false), Arc::default());
        self.armed.push(Armed { id: self.last, order, struck: 0, passed: 0, gate, waiting });
        self.last
    }

    /// Disarms all; calls that are held go on.
    pub(crate) fn clear(&mut self) {
        for armed in self.armed.drain(..) {
            armed.gate.send_replace(true);
        }
    }

    /// Lets all held calls of an operation go on and disarms their faults; answers how many calls that were.
    pub(crate) fn release(&mut self, operation: &str) -> usize {
        let holds = |armed: &Armed| {
            let named = armed.order.operation.as_deref().is_none_or(|name| name == operation);
            named && matches!(armed.order.kind, Kind::Held | Kind::HeldAfter)
        };
        let (released, kept) = self.armed.drain(..).partition(holds);
        self.armed = kept;
        released.iter().fold(0, |count, armed| {
            armed.gate.send_replace(true);
            count + armed.waiting.load(Ordering::SeqCst)
        })
    }

    /// The mishap due for a call, if a fault fits that is not to let it pass. A hold that has struck as often as it should stays until it is
    /// released; other faults go.
    pub(crate) fn strike(
        &mut self,
        service: &Service,
        operation: &Operation,
        caller: &Caller,
        target: Option<&str>,
    ) -> Option<Mishap> {
        let fits = |armed: &&mut Armed| armed.fits(service, operation, caller, target);
        let armed = self.armed.iter_mut().filter(fits).find_map(Armed::due)?;
        armed.struck += 1;
        let hold = Some(Hold::new(armed.gate.subscribe(), &armed.waiting));
        let delay = armed.order.delay_ms.map_or(SLOW, Duration::from_millis);
        let mishap = Mishap { kind: armed.order.kind, delay, hold, canned: armed.order.canned.clone() };
        self.armed.retain(|armed| !armed.spent() || matches!(armed.order.kind, Kind::Held | Kind::HeldAfter));
        Some(mishap)
    }

    /// What is armed, with how often each has struck and how many calls it holds.
    pub(crate) fn list(&self) -> Vec<Value> {
        self.armed.iter().map(Armed::show).collect()
    }
}

impl Armed {
    fn spent(&self) -> bool {
        self.order.times.is_some_and(|times| self.struck >= times)
    }

    /// Itself, unless it lets this call pass.
    fn due(&mut self) -> Option<&mut Self> {
        if self.passed < self.order.skip.unwrap_or_default() {
            self.passed += 1;
            return None;
        }
        Some(self)
    }

    fn fits(&self, service: &Service, operation: &Operation, caller: &Caller, target: Option<&str>) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        !self.spent()
            && (is(&self.order.service, service.name) || is(&self.order.service, service.signing))
            && is(&self.order.operation, operation.name)
            && is(&self.order.account, &caller.account)
            && is(&self.order.region, &caller.region)
            && (self.order.target.is_none() || self.order.target.as_deref() == target)
    }

    fn show(&self) -> Value {
        let mut value = json!(self.order);
        value["id"] = self.id.into();
        value["struck"] = self.struck.into();
        value["held"] = self.waiting.load(Ordering::SeqCst).into();
        value
    }
}
