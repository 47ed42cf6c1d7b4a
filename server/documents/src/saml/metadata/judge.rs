//! The mistakes people make with metadata, each in a sentence that helps.

use super::certificate::BOTH;
use super::provider::speaks_saml2;
use crate::saml::limits::ENDS_SOON;
use crate::saml::xml::{Document, Element, Namespace};
use crate::text;
use model::Millis;
use model::document::{Certificate, Finding, MetadataReport};

/// Why a root element is not metadata.
pub(super) fn not_metadata(root: &Element) -> String {
    let name = text::quoted(&root.name);
    match (root.namespace, root.name.as_str()) {
        (Namespace::Protocol, _) | (Namespace::Assertion, _) => format!(
            "This is a SAML message ({name}), not metadata. It belongs into the tester; paste the identity provider's metadata here."
        ),
        (_, "html" | "HTML") => {
            "This is a web page, not metadata: perhaps a sign-in page came instead of the file.".to_owned()
        }
        (_, "EntityDescriptor" | "EntitiesDescriptor") => format!(
            "The element {name} is not in the namespace of SAML 2.0 metadata (urn:oasis:names:tc:SAML:2.0:metadata)."
        ),
        _ => format!("This XML is not SAML metadata: it begins with {name} where EntityDescriptor is expected."),
    }
}

/// An entity that is no identity provider.
pub(super) fn no_provider(entity: &Element) -> Finding {
    let service = entity.all(Namespace::Metadata, "SPSSODescriptor").next().is_some();
    Finding::problem(if service {
        "This is the metadata of a service provider, such as Grafana itself. Managed Grafana needs the identity provider's: download it there."
    } else {
        "There is no identity provider in this metadata (no IDPSSODescriptor). Download the metadata of your identity provider."
    })
}

pub(super) fn several(providers: &[String]) -> Finding {
    Finding::problem(format!(
        "There are {} identity providers in this document: {}. Managed Grafana uses one: keep its EntityDescriptor and remove the others.",
        providers.len(),
        text::listed(providers.iter().map(String::as_str), 5)
    ))
}

pub(super) fn unreadable(number: usize, purpose: &str, why: &str) -> Finding {
    let sentence = format!("Certificate {number} ({purpose}) cannot be read: {why}.");
    if purpose == "encryption" { Finding::warning(sentence) } else { Finding::problem(sentence) }
}

/// What the text itself has that readers disagree on.
pub(super) fn text(xml: &str, document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(c) = document.forbidden {
        findings.push(Finding::problem(format!(
            "The text holds U+{:04X}, a control character that XML does not allow. Remove it.",
            u32::from(c)
        )));
    }
    let plain = |name: &String| ["utf-8", "utf8", "us-ascii"].contains(&name.to_ascii_lowercase().as_str());
    if let Some(encoding) = document.encoding.as_ref().filter(|name| !plain(name)) {
        findings.push(Finding::warning(format!(
            "The text says that it is written in {}, but it is sent as UTF-8. Remove that from the first line.",
            text::quoted(encoding)
        )));
    }
    let start = xml.trim_start_matches('\u{FEFF}');
    if start.starts_with(char::is_whitespace) && start.trim_start().starts_with("<?xml") {
        findings.push(Finding::warning("There are blanks before <?xml, which strict readers refuse. Remove them."));
    }
    findings
}

/// Adds what there is to say about one identity provider.
pub(super) fn provider(mut report: MetadataReport, role: &Element, now: Millis) -> MetadataReport {
    let mut findings = std::mem::take(&mut report.findings);
    // Until here there are findings of certificates that cannot be read, and no others.
    let unreadable = !findings.is_empty();
    if report.entity_id.is_none() {
        findings.push(Finding::problem("The entity id is missing: EntityDescriptor has no entityID."));
    }
    if !speaks_saml2(role) {
        findings.push(Finding::problem("This identity provider does not speak SAML 2.0, which Managed Grafana needs."));
    }
    validity(report.valid_until, now, &mut findings);
    sign_on(&report, &mut findings);
    certificates(&report, unreadable, now, &mut findings);
    if report.wants_signed_requests {
        findings.push(Finding::warning(
            "The identity provider demands signed requests (WantAuthnRequestsSigned). AWS does not document that Managed Grafana signs them: if sign-in fails, switch the demand off at the identity provider.",
        ));
    }
    report.findings = findings;
    report
}

