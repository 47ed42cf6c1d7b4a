//! The task that tells the webhook: what is new since the last look, each thing once as long as it lasts. What is
//! delivered and cannot be written down is remembered until it can.

use super::collect::was_told;
use super::send::Sender;
use super::{Service, webhook};
use crate::clock::{Nap, now};
use model::Error;
use model::attention::AttentionItem;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// The task that tells; dropping it ends it.
#[derive(Debug)]
pub struct Teller(JoinHandle<()>);

impl Drop for Teller {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Teller {
    pub(super) fn start(service: Arc<Service>, sender: Sender) -> Self {
        Self(tokio::spawn(async move {
            let (mut unwritten, mut nap) = (HashSet::new(), Nap::new());
            loop {
                if let Err(error) = look(&service, &sender, &mut unwritten).await {
                    tracing::warn!(%error, "webhook not told");
                }
                nap.sleep(sender.config().interval).await;
            }
        }))
    }
}

/// One look. `unwritten` are the ids that were delivered and are not in the store.
async fn look(service: &Service, sender: &Sender, unwritten: &mut HashSet<String>) -> Result<(), Error> {
    write(service, unwritten).await?;
    let collected = service.collected().await?;
    let told = service.told_before().await?;
    let over: Vec<&String> = told.iter().filter(|id| collected.is_over(id)).collect();
    for id in over {
        service.untell(id).await?;
    }
    let format = sender.config().format;
    let new = collected.items.iter().filter(|item| !was_told(&told, &item.id)).take(webhook::most(format));
    let new: Vec<&AttentionItem> = new.collect();
    if new.is_empty() {
        return Ok(());
    }
    let body = webhook::body(format, &new, sender.config().base_url.as_deref(), now());
    match sender.send(&body).await {
        Ok(()) => {
            service.told(Ok(now()));
            unwritten.extend(new.iter().map(|item| item.id.clone()));
            write(service, unwritten).await
        }
        Err(trouble) => {
            tracing::warn!(items = new.len(), error = trouble.sentence, "webhook not told");
            service.told(Err(trouble.sentence));
            Ok(())
        }
    }
}

/// Nothing more is delivered before what was delivered is written down.
async fn write(service: &Service, unwritten: &mut HashSet<String>) -> Result<(), Error> {
    for id in unwritten.clone() {
        service.tell(&id).await?;
        unwritten.remove(&id);
    }
    Ok(())
}
