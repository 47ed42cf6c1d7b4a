//! What is not copied from a workspace that another one begins as.

use super::super::kinds::grafana::like_workspace::{Copied, LikeNote, Likeness};
use model::door;
use model::form::Like;

pub fn describe_likeness(likeness: Likeness) -> door::Likeness {
    let Likeness { label, notes, values } = likeness;
    door::Likeness { like: Like { label, notes: notes.into_iter().map(note_text).collect() }, values }
}

fn note_text(note: LikeNote) -> String {
    match note {
        LikeNote::ConfigurationUnread { error } => {
            format!("Its configuration could not be read and is not copied. {}", error.message)
        }
        LikeNote::LicenseNotCopied { license } => {
            format!("Its license ({license}) is not copied: another workspace needs one of its own.")
        }
        LikeNote::Untold { what } => format!("AWS did not say which {}s it has: choose them here.", word(what)),
        LikeNote::Unknown { what, value } => {
            format!("The {} {value} is not known here and is not copied.", word(what))
        }
        LikeNote::ReservedTags => "Tags that AWS reserves for itself are not copied.".to_owned(),
    }
}

const fn word(what: Copied) -> &'static str {
    match what {
        Copied::SignInMethod => "sign-in method",
        Copied::DataSource => "data source",
        Copied::NotificationChannel => "notification channel",
    }
}
