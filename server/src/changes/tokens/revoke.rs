//! Plans that delete tokens and API keys: chosen ones, all expired ones, or what a mint made.

use super::propose::usable;
use crate::changes::change::Change;
use crate::changes::diff::Line;
use crate::changes::observe::Observation;
use crate::changes::part::{Job, Part, Proposal};
use crate::changes::road::Road;
use crate::changes::stored::is_made;
use crate::changes::wording::{counted, named, nothing};
use crate::clock::now;
use aws::Urgency;
use aws::grafana::Token;
use futures::future::join_all;
use model::door::Draft;
use model::form::{KeyAt, PURGED_AT_ONCE, Purge, Revoke, TokenAt};
use model::{DiffLine, Error, Millis, OutcomeWord, ResourceKey, Scope, ServiceAccountId, Sign};
use std::collections::{BTreeMap, BTreeSet};
use store::StepRecord;

/// A token's making is trusted to be a mint's own from this long before the mint's call: clocks differ.
const CLOCKS: Millis = 5 * 60 * 1_000;

type Tokens = BTreeMap<(ResourceKey, ServiceAccountId), BTreeSet<String>>;

/// # Errors
/// `Invalid` when none of them is there any more, or why one could not be read.
pub async fn revoke(road: &Road, form: &Revoke) -> Result<Proposal, Error> {
    let mut wanted = Tokens::new();
    for TokenAt { workspace, account, token } in &form.tokens {
        wanted.entry((usable(road, workspace)?, account.clone())).or_default().insert(token.clone());
    }
    let mut parts = Parts::default();
    for ((workspace, account), ids) in &wanted {
        for token in read(road, workspace, account).await?.into_iter().filter(|token| ids.contains(&token.id)) {
            parts.token(road, workspace, account, &token);
        }
    }
    for KeyAt { workspace, name } in form.keys.iter().collect::<BTreeSet<_>>() {
        parts.key(road, &usable(road, workspace)?, name);
    }
    let (working, all) = (parts.working, parts.names.len());
    let mut proposal = parts.proposal("Revoke")?;
    if let (Some(first), 1..) = (proposal.parts.first_mut(), working) {
        first.seen.consequence = format!("{} at once, and cannot be brought back.", stops(working, all));
    }
    Ok(proposal)
}

fn stops(working: usize, all: usize) -> String {
    match (working, all) {
        (1, 1) => "It stops working".to_owned(),
        (working, _) => format!("{working} of them still {} and stop", if working == 1 { "works" } else { "work" }),
    }
}

/// All expired tokens of some workspaces, as AWS lists them now, of the accounts that had any when they were last read.
/// A workspace whose state takes no change, or that cannot be read, is left out, and said to be.
///
/// # Errors
/// `Invalid` when there are none or too many, or why nothing could be read.
pub async fn purge(road: &Road, form: &Purge) -> Result<Proposal, Error> {
    let mut scopes: BTreeMap<Scope, Vec<ResourceKey>> = BTreeMap::new();
    let (mut parts, mut left, mut unread) = (Parts::default(), Vec::new(), None);
    for workspace in form.workspaces.iter().collect::<BTreeSet<_>>() {
        let workspace = usable(road, workspace)?;
        match road.fleet.refuses_change(&workspace) {
            Some(reason) => left.push(left_out(road, workspace, &reason)),
            None => scopes.entry(workspace.scope.clone()).or_default().push(workspace),
        }
    }
    // All scopes at once: each has a budget of its own.
    let reads = scopes.values().map(|workspaces| expired(road, workspaces));
    for Expired { workspace, tokens, missing } in join_all(reads).await.into_iter().flatten() {
        for (account, token) in &tokens {
            parts.token(road, &workspace, account, token);
        }
        let Some(error) = missing else { continue };
        match parts.by_workspace.get_mut(&workspace) {
            Some(part) => part.seen.warnings.push(format!("Some of its expired tokens may stay. {}", error.message)),
            None => left.push(left_out(road, workspace, &error.message)),
        }
        unread = unread.or(Some(error));
    }
    if let (Some(error), true) = (unread, parts.names.is_empty()) {
        return Err(error);
    }
    let mut proposal = parts.proposal("Delete expired")?;
    proposal.parts.extend(left);
    Ok(proposal)
}

