//! The one state behind the one lock, and what can be done to it in one hold of that lock. No waiting in here.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::calls::Calls;
use crate::gate::faults::Faults;
use crate::gate::idempotency::{Memory, key};
use crate::gate::mishap::Mishap;
use crate::gate::sentinel::{self, When};
use crate::gate::throttle::Buckets;
use crate::seed;
use crate::services::{Ask, perform, subjects};
use crate::settings::{Seed, Settings};
use crate::shapes::{Operation, Service, table};
use crate::wire::failure::Failure;
use crate::wire::signature::Caller;
use crate::world::{World, alphanumeric, token_of};

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) services: &'static [Service],
    started_with: Settings,
    salt: String,
    clock: Clock,
    state: Mutex<State>,
}

/// Tells seconds since 1970; the machine's clock where nothing else is given.
#[derive(Clone, Default)]
pub(crate) struct Clock(Option<Arc<dyn Fn() -> f64 + Send + Sync>>);

impl Clock {
    pub(crate) fn of(tell: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    fn now(&self) -> f64 {
        self.0.as_ref().map_or_else(wall, |tell| tell())
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    pub(crate) calls: Calls,
    buckets: Buckets,
    memory: Memory,
    tries: HashMap<String, u32>,
}

/// A call that is known to be one of an operation by someone.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
    pub(crate) caller: Caller,
    pub(crate) input: Map<String, Value>,
}

impl Engine {
    pub(crate) fn new(settings: Settings) -> io::Result<Self> {
        let broken = |error: String| io::Error::new(io::ErrorKind::InvalidData, error);
        let services = table().map_err(|error| broken(error.to_string()))?;
        let state = State::new(settings.clone()).map_err(broken)?;
        Ok(Self {
            services,
            started_with: settings,
            salt: alphanumeric(32),
            clock: Clock::default(),
            state: Mutex::new(state),
        })
    }

    /// Another that holds the same, with nothing armed and nothing called yet.
    pub(crate) fn fork(&self, clock: Clock) -> Self {
        let state = self.lock();
        let fresh = State {
            world: state.world.clone(),
            settings: state.settings.clone(),
            faults: Faults::default(),
            calls: Calls::default(),
            buckets: Buckets::default(),
            memory: Memory::default(),
            tries: HashMap::new(),
        };
        let (services, started_with, salt) = (self.services, self.started_with.clone(), self.salt.clone());
        Self { services, started_with, salt, clock, state: Mutex::new(fresh) }
    }

    /// The state. A panic elsewhere does not make it unusable.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Back to the start, perhaps with another seed. Held calls go on, into the new world.
    pub(crate) fn reset(&self, seed: Option<Seed>) -> Result<(), String> {
        let mut settings = self.started_with.clone();
        settings.seed = seed.unwrap_or(settings.seed);
        let mut fresh = State::new(settings)?;
        let mut state = self.lock();
        state.faults.clear();
        state.calls.clear();
        fresh.calls = std::mem::take(&mut state.calls);
        *state = fresh;
        Ok(())
    }

    /// The work of a call: once for every client token.
    pub(crate) fn perform(&self, call: &Call) -> Result<Value, Failure> {
        let mut state = self.lock();
        let State { world, settings, memory, .. } = &mut *state;
        let now = Instant::now();
        world.settle(Some(now));
        let token = key(call.service, call.operation, &call.caller, &call.input);
        if let Some((key, asked)) = &token
            && let Some(answer) = memory.recall(key, asked)?
        {
            return Ok(answer);
        }
        let ask = Ask {
            service: call.service,
            operation: call.operation,
            caller: &call.caller,
            input: &call.input,
            settings,
            now,
            wall: self.clock.now(),
            salt: &self.salt,
        };
        let answer = perform(world, &ask)?;
        if let Some((key, asked)) = token {
            memory.keep(key, asked, answer.clone());
        }
        Ok(answer)
    }
}

impl State {
    fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self {
            world: seed::plant(settings.seed, wall())?,
            settings,
            faults: Faults::default(),
            calls: Calls::default(),
            buckets: Buckets::default(),
            memory: Memory::default(),
            tries: HashMap::new(),
        })
    }

    /// The published rate, if quotas hold.
    pub(crate) fn draw(
        &mut self,
        service: &'static Service,
        operation: &'static Operation,
        caller: &Caller,
    ) -> Result<(), Failure> {
        if !self.settings.quotas {
            return Ok(());
        }
        self.buckets.draw(service, operation, caller, Instant::now()).map_err(Failure::throttled)
    }

    /// The mishap that the names in a call ask for.
    pub(crate) fn sentinel(&mut self, call: &Call) -> Option<Mishap> {
        let names = subjects(&mut self.world, call.service, &call.caller, &call.input);
        let (kind, when) = sentinel::mishap(&names)?;
        let due = match when {
            When::Always => true,
            When::Writing => !call.operation.reads(),
            When::FirstTries => self.tried(call) <= sentinel::TRIES,
        };
        due.then(|| Mishap::of(kind))
    }

    /// How many times this very input has come, now included. The client token does not count as input.
    fn tried(&mut self, call: &Call) -> u32 {
        let mut input = call.input.clone();
        let token = call.service.inputs(call.operation).iter().find(|member| member.idempotent);
        token.and_then(|member| input.remove(member.name));
        let caller = &call.caller;
        let input = Value::Object(input).to_string();
        let names = [call.service.name, call.operation.name, &caller.account, &caller.region, &input];
        let tries = self.tries.entry(token_of(&names)).or_default();
        *tries += 1;
        *tries
    }
}

/// Seconds since 1970, to the millisecond.
pub(crate) fn wall() -> f64 {
    let nanos = OffsetDateTime::now_utc().unix_timestamp_nanos();
    (nanos / 1_000_000) as f64 / 1000.0
}
