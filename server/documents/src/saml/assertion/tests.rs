use super::super::limits::MAX_BYTES;
use super::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::document::{Mapping, Severity, Verdict};

const RESPONSE: &str = include_str!("../../../tests/fixtures/response.xml");

fn said(pasted: &str) -> String {
    parse(pasted).expect_err("a trouble").sentence
}

fn parsed(pasted: &str) -> Vec<(String, Vec<String>)> {
    let attributes = parse(pasted).expect("attributes");
    attributes.into_iter().map(|attribute| (attribute.name, attribute.values)).collect()
}

fn pairs(expected: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    expected.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect()
}

fn statement(inside: &str) -> String {
    format!(r#"<a:AttributeStatement xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">{inside}</a:AttributeStatement>"#)
}

fn mapping() -> Mapping {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    Mapping {
        name: "displayName".into(),
        login: "mail".into(),
        email: "mail".into(),
        role: "role".into(),
        org: "org".into(),
        admin_values: owned(&["Admin", "Software Developers"]),
        editor_values: owned(&["Editor"]),
        ..Mapping::default()
    }
}

fn tried(mapping: &Mapping, lines: &str) -> Verdict {
    try_mapping(mapping, &parse(&format!("mail=ada@example.com\ndisplayName=Ada\n{lines}")).expect("attributes"))
}

fn sentences(verdict: &Verdict) -> String {
    verdict.findings.iter().map(|finding| finding.sentence.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_whole_response_gives_its_attributes_in_order() {
    assert_eq!(
        parsed(RESPONSE),
        pairs(&[
            ("mail", &["ada@example.com"]),
            ("displayName", &["Ada Lovelace"]),
            ("http://schemas.example.com/claims/role", &["Software Developers", " Editor"]),
            ("org", &["Analytical Engines"]),
        ])
    );
    assert_eq!(parse(RESPONSE).expect("attributes")[0].friendly.as_deref(), Some("E-mail"));
}

#[test]
fn base64_of_a_response_is_the_response_however_it_was_copied() {
    let encoded = STANDARD.encode(RESPONSE);
    let wrapped: String = encoded.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\r\n").collect();
    let form =
        format!("SAMLResponse={}&RelayState=x", encoded.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"));
    let unpadded = encoded.trim_end_matches('=').to_owned();
    for pasted in [encoded, wrapped, form, unpadded] {
        assert_eq!(parsed(&pasted), parsed(RESPONSE));
    }
}

#[test]
fn truncated_base64_is_refused_wherever_it_was_cut() {
    let encoded = STANDARD.encode(RESPONSE);
    for kept in [17, 100, 401, 402, 403, encoded.len() - 9] {
        let said = said(&encoded[..kept]);
        assert!(
            said.contains("missing")
                || said.contains("cut off")
                || said.contains("well-formed")
                || said.contains("no XML inside"),
            "{kept}: {said}"
        );
    }
}

#[test]
fn base64_of_something_else_is_refused() {
    assert!(
        said(&STANDARD.encode("<\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}")).contains("well-formed")
    );
    assert!(said(&format!("SAMLResponse={}", "fZJNb8IwDIbv".repeat(9))).contains("compressed"));
    let invalid = [b"<saml".as_slice(), &[0xFF; 30]].concat();
    assert!(said(&STANDARD.encode(invalid)).contains("no XML inside"));
}

#[test]
fn a_statement_alone_is_enough_and_a_lost_namespace_does_not_matter() {
    let inside = "<a:Attribute Name='role'><a:AttributeValue>x</a:AttributeValue></a:Attribute>";
    assert_eq!(parsed(&statement(inside)), pairs(&[("role", &["x"])]));
    let bare = "<AttributeStatement><Attribute Name='role'><AttributeValue>x</AttributeValue></Attribute></AttributeStatement>";
    assert_eq!(parsed(bare), pairs(&[("role", &["x"])]));
}

#[test]
fn blanks_inside_of_values_and_comments_survive() {
    let inside = "<a:Attribute Name='role'><a:AttributeValue> Soft<!-- x -->ware  Developers </a:AttributeValue><a:AttributeValue/></a:Attribute>";
    assert_eq!(parsed(&statement(inside)), pairs(&[("role", &[" Software  Developers ", ""])]));
}

#[test]
fn an_attribute_that_is_there_twice_has_the_values_of_both() {
    assert_eq!(parsed("role=b\nmail=x\nrole=a"), pairs(&[("role", &["b", "a"]), ("mail", &["x"])]));
}

#[test]
fn lines_are_split_where_a_person_would() {
    let typed = "# copied\nrole=a=b\n\nrole2: x: y \n  mail :  a@b\r\nhttp://example.com/claims/x=1\nurn:oid:0.9.2342: 2\nurn:oid:0.9:3\nplain:4:5\nempty=\nlast:";
    assert_eq!(
        parsed(typed),
        pairs(&[
            ("role", &["a=b"]),
            ("role2", &["x: y "]),
            ("mail", &["a@b"]),
            ("http://example.com/claims/x", &["1"]),
            ("urn:oid:0.9.2342", &["2"]),
            ("urn:oid:0.9", &["3"]),
            ("plain", &["4:5"]),
            ("empty", &[""]),
            ("last", &[""]),
        ])
    );
}

#[test]
fn a_line_that_is_no_attribute_is_named_with_its_number() {
    assert!(said("role=a\n\u{202E}what").starts_with("Line 2: \"\\u{202E}what\" is not an attribute"));
    assert!(said("=a").starts_with("Line 1:"));
}

#[test]
fn what_is_no_assertion_is_said_to_be_what_it_is() {
    assert!(said(" \n").contains("There is no text"));
    assert!(said("<!DOCTYPE html><html></html>").contains("a web page"));
    assert!(said("{\"role\":1}").contains("JSON"));
    assert!(said("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'/>").contains("This is metadata"));
    assert!(said("<p:AuthnRequest xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol'/>").contains("the request"));
    assert!(said(&statement("<a:EncryptedAssertion/>")).contains("encrypted"));
    assert!(said(&statement("")).contains("no attribute"));
    assert!(said(&statement("<a:Attribute/>")).contains("no Name"));
    let refused = "<p:Response xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol'><p:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:Responder'/></p:Response>";
    assert!(said(refused).contains("refused this sign-in"));
}

#[test]
fn bombs_and_floods_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'cccccccc'><!ENTITY d '&b;&b;&b;&b;'>]><a>&d;</a>";
    assert!(said(bomb).contains("DOCTYPE"));
    assert!(said(&STANDARD.encode(bomb)).contains("DOCTYPE"));
    assert!(said(&"<a>".repeat(1000)).contains("deeper than"));
    assert!(said(&"x=1\n".repeat(MAX_VALUES + 1)).contains("more than 2000 values"));
    assert!(parse(&"x=1\n".repeat(MAX_VALUES)).is_ok());
    assert!(said(&"x".repeat(MAX_BYTES + 1)).contains("at most 512 KiB"));
    assert!(said(&"x=1\n".repeat(2_500_000)).contains("at most 512 KiB"));
}

#[test]
fn values_become_login_email_name_and_organization() {
    let verdict = tried(&mapping(), "org=Engines\norg=Others\nrole=Editor");
    assert_eq!(verdict.login.as_deref(), Some("ada@example.com"));
    assert_eq!(verdict.email.as_deref(), Some("ada@example.com"));
    assert_eq!(verdict.name.as_deref(), Some("Ada"));
    assert_eq!(verdict.organization.as_deref(), Some("Engines"));
    assert_eq!(verdict.findings, []);
}

#[test]
fn who_matches_no_list_is_a_viewer() {
    let verdict = tried(&mapping(), "role=Guest");
    assert_eq!((verdict.grafana_role.as_str(), verdict.matched), ("VIEWER", None));
}

#[test]
fn the_list_and_the_value_that_matched_are_told() {
    let admin = tried(&mapping(), "role=x\nrole=Software Developers");
    assert_eq!(admin.grafana_role, "ADMIN");
    assert_eq!(admin.matched, Some(("admin".into(), "Software Developers".into())));
    let editor = tried(&mapping(), "role=Editor");
    assert_eq!((editor.grafana_role.as_str(), editor.matched), ("EDITOR", Some(("editor".into(), "Editor".into()))));
}

#[test]
fn admin_wins_over_editor_in_either_order() {
    for lines in ["role=Editor\nrole=Admin", "role=Admin\nrole=Editor"] {
        let verdict = tried(&mapping(), lines);
        assert_eq!(verdict.grafana_role, "ADMIN");
        assert!(sentences(&verdict).contains("The editor list matches too (\"Editor\")"));
    }
}

#[test]
fn near_misses_do_not_match_and_are_told() {
    for (line, told) in [
        ("role=admin", "\"admin\" differs from \"Admin\" only by case, so it does not match an admin value."),
        ("role=Admin ", "\"Admin \" differs from \"Admin\" only by blanks or invisible characters"),
        ("role=SoftwareDevelopers", "\"SoftwareDevelopers\" differs from \"Software Developers\" only by blanks"),
        ("role=ADMIN ", "\"ADMIN \" differs from \"Admin\" only by case and blanks"),
        ("role=Ad\u{200B}min", "\"Ad\\u{200B}min\" differs from \"Admin\" only by blanks or invisible characters"),
        ("role=editor", "\"editor\" differs from \"Editor\" only by case, so it does not match an editor value."),
    ] {
        let verdict = tried(&mapping(), line);
        assert_eq!(verdict.grafana_role, "VIEWER", "{line}");
        assert!(sentences(&verdict).contains(told), "{line}: {}", sentences(&verdict));
    }
}

#[test]
fn several_roles_in_one_value_match_as_a_whole_alone() {
    let verdict = tried(&mapping(), "role=Guest, Admin");
    assert_eq!(verdict.grafana_role, "VIEWER");
    assert!(sentences(&verdict).contains("\"Guest, Admin\" has an admin value inside (\"Admin\")"));
    let mut with_comma = mapping();
    with_comma.editor_values = vec!["Guest, Admin".to_owned()];
    assert_eq!(tried(&with_comma, "role=Guest, Admin").grafana_role, "EDITOR");
}

#[test]
fn an_empty_list_of_organizations_lets_everyone_in() {
    let verdict = tried(&mapping(), "role=Admin");
    assert!(verdict.allowed);
    assert!(verdict.why.contains("everyone may sign in"));
}

#[test]
fn only_listed_organizations_are_let_in() {
    let mut mapping = mapping();
    mapping.allowed_organizations = vec!["Engines".into()];
    let inside = tried(&mapping, "org=Others\norg=Engines");
    assert_eq!((inside.allowed, inside.why.as_str()), (true, "The organization \"Engines\" is allowed."));
    let outside = tried(&mapping, "org=engines\nrole=Admin");
    assert_eq!((outside.allowed, outside.grafana_role.as_str()), (false, "ADMIN"));
    assert!(sentences(&outside).contains("\"engines\" differs from \"Engines\" only by case"));
    assert!(tried(&mapping, "role=Admin").why.contains("no attribute \"org\""));
    mapping.org.clear();
    assert!(tried(&mapping, "org=Engines").why.contains("nobody may sign in"));
}

#[test]
fn a_missing_login_is_a_problem_that_names_what_may_have_been_meant() {
    let verdict = try_mapping(&mapping(), &parse("Mail=x\nrole=Admin").expect("attributes"));
    assert_eq!(verdict.login, None);
    assert_eq!(verdict.findings[0].severity, Severity::Problem);
    assert!(
        verdict.findings[0]
            .sentence
            .contains("no attribute \"mail\" (login): \"Mail\" differs from \"mail\" only by case")
    );
}

#[test]
fn a_friendly_name_is_not_taken_for_the_name() {
    let inside =
        "<a:Attribute Name='urn:oid:0.9' FriendlyName='mail'><a:AttributeValue>x</a:AttributeValue></a:Attribute>";
    let verdict = try_mapping(&mapping(), &parse(&statement(inside)).expect("attributes"));
    assert_eq!(verdict.login, None);
    assert!(sentences(&verdict).contains("that is only the friendly name of \"urn:oid:0.9\""));
}

#[test]
fn an_attribute_that_is_not_set_in_the_mapping_matches_nothing() {
    let mut unset = mapping();
    unset.role.clear();
    let attributes = [Attribute { name: String::new(), friendly: None, values: vec!["Admin".into()] }];
    assert_eq!(try_mapping(&unset, &attributes).grafana_role, "VIEWER");
    assert!(sentences(&tried(&unset, "role=Admin")).contains("No attribute is set for the role"));
}

#[test]
fn what_is_shown_has_its_hidden_characters_written_out_and_markup_stays_text() {
    let verdict = tried(&mapping(), "org=\u{202E}</textarea><script>\u{7}");
    assert_eq!(verdict.organization.as_deref(), Some("\\u{202E}</textarea><script>\\u{0007}"));
}
