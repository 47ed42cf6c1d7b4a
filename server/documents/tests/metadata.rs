//! Metadata as people paste it, from good to hostile, with certificates that openssl made.
#![expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]

use documents::saml::limits::{ENDS_SOON, MAX_BYTES, MAX_CERTIFICATES, MAX_ENDPOINTS, MAX_PROVIDERS};
use documents::saml::metadata::read;
use model::document::{MetadataReport, Severity};

/// 2026-11-21T10:00:00Z
const NOW: i64 = 1_795_255_200_000;
/// 2120-01-01T00:00:00Z, less a second: when the long-lived certificates end.
const THE_END: i64 = 4_733_510_399_000;

const IDP: &str = include_str!("fixtures/identity-provider.xml");
const SP: &str = include_str!("fixtures/service-provider.xml");
const FEDERATION: &str = include_str!("fixtures/federation.xml");
const LONG_LIVED: &str = include_str!("fixtures/long-lived.pem");
const EXPIRED: &str = include_str!("fixtures/expired.pem");
const NOT_YET_VALID: &str = include_str!("fixtures/not-yet-valid.pem");
const ENDING_SOON: &str = include_str!("fixtures/ending-soon.pem");
const STRANGE_NAME: &str = include_str!("fixtures/strange-name.pem");

fn report(xml: &str) -> MetadataReport {
    read(xml, NOW).expect("a report")
}

fn said(text: &str) -> String {
    read(text, NOW).expect_err("a trouble").sentence
}

fn changed(replace: &str, by: &str) -> String {
    let changed = IDP.replace(replace, by);
    assert_ne!(changed, IDP, "{replace}");
    changed
}

fn base64(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n")
}

/// The identity provider with other certificates.
fn with_certificates(keys: &[(&str, &str)]) -> String {
    let (before, rest) = IDP.split_once("<md:KeyDescriptor").expect("keys");
    let (_, after) = rest.rsplit_once("</md:KeyDescriptor>").expect("keys");
    let key = |(usage, content): &(&str, &str)| {
        format!(
            "<md:KeyDescriptor {usage}><d:KeyInfo xmlns:d='http://www.w3.org/2000/09/xmldsig#'><d:X509Data><d:X509Certificate>{content}</d:X509Certificate></d:X509Data></d:KeyInfo></md:KeyDescriptor>"
        )
    };
    [before, &keys.iter().map(key).collect::<String>(), after].concat()
}

fn signed_by(pem: &str) -> String {
    with_certificates(&[("use='signing'", &base64(pem))])
}

#[track_caller]
fn finds(report: &MetadataReport, severity: Severity, part: &str) {
    let found = report.findings.iter().any(|finding| finding.severity == severity && finding.sentence.contains(part));
    assert!(found, "{:#?}", report.findings);
}

#[test]
fn good_metadata_is_read_whole_and_has_no_finding() {
    let report = report(IDP);
    assert_eq!(report.entity_id.as_deref(), Some("https://idp.example.com/saml"));
    let endpoints: Vec<_> = report.sign_on.iter().map(|e| (e.binding.as_str(), e.url.as_str())).collect();
    assert_eq!(
        endpoints,
        [("HTTP-Redirect", "https://idp.example.com/sso"), ("HTTP-POST", "https://idp.example.com/sso/post")]
    );
    assert!(!report.wants_signed_requests);
    assert_eq!(report.valid_until, None);
    assert_eq!(report.providers, Vec::<String>::new());
    assert_eq!(report.findings, []);
}

#[test]
fn a_certificate_is_told_as_openssl_tells_it() {
    let report = report(IDP);
    assert_eq!(report.certificates.len(), 2);
    let signing = &report.certificates[0];
    assert_eq!(signing.purpose, "signing");
    assert_eq!(signing.subject, "C=DE, O=Example Ltd, CN=idp.example.com");
    assert_eq!(
        signing.fingerprint,
        "9C:7C:16:E4:87:82:28:BA:D3:57:E1:2E:DC:3D:2A:A6:72:43:71:DB:77:CA:1C:DF:48:76:76:F7:AB:31:82:19"
    );
    assert_eq!((signing.not_before, signing.not_after), (1_577_836_800_000, THE_END));
    assert_eq!(report.certificates[1].purpose, "encryption");
}

#[test]
fn a_key_without_use_signs_and_one_for_both_is_listed_once() {
    let whole = base64(LONG_LIVED);
    let unnamed = report(&with_certificates(&[("", &whole)]));
    assert_eq!(unnamed.certificates[0].purpose, "signing and encryption");
    assert_eq!(unnamed.findings, []);
    let twice = report(&with_certificates(&[("use='signing'", &whole), ("use='encryption'", &whole)]));
    assert_eq!(twice.certificates.len(), 1);
    assert_eq!(twice.certificates[0].purpose, "signing and encryption");
}

