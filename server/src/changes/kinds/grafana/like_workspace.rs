//! A workspace as the beginning of another: everything of it that creating one takes, read now. Reads only, two.

use super::super::usable::label_of;
use super::settings::Settings;
use crate::changes::core::context::Context;
use crate::changes::core::refusal::Refusal;
use aws::grafana::WorkspaceDescription;
use aws::{Tags, Urgency};
use model::form::{self, Choice, CreateWorkspace, Place, Tag};
use model::{Error, ResourceKey};

/// # Errors
/// Why it could not be read.
pub async fn like(cx: &Context, key: &ResourceKey) -> Result<Likeness, Refusal> {
    let grafana = cx.aws.grafana(&key.scope);
    let (found, configuration) = futures::join!(
        grafana.describe_workspace(&key.id, Urgency::Read),
        grafana.describe_configuration(&key.id, Urgency::Read)
    );
    let found = found?;
    let mut notes = Vec::new();
    let configuration = match configuration {
        Ok(configuration) => configuration.json,
        Err(failure) => {
            notes.push(LikeNote::ConfigurationUnread { error: failure.error });
            String::new()
        }
    };
    let values = values(key, &found, configuration, &mut notes);
    notes.extend(found.license_type.clone().map(|license| LikeNote::LicenseNotCopied { license }));
    Ok(Likeness { label: label_of(&found), notes, values })
}

/// A workspace as the beginning of another, with what is not copied.
pub struct Likeness {
    pub label: String,
    pub notes: Vec<LikeNote>,
    pub values: CreateWorkspace,
}

/// What is not copied, and why.
pub enum LikeNote {
    /// It could not be read.
    ConfigurationUnread {
        error: Error,
    },
    LicenseNotCopied {
        license: String,
    },
    /// AWS does not say which there are.
    Untold {
        what: Copied,
    },
    /// A value that the form does not know.
    Unknown {
        what: Copied,
        value: String,
    },
    ReservedTags,
}

/// Something of which a workspace has several.
#[derive(Clone, Copy)]
pub enum Copied {
    SignInMethod,
    DataSource,
    NotificationChannel,
}

fn values(
    key: &ResourceKey,
    found: &WorkspaceDescription,
    configuration: String,
    notes: &mut Vec<LikeNote>,
) -> CreateWorkspace {
    let settings = Settings::form_of(&Settings::state_of(found));
    let notifications = known(Copied::NotificationChannel, settings.notifications, &form::NOTIFICATIONS, notes);
    let providers = told(Copied::SignInMethod, &found.providers, notes);
    let data_sources = told(Copied::DataSource, &found.data_sources, notes);
    CreateWorkspace {
        place: Place::of(&key.scope),
        providers: known(Copied::SignInMethod, providers, &form::PROVIDERS, notes),
        version: found.grafana_version.clone(),
        kms_key_id: found.kms_key_id.clone().unwrap_or_default(),
        configuration,
        data_sources: known(Copied::DataSource, data_sources, &form::DATA_SOURCES, notes),
        tags: tags(&found.tags, notes),
        ..CreateWorkspace::default()
    }
    // Names need not be unique, which is why one is chosen anew.
    .with(form::Settings { name: String::new(), notifications, ..settings })
}

/// What AWS does not say cannot be copied.
fn told(what: Copied, values: &Option<Vec<String>>, notes: &mut Vec<LikeNote>) -> Vec<String> {
    values.clone().unwrap_or_else(|| {
        notes.push(LikeNote::Untold { what });
        Vec::new()
    })
}

/// Values the form can show; AWS may know more by now.
fn known(what: Copied, values: Vec<String>, choices: &[Choice], notes: &mut Vec<LikeNote>) -> Vec<String> {
    let (known, odd): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|value| choices.iter().any(|choice| choice.value == value));
    notes.extend(odd.into_iter().map(|value| LikeNote::Unknown { what, value }));
    known
}

fn tags(tags: &Tags, notes: &mut Vec<LikeNote>) -> Vec<Tag> {
    let is_reserved = |key: &str| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if tags.keys().any(|key| is_reserved(key)) {
        notes.push(LikeNote::ReservedTags);
    }
    tags.iter().filter(|(key, _)| !is_reserved(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}
