//! How a metadata document is told in a diff and in the record: by who it speaks for, its certificates and its digest,
//! never whole.

use crate::changes::state::{Difference, digested};
use crate::clock::now;
use documents::saml::metadata;
use model::DiffLine;
use serde_json::Value;

/// Certificates that are told.
const TOLD: usize = 4;

/// Whether a field holds a metadata document, by the end of its path.
pub fn is_document(path: &str) -> bool {
    path.ends_with("idpMetadata.xml")
}

/// The line about a document.
pub fn line(line: DiffLine, found: &Difference) -> DiffLine {
    let said = |value: &Value| value.as_str().map(told);
    DiffLine { before: said(&found.before), after: said(&found.after), ..line }
}

/// "entity ID https://idp.example.com/saml, certificate 9C:7C:… (signing); 2412 characters, SHA-256 b4ac…"
fn told(xml: &str) -> String {
    let whole = digested(xml);
    let Ok(report) = metadata::read(xml, now()) else { return whole };
    let mut parts: Vec<String> = report.entity_id.map(|id| format!("entity ID {id}")).into_iter().collect();
    let all = report.certificates.len();
    let certificates = report.certificates.into_iter().take(TOLD);
    parts.extend(certificates.map(|one| format!("certificate {} ({})", one.fingerprint, one.purpose)));
    if all > TOLD {
        parts.push(format!("and {} more certificates", all - TOLD));
    }
    if parts.is_empty() { whole } else { format!("{}; {whole}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::changes::state::Difference;
    use serde_json::{Value, json};

    const XML: &str = include_str!("../../../documents/tests/fixtures/identity-provider.xml");

    fn shown(xml: &str) -> String {
        let path = "samlConfiguration.idpMetadata.xml".to_owned();
        let found = Difference { path, before: Value::Null, after: json!(xml) };
        line(found.line(), &found).after.unwrap_or_default()
    }

    #[test]
    fn a_document_is_told_by_whom_it_speaks_for_its_certificates_and_its_digest() {
        let told = shown(XML);
        assert!(told.starts_with("entity ID https://idp.example.com/saml, certificate 9C:7C:16:E4:"), "{told}");
        assert!(told.contains("characters, SHA-256 ") && !told.contains('<'), "{told}");
    }

    #[test]
    fn what_is_no_metadata_is_told_by_its_digest_alone() {
        assert!(shown("<x/>").starts_with("4 characters, SHA-256 "));
    }
}
