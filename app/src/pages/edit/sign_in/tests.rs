//! The pages of a sign-in as they are made, before anything is typed.

use super::api::{OpenedCopy, Target};
use super::{copy, form, history, metadata, tester};
use crate::route::Here;
use leptos::prelude::*;
use model::document::{Certificate, Endpoint, Finding, MetadataReport, Verdict};
use model::form::Earlier;
use model::form::{OpenedEdit, SignIn};
use model::{FieldError, Kind, PlanId, ResourceKey};

const SCRIPT: &str = "</textarea></dd><script>alert(1)</script>";

fn key() -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap()
}

fn id() -> PlanId {
    PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap()
}

fn saml() -> SignIn {
    let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    SignIn {
        providers: words(&["AWS_SSO", "SAML"]),
        metadata_url: "https://idp.example.com/metadata".into(),
        attribute_role: "role".into(),
        admin_values: words(&["Platform Admins"]),
        login_minutes: "510".into(),
        ..SignIn::default()
    }
}

fn opened(change: impl FnOnce(&mut OpenedEdit<SignIn>)) -> OpenedEdit<SignIn> {
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut opened = OpenedEdit {
        id: id(),
        label: "payments-prod".into(),
        base: saml(),
        values: saml(),
        errors: Vec::new(),
        sent: None,
        refused: None,
        more: vec![
            named("entity_id", "https://g.example.com/saml/metadata"),
            named("reply_url", "https://g.example.com/saml/acs"),
            named("sign_on_url", "https://g.example.com/login/saml"),
            named("saml_status", "CONFIGURED"),
        ],
    };
    change(&mut opened);
    opened
}

fn made(view: impl FnOnce() -> String) -> String {
    let owner = Owner::new();
    owner.set();
    Here::begin("/grafana/441122338890/eu-west-1/g-0a1b2c3d4e/sign-in", crate::pages::show::load);
    view().replace('\u{a0}', " ")
}

fn rendered(opened: OpenedEdit<SignIn>) -> String {
    made(|| form(key(), opened).to_html())
}

#[test]
fn what_the_identity_provider_needs_comes_first_with_buttons_that_copy_it() {
    let html = rendered(opened(|_| ()));
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
    assert!(at("https://g.example.com/saml/acs") < at("<form"), "{html}");
    for label in ["Copy Entity ID", "Copy Reply URL (ACS)", "Copy Sign-on URL"] {
        at(label);
    }
}

#[test]
fn every_field_has_its_control_and_its_label() {
    let by_document = rendered(opened(|opened| {
        opened.values.metadata_url = String::new();
        opened.values.metadata_xml = "<x/>".into();
    }));
    let html = [rendered(opened(|_| ())), by_document].concat();
    for (field, label) in super::LABELS {
        assert!(html.contains(&format!("id=\"{field}\"")) && html.contains(label), "{field} in {html}");
    }
}

#[test]
fn without_saml_nothing_of_it_is_asked() {
    let html = rendered(opened(|opened| opened.values.providers = vec!["AWS_SSO".into()]));
    assert!(!html.contains("id=\"attribute_role\""), "{html}");
    assert!(html.contains("IAM Identity Center becomes the last way in."), "{html}");
}

#[test]
fn a_validity_in_minutes_has_its_hours_beside_it() {
    assert!(rendered(opened(|_| ())).contains("That is 8 h 30 min."));
}

#[test]
fn an_address_without_encryption_is_warned_of() {
    let html = rendered(opened(|opened| opened.values.metadata_url = "http://idp.example.com/m".into()));
    assert!(html.contains("This address is not encrypted."), "{html}");
}

#[test]
fn no_admins_is_told_with_its_consequence() {
    let alone = rendered(opened(|opened| {
        opened.values = SignIn { providers: vec!["SAML".into()], no_admins: true, admin_values: Vec::new(), ..saml() };
    }));
    assert!(alone.contains("nobody can administer this Grafana"), "{alone}");
}

#[test]
fn what_aws_said_of_a_field_stands_at_the_field() {
    let html = rendered(opened(|opened| {
        opened.errors = vec![FieldError::new("metadata_url", "It cannot be reached.")];
    }));
    assert!(html.contains("Metadata address: It cannot be reached."), "{html}");
    assert!(html.contains("id=\"metadata_url-error\""), "{html}");
}

