//! The doors to writing and to its record, as pages and server functions know them.

use super::part::Job;
use super::road::Work;
use super::{
    Service, commands, draft, facet, first, grants, history, licence, like, record, stored, unavailable, undo,
};
use model::access::WorkspaceHolders;
use model::door::{BoxFuture, Changes, Draft, Earlier, Facet, Kept, Likeness, Now, Offered, Rest};
use model::form::GrantWish;
use model::{Error, Millis, Permission, PlanId, PlanState, PlanSummary, PlanView, Principal, ResourceKey, Secret};
use secrecy::SecretString;
use uuid::Uuid;

impl Service {
    /// Takes an interrupted plan up again, or ends it without what was not sent.
    async fn take_up(self, who: Principal, id: PlanId, rest: Rest, secret: Option<Secret>) -> Result<PlanView, Error> {
        let record = self.stored(&id).await?;
        let jobs = self.executable(&who, &record, rest == Rest::Send)?;
        let reveals = jobs.iter().any(Job::reveals);
        let word = if rest == Rest::Send { "resume" } else { "drop" };
        let decided = record::decided(word, &who, &id, first(&jobs));
        let held = self.walking.hold(&id);
        if !self.road.store.resume_plan(&id, decided).await.map_err(|e| unavailable(&e))? {
            return Err(Error::conflict("This plan is not interrupted any more. Look at it as it is now."));
        }
        // The request that could have shown a secret is gone: a mint is looked up and never sent again.
        let sends = rest == Rest::Send && !reveals;
        let (may_give_roles, secret) = (who.may(Permission::GrafanaGrant), hidden(secret));
        let actor = who.subject.clone();
        self.begin(Work { actor, plan: id.clone(), jobs, secret, sends, may_give_roles }, held, drop);
        self.see(&who, &self.stored(&id).await?).await
    }

    async fn claim_and_apply(
        self,
        who: Principal,
        id: PlanId,
        reviewed: Millis,
        typed: String,
        secret: Option<Secret>,
    ) -> Result<PlanView, Error> {
        let held = self.walking.hold(&id);
        if let Some((_, jobs)) = self.claim(&who, &id, reviewed, &typed, false).await? {
            let (may_give_roles, secret) = (who.may(Permission::GrafanaGrant), hidden(secret));
            let actor = who.subject.clone();
            self.begin(Work { actor, plan: id.clone(), jobs, secret, sends: true, may_give_roles }, held, drop);
        }
        self.see(&who, &self.stored(&id).await?).await
    }

    async fn facet_now(&self, who: &Principal, key: &ResourceKey, facet: Facet) -> Result<Now, Error> {
        let needed = facet.permission(key.kind).ok_or_else(|| Error::not_found("There is no such page."))?;
        self.require(who, needed, None)?;
        let key = draft::checked(key)?;
        self.road.fleet.require(key.kind, &key.scope)?;
        let look = facet::look(&self.road.aws, &key, facet).await?;
        Ok(Now {
            refused: look.status.refuses_change(key.kind),
            values: facet::values(facet, &look.state),
            label: look.label,
            more: look.more,
        })
    }
}

pub fn hidden(secret: Option<Secret>) -> Option<SecretString> {
    secret.map(Secret::reveal).filter(|secret| !secret.is_empty()).map(SecretString::from)
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
        Box::pin(self.plan_draft(who, form, draft))
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
        Box::pin(self.own(self.clone().take_up(who.clone(), id.clone(), rest, secret)))
    }

    fn undo<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            let record = self.stored(id).await?;
            self.require(who, undo::permission(&record)?, Some(id))?;
            let draft = undo::undone(&self.road, &record).await?;
            self.plan_draft(who, form, draft).await
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
            let record = self.stored(id).await?;
            self.require(who, stored::parse::<Draft>(&record.draft)?.permission(), Some(id))?;
            let draft = undo::retried(&self.road, &record).await?;
            self.plan_draft(who, form, draft).await
        })
    }

    fn commands<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            Ok(commands::commands(&stored::work(&self.stored(id).await?)?))
        })
    }

    fn now<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey, facet: Facet) -> BoxFuture<'a, Result<Now, Error>> {
        Box::pin(self.facet_now(who, key, facet))
    }

    fn offered<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaUpgrade, None)?;
            licence::offered(&self.road, &draft::checked(key)?).await
        })
    }

    fn licensed<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaLicense, None)?;
            licence::licensed(&self.road, &draft::checked(key)?).await
        })
    }

    fn like<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Likeness, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaCreate, None)?;
            like::like(&self.road, &draft::checked(key)?).await
        })
    }

    fn holders<'a>(
        &'a self,
        who: &'a Principal,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<WorkspaceHolders, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaGrant, None)?;
            grants::of_workspace(&self.road, key).await
        })
    }

    fn to_reach<'a>(
        &'a self,
        who: &'a Principal,
        wanted: &'a [WorkspaceHolders],
    ) -> BoxFuture<'a, Result<Vec<GrantWish>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaGrant, None)?;
            grants::to_reach(&self.road, wanted).await
        })
    }

    fn history<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Vec<Earlier>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::GrafanaSignIn, None)?;
            history::earlier(&self.road, key).await
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
            let draft = history::restored(&self.road, &draft::checked(key)?, number).await?;
            self.plan_draft(who, form, draft).await
        })
    }

    fn view<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<PlanView, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            self.see(who, &self.stored(id).await?).await
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
            let records = self.road.store.plans(before, limit.min(200)).await.map_err(|e| unavailable(&e))?;
            let mut summaries = Vec::with_capacity(records.len());
            for record in records {
                let record = self.settle(record).await?;
                summaries.push(stored::summary(&self.glance(who, &record).await?, record.place));
            }
            Ok(summaries)
        })
    }

    fn kept<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<Option<Kept>, Error>> {
        Box::pin(async move {
            self.require(who, Permission::ChangesRead, None)?;
            let found = self.road.store.plan(id).await.map_err(|e| unavailable(&e))?;
            let Some(record) = found.filter(|record| record.principal == who.subject) else { return Ok(None) };
            let view = self.see(who, &record).await?;
            let outcomes = view.steps.into_iter().filter_map(|step| step.outcome);
            Ok(Some(Kept {
                draft: stored::parse(&record.draft)?,
                errors: outcomes.flat_map(|outcome| outcome.fields).collect(),
                sent: !matches!(record.state, PlanState::Planned | PlanState::Expired),
            }))
        })
    }
}
