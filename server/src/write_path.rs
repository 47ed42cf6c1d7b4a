//! The write path alone, on a store and an AWS of somebody's choosing: for what puts it to the test.

use crate::audit::Denials;
use crate::changes::{self, Parts};
use crate::config::Delivery;
use crate::directory::Directory;
use crate::fleet;
use aws::Aws;
use model::door::{Changes, Mint};
use model::fleet::Estate;
use model::{Kind, Scope};
use std::sync::Arc;
use std::time::Duration;
use store::{PlanStore, StoreError};

pub use crate::changes::{
    Decide, NextAction, Policy, Refresh, Repeat, RunMode, SecretUse, SkipReason, Standing, StepProgress, next_action,
};

/// What it stands on.
pub struct Ground {
    pub store: Arc<dyn PlanStore>,
    pub aws: Aws,
    pub scopes: Vec<Scope>,
    pub refresh: Arc<dyn Refresh>,
    pub delivery: Option<Delivery>,
    pub search: Duration,
    pub decide: Decide,
}

impl std::fmt::Debug for Ground {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// A server without pages and sockets. Clones share everything.
#[derive(Clone)]
pub struct WritePath(Arc<changes::Service>);

impl std::fmt::Debug for WritePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WritePath")
    }
}

impl WritePath {
    /// Takes over the store, as a server does that starts.
    ///
    /// # Errors
    /// The store's.
    pub async fn start(ground: Ground) -> Result<Self, StoreError> {
        let Ground { store, aws, scopes, refresh, delivery, search, decide } = ground;
        let kinds = vec![Kind::Grafana, Kind::Prometheus, Kind::CodeArtifact];
        let estate = Estate { kinds, ..Estate::default() };
        let fleet = Arc::new(fleet::Service::new(aws.clone(), estate, scopes, Duration::from_secs(60)));
        let denials = Arc::new(Denials::new(store.clone()));
        let directory = Arc::new(Directory::unread());
        let parts = Parts { store, aws, fleet, refresh, directory, denials, delivery, search, decide };
        Ok(Self(Arc::new(changes::Service::new(parts).await?)))
    }

    pub fn changes(&self) -> &dyn Changes {
        &*self.0
    }

    pub fn mint(&self) -> &dyn Mint {
        &*self.0
    }

    /// One round of what a server looks after while it runs.
    ///
    /// # Errors
    /// The store's.
    pub async fn look_after(&self) -> Result<(), StoreError> {
        self.0.expire_plans().await?;
        self.0.interrupt_strays().await?;
        self.0.lose_unreceived().await
    }

    /// Waits until nothing is under way.
    pub async fn finish(&self, patience: Duration) {
        self.0.finish(patience).await;
    }
}
