//! One store, one AWS: what a store holds of one is never shown or applied by a server for another.

use crate::config::{Config, EMULATOR_FOLDER};
use std::path::Path;
use store::{Marked, Origin, Settings, Store, StoreError};

/// Why this server must not use this store; one line.
#[derive(Debug, thiserror::Error)]
pub enum OriginError {
    #[error(
        "the database is of {of} and this server was started for {started}: start it as before, or name another database \
         with --data or --database"
    )]
    Other { of: Origin, started: Origin },
    #[error("--adopt {}: this server was started for {started}, which is --adopt {}", .said.slug(), .started.slug())]
    Adopt { said: Origin, started: Origin },
    #[error(
        "the database holds plans or events and does not say of which AWS. If they are of {started}, for which this \
         server was started, start it once with --adopt {}{hint}", .started.slug()
    )]
    Undecided { started: Origin, hint: String },
    #[error("database: {0}")]
    Store(#[from] StoreError),
}

/// What the server is started for.
pub fn started(config: &Config, aws: &aws::Aws) -> Origin {
    match (&config.emulator, aws.is_elsewhere()) {
        (Some(_), _) => Origin::Emulator,
        (None, true) => Origin::Endpoint,
        (None, false) => Origin::Aws,
    }
}

/// Refuses a store of another AWS, before anybody is asked anything.
///
/// # Errors
/// One line that names both, and the flag that helps.
pub async fn check(store: &Store, config: &Config, started: Origin) -> Result<(), OriginError> {
    if let Some(said) = config.adopt.filter(|said| *said != started) {
        return Err(OriginError::Adopt { said, started });
    }
    judge(store.foresee_origin(started, config.adopt.is_some()).await?, config, started)
}

/// Marks a store that is not marked yet, for good: once the server could be started, so that a mistake marks nothing.
///
/// # Errors
/// As [`check`].
pub async fn claim(store: &Store, config: &Config, started: Origin) -> Result<(), OriginError> {
    judge(store.mark_origin(started, config.adopt.is_some()).await?, config, started)
}

fn judge(marked: Marked, config: &Config, started: Origin) -> Result<(), OriginError> {
    match marked {
        Marked::As(of) if of == started => Ok(()),
        Marked::As(of) => Err(OriginError::Other { of, started }),
        Marked::Undecided => Err(OriginError::Undecided { started, hint: hint(&config.store, started) }),
    }
}

/// Before the emulator had a folder of its own, its plans came into the one that is named now.
fn hint(settings: &Settings, started: Origin) -> String {
    match settings {
        // Nobody is told to move the files: moved beside others of their name they would be spoilt.
        Settings::Sqlite { dir, .. } if started != Origin::Emulator => format!(
            ". If they are of the built-in emulator, start with --emulator, --data {} and --adopt emulator, and give this \
             server another folder",
            dir.display()
        ),
        _ => String::new(),
    }
}

/// Says where the plans are that were made with the emulator before it had a folder of its own.
pub fn note_former(settings: &Settings) {
    let Settings::Sqlite { dir, .. } = settings else { return };
    let former = Path::new("data/belvedere.db");
    if dir == Path::new(EMULATOR_FOLDER) && former.is_file() && !dir.join("belvedere.db").is_file() {
        tracing::warn!(
            "the emulator's database is in {EMULATOR_FOLDER} now and begins empty; if {} is the emulator's, start with \
             --data data --adopt emulator to go on with it",
            former.display()
        );
    }
}