/// What expired in a workspace, and why there may be more.
struct Expired {
    workspace: ResourceKey,
    tokens: Vec<(ServiceAccountId, Token)>,
    missing: Option<Error>,
}

/// Of workspaces of one scope, one account after the other.
async fn expired(road: &Road, workspaces: &[ResourceKey]) -> Vec<Expired> {
    let mut all = Vec::with_capacity(workspaces.len());
    for workspace in workspaces {
        let lacks = road.fleet.lacks_tokens(workspace);
        let missing = lacks.then(|| Error::conflict("Not all of its service accounts could be read lately."));
        let mut found = Expired { workspace: workspace.clone(), tokens: Vec::new(), missing };
        for account in road.fleet.accounts_with_expired(workspace, now()) {
            match read(road, workspace, &account).await {
                Ok(tokens) => {
                    let gone = tokens.into_iter().filter(|token| token.has_ended(now()));
                    found.tokens.extend(gone.map(|token| (account.clone(), token)));
                }
                Err(error) => found.missing = Some(error),
            }
        }
        all.push(found);
    }
    all
}

/// A workspace nothing is sent to, and why.
fn left_out(road: &Road, workspace: ResourceKey, reason: &str) -> Part {
    let warnings = vec![format!("Its expired tokens stay. {reason}")];
    let seen = Observation { label: road.fleet.label(&workspace), warnings, ..Observation::default() };
    Part { seen, about: Some(workspace), changes: Vec::new(), facet: None, diff: Vec::new() }
}

/// What a plan minted, to be revoked: what nobody has, where that is a part of it, or else what may not have arrived. What
/// was listed under its name before, or was made earlier, is none of its own; one of which AWS does not say when it was
/// made is, by its mark.
///
/// # Errors
/// `Conflict` when nothing of it is there, or why that could not be read.
pub async fn minted(road: &Road, jobs: &[Job], steps: &[StepRecord]) -> Result<Draft, Error> {
    let mut revoke = Revoke::default();
    let wanted = [is_lost, is_doubtful].into_iter().find(|is| jobs.iter().any(|job| is(job, steps)));
    let jobs = jobs.iter().filter(|job| wanted.is_none_or(|is| is(job, steps)));
    let all = jobs.flat_map(|job| (job.first..).zip(&job.changes));
    for (number, change) in all {
        let Some(intended) = made(steps, number) else { continue };
        match change {
            Change::MintKey { workspace, name, .. } => {
                revoke.keys.push(KeyAt { workspace: workspace.clone(), name: name.clone() });
            }
            Change::MintToken { workspace, account, name, .. } => {
                let own =
                    |token: &Token| token.name == *name && token.created_at.is_none_or(|at| at >= intended - CLOCKS);
                let found = read(road, workspace, account).await?.into_iter().find(own);
                let at =
                    |token: Token| TokenAt { workspace: workspace.clone(), account: account.clone(), token: token.id };
                revoke.tokens.extend(found.map(at));
            }
            _ => {}
        }
    }
    match revoke.tokens.is_empty() && revoke.keys.is_empty() {
        true => Err(Error::conflict("Nothing that this plan minted is listed any more.")),
        false => Ok(Draft::Revoke(revoke)),
    }
}

/// It may have minted something whose secret nobody has: the mint's own answer was lost, or it is known that it was not
/// delivered.
pub fn is_lost(job: &Job, steps: &[StepRecord]) -> bool {
    let undelivered = |word| matches!(word, Some(OutcomeWord::Failed | OutcomeWord::Refused));
    has_minted(job, steps, |mint, delivery| mint != Some(OutcomeWord::Applied) || undelivered(delivery))
}

/// It minted something, and nobody knows whether that was delivered: somebody may use it.
pub fn is_doubtful(job: &Job, steps: &[StepRecord]) -> bool {
    let unknown = |word| word == Some(OutcomeWord::Unknown);
    has_minted(job, steps, |mint, delivery| mint == Some(OutcomeWord::Applied) && unknown(delivery))
}

