//! The folder of a SQLite store: its files, who may read them, and that only one process has it.

use crate::StoreError;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const DATABASE: &str = "belvedere.db";
const LOCK: &str = "belvedere.lock";

/// Holds the folder until it is dropped.
#[derive(Debug)]
pub struct Folder {
    pub database: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes what is missing, for this user only.
    ///
    /// # Errors
    /// `InUse` while another store has it; `Unavailable` when it cannot be written.
    pub fn take(dir: &Path) -> Result<Self, StoreError> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|error| about(dir, &error))?;
        let folder = Self::lock(dir)?;
        private_file(&folder.database)?;
        Ok(folder)
    }

    /// One that is there already.
    ///
    /// # Errors
    /// As [`Folder::take`]; `Unavailable` where there is no database.
    pub fn find(dir: &Path) -> Result<Self, StoreError> {
        if !dir.join(DATABASE).is_file() {
            return Err(StoreError::Unavailable(format!("{} holds no {DATABASE}", dir.display())));
        }
        Self::lock(dir)
    }

    fn lock(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let lock = private_file(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(about(&path, &error)),
        }
        Ok(Self { database: dir.join(DATABASE), _lock: lock })
    }
}

/// Opened for writing and readable by nobody else. SQLite gives its side files the same permissions.
fn private_file(path: &Path) -> Result<File, StoreError> {
    if let Ok(found) = path.metadata()
        && found.permissions().readonly()
    {
        // Somebody meant it, even where this user could write all the same.
        return Err(StoreError::Unavailable(format!("{} is read-only", path.display())));
    }
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).mode(0o600).open(path);
    let file = file.map_err(|error| about(path, &error))?;
    let mode = file.metadata().map_err(|error| about(path, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600)).map_err(|error| about(path, &error))?;
    }
    Ok(file)
}

fn about(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Unavailable(format!("{}: {error}", path.display()))
}