#[test]
fn prefixes_do_not_matter() {
    let default = changed("xmlns:md=", "xmlns=").replace("<md:", "<").replace("</md:", "</");
    let other = IDP
        .replace("md:", "weird-ß.1:")
        .replace("ds:", "_:")
        .replace("xmlns:md=", "xmlns:weird-ß.1=")
        .replace("xmlns:ds=", "xmlns:_=");
    assert_eq!(report(&default), report(IDP));
    assert_eq!(report(&other), report(IDP));
}

#[test]
fn elements_of_foreign_namespaces_are_not_taken_for_saml() {
    let foreign = changed("<md:SingleSignOnService ", "<x:SingleSignOnService xmlns:x='urn:other' ");
    finds(&report(&foreign), Severity::Problem, "no sign-on URL");
    assert!(said(&changed("urn:oasis:names:tc:SAML:2.0:metadata", "urn:other")).contains("not in the namespace"));
}

#[test]
fn service_provider_metadata_is_recognized() {
    let report = report(SP);
    finds(&report, Severity::Problem, "the metadata of a service provider");
    assert!(report.entity_id.is_some_and(|id| id.ends_with("/saml/metadata")));
}

#[test]
fn metadata_of_neither_kind_says_so() {
    finds(&report(&SP.replace("SPSSODescriptor", "PDPDescriptor")), Severity::Problem, "no identity provider");
}

#[test]
fn several_identity_providers_are_named() {
    let report = report(FEDERATION);
    assert_eq!(report.providers, ["https://first.example.com/saml", "https://second.example.com/saml"]);
    assert_eq!(report.entity_id.as_deref(), Some("https://first.example.com/saml"));
    finds(&report, Severity::Problem, "2 identity providers in this document: \"https://first.example.com/saml\", ");
    assert_eq!(report.valid_until, Some(4_922_899_200_000), "that of the group around it");
}

#[test]
fn a_group_with_one_identity_provider_is_that_provider() {
    let start = FEDERATION.find("  <EntitiesDescriptor>").expect("a group inside");
    let end = FEDERATION.find("  <EntityDescriptor entityID=\"https://sp.").expect("a service provider");
    let one = [&FEDERATION[..start], &FEDERATION[end..]].concat();
    let report = report(&one);
    assert_eq!((report.providers.len(), report.findings.len()), (0, 0), "{:?}", report.findings);
    assert!(said("<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'/>").contains("is empty"));
}

#[test]
fn an_expired_certificate_is_a_problem_with_its_date() {
    finds(
        &report(&signed_by(EXPIRED)),
        Severity::Problem,
        "\"O=Example Ltd, CN=old.example.com\" expired on 2020-01-01",
    );
}

#[test]
fn an_expired_certificate_beside_a_valid_one_is_a_warning() {
    let both = with_certificates(&[("use='signing'", &base64(EXPIRED)), ("use='signing'", &base64(LONG_LIVED))]);
    let report = report(&both);
    finds(&report, Severity::Warning, "expired on 2020-01-01");
    assert!(report.findings.iter().all(|finding| finding.severity != Severity::Problem));
}

#[test]
fn a_certificate_that_is_not_valid_yet_is_a_problem_with_its_date() {
    finds(&report(&signed_by(NOT_YET_VALID)), Severity::Problem, "is not valid before 2100-01-01");
}

#[test]
fn a_certificate_that_ends_within_30_days_is_a_warning_to_the_millisecond() {
    let xml = signed_by(ENDING_SOON);
    let end = read(&xml, NOW).expect("a report").certificates[0].not_after;
    let at = |now| read(&xml, now).expect("a report");
    assert_eq!(at(end - ENDS_SOON - 1).findings, []);
    finds(&at(end - ENDS_SOON), Severity::Warning, "expires on 2030-01-15");
    finds(&at(end - 1), Severity::Warning, "expires on 2030-01-15");
    finds(&at(end), Severity::Problem, "expired on 2030-01-15");
}

#[test]
fn no_signing_certificate_is_a_problem() {
    finds(&report(&with_certificates(&[])), Severity::Problem, "no signing certificate");
    let encryption = with_certificates(&[("use='encryption'", &base64(LONG_LIVED))]);
    finds(&report(&encryption), Severity::Problem, "no signing certificate");
}

