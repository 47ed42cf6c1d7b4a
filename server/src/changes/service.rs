//! The service of writing, as pages and server functions know it: permission, call, and the error of it for people.

use super::awaited::Awaited;
use super::core::context::{Context, Refresh};
use super::core::delivery::Delivery;
use super::core::kind::Change;
use super::core::refusal::Refusal;
use super::core::section::fetch;
use super::deadlines::{self, Deadlines};
use super::executor::{Decide, Locks, PlanExecutor, RunMode};
use super::kinds::grafana::{Authentication, authentication_history, license, like_workspace, permissions, version};
use super::kinds::sections::section_for;
use super::kinds::usable::{checked_key, usable_grafana};
use super::presenter::{
    commands, describe_authentication, describe_likeness, describe_refusal, gives_admin, missing_plan, no_page,
    summarize, unavailable,
};
use super::running::Running;
use super::{stored, undo};
use crate::audit::Denials;
use crate::directory::Directory;
use crate::fleet;
use aws::Aws;
use model::access::WorkspaceHolders;
use model::door::{BoxFuture, Changes, Draft, Earlier, Facet, Kept, Likeness, Now, Offered, Rest, Wish, Wishes};
use model::form::GrantWish;
use model::{
    Error, Millis, Permission, PlanId, PlanOrigin, PlanState, PlanSummary, PlanView, Principal, ResourceKey, Secret,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use store::{ConfigurationRecord, PlanRecord, PlanStore, StoreError};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// Plans listed at once.
const LISTED: u32 = 200;

/// Planner, executor and journal. Clones share everything.
#[derive(Clone)]
pub struct Service {
    pub(super) cx: Context,
    pub(super) executor: PlanExecutor,
    /// What was begun belongs to the application: a request that goes away ends none of it.
    pub(super) tasks: TaskTracker,
    pub(super) running: Running,
    pub(super) awaited: Awaited,
    pub(super) denials: Arc<Denials>,
    pub(super) deadlines: Arc<Deadlines>,
}

/// What the write path is made of.
pub struct Parts {
    pub store: Arc<dyn PlanStore>,
    pub aws: Aws,
    pub fleet: Arc<fleet::Service>,
    /// Told of each target once its outcomes are on record.
    pub refresh: Arc<dyn Refresh>,
    pub directory: Arc<Directory>,
    pub denials: Arc<Denials>,
    /// Where minted secrets can be delivered to.
    pub delivery: Option<Delivery>,
    /// How long a mint whose answer was lost is looked for.
    pub search: Duration,
    pub decide: Decide,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").field("delivery", &self.delivery).field("search", &self.search).finish_non_exhaustive()
    }
}

impl Service {
    /// Takes over the store; what a dead process left in the middle waits for a person from now on.
    ///
    /// # Errors
    /// The store's.
    pub async fn new(parts: Parts) -> Result<Self, StoreError> {
        let Parts { store, aws, fleet, refresh, directory, denials, delivery, search, decide } = parts;
        for plan in store.interrupt_unfinished().await? {
            tracing::warn!(%plan, "plan was interrupted; a person decides what becomes of it");
        }
        let deadlines = Arc::new(deadlines::begin(&*store).await?);
        let cx = Context { aws, store, fleet, refresh, directory, delivery, search };
        let executor = PlanExecutor { cx: cx.clone(), locks: Arc::new(Locks::default()), decide };
        let (tasks, running, awaited) = (TaskTracker::new(), Running::default(), Awaited::default());
        Ok(Self { cx, executor, tasks, running, awaited, denials, deadlines })
    }