#[test]
fn no_text_of_any_field_becomes_part_of_the_document() {
    let html = rendered(opened(|opened| {
        let evil = || SCRIPT.to_owned();
        opened.more = vec![("entity_id".into(), evil()), ("saml_status".into(), evil())];
        opened.values = SignIn {
            providers: vec!["SAML".into(), evil()],
            metadata_url: String::new(),
            metadata_xml: evil(),
            attribute_name: evil(),
            attribute_login: evil(),
            attribute_email: evil(),
            attribute_groups: evil(),
            attribute_role: evil(),
            attribute_org: evil(),
            admin_values: vec![[&evil(), ", "].concat()],
            editor_values: vec![evil()],
            no_admins: false,
            organizations: vec![evil()],
            login_minutes: evil(),
        };
    }));
    assert!(!html.contains("<script>alert"), "{html}");
}

fn report(entity: &str) -> MetadataReport {
    MetadataReport {
        entity_id: Some(entity.to_owned()),
        sign_on: vec![Endpoint { binding: "HTTP-Redirect".into(), url: "https://idp.example.com/sso".into() }],
        certificates: vec![Certificate {
            purpose: "signing".into(),
            subject: "CN=idp.example.com".into(),
            fingerprint: "AB:CD".into(),
            not_before: 0,
            not_after: 1_763_682_432_000,
        }],
        findings: vec![Finding::problem("It expired."), Finding::warning("It is odd.")],
        ..MetadataReport::default()
    }
}

#[test]
fn a_report_shows_what_people_compare_and_what_is_wrong_with_it() {
    let html = made(|| metadata::rendered(report("https://idp.example.com/saml")));
    for text in ["https://idp.example.com/saml", "Sign-on URL, HTTP-Redirect", "CN=idp.example.com", "AB:CD"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert!(html.contains("from 1 Jan 1970 to 20 Nov 2025"), "{html}");
    assert!(html.contains("Problem") && html.contains("It expired.") && html.contains("Warning"), "{html}");
    assert!(!made(|| metadata::rendered(report(SCRIPT))).contains("<script>"));
}

fn verdict(allowed: bool, role: &str, matched: Option<(&str, &str)>) -> Verdict {
    Verdict {
        login: Some("ada".into()),
        email: None,
        name: Some(SCRIPT.into()),
        organization: None,
        allowed,
        why: "No allowed organizations are set.".into(),
        grafana_role: role.into(),
        matched: matched.map(|(list, value)| (list.to_owned(), value.to_owned())),
        findings: Vec::new(),
    }
}

#[test]
fn a_verdict_names_the_role_and_the_value_that_decided_it() {
    let html = made(|| tester::rendered(verdict(true, "ADMIN", Some(("admin", "Platform Admins")))));
    assert!(html.contains("This person signs in as an admin."), "{html}");
    assert!(html.contains("Platform Admins") && html.contains("is among the values that make an admin"), "{html}");
    assert!(!html.contains("<script>"), "{html}");
}

#[test]
fn who_is_not_allowed_is_told_so_whatever_the_role() {
    let html = made(|| tester::rendered(verdict(false, "ADMIN", None)));
    assert!(html.contains("This person may not sign in."), "{html}");
}

#[test]
fn an_earlier_configuration_has_its_time_its_person_its_plan_and_a_way_back() {
    let earlier = Earlier {
        number: 7,
        at: 1_763_682_432_000,
        actor: "local".into(),
        plan: id(),
        lines: vec!["Sign-in: AWS_SSO".into(), SCRIPT.into()],
    };
    let html = made(|| history::rendered(key(), vec![earlier]));
    for text in ["20 Nov 2025, 23:47:12 UTC", "local", "/changes/1b4e28ba", "Sign-in: AWS_SSO", "Bring back"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert!(!html.contains("<script>"), "{html}");
    assert!(made(|| history::rendered(key(), Vec::new())).contains("Nothing was replaced yet."));
}

#[test]
fn a_workspace_that_cannot_take_a_copy_is_shown_with_the_reason() {
    let target = |id: &str, name: &str, refused: Option<&str>| Target {
        key: ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", id).unwrap(),
        name: name.into(),
        account: "edge".into(),
        now: "SSO".into(),
        refused: refused.map(str::to_owned),
    };
    let opened = OpenedCopy {
        id: id(),
        label: "payments-prod".into(),
        copied: vec![("Ways in".into(), SCRIPT.into())],
        to: vec![target("g-0000000001", "", None).key],
        errors: Vec::new(),
        sent: None,
        refused: None,
        offered: vec![
            target("g-0000000001", "edge-dns", None),
            target("g-0000000002", "edge-cdn", Some("Its state is \"Updating\".")),
        ],
    };
    let html = made(|| copy::form(key(), opened).to_html());
    assert!(html.contains("Review 1 copy"), "{html}");
    assert!(html.contains("Its state is \"Updating\"."), "{html}");
    assert_eq!(html.matches(" disabled ").count(), 1, "{html}");
    assert!(!html.contains("<script>"), "{html}");
}
