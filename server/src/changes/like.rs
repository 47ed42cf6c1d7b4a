//! A workspace as the beginning of another: everything of it that creating one takes, read now. Reads only, two.

use super::road::Road;
use super::{draft, facet, observe};
use aws::Urgency;
use aws::grafana::{Configuration, WorkspaceDescription};
use aws::{Failure, Tags};
use model::door::Likeness;
use model::form::{self, Choice, CreateWorkspace, Like, Place, Settings, Tag};
use model::{Error, ResourceKey};

/// # Errors
/// `NotFound`, or why it could not be read. A configuration that could not be read is left out, with a note.
pub async fn like(road: &Road, key: &ResourceKey) -> Result<Likeness, Error> {
    draft::grafana(key)?;
    road.fleet.require(key.kind, &key.scope)?;
    let grafana = road.aws.grafana(&key.scope);
    let (found, configuration) = futures::join!(
        grafana.describe_workspace(&key.id, Urgency::Read),
        grafana.describe_configuration(&key.id, Urgency::Read)
    );
    let found = found?;
    let mut notes = Vec::new();
    let configuration = text(configuration, &mut notes);
    let values = values(key, &found, configuration, &mut notes);
    if let Some(license) = &found.license_type {
        notes.push(format!("Its license ({license}) is not copied: another workspace needs one of its own."));
    }
    Ok(Likeness { like: Like { label: observe::label(&found), notes }, values })
}

fn text(configuration: Result<Configuration, Failure>, notes: &mut Vec<String>) -> String {
    match configuration {
        Ok(configuration) => configuration.json,
        Err(failure) => {
            notes.push(format!("Its configuration could not be read and is not copied. {}", failure.error.message));
            String::new()
        }
    }
}

fn values(
    key: &ResourceKey,
    found: &WorkspaceDescription,
    configuration: String,
    notes: &mut Vec<String>,
) -> CreateWorkspace {
    let settings = facet::settings_of(found);
    let notifications = known("notification channel", settings.notifications, &form::NOTIFICATIONS, notes);
    CreateWorkspace {
        place: Place::of(&key.scope),
        providers: known("sign-in method", told("sign-in methods", &found.providers, notes), &form::PROVIDERS, notes),
        version: found.grafana_version.clone(),
        kms_key_id: found.kms_key_id.clone().unwrap_or_default(),
        configuration,
        data_sources: known(
            "data source",
            told("data sources", &found.data_sources, notes),
            &form::DATA_SOURCES,
            notes,
        ),
        tags: tags(&found.tags, notes),
        ..CreateWorkspace::default()
    }
    // Names need not be unique, which is why one is chosen anew.
    .with(Settings { name: String::new(), notifications, ..settings })
}

/// What AWS does not say cannot be copied.
fn told(what: &str, values: &Option<Vec<String>>, notes: &mut Vec<String>) -> Vec<String> {
    values.clone().unwrap_or_else(|| {
        notes.push(format!("AWS did not say which {what} it has: choose them here."));
        Vec::new()
    })
}

/// Values the form can show; AWS may know more by now.
fn known(what: &str, values: Vec<String>, choices: &[Choice], notes: &mut Vec<String>) -> Vec<String> {
    let (known, odd): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|value| choices.iter().any(|choice| choice.value == value));
    notes.extend(odd.iter().map(|value| format!("The {what} {value} is not known here and is not copied.")));
    known
}

fn tags(tags: &Tags, notes: &mut Vec<String>) -> Vec<Tag> {
    let reserved = |key: &str| key.to_ascii_lowercase().starts_with("aws:");
    if tags.keys().any(|key| reserved(key)) {
        notes.push("Tags that AWS reserves for itself are not copied.".to_owned());
    }
    tags.iter().filter(|(key, _)| !reserved(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}
