//! Whatever is pasted as metadata, or as an assertion, which the same XML reader reads: no panic, no more than the
//! limits, and nothing that comes back hides how it reads.

#![no_main]

use documents::saml::limits::{MAX_BYTES, MAX_CERTIFICATES, MAX_ENDPOINTS};
use documents::saml::{assertion, metadata};
use libfuzzer_sys::fuzz_target;

/// 2026-11-21T10:00:00Z
const NOW: i64 = 1_795_255_200_000;

fuzz_target!(|text: &str| {
    match metadata::read(text, NOW) {
        Ok(report) => {
            assert!(text.len() <= MAX_BYTES);
            assert!(report.certificates.len() <= MAX_CERTIFICATES);
            assert!(report.sign_on.len() <= MAX_ENDPOINTS);
            report.entity_id.iter().chain(&report.providers).for_each(|text| shown(text));
            report.sign_on.iter().for_each(|endpoint| (shown(&endpoint.binding), shown(&endpoint.url)).0);
            report.certificates.iter().for_each(|certificate| shown(&certificate.subject));
            report.findings.iter().for_each(|finding| shown(&finding.sentence));
            assert!(report.findings.iter().map(|finding| finding.severity).is_sorted());
        }
        Err(trouble) => shown(&trouble.sentence),
    }
    match assertion::parse(text) {
        Ok(attributes) => assert!(!attributes.iter().any(|attribute| attribute.name.len() > MAX_BYTES)),
        Err(trouble) => shown(&trouble.sentence),
    }
});

/// No control character, nothing that turns the direction of text.
fn shown(text: &str) {
    let hidden =
        |c: char| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    assert!(!text.contains(hidden), "{text:?}");
}
