//! A person's preferences, kept in the request's session.

use model::detail::Preferences;
use model::door::{BoxFuture, Sessions};
use model::fleet::PAGE_SIZES;
use model::{Error, Permission, Principal};
use tower_sessions::Session;

const KEY: &str = "preferences";

/// The preferences of one session.
#[derive(Clone, Debug)]
pub struct PreferencesOf(pub Session);

impl PreferencesOf {
    /// Those kept, or the defaults: a session that cannot be read must not keep a page from being shown.
    pub async fn load(&self) -> Preferences {
        match self.0.get(KEY).await {
            Ok(kept) => kept.unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, "session not readable");
                Preferences::default()
            }
        }
    }
}

impl Sessions for PreferencesOf {
    fn save<'a>(&'a self, who: &'a Principal, preferences: Preferences) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            who.require(Permission::PreferencesWrite)?;
            if preferences.page_size.is_some_and(|size| !PAGE_SIZES.contains(&size)) {
                return Err(Error::invalid(format!("A page has one of these numbers of rows: {PAGE_SIZES:?}.")));
            }
            let kept = async {
                self.0.insert(KEY, preferences).await?;
                self.0.save().await
            };
            kept.await.map_err(|error| {
                tracing::error!(%error, "session not written");
                Error::internal()
            })
        })
    }
}
