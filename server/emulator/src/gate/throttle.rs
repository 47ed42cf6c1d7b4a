//! The published rates: one bucket per account, region and rule, as deep as one second's worth of calls.

use std::collections::HashMap;

use tokio::time::Instant;

use crate::shapes::{Operation, Service};
use crate::wire::signature::Caller;

/// `SERVICE OPERATION… RATE`, calls a second, read from top to bottom. `read` and `write` stand for all operations
/// of that sort; one rule with several operations is one bucket for each.
const RATES: &str = include_str!("../../model/rates.txt");

/// All buckets that were ever drawn from.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    buckets: HashMap<(String, String, &'static str, &'static str), Bucket>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Buckets {
    /// Takes one call out of its bucket, or says in how many whole seconds to come back.
    pub(crate) fn draw(
        &mut self,
        service: &'static Service,
        operation: &'static Operation,
        caller: &Caller,
        now: Instant,
    ) -> Result<(), u64> {
        let Some((shared, rate)) = rate(service.name, operation) else { return Ok(()) };
        let which = if shared { "" } else { operation.name };
        let key = (caller.account.clone(), caller.region.clone(), service.name, which);
        let bucket = self.buckets.entry(key).or_insert(Bucket { tokens: rate, at: now });
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * rate).min(rate);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        Err(((1.0 - bucket.tokens) / rate).ceil().max(1.0) as u64)
    }
}

/// Whether all operations of the service share one bucket, and its calls a second.
fn rate(service: &str, operation: &Operation) -> Option<(bool, f64)> {
    let rules = RATES.lines().filter(|line| !line.starts_with('#'));
    rules.into_iter().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (&name, rest) = words.split_first()?;
        let (&rate, operations) = rest.split_last()?;
        let sort = if operation.reads() { "read" } else { "write" };
        let fits = |one: &&str| [operation.name, sort, "all"].contains(one);
        let rule = operations.iter().find(|one| name == service && fits(one))?;
        Some((*rule == "all", rate.parse().ok()?))
    })
}
