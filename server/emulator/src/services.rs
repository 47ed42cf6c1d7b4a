//! What the operations do, once a call is known to be well-formed. Rules that need state are here; constraints on
//! single values are in the table and nowhere else.

mod arn;
mod codeartifact;
mod grafana;
mod identitystore;
mod page;
mod prometheus;
mod secretsmanager;
mod sts;
mod subjects;
mod tags;

use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::settings::Settings;
use crate::shapes::{Operation, Service};
use crate::wire::failure::Failure;
use crate::wire::signature::Caller;
use crate::world::{Scope, World};

pub(crate) use arn::{arn, partition};
pub(crate) use codeartifact::fresh as fresh_domain;
pub(crate) use grafana::{DEFAULT_CONFIGURATION, endpoint};
pub(crate) use prometheus::members as prometheus_members;
pub(crate) use subjects::subjects;

/// One call as the services see it.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
    pub(crate) caller: &'a Caller,
    pub(crate) input: &'a Map<String, Value>,
    pub(crate) settings: &'a Settings,
    pub(crate) now: Instant,
    /// The same moment in seconds since 1970.
    pub(crate) wall: f64,
    /// Known to this process alone; seals pagination tokens.
    pub(crate) salt: &'a str,
}

impl Ask<'_> {
    /// A text of the input, empty if it was left out.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// A text of the input.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.input.get(name).and_then(Value::as_str)
    }

    /// A yes of the input.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.input.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The members of a map or structure of the input.
    pub(crate) fn map(&self, name: &str) -> Map<String, Value> {
        self.input.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// The texts of a list of the input.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.input.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The caller's own scope.
    pub(crate) fn scope<'w>(&self, world: &'w mut World) -> &'w mut Scope {
        world.scope(&self.caller.account, &self.caller.region)
    }

    /// When a passing state that begins now is over.
    pub(crate) fn due(&self) -> Instant {
        self.now + self.settings.life_cycle
    }

    /// The state does not allow this: a conflict where the operation declares one, else a validation error.
    pub(crate) fn wrong_state(&self, kind: &str, id: &str, status: &Value) -> Failure {
        let message = format!("The {kind} {id} is {}", status.as_str().unwrap_or_default());
        if self.operation.declares("ConflictException") {
            Failure::conflict(kind, id, message)
        } else {
            Failure::invalid(message)
        }
    }
}

/// Does it. The answer may hold more members than the output shape shows.
pub(crate) fn perform(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    match ask.service.name {
        "grafana" => grafana::perform(world, ask),
        "prometheus" => prometheus::perform(world, ask),
        "codeartifact" => codeartifact::perform(world, ask),
        "identitystore" => identitystore::perform(world, ask),
        "secretsmanager" => secretsmanager::perform(world, ask),
        "sts" => sts::perform(ask),
        _ => Err(Failure::unknown_operation()),
    }
}