/// It may have minted something of which this is true, by how its mint and its delivery ended.
fn has_minted(job: &Job, steps: &[StepRecord], is: impl Fn(Option<OutcomeWord>, Option<OutcomeWord>) -> bool) -> bool {
    let word = |number| steps.iter().find(|step| step.number == number)?.outcome.as_ref().map(|outcome| outcome.word);
    let mut numbered = (job.first..).zip(&job.changes);
    let delivery = numbered.clone().find(|(_, change)| change.delivers()).and_then(|(number, _)| word(number));
    numbered.any(|(number, change)| change.is_mint() && made(steps, number).is_some() && is(word(number), delivery))
}

/// When the call of a step was about to be sent, if it may have made something.
fn made(steps: &[StepRecord], number: i32) -> Option<Millis> {
    let step = steps.iter().find(|step| step.number == number)?;
    let word = step.outcome.as_ref().map(|outcome| outcome.word);
    step.intended_at.filter(|_| is_made(word))
}

async fn read(road: &Road, workspace: &ResourceKey, account: &ServiceAccountId) -> Result<Vec<Token>, Error> {
    let grafana = road.aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, account.as_str(), Urgency::Read).await;
    tokens.map_err(|failure| named(workspace, failure.into()))
}

/// The targets of a plan being made, a workspace each.
#[derive(Default)]
struct Parts {
    by_workspace: BTreeMap<ResourceKey, Part>,
    names: Vec<String>,
    /// How many did not expire yet.
    working: usize,
}

impl Parts {
    fn token(&mut self, road: &Road, workspace: &ResourceKey, account: &ServiceAccountId, token: &Token) {
        let now = now();
        let used = token.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", moment(at)));
        let has_ended = token.has_ended(now);
        let ended = if has_ended { "expired" } else { "expires" };
        self.working += usize::from(!has_ended);
        self.names.push(token.name.clone());
        let change = Change::RevokeToken {
            workspace: workspace.clone(),
            account: account.clone(),
            token: token.id.clone(),
            name: token.name.clone(),
        };
        let end = token.expires_at.map_or_else(|| "at a time that AWS does not say".to_owned(), moment);
        let told = format!("{ended} {end}, {used}");
        self.add(road, workspace, change, line(&format!("token {}", token.name), told));
    }

    fn key(&mut self, road: &Road, workspace: &ResourceKey, name: &str) {
        self.working += 1;
        self.names.push(name.to_owned());
        let change = Change::RevokeKey { workspace: workspace.clone(), name: name.to_owned() };
        self.add(road, workspace, change, line(&format!("API key {name}"), "known to us only".to_owned()));
    }

    fn add(&mut self, road: &Road, workspace: &ResourceKey, change: Change, diff: Line) {
        let part = self.by_workspace.entry(workspace.clone()).or_insert_with(|| {
            let seen = Observation { label: road.fleet.label(workspace), ..Observation::default() };
            Part { seen, about: None, changes: Vec::new(), facet: None, diff: Vec::new() }
        });
        part.changes.push(change);
        part.diff.push(diff);
    }

    fn proposal(self, verb: &str) -> Result<Proposal, Error> {
        let what = match self.names.as_slice() {
            [] => return Err(nothing()),
            [one] if verb == "Revoke" => one.clone(),
            many if many.len() > PURGED_AT_ONCE => {
                return Err(Error::invalid(format!(
                    "These are {} tokens; one plan deletes {PURGED_AT_ONCE}. Narrow the list, to one account say.",
                    many.len()
                )));
            }
            many => counted(many.len(), "token"),
        };
        let action = format!("{verb} {what}");
        Ok(Proposal { title: action.clone(), action, parts: self.by_workspace.into_values().collect() })
    }
}

fn line(field: &str, before: String) -> Line {
    Line::open(DiffLine { sign: Sign::Remove, field: field.to_owned(), before: Some(before), after: None })
}

/// "3 January 2026 14:05", in UTC.
fn moment(at: Millis) -> String {
    match time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) {
        Ok(time) => {
            format!("{} {} {} {:02}:{:02} UTC", time.day(), time.month(), time.year(), time.hour(), time.minute())
        }
        Err(_) => "at an unknown time".to_owned(),
    }
}
