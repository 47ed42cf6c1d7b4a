//! What planning and applying keep, as a port: [`Store`] is the one that keeps it. Another stands behind the write path where
//! that is put to the test, and answers as each method of [`Store`] says.

use crate::{
    Claim, ConfigurationRecord, Handover, KeyRecord, NewAuditEvent, NoteRecord, OpenCount, OpenPlan, PlanRecord, Put,
    RotationRecord, RunId, StepRecord, Store, StoreError,
};
use async_trait::async_trait;
use model::{Millis, PlanId, PlanState};

/// Every write is whole and durable when its call returns, and did not happen when that is an error, unless the answer of
/// the database was lost.
#[async_trait]
pub trait PlanStore: Send + Sync {
    /// [`Store::put_plan`].
    async fn put_plan(
        &self,
        plan: &PlanRecord,
        steps: &[StepRecord],
        events: Vec<NewAuditEvent>,
    ) -> Result<Put, StoreError>;
    /// [`Store::plan`].
    async fn plan(&self, id: &PlanId) -> Result<Option<PlanRecord>, StoreError>;
    /// [`Store::plans`].
    async fn plans(&self, before: Option<Millis>, limit: u32) -> Result<Vec<PlanRecord>, StoreError>;
    /// [`Store::claim_plan`].
    async fn claim_plan(&self, plan: &PlanId, seen: Millis, event: NewAuditEvent) -> Result<Claim, StoreError>;
    /// [`Store::resume_plan`].
    async fn resume_plan(&self, plan: &PlanId, event: NewAuditEvent) -> Result<Option<RunId>, StoreError>;
    /// [`Store::finish_plan`].
    async fn finish_plan(&self, run: &RunId, state: PlanState, result_path: Option<String>) -> Result<(), StoreError>;
    /// [`Store::interrupt_plan`].
    async fn interrupt_plan(&self, run: &RunId) -> Result<(), StoreError>;
    /// [`Store::runs_under_way`].
    async fn runs_under_way(&self) -> Result<Vec<RunId>, StoreError>;
    /// [`Store::interrupt_unfinished`].
    async fn interrupt_unfinished(&self) -> Result<Vec<PlanId>, StoreError>;
    /// [`Store::expire_plan`].
    async fn expire_plan(&self, id: &PlanId, created_at: Millis) -> Result<bool, StoreError>;
    /// [`Store::open_plans`].
    async fn open_plans(&self) -> Result<Vec<OpenPlan>, StoreError>;
    /// [`Store::count_open_plans`].
    async fn count_open_plans(&self, principal: &str, but: &PlanId) -> Result<OpenCount, StoreError>;
    /// [`Store::steps`].
    async fn steps(&self, plan: &PlanId) -> Result<Vec<StepRecord>, StoreError>;
    /// [`Store::intend`].
    async fn intend(
        &self,
        run: &RunId,
        number: i32,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError>;
    /// [`Store::conclude`].
    async fn conclude(
        &self,
        plan: &PlanId,
        number: i32,
        outcome: &str,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError>;
    /// [`Store::receive_secret`].
    async fn receive_secret(&self, plan: &PlanId) -> Result<bool, StoreError>;
    /// [`Store::lose_secret`].
    async fn lose_secret(&self, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError>;
    /// [`Store::awaited_secrets`].
    async fn awaited_secrets(&self) -> Result<Vec<PlanId>, StoreError>;
    /// [`Store::append_audit`].
    async fn append_audit(&self, event: NewAuditEvent) -> Result<i64, StoreError>;
    /// [`Store::has_event`].
    async fn has_event(&self, plan: &PlanId, event: &str) -> Result<bool, StoreError>;
    /// [`Store::last_event_at`].
    async fn last_event_at(&self) -> Result<Option<Millis>, StoreError>;
    /// [`Store::last_event_since`].
    async fn last_event_since(&self, at: Millis) -> Result<Option<Millis>, StoreError>;
    /// [`Store::latest_event_after`].
    async fn latest_event_after(&self, at: Millis) -> Result<Option<Millis>, StoreError>;
    /// [`Store::keep_configuration`].
    async fn keep_configuration(&self, kept: &ConfigurationRecord) -> Result<(), StoreError>;
    /// [`Store::configurations`].
    async fn configurations(
        &self,
        target: &str,
        facet: &str,
        limit: u32,
    ) -> Result<Vec<ConfigurationRecord>, StoreError>;
    /// [`Store::configuration`].
    async fn configuration(
        &self,
        target: &str,
        facet: &str,
        at: Millis,
    ) -> Result<Option<ConfigurationRecord>, StoreError>;
    /// [`Store::expect_key`].
    async fn expect_key(&self, key: &KeyRecord) -> Result<(), StoreError>;
    /// [`Store::confirm_key`].
    async fn confirm_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError>;
    /// [`Store::forget_key`].
    async fn forget_key(&self, workspace: &str, name: &str) -> Result<bool, StoreError>;
    /// [`Store::forget_unmade_key`].
    async fn forget_unmade_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError>;
    /// [`Store::keys`].
    async fn keys(&self) -> Result<Vec<KeyRecord>, StoreError>;
    /// [`Store::keep_note`].
    async fn keep_note(&self, note: &NoteRecord) -> Result<(), StoreError>;
    /// [`Store::note`].
    async fn note(&self, subject: &str) -> Result<Option<NoteRecord>, StoreError>;
    /// [`Store::forget_notes`].
    async fn forget_notes(&self, prefix: &str) -> Result<u64, StoreError>;
    /// [`Store::begin_rotation`].
    async fn begin_rotation(&self, rotation: &RotationRecord) -> Result<(), StoreError>;
    /// [`Store::rotations`].
    async fn rotations(&self) -> Result<Vec<RotationRecord>, StoreError>;
    /// [`Store::end_rotations_to`].
    async fn end_rotations_to(&self, workspace: &str, account: &str, new_name: &str) -> Result<u64, StoreError>;
    /// [`Store::end_rotations_of`].
    async fn end_rotations_of(&self, workspace: &str, account: &str, old_id: &str) -> Result<u64, StoreError>;
}

#[async_trait]
impl PlanStore for Store {
    async fn put_plan(
        &self,
        plan: &PlanRecord,
        steps: &[StepRecord],
        events: Vec<NewAuditEvent>,
    ) -> Result<Put, StoreError> {
        Self::put_plan(self, plan, steps, events).await
    }

    async fn plan(&self, id: &PlanId) -> Result<Option<PlanRecord>, StoreError> {
        Self::plan(self, id).await
    }

    async fn plans(&self, before: Option<Millis>, limit: u32) -> Result<Vec<PlanRecord>, StoreError> {
        Self::plans(self, before, limit).await
    }

    async fn claim_plan(&self, plan: &PlanId, seen: Millis, event: NewAuditEvent) -> Result<Claim, StoreError> {
        Self::claim_plan(self, plan, seen, event).await
    }

    async fn resume_plan(&self, plan: &PlanId, event: NewAuditEvent) -> Result<Option<RunId>, StoreError> {
        Self::resume_plan(self, plan, event).await
    }

    async fn finish_plan(&self, run: &RunId, state: PlanState, result_path: Option<String>) -> Result<(), StoreError> {
        Self::finish_plan(self, run, state, result_path).await
    }

    async fn interrupt_plan(&self, run: &RunId) -> Result<(), StoreError> {
        Self::interrupt_plan(self, run).await
    }

    async fn runs_under_way(&self) -> Result<Vec<RunId>, StoreError> {
        Self::runs_under_way(self).await
    }

    async fn interrupt_unfinished(&self) -> Result<Vec<PlanId>, StoreError> {
        Self::interrupt_unfinished(self).await
    }

    async fn expire_plan(&self, id: &PlanId, created_at: Millis) -> Result<bool, StoreError> {
        Self::expire_plan(self, id, created_at).await
    }

    async fn open_plans(&self) -> Result<Vec<OpenPlan>, StoreError> {
        Self::open_plans(self).await
    }

    async fn count_open_plans(&self, principal: &str, but: &PlanId) -> Result<OpenCount, StoreError> {
        Self::count_open_plans(self, principal, but).await
    }

    async fn steps(&self, plan: &PlanId) -> Result<Vec<StepRecord>, StoreError> {
        Self::steps(self, plan).await
    }

    async fn intend(
        &self,
        run: &RunId,
        number: i32,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        Self::intend(self, run, number, handover, event).await
    }

    async fn conclude(
        &self,
        plan: &PlanId,
        number: i32,
        outcome: &str,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        Self::conclude(self, plan, number, outcome, handover, event).await
    }

    async fn receive_secret(&self, plan: &PlanId) -> Result<bool, StoreError> {
        Self::receive_secret(self, plan).await
    }

    async fn lose_secret(&self, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
        Self::lose_secret(self, plan, event).await
    }

    async fn awaited_secrets(&self) -> Result<Vec<PlanId>, StoreError> {
        Self::awaited_secrets(self).await
    }

    async fn append_audit(&self, event: NewAuditEvent) -> Result<i64, StoreError> {
        Self::append_audit(self, event).await
    }

    async fn has_event(&self, plan: &PlanId, event: &str) -> Result<bool, StoreError> {
        Self::has_event(self, plan, event).await
    }

    async fn last_event_at(&self) -> Result<Option<Millis>, StoreError> {
        Self::last_event_at(self).await
    }

    async fn last_event_since(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        Self::last_event_since(self, at).await
    }

    async fn latest_event_after(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        Self::latest_event_after(self, at).await
    }

    async fn keep_configuration(&self, kept: &ConfigurationRecord) -> Result<(), StoreError> {
        Self::keep_configuration(self, kept).await
    }

    async fn configurations(
        &self,
        target: &str,
        facet: &str,
        limit: u32,
    ) -> Result<Vec<ConfigurationRecord>, StoreError> {
        Self::configurations(self, target, facet, limit).await
    }

    async fn configuration(
        &self,
        target: &str,
        facet: &str,
        at: Millis,
    ) -> Result<Option<ConfigurationRecord>, StoreError> {
        Self::configuration(self, target, facet, at).await
    }

    async fn expect_key(&self, key: &KeyRecord) -> Result<(), StoreError> {
        Self::expect_key(self, key).await
    }

    async fn confirm_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        Self::confirm_key(self, workspace, name, plan).await
    }

    async fn forget_key(&self, workspace: &str, name: &str) -> Result<bool, StoreError> {
        Self::forget_key(self, workspace, name).await
    }

    async fn forget_unmade_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        Self::forget_unmade_key(self, workspace, name, plan).await
    }

    async fn keys(&self) -> Result<Vec<KeyRecord>, StoreError> {
        Self::keys(self).await
    }

    async fn keep_note(&self, note: &NoteRecord) -> Result<(), StoreError> {
        Self::keep_note(self, note).await
    }

    async fn note(&self, subject: &str) -> Result<Option<NoteRecord>, StoreError> {
        Self::note(self, subject).await
    }

    async fn forget_notes(&self, prefix: &str) -> Result<u64, StoreError> {
        Self::forget_notes(self, prefix).await
    }

    async fn begin_rotation(&self, rotation: &RotationRecord) -> Result<(), StoreError> {
        Self::begin_rotation(self, rotation).await
    }

    async fn rotations(&self) -> Result<Vec<RotationRecord>, StoreError> {
        Self::rotations(self).await
    }

    async fn end_rotations_to(&self, workspace: &str, account: &str, new_name: &str) -> Result<u64, StoreError> {
        Self::end_rotations_to(self, workspace, account, new_name).await
    }

    async fn end_rotations_of(&self, workspace: &str, account: &str, old_id: &str) -> Result<u64, StoreError> {
        Self::end_rotations_of(self, workspace, account, old_id).await
    }
}