    /// Waits for the writes under way, for `patience` at most.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopping with writes under way; they are marked as interrupted at the next start");
        }
    }

    /// The principal may do it; a refusal goes on record.
    pub(super) fn require(&self, who: &Principal, permission: Permission, plan: Option<&PlanId>) -> Result<(), Error> {
        let refused = who.require(permission);
        if refused.is_err() {
            self.denials.record(who, permission, plan, "");
        }
        refused
    }

    /// The principal may do all of the changes, whatever the request that they came from needs.
    pub(super) fn require_each<'a>(
        &self,
        who: &Principal,
        changes: impl Iterator<Item = &'a Change>,
        plan: Option<&PlanId>,
    ) -> Result<(), Error> {
        let needed: BTreeSet<Permission> = changes.map(|change| change.needed_permission()).collect();
        needed.into_iter().try_for_each(|permission| self.require(who, permission, plan))
    }

    /// What gives the role ADMIN needs the right to give roles as well.
    pub(super) fn require_grant(&self, who: &Principal, is_needed: bool, plan: Option<&PlanId>) -> Result<(), Error> {
        match is_needed {
            true => self.require(who, Permission::GrafanaGrant, plan).map_err(gives_admin),
            false => Ok(()),
        }
    }

    pub(super) async fn load_record(&self, id: &PlanId) -> Result<PlanRecord, Error> {
        let found = self.cx.store.plan(id).await.map_err(|error| unavailable(&error))?;
        self.settle(found.ok_or_else(missing_plan)?).await
    }

    async fn section_now(&self, who: &Principal, key: &ResourceKey, section: Facet) -> Result<Now, Error> {
        let needed = section.permission(key.kind).ok_or_else(no_page)?;
        self.require(who, needed, None)?;
        let key = checked_key(key).map_err(told)?;
        self.cx.fleet.require(key.kind, &key.scope)?;
        let now = fetch(&self.cx, &key, section_for(section)).await.map_err(told)?;
        Ok(Now {
            refused: now.status.refuses_change(key.kind),
            values: section_for(section).form_values(&now.state),
            label: now.label,
            more: now.more,
        })
    }

    async fn list_earlier(&self, key: &ResourceKey) -> Result<Vec<Earlier>, Error> {
        let all = authentication_history::list(&self.cx, key).await.map_err(|error| unavailable(&error))?;
        let form = |record: &ConfigurationRecord| {
            let state = serde_json::from_str(&record.state).ok()?;
            Some(Authentication::form_of(&state))
        };
        let earlier = |record: ConfigurationRecord| Earlier {
            lines: form(&record).as_ref().map(describe_authentication).unwrap_or_default(),
            number: record.at,
            at: record.at,
            actor: record.actor,
            plan: record.plan,
        };
        Ok(all.into_iter().map(earlier).collect())
    }

    async fn restoring(&self, key: &ResourceKey, number: Millis) -> Result<Draft, Error> {
        let key = checked_key(key).map_err(told)?;
        let found = authentication_history::state_of(&self.cx, &key, number).await;
        let state = found.map_err(|error| unavailable(&error))?.map_err(told)?;
        let wishes = vec![Wish { key, facet: Facet::SignIn, state }];
        Ok(Draft::Wishes(Wishes { origin: PlanOrigin::Restore, wishes }))
    }

    async fn saved_request(&self, who: &Principal, id: &PlanId) -> Result<Option<Kept>, Error> {
        let found = self.cx.store.plan(id).await.map_err(|error| unavailable(&error))?;
        let Some(record) = found.filter(|record| record.principal == who.subject) else { return Ok(None) };
        let view = self.view_record(who, &record).await?;
        let outcomes = view.steps.into_iter().filter_map(|step| step.outcome);
        Ok(Some(Kept {
            draft: stored::parse(&record.draft)?,
            errors: outcomes.flat_map(|outcome| outcome.fields).collect(),
            sent: !matches!(record.state, PlanState::Planned | PlanState::Expired),
        }))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn told(refusal: Refusal) -> Error {
    describe_refusal(&refusal)
}

impl Changes for Service {
    fn new_form(&self) -> PlanId {
        loop {
            if let Ok(id) = PlanId::parse(&Uuid::new_v4().to_string()) {
                return id;
            }
        }
    }

    fn plan<'a>(&'a self, who: &'a Principal, form: &'a PlanId, draft: Draft) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(self.plan_request(who, form, draft))
    }

    fn apply<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
        secret: Option<Secret>,
    ) -> BoxFuture<'a, Result<PlanView, Error>> {
        let work = self.clone().claim_and_apply(who.clone(), id.clone(), reviewed, typed.to_owned(), secret);
        Box::pin(self.own(work))
    }

    fn resume<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        rest: Rest,
        secret: Option<Secret>,
    ) -> BoxFuture<'a, Result<PlanView, Error>> {
        let mode = if rest == Rest::Send { RunMode::Resume } else { RunMode::DropRest };
        Box::pin(self.own(self.clone().take_up(who.clone(), id.clone(), mode, secret)))
    }

    fn undo<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            let plan = self.load_plan(id).await?;
            self.require(who, undo::permission(&plan), Some(id))?;
            let draft = undo::undone(&self.cx, &plan).await.map_err(told)?;
            self.plan_request(who, form, draft).await
        })
    }

    fn retry<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            let plan = self.load_plan(id).await?;
            self.require(who, plan.draft.permission(), Some(id))?;
            let draft = undo::retried(&plan).map_err(told)?;
            self.plan_request(who, form, draft).await
        })
    }

    fn commands<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            Ok(commands(&stored::read_jobs(&self.load_record(id).await?)?))
        })
    }

    fn now<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey, facet: Facet) -> BoxFuture<'a, Result<Now, Error>> {
        Box::pin(self.section_now(who, key, facet))
    }

    fn offered<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaUpgrade, None)?;
            version::offered(&self.cx, key).await.map_err(told)
        })
    }

    fn licensed<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaLicense, None)?;
            license::offered(&self.cx, key).await.map_err(told)
        })
    }

    fn like<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Likeness, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaCreate, None)?;
            let key = usable_grafana(&self.cx, key).map_err(told)?;
            like_workspace::like(&self.cx, &key).await.map(describe_likeness).map_err(told)
        })
    }

    fn holders<'a>(
        &'a self,
        who: &'a Principal,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<WorkspaceHolders, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaGrant, None)?;
            permissions::of_workspace(&self.cx, key).await.map_err(told)
        })
    }

    fn to_reach<'a>(
        &'a self,
        who: &'a Principal,
        wanted: &'a [WorkspaceHolders],
    ) -> BoxFuture<'a, Result<Vec<GrantWish>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaGrant, None)?;
            permissions::to_reach(&self.cx, wanted).await.map_err(told)
        })
    }

    fn history<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Vec<Earlier>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaSignIn, None)?;
            self.list_earlier(key).await
        })
    }

    fn restore<'a>(
        &'a self,
        who: &'a Principal,
        key: &'a ResourceKey,
        number: i64,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaSignIn, None)?;
            let draft = self.restoring(key, number).await?;
            self.plan_request(who, form, draft).await
        })
    }

    fn view<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<PlanView, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            self.view_plan(who, id).await
        })
    }

    fn list<'a>(
        &'a self,
        who: &'a Principal,
        before: Option<Millis>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<PlanSummary>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            let records = self.cx.store.plans(before, limit.min(LISTED)).await.map_err(|error| unavailable(&error))?;
            let mut summaries = Vec::with_capacity(records.len());
            for record in records {
                let record = self.settle(record).await?;
                summaries.push(summarize(&self.glance(who, &record).await?, record.place));
            }
            Ok(summaries)
        })
    }

    fn kept<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<Option<Kept>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            self.saved_request(who, id).await
        })
    }
}