fn validity(valid_until: Option<Millis>, now: Millis, findings: &mut Vec<Finding>) {
    let Some(end) = valid_until else { return };
    let day = text::date(end);
    if end <= now {
        findings.push(Finding::problem(format!("This metadata was valid until {day} (validUntil). Download it anew.")));
    } else if end - now <= ENDS_SOON {
        findings.push(Finding::warning(format!(
            "This metadata is valid until {day} (validUntil). Give its URL rather than the XML, or replace it by then."
        )));
    }
}

fn sign_on(report: &MetadataReport, findings: &mut Vec<Finding>) {
    let usable = |binding: &str| binding == "HTTP-Redirect" || binding == "HTTP-POST";
    if report.sign_on.is_empty() {
        findings
            .push(Finding::problem("There is no sign-on URL (SingleSignOnService): nobody can be sent to sign in."));
    } else if !report.sign_on.iter().any(|endpoint| usable(&endpoint.binding)) {
        let bindings = text::listed(report.sign_on.iter().map(|endpoint| endpoint.binding.as_str()), 3);
        findings.push(Finding::problem(format!(
            "The sign-on URLs are for {bindings} alone. Grafana sends people by HTTP-Redirect or HTTP-POST."
        )));
    }
    for endpoint in &report.sign_on {
        let url = endpoint.url.to_ascii_lowercase();
        let shown = text::quoted(&endpoint.url);
        if url.starts_with("http://") {
            findings.push(Finding::warning(format!(
                "The sign-on URL {shown} is http:, not https:. What people send there can be read on the way."
            )));
        } else if !url.starts_with("https://") && usable(&endpoint.binding) {
            findings.push(Finding::problem(format!("The sign-on URL {shown} is not an https: address.")));
        }
    }
}

fn certificates(report: &MetadataReport, unreadable: bool, now: Millis, findings: &mut Vec<Finding>) {
    let signs = |certificate: &&Certificate| certificate.purpose != "encryption";
    let valid = |certificate: &Certificate| certificate.not_before <= now && now < certificate.not_after;
    let signing = report.certificates.iter().filter(signs).count();
    let usable = report.certificates.iter().filter(signs).any(valid);
    if signing == 0 && !unreadable {
        findings.push(Finding::problem(
            "There is no signing certificate: Managed Grafana cannot check who signed a sign-in.",
        ));
    }
    for certificate in &report.certificates {
        findings.extend(age(certificate, usable, now));
    }
    if report.certificates.iter().filter(signs).filter(|one| valid(one)).count() > 1 {
        findings.push(Finding::note(
            "There are several valid signing certificates, as there are while an identity provider changes its own.",
        ));
    }
}

/// One that is not valid now is grave only where no other one signs.
fn age(certificate: &Certificate, another_signs: bool, now: Millis) -> Option<Finding> {
    let Certificate { purpose, subject, not_before, not_after, .. } = certificate;
    let name =
        format!("The {} certificate {}", if purpose == BOTH { "signing" } else { purpose }, text::quoted(subject));
    let grave = if another_signs || purpose == "encryption" { Finding::warning } else { Finding::problem };
    if *not_after <= now {
        Some(grave(format!(
            "{name} expired on {}. Get current metadata from the identity provider.",
            text::date(*not_after)
        )))
    } else if now < *not_before {
        Some(grave(format!("{name} is not valid before {}.", text::date(*not_before))))
    } else if not_after - now <= ENDS_SOON {
        Some(Finding::warning(format!(
            "{name} expires on {}: plan its replacement, or nobody can sign in after that.",
            text::date(*not_after)
        )))
    } else {
        None
    }
}
