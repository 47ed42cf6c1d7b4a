//! How a metadata document is told in a diff and in the record: by who it speaks for, its certificates and its digest,
//! never whole.

use crate::changes::state::digest;
use crate::clock::now;
use documents::saml::metadata;
use model::DiffLine;
use serde_json::Value;

/// Certificates that are told.
const TOLD: usize = 4;

/// The line about a document, from the states it differs in; other lines as they are.
pub fn line(line: DiffLine, before: &Value, after: &Value) -> DiffLine {
    if !line.field.ends_with("idpMetadata.xml") {
        return line;
    }
    let path = format!("/{}", line.field.replace('.', "/"));
    let said = |state: &Value| state.pointer(&path).and_then(Value::as_str).map(told);
    DiffLine { before: said(before), after: said(after), ..line }
}

/// "entity ID https://idp.example.com/saml, certificate 9C:7C:… (signing); 2412 characters, SHA-256 b4ac…"
fn told(xml: &str) -> String {
    let whole = format!("{} characters, SHA-256 {}", xml.chars().count(), digest(xml));
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
    use model::{DiffLine, Sign};
    use serde_json::json;

    const XML: &str = include_str!("../../../documents/tests/fixtures/identity-provider.xml");

    fn shown(xml: &str) -> String {
        let field = "samlConfiguration.idpMetadata.xml".to_owned();
        let told = DiffLine { sign: Sign::Add, field, before: None, after: Some("whole".into()) };
        let state = json!({ "samlConfiguration": { "idpMetadata": { "xml": xml } } });
        line(told, &json!({}), &state).after.unwrap_or_default()
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
