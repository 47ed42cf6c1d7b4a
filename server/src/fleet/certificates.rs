//! When the certificates end that identity providers sign with: read in the background of each Grafana workspace that
//! uses SAML, from the metadata AWS keeps. Metadata behind an address is not fetched; nothing is known of it then.

use super::Service;
use super::parts::{Entry, Part};
use crate::clock::{Nap, now, steady};
use aws::Urgency;
use aws::grafana::{Authentication, Metadata};
use model::fleet::Row;
use model::{Kind, Millis, ResourceKey, Scope};
use std::collections::HashMap;
use std::time::Duration;

/// How people sign in is read again after this long. AWS allows one call a second, so it is seldom.
const FRESH_FOR: Millis = 60 * 60 * 1000;
/// What could not be read is tried again after this long.
const TRIED_AGAIN: Millis = 5 * 60 * 1000;

/// When the signing certificates of one workspace end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The first of them. While an identity provider changes its certificate there are two.
    pub first: Millis,
    /// The last: nobody can sign in after it.
    pub last: Millis,
}

impl Signing {
    /// `None` without SAML, with metadata behind an address, and with metadata that has no certificate or cannot be read.
    pub(super) fn of(found: &Authentication) -> Option<Self> {
        let xml = match found.saml.as_ref()?.configuration.as_ref()?.idp_metadata.as_ref()? {
            Metadata::Xml(xml) => xml,
            Metadata::Url(_) => return None,
        };
        let report = documents::saml::metadata::read(xml, now()).ok()?;
        let signing = report.certificates.iter().filter(|certificate| certificate.purpose != "encryption");
        let ends: Vec<Millis> = signing.map(|certificate| certificate.not_after).collect();
        ends.iter().min().zip(ends.iter().max()).map(|(first, last)| Self { first: *first, last: *last })
    }
}

impl Service {
    /// The Grafana workspaces with SAML whose sign-in was read, and when their signing certificates end; `None` where
    /// that cannot be known. What is missing was not read yet.
    pub fn certificates(&self) -> Vec<(ResourceKey, Option<Signing>)> {
        self.look(|snapshot| {
            let rows = snapshot.rows(Kind::Grafana).into_iter().filter(has_certificates);
            let read = |key: ResourceKey| {
                let entry = snapshot.entry(&key)?;
                entry.kept_at(Part::SignIn).map(|_| (key, entry.signing))
            };
            rows.filter_map(|row| read(row.key)).collect()
        })
    }

    /// Reads how people sign in to a scope's workspaces with SAML, one after the other, as they become due.
    pub(super) async fn keep_certificates(&self, scope: &Scope) {
        let mut tried: HashMap<ResourceKey, Millis> = HashMap::new();
        let mut nap = Nap::new();
        loop {
            let listed = self.listed.notified();
            tried.retain(|_, at| steady() - *at <= TRIED_AGAIN);
            for key in self.certificates_due(scope, &tried) {
                tried.insert(key.clone(), steady());
                self.read_part(&key, Part::SignIn, Urgency::Background).await;
            }
            tokio::select! {
                () = nap.sleep(self.interval.min(Duration::from_secs(5))) => {}
                () = listed => {}
            }
        }
    }

    fn certificates_due(&self, scope: &Scope, tried: &HashMap<ResourceKey, Millis>) -> Vec<ResourceKey> {
        let now = steady();
        self.look(|snapshot| {
            let due = |key: &ResourceKey| {
                snapshot.row(key).is_some_and(|row| has_certificates(&row)) && is_due(snapshot.entry(key), now)
            };
            let keys = snapshot.keys(Kind::Grafana, scope).into_iter();
            keys.filter(|key| !tried.contains_key(key) && due(key)).collect()
        })
    }
}

fn is_due(entry: Option<&Entry>, now: Millis) -> bool {
    entry.and_then(|entry| entry.kept_at(Part::SignIn)).is_none_or(|at| now - at > FRESH_FOR)
}

fn has_certificates(row: &Row) -> bool {
    row.sign_in.as_ref().is_some_and(|sign_in| sign_in.saml_configured)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Signing, is_due};
    use aws::grafana::{Authentication, Metadata, Saml, SamlConfiguration};

    const IDP: &str = include_str!("../../documents/tests/fixtures/identity-provider.xml");
    const EXPIRED: &str = include_str!("../../documents/tests/fixtures/expired.pem");
    /// 2120-01-01T00:00:00Z, less a second: when the certificate of the fixture ends.
    const THE_END: i64 = 4_733_510_399_000;

    fn by(metadata: Option<Metadata>) -> Authentication {
        let configuration = SamlConfiguration { idp_metadata: metadata, ..SamlConfiguration::default() };
        let saml = Saml { status: "CONFIGURED".into(), configuration: Some(configuration) };
        Authentication { providers: vec!["SAML".into()], sso_client_id: None, saml: Some(saml) }
    }

    #[test]
    fn the_end_of_a_signing_certificate_is_found_in_the_metadata() {
        let found = Signing::of(&by(Some(Metadata::Xml(IDP.into()))));
        assert_eq!(found, Some(Signing { first: THE_END, last: THE_END }));
    }

    #[test]
    fn of_two_certificates_the_first_and_the_last_end_are_told() {
        let old: String = EXPIRED.lines().filter(|line| !line.starts_with("-----")).collect();
        let key = format!(
            "<md:KeyDescriptor use=\"signing\"><d:KeyInfo xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><d:X509Data><d:X509Certificate>{old}</d:X509Certificate></d:X509Data></d:KeyInfo></md:KeyDescriptor><md:KeyDescriptor use=\"encryption\">"
        );
        let both = IDP.replace("<md:KeyDescriptor use=\"encryption\">", &key);
        let found = Signing::of(&by(Some(Metadata::Xml(both)))).unwrap();
        assert!(found.first < THE_END && found.last == THE_END, "{found:?}");
    }

    #[test]
    fn nothing_is_known_of_an_address_of_nonsense_and_without_saml() {
        let url = by(Some(Metadata::Url("https://idp.example.com/metadata".into())));
        let nonsense = by(Some(Metadata::Xml("<html></html>".into())));
        let none = Authentication { providers: Vec::new(), sso_client_id: None, saml: None };
        for found in [url, nonsense, by(None), none] {
            assert_eq!(Signing::of(&found), None);
        }
    }

    #[test]
    fn what_was_never_read_is_due() {
        assert!(is_due(None, 0));
    }
}
