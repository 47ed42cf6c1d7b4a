//! The form as the server renders it, before any script runs.

use super::{CreateWorkspacePage, WorkspaceForm, like};
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::form::{CreateWorkspace, Like, Opened, Options, Place, PlaceOption};
use model::{AccountId, FieldError, Kind, PlanId, Region, ResourceKey, Scope};

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
        like: None,
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
        let ids = vec!["pl-1".to_owned()];
        opened.values.network = Some(model::form::Network { prefix_list_ids: ids, vpce_ids: Vec::new() });
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

fn note(notes: &[&str]) -> String {
    let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
    let notes = notes.iter().map(|&note| note.to_owned()).collect();
    Owner::new().with(|| {
        Here::begin("/grafana/create", crate::pages::show::load);
        like::note(&key, Some(Like { label: "payments-prod".to_owned(), notes })).to_html()
    })
}

#[test]
fn a_form_begun_like_another_says_what_is_not_copied_and_where_to_copy_the_sign_in() {
    let html = note(&["Its license (ENTERPRISE) is not copied: another workspace needs one of its own."]);
    assert!(html.contains("Begun like payments-prod."), "{html}");
    assert!(html.contains("Not copied: the people and groups") && html.contains("Its license (ENTERPRISE)"), "{html}");
    assert!(html.contains("href=\"/grafana/441122338890/eu-west-1/g-0a1b2c3d4e/copy-sign-in\""), "{html}");
}

#[test]
fn what_the_other_is_called_stays_text() {
    assert!(!note(&["<script>alert(1)</script>"]).contains("<script>alert"));
}

#[test]
fn an_address_that_names_no_workspace_is_told_so() {
    let html = Owner::new().with(|| {
        Here::begin("/grafana/create?like=nothing", crate::pages::show::load);
        provide_meta_context();
        view! { <CreateWorkspacePage /> }.to_html()
    });
    assert!(html.contains("This address names no workspace to begin with."), "{html}");
}
