//! The form as the server renders it, before any script runs.

use super::WorkspaceForm;
use crate::route::Here;
use leptos::prelude::*;
use model::form::{CreateWorkspace, Opened, Options, Place, PlaceOption};
use model::{AccountId, FieldError, PlanId, Region, Scope};

fn opened(change: impl FnOnce(&mut Opened<CreateWorkspace>)) -> Opened<CreateWorkspace> {
    let scope =
        Scope { account: AccountId::parse("441122338890").unwrap(), region: Region::parse("eu-west-1").unwrap() };
    let place = Place::of(&scope);
    let option = PlaceOption {
        place: place.clone(),
        account_name: "edge".into(),
        scope,
        trouble: Some("AWS refused the call.".into()),
    };
    let mut opened = Opened {
        id: PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap(),
        values: CreateWorkspace::fresh(place),
        errors: Vec::new(),
        sent: None,
        options: Options { places: vec![option], versions: vec!["12.4".into(), "10.4".into()] },
    };
    change(&mut opened);
    opened
}

fn rendered(opened: Opened<CreateWorkspace>) -> String {
    let owner = Owner::new();
    owner.set();
    Here::begin("/grafana/create", crate::pages::show::load);
    view! { <WorkspaceForm opened /> }.to_html()
}

#[test]
fn every_input_of_the_operation_has_its_control() {
    let html = rendered(opened(|opened| {
        opened.values.account_access = "ORGANIZATION".into();
        opened.values.vpc = Some(model::form::Vpc::default());
        opened.values.network = Some(model::form::Network::default());
    }));
    for (field, label) in super::LABELS {
        assert!(html.contains(&format!("id=\"{field}\"")), "{field} in {html}");
        assert!(html.contains(label), "{label} in {html}");
    }
}

#[test]
fn a_fresh_form_shows_its_limits_and_no_error() {
    let html = rendered(opened(|_| ()));
    assert!(html.contains("1 to 255 letters, digits"), "{html}");
    assert!(!html.contains("class=\"error\""), "{html}");
    assert!(html.contains("AWS refused the call."), "{html}");
}

#[test]
fn restricted_to_nothing_is_called_what_it_is() {
    let html = rendered(opened(|opened| opened.values.network = Some(model::form::Network::default())));
    assert!(html.contains("Nobody will be able to reach this workspace."), "{html}");
}

#[test]
fn what_aws_said_of_a_field_stands_at_the_field_and_unfolds_it() {
    let folded = rendered(opened(|_| ()));
    let html = rendered(opened(|opened| opened.errors = vec![FieldError::new("kms_key_id", "There is no such key.")]));
    assert!(html.contains("1 thing to correct"), "{html}");
    assert!(html.contains("Encryption key: There is no such key."), "{html}");
    assert!(html.contains("id=\"kms_key_id-error\""), "{html}");
    assert!(html.contains("<details open"), "{html}");
    assert!(!folded.contains("<details open"), "{folded}");
}

#[test]
fn a_form_that_was_sent_leads_to_its_plan() {
    let html = rendered(opened(|opened| opened.sent = Some("/changes/x".into())));
    assert!(html.contains("This form was sent already"), "{html}");
    assert!(html.contains("href=\"/changes/x\""), "{html}");
}

#[test]
fn text_of_a_text_area_never_becomes_part_of_the_document() {
    let html = rendered(opened(|opened| {
        opened.values.description = "</textarea><script>alert(1)</script>".into();
        opened.values.configuration = "</textarea><script>alert(2)</script>".into();
    }));
    assert!(!html.contains("<script>alert"), "{html}");
}