#[test]
fn several_valid_signing_certificates_are_a_note() {
    let both = with_certificates(&[("use='signing'", &base64(ENDING_SOON)), ("", &base64(LONG_LIVED))]);
    finds(&report(&both), Severity::Note, "several valid signing certificates");
}

#[test]
fn an_unreadable_certificate_says_why() {
    let whole = base64(LONG_LIVED);
    let der_and_more = "MIIB".to_owned() + &whole.replace('\n', "");
    for (content, why) in [
        (&whole[..whole.len() - 5], "not valid base64"),
        (&whole[..whole.len() / 2 / 65 * 65 + 40], "not an X.509 certificate"),
        ("****", "not valid base64"),
        ("", "it is empty"),
        (LONG_LIVED, "lines BEGIN and END of a PEM file"),
        (&"QUJD".repeat(10_000), "larger than 16 KiB"),
        (&der_and_more, "not an X.509 certificate"),
        ("MAA=", "not an X.509 certificate"),
    ] {
        let report = report(&with_certificates(&[("use='signing'", content)]));
        finds(&report, Severity::Problem, "Certificate 1 (signing) cannot be read: ");
        finds(&report, Severity::Problem, why);
        assert_eq!(report.certificates, []);
    }
}

#[test]
fn bindings_grafana_does_not_use_are_a_problem() {
    let soap =
        changed("bindings:HTTP-Redirect", "bindings:SOAP").replace("bindings:HTTP-POST", "bindings:HTTP-Artifact");
    let report = report(&soap);
    finds(&report, Severity::Problem, "for \"SOAP\", \"HTTP-Artifact\" alone");
    assert_eq!(report.sign_on[0].binding, "SOAP");
}

#[test]
fn a_sign_on_url_that_is_not_https_is_told() {
    finds(
        &report(&changed("https://idp.example.com/sso\"", "http://idp.example.com/sso\"")),
        Severity::Warning,
        "is http:, not https:",
    );
    finds(
        &report(&changed("https://idp.example.com/sso\"", "javascript:alert(1)\"")),
        Severity::Problem,
        "\"javascript:alert(1)\" is not an https: address",
    );
    finds(
        &report(&changed("Location=\"https://idp.example.com/sso\"", "")),
        Severity::Problem,
        "\"\" is not an https: address",
    );
}

#[test]
fn signed_requests_that_are_demanded_are_a_warning() {
    for yes in ["true", "1"] {
        let report = report(&changed("Signed=\"false\"", &format!("Signed=\"{yes}\"")));
        assert!(report.wants_signed_requests);
        finds(&report, Severity::Warning, "demands signed requests");
    }
}

#[test]
fn metadata_that_is_not_valid_any_more_is_a_problem_with_its_date() {
    let until = |text: &str| report(&changed(" entityID", &format!(" validUntil=\"{text}\" entityID")));
    finds(&until("2026-11-21T10:00:00Z"), Severity::Problem, "valid until 2026-11-21");
    finds(&until("2026-11-21T11:00:00+01:00"), Severity::Problem, "valid until 2026-11-21");
    finds(&until("2026-11-21T10:00:01"), Severity::Warning, "valid until 2026-11-21");
    assert_eq!(until("2027-11-21T10:00:00.000Z").findings, []);
    assert_eq!(until("soon").valid_until, None);
}

#[test]
fn a_missing_entity_id_is_a_problem() {
    let report = report(&changed("entityID=\"https://idp.example.com/saml\"", "entityID=\" \""));
    assert_eq!(report.entity_id, None);
    finds(&report, Severity::Problem, "entity id is missing");
}

#[test]
fn a_provider_of_saml_1_alone_is_a_problem_and_beside_one_of_saml_2_it_is_passed_over() {
    let old = changed("tc:SAML:2.0:protocol", "tc:SAML:1.1:protocol");
    finds(&report(&old), Severity::Problem, "does not speak SAML 2.0");
    let role = "<md:IDPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:1.1:protocol'/>";
    assert_eq!(report(&changed("<md:IDPSSODescriptor ", &format!("{role}<md:IDPSSODescriptor "))), report(IDP));
}

#[test]
fn the_gravest_finding_comes_first() {
    let all = signed_by(ENDING_SOON)
        .replace("Signed=\"false\"", "Signed=\"true\"")
        .replace("https://idp.example.com/saml", "");
    let severities: Vec<_> = report(&all).findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.len() > 1 && severities.is_sorted(), "{severities:?}");
}

