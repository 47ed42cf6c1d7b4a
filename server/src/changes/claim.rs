//! Who may have which plan carried out: right, owner, schema, confirmation; then it is claimed, once.

use super::audit;
use super::core::context::Run;
use super::core::kind::Change;
use super::core::proposal::TargetJob;
use super::core::secret::{SecretSlot, Secrets};
use super::core::target::Target;
use super::executor::{PlanRun, RunMode};
use super::presenter::{
    Names, describe_confirmation, foreign, made_anew, missing_plan, newer_version, not_interrupted, over, type_exactly,
    unavailable, under_way_unseen, wrong_door,
};
use super::registry::SCHEMA;
use super::service::Service;
use super::stored::{self, StoredView};
use model::door::Draft;
use model::{Confirmation, Error, Millis, Permission, PlanId, PlanState, PlanView, Principal, Secret};
use secrecy::SecretString;
use store::{Claim, PlanRecord, RunId};

/// A plan that was claimed, by whoever asked.
pub struct ClaimedPlan {
    pub run: RunId,
    pub record: PlanRecord,
    pub jobs: Vec<TargetJob>,
}

impl Service {
    /// Everything that stands before the first step. `None`: it was claimed before.
    pub(super) async fn claim(
        &self,
        who: &Principal,
        id: &PlanId,
        reviewed: Millis,
        typed: &str,
        is_mint: bool,
    ) -> Result<Option<ClaimedPlan>, Error> {
        let record = self.load_record(id).await?;
        let jobs = self.executable(who, &record, true)?;
        if record.principal != who.subject {
            return Err(foreign());
        }
        if jobs.iter().any(TargetJob::reveals) != is_mint {
            return Err(wrong_door());
        }
        if record.state == PlanState::Planned {
            if record.created_at != reviewed {
                return Err(made_anew());
            }
            check_typed(&record, &jobs, typed)?;
        }
        let decided = audit::decided("apply", who, id, first(&jobs));
        let claimed = self.cx.store.claim_plan(id, reviewed, decided).await;
        match claimed.map_err(|error| unavailable(&error))? {
            Claim::Claimed(run) => Ok(Some(ClaimedPlan { run, record, jobs })),
            Claim::NotPlanned(PlanState::Expired) => Err(over()),
            Claim::NotPlanned(_) => Ok(None),
            Claim::Expired => {
                self.settle(record).await?;
                Err(over())
            }
            Claim::Replaced => Err(made_anew()),
            Claim::Missing => Err(missing_plan()),
        }
    }

    /// What a plan is to do, for somebody who may do it. Whoever only drops it gives nobody anything.
    fn executable(&self, who: &Principal, record: &PlanRecord, sends: bool) -> Result<Vec<TargetJob>, Error> {
        let draft: Draft = stored::parse(&record.draft)?;
        self.require(who, draft.permission(), Some(&record.id))?;
        if record.schema > SCHEMA {
            return Err(newer_version());
        }
        let jobs = stored::read_jobs(record)?;
        if sends {
            self.check_places(&jobs)?;
            self.require_each(who, jobs.iter().flat_map(|job| &job.changes), Some(&record.id))?;
        }
        // What ends after the plan was made is held up where it would be sent, in words of its own.
        let gives_admin = sends && jobs.iter().any(|job| job.gives_admin(record.created_at));
        self.require_grant(who, gives_admin, Some(&record.id))?;
        Ok(jobs)
    }

    /// The configuration still has the accounts, regions and services that the plan writes to.
    fn check_places(&self, jobs: &[TargetJob]) -> Result<(), Error> {
        let mut targets = jobs.iter().flat_map(|job| &job.changes).map(|change| change.write_target());
        targets.try_for_each(|target| match target {
            // Where secrets go is checked by the writes that deliver them.
            Target::Secret { .. } => Ok(()),
            _ => self.cx.fleet.require(target.kind(), target.scope()),
        })
    }

    pub(super) async fn claim_and_apply(
        self,
        who: Principal,
        id: PlanId,
        reviewed: Millis,
        typed: String,
        secret: Option<Secret>,
    ) -> Result<PlanView, Error> {
        let running = self.running.hold(&id);
        if let Some(ClaimedPlan { run, jobs, .. }) = self.claim(&who, &id, reviewed, &typed, false).await? {
            self.begin(run_of(&who, run, jobs, RunMode::Apply), entered(secret), running, drop);
            return self.view_plan(&who, &id).await.map_err(|_| under_way_unseen());
        }
        self.view_plan(&who, &id).await
    }

    /// Takes an interrupted plan up again, or ends it without what was not sent.
    pub(super) async fn take_up(
        self,
        who: Principal,
        id: PlanId,
        mode: RunMode,
        secret: Option<Secret>,
    ) -> Result<PlanView, Error> {
        let record = self.load_record(&id).await?;
        let jobs = self.executable(&who, &record, mode == RunMode::Resume)?;
        let word = if mode == RunMode::Resume { "resume" } else { "drop" };
        let decided = audit::decided(word, &who, &id, first(&jobs));
        let running = self.running.hold(&id);
        let resumed = self.cx.store.resume_plan(&id, decided).await.map_err(|error| unavailable(&error))?;
        let run = resumed.ok_or_else(not_interrupted)?;
        // The request that could have shown a secret is gone: a mint is looked up and never sent again.
        let mode = if jobs.iter().any(TargetJob::reveals) { RunMode::DropRest } else { mode };
        self.begin(run_of(&who, run, jobs, mode), entered(secret), running, drop);
        self.view_plan(&who, &id).await.map_err(|_| under_way_unseen())
    }
}

pub fn run_of(who: &Principal, id: RunId, jobs: Vec<TargetJob>, mode: RunMode) -> PlanRun {
    let run = Run { actor: who.subject.clone(), id };
    PlanRun { run, jobs, mode, may_give_roles: who.may(Permission::GrafanaGrant) }
}

/// What a person entered for the steps that need it.
fn entered(secret: Option<Secret>) -> Secrets {
    let secret = secret.map(Secret::reveal).filter(|secret| !secret.is_empty()).map(SecretString::from);
    Secrets { entered: SecretSlot::new(secret), ..Secrets::default() }
}

/// What a decision about a plan is filed under.
fn first(jobs: &[TargetJob]) -> Option<&Change> {
    jobs.first().and_then(|job| job.changes.first())
}

fn check_typed(record: &PlanRecord, jobs: &[TargetJob], typed: &str) -> Result<(), Error> {
    let asked: Option<Confirmation> = match stored::read_view(record, jobs, Names(None))? {
        StoredView::Typed(proposal) => proposal.confirmation.as_ref().map(describe_confirmation),
        StoredView::Written(view) => view.confirmation,
    };
    match asked.is_some_and(|asked| asked.text != typed) {
        true => Err(type_exactly()),
        false => Ok(()),
    }
}
