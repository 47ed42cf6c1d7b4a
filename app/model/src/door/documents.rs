//! The door to the readers of documents that people hand in while they fill in a form.

use crate::access::{Imported, Pasted};
use crate::document::{Mapping, MetadataReport, Verdict};
use crate::form::SignIn;
use crate::{Error, Principal};

/// Documents of strangers, read and judged. Nothing that is handed in is kept, logged or sent anywhere.
pub trait Documents: Send + Sync {
    /// What an identity provider's metadata says, and what is wrong with it. At most 512 KiB.
    ///
    /// # Errors
    /// `Denied` without `grafana.signin`; `Invalid` with the field `metadata_xml` when it cannot be read at all.
    fn metadata(&self, who: &Principal, xml: &str) -> Result<MetadataReport, Error>;

    /// Whether metadata that a form brings can work. What AWS has already is not asked about again.
    ///
    /// # Errors
    /// `Denied` without `grafana.signin`; `Invalid` with the field `metadata_xml` and the problems found.
    fn accept(&self, who: &Principal, base: &SignIn, values: &SignIn) -> Result<(), Error>;

    /// What a pasted list of people and groups says, plain or as CSV: at most 1 MiB and 10,000 lines. Nobody is looked
    /// up.
    ///
    /// # Errors
    /// `Denied` without `grafana.grant`; `Invalid` with the field `people` when it cannot be read at all.
    fn people(&self, who: &Principal, text: &str) -> Result<Pasted, Error>;

    /// What a file of holders says, as it is exported as JSON: at most 2 MiB, 1,000 workspaces and 20,000 holders. Nobody
    /// is looked up.
    ///
    /// # Errors
    /// `Denied` without `grafana.grant`; `Invalid` with the field `people` and the first thing that is not understood.
    fn holders(&self, who: &Principal, text: &str) -> Result<Imported, Error>;

    /// What becomes of a person who signs in with what was pasted: a SAML response, a part of one, or lines of
    /// `name=value`; at most 512 KiB.
    ///
    /// # Errors
    /// `Denied` without `grafana.signin`; `Invalid` with the field `assertion` when it cannot be read, or with a list
    /// that is longer than any that is tried.
    fn try_sign_in(&self, who: &Principal, mapping: &Mapping, pasted: &str) -> Result<Verdict, Error>;
}