#[test]
fn what_is_no_metadata_is_said_to_be_what_it_is() {
    assert!(said("  ").contains("There is no text"));
    assert!(said("<!doctype HTML>\n<html><body>Sign in</body></html>").contains("a web page"));
    assert!(said("<html xmlns='http://www.w3.org/1999/xhtml'/>").contains("a web page"));
    assert!(said(" https://idp.example.com/metadata.xml\n").contains("Enter it as the metadata URL"));
    assert!(said(LONG_LIVED).contains("a certificate"));
    assert!(said("{\"entityID\": 1}").contains("JSON"));
    assert!(said("PD94bWwgdmVyc2lvbj0iMS4wIj8+PGEvPg==").contains("base64"));
    assert!(said("entity id").contains("XML begins with <"));
    assert!(said(include_str!("fixtures/response.xml")).contains("a SAML message (\"Response\")"));
    assert!(said("<rss/>").contains("begins with \"rss\""));
}

#[test]
fn hidden_characters_come_back_as_text_and_markup_stays_text() {
    let strange = changed("https://idp.example.com/saml", "\u{202E}&lt;/textarea>&lt;script>\u{2066}&#7;");
    let odd = report(&strange);
    assert_eq!(odd.entity_id.as_deref(), Some("\\u{202E}</textarea><script>\\u{2066}\\u{0007}"));
    finds(&odd, Severity::Problem, "U+0007");
    let subject = &report(&signed_by(STRANGE_NAME)).certificates[0].subject;
    assert_eq!(subject, "O=\\u{202E}moc.elpmaxe, CN=</textarea><script>alert(1)</script>");
}

#[test]
fn blanks_before_the_declaration_are_a_warning() {
    finds(&report(&format!("\n{IDP}")), Severity::Warning, "blanks before <?xml");
}

#[test]
fn another_encoding_than_utf_8_is_a_warning() {
    finds(&report(&changed("UTF-8", "UTF-16")), Severity::Warning, "written in \"UTF-16\", but it is sent as UTF-8");
    assert_eq!(report(&changed("UTF-8", "utf-8")).findings, []);
}

#[test]
fn the_number_of_identity_providers_is_bounded() {
    let many = |n: usize| {
        let one = "<EntityDescriptor><IDPSSODescriptor/></EntityDescriptor>";
        format!(
            "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'>{}</EntitiesDescriptor>",
            one.repeat(n)
        )
    };
    let most = report(&many(MAX_PROVIDERS));
    assert_eq!(most.providers.len(), MAX_PROVIDERS);
    finds(&most, Severity::Problem, "\"(without an entity id)\" and 995 more");
    assert!(said(&many(MAX_PROVIDERS + 1)).contains("There are 1001 identity providers"));
}

#[test]
fn bombs_are_refused() {
    let entities: String =
        (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE x [<!ENTITY l0 'ha'>{entities}]>");
    assert!(
        said(&changed("<md:EntityDescriptor ", &format!("{bomb}<md:EntityDescriptor ")))
            .contains("a DOCTYPE is not read")
    );
    let external = "<!DOCTYPE x [<!ENTITY x SYSTEM 'http://169.254.169.254/'>]><x>&x;</x>";
    assert!(said(external).contains("a DOCTYPE is not read"));
    assert!(said(&changed("Example Ltd", "&ha;")).contains("the entity &ha; is not read"));
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    assert!(said(&"<".repeat(10_000_000)).contains("at most 512 KiB"));
    assert!(said(&changed("Example Ltd", &"x".repeat(MAX_BYTES))).contains("at most 512 KiB"));
    assert!(said(&changed("Example Ltd", &"<a>".repeat(10_000))).contains("deeper than 32"));
    assert!(said(&changed("Example Ltd", &"<a/>".repeat(10_000))).contains("more than 10000 elements"));
    let service = "<md:SingleSignOnService/>";
    assert!(
        said(&changed(service_end(), &[service_end(), &service.repeat(MAX_ENDPOINTS)].concat()))
            .contains("more than 32 sign-on")
    );
    let whole = base64(LONG_LIVED);
    let many = |n| with_certificates(&vec![("", whole.as_str()); n]);
    assert!(read(&many(MAX_CERTIFICATES), NOW).is_ok());
    assert!(said(&many(MAX_CERTIFICATES + 1)).contains("more than 16 certificates"));
}

fn service_end() -> &'static str {
    "</md:NameIDFormat>"
}

#[test]
fn every_beginning_of_a_document_is_read_or_refused_without_a_panic() {
    for (end, _) in IDP.char_indices() {
        assert!(read(&IDP[..end], NOW).is_err() || end + 1 == IDP.len(), "{end}");
    }
}

#[test]
fn no_moment_is_too_strange() {
    for now in [i64::MIN, -1, 0, i64::MAX] {
        assert!(read(IDP, now).is_ok());
    }
}
