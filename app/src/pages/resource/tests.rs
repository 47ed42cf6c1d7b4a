//! The page of one resource as the server renders it, read as text.

use super::page;
use crate::layout::Viewing;
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::detail::{AccountLine, Action, Detail, Fact, Found, Preferences, Section, TokenLine, Value, Viewer};
use model::fleet::{Row, SignIn};
use model::{Code, Error, Kind, Reading, ResourceKey, Role, Status};

const NOW: i64 = 1_763_682_432_000;
const DAY: i64 = 24 * 3_600_000;

fn key() -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap()
}

fn read<T>(value: T) -> Reading<T> {
    Reading { value: Some(value), read_at: Some(NOW - 14_000), error: None }
}

fn detail(status: &str) -> Detail {
    let status = Status::new(status);
    let row = Row {
        key: key(),
        name: "payments-prod".to_owned(),
        status: status.clone(),
        version: None,
        sign_in: None,
        licence: None,
        created_at: Some(NOW - 90_000),
        tags: Vec::new(),
        read_at: NOW - 14_000,
        stale: false,
    };
    let facts = vec![
        Fact::new("Endpoint", Value::Link("https://g-0a1b2c3d4e.example.com".to_owned())),
        Fact::new("Role", Value::Absent("none".to_owned())),
        Fact::new("Tags", Value::Tags(vec![("team".to_owned(), "</dd><script>".to_owned())])),
    ];
    Detail {
        now: NOW,
        row,
        account_name: "prod".to_owned(),
        arn: key().arn(),
        meaning: status.meaning(Kind::Grafana).to_owned(),
        sections: vec![Section {
            title: "Workspace".to_owned(),
            operation: "grafana:DescribeWorkspace".to_owned(),
            facts: read(facts),
        }],
        accounts: Some(read(vec![AccountLine {
            id: "1".to_owned(),
            name: "ci-writer".to_owned(),
            grafana_role: "EDITOR".to_owned(),
            disabled: Some(false),
            tokens: read(vec![token("fresh", 20 * DAY), token("ending", 2 * DAY), token("old", -DAY)]),
        }])),
        delete: Action { refused: status.refuses_delete(Kind::Grafana) },
        change: Action { refused: status.refuses_change(Kind::Grafana) },
        create_account: Action { refused: status.refuses_accounts() },
        mint: Action { refused: status.refuses_accounts() },
        mint_key: Action { refused: status.refuses_accounts() },
        unsettled: false,
    }
}

fn token(name: &str, left: i64) -> TokenLine {
    let used = (name == "fresh").then_some(NOW - 3_600_000);
    TokenLine {
        id: name.to_owned(),
        name: name.to_owned(),
        created_at: Some(NOW - DAY),
        expires_at: Some(NOW + left),
        last_used_at: used,
    }
}

fn html(found: Found) -> String {
    Owner::new().with(|| {
        Here::begin(&key().path(), crate::pages::show::load);
        provide_meta_context();
        page(key(), found).to_html()
    })
}

fn here(detail: Detail) -> String {
    html(Found::Here(Box::new(detail)))
}

/// The page's text alone, with single spaces.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        inside = (inside || letter == '<') && letter != '>';
        text.push(if inside || letter == '>' { ' ' } else { letter });
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_workspace_can_be_opened_at_its_own_address() {
    let page = here(detail("ACTIVE"));
    assert!(page.contains(r#"href="https://g-0a1b2c3d4e.example.com""#) && page.contains("Open in Grafana"), "{page}");
    assert!(page.contains(r#"rel="noopener noreferrer""#));
}

#[test]
fn an_address_that_is_not_encrypted_is_no_link() {
    let mut detail = detail("ACTIVE");
    let facts = vec![Fact::new("Endpoint", Value::Link("javascript:alert(1)".to_owned()))];
    detail.sections[0].facts = read(facts);
    let page = here(detail);
    assert!(!page.contains(r#"href="javascript"#) && !page.contains("Open in Grafana"), "{page}");
}

#[test]
fn what_aws_returned_stays_text() {
    assert!(!here(detail("ACTIVE")).contains("<script>"));
}

#[test]
fn while_it_is_created_the_steps_show_how_far_it_is() {
    let page = text(&here(detail("CREATING")));
    assert!(page.contains("Requested Done 1 min ago Creating In progress 1 min Active Next"), "{page}");
}

#[test]
fn what_cannot_be_done_now_stands_there_with_the_reason() {
    let page = text(&here(detail("CREATING")));
    assert!(page.contains("Service accounts need an active workspace"), "{page}");
    assert!(page.contains(r#"Its state is "Creating"."#), "{page}");
}

#[test]
fn a_failed_creation_says_what_that_means() {
    let page = text(&here(detail("CREATION_FAILED")));
    assert!(page.contains("Creation failed It was never usable."), "{page}");
    assert!(page.contains("Creating Failed Active Not reached"), "{page}");
}

#[test]
fn a_degraded_workspace_gives_the_reason_of_aws() {
    let mut detail = detail("DEGRADED");
    detail.sections[0].facts =
        read(vec![Fact::new("Degraded because", Value::Reason("The KMS key is gone.".to_owned()))]);
    assert!(text(&here(detail)).contains("AWS says: The KMS key is gone."));
}

#[test]
fn tokens_stand_under_their_account_and_say_when_they_end() {
    let page = text(&here(detail("ACTIVE")));
    let order = ["ci-writer EDITOR Enabled", "fresh Token Valid", "ending Token Expires in 2 d", "old Token Expired"];
    let places: Vec<_> = order.iter().map(|words| page.find(words)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {page}");
    assert!(page.contains("never used"));
}

#[test]
fn a_token_is_minted_from_its_accounts_line() {
    let href = [r#"href=""#, &key().path(), r#"/service-accounts/1/mint""#].concat();
    assert!(here(detail("ACTIVE")).contains(&href));
}

#[test]
fn a_part_that_could_not_be_read_again_keeps_what_was_read_and_says_why() {
    let mut detail = detail("ACTIVE");
    detail.sections[0].facts.error = Some(Error::new(Code::Throttled, "AWS asks to slow down."));
    let page = text(&here(detail));
    assert!(
        page.contains("This could not be read again. AWS asks to slow down. What stands here was read 14 s ago"),
        "{page}"
    );
    assert!(page.contains("Endpoint"));
}

#[test]
fn what_was_not_read_yet_says_so_with_the_reason() {
    let page = text(&html(Found::NotRead(Error::new(Code::Unreachable, "AWS did not answer."))));
    assert!(
        page.contains("Not read yet. AWS did not answer.") && page.contains("Whether it exists is not known."),
        "{page}"
    );
}

#[test]
fn what_does_not_exist_is_told_from_what_was_not_read() {
    let page = text(&html(Found::Nowhere));
    assert!(page.contains("There is no such workspace."), "{page}");
}

/// The page as somebody with these roles sees it.
fn seen_by(roles: &[Role], detail: Detail) -> String {
    let viewer = Viewer {
        subject: "somebody".to_owned(),
        roles: roles.to_vec(),
        preferences: Preferences::default(),
        kinds: Kind::ALL.to_vec(),
        accounts: Vec::new(),
        regions: Vec::new(),
        emulator: None,
    };
    Owner::new().with(|| {
        Here::begin(&key().path(), crate::pages::show::load);
        provide_meta_context();
        provide_context(Viewing(Signal::stored(Some(viewer))));
        page(key(), Found::Here(Box::new(detail))).to_html()
    })
}

#[test]
fn every_form_of_a_workspace_is_reached_from_its_page() {
    let page = seen_by(&[Role::Admin], detail("ACTIVE"));
    for end in ["settings", "sign-in", "tags", "configuration", "version", "license", "service-accounts/create"] {
        assert!(page.contains(&[r#"href=""#, &key().path(), "/", end, "\""].concat()), "{end} in {page}");
    }
    assert!(page.contains(r#"href="/grafana/create?like=441122338890/eu-west-1/g-0a1b2c3d4e""#), "{page}");
    assert!(!text(&page).contains("Your roles lack"), "{page}");
}

#[test]
fn what_a_state_refuses_is_closed_with_its_reason_written_once() {
    let page = seen_by(&[Role::Admin], detail("UPDATING"));
    assert!(!page.contains("/settings\"") && !page.contains("/license\""), "{page}");
    let (_, actions) = page.split_once("What can be done now").unwrap();
    let why = "Its state is \"Updating\". AWS is applying a change.";
    assert_eq!(text(actions).matches(why).count(), 1, "{page}");
    assert!(page.contains("/grafana/create?like="), "it can be read in every state");
}

#[test]
fn a_failed_workspace_can_be_deleted_and_not_be_changed() {
    let page = seen_by(&[Role::Admin], detail("FAILED"));
    let (_, delete) = page.split_once("aria-label=\"Remove\"").unwrap();
    let (button, _) = delete.split_once("Delete workspace").unwrap();
    assert!(!page.contains("/settings\"") && !button.contains("Its state is"), "{page}");
}

#[test]
fn what_a_role_does_not_allow_is_closed_and_named_once() {
    let page = seen_by(&[Role::Operator], detail("ACTIVE"));
    assert!(page.contains("/settings\"") && page.contains("/service-accounts/create\""), "{page}");
    assert!(!page.contains("/sign-in\"") && !page.contains("?like="), "{page}");
    let lacking = "Your roles lack: grafana.signin, grafana.upgrade, grafana.license, grafana.create, grafana.delete.";
    assert_eq!(text(&page).matches(lacking).count(), 1, "{page}");
}

#[test]
fn a_viewer_sees_every_action_and_can_take_none() {
    let page = seen_by(&[Role::Viewer], detail("ACTIVE"));
    let closed = page.matches("data-reason=\"Your roles do not have the permission").count();
    assert!(!page.contains("/settings\"") && !page.contains("/mint\""), "{page}");
    // Six forms, two additions, the deletion, the two of the service account, and the API key.
    assert_eq!(closed, 12, "{page}");
}

/// An active workspace with these ways to sign in.
fn signing_in(sign_in: SignIn) -> Detail {
    let mut detail = detail("ACTIVE");
    detail.row.sign_in = Some(sign_in);
    detail.meaning = detail.row.meaning().to_owned();
    detail
}

#[test]
fn a_workspace_nobody_can_sign_in_to_is_not_ready_to_use() {
    let saml = SignIn { saml: true, ..SignIn::default() };
    for nobody in [saml, SignIn::default()] {
        let page = here(signing_in(nobody));
        let told = text(&page);
        assert!(!told.contains("Ready to use") && told.contains("Users cannot sign in"), "{told}");
        assert!(page.contains(&format!("href=\"{}/sign-in\"", key().path())) && told.contains("Set up"), "{page}");
        let open = page.split("<a ").find(|link| link.contains("Open in Grafana")).unwrap();
        assert!(!open.contains("btn-main"), "{open}");
    }
}

#[test]
fn a_workspace_somebody_can_sign_in_to_is_ready_to_use() {
    let (saml, sso) =
        (SignIn { saml: true, saml_configured: true, sso: false }, SignIn { sso: true, ..SignIn::default() });
    for somebody in [saml, sso] {
        let told = text(&here(signing_in(somebody)));
        assert!(told.contains("Ready to use") && !told.contains("Users cannot sign in"), "{told}");
    }
}

#[test]
fn a_prometheus_workspace_shows_its_configuration_and_leads_to_the_form_for_it() {
    let mut detail = detail("ACTIVE");
    detail.row.key =
        ResourceKey::parse(Kind::Prometheus, "441122338890", "eu-west-1", "ws-1b4e28ba-2fa1-41d2-883f-0016d3cca427")
            .unwrap();
    detail.accounts = None;
    let limits = vec![("{team=\"a\"}".to_owned(), "up to 1,000 active series".to_owned())];
    detail.sections.push(Section {
        title: "Configuration".to_owned(),
        operation: "aps:DescribeWorkspaceConfiguration".to_owned(),
        facts: read(vec![Fact::new("Label set limits", Value::Tags(limits))]),
    });
    let form = format!("href=\"{}/workspace-configuration\"", detail.row.key.path());
    let page = seen_by(&[Role::Admin], detail);
    assert!(page.contains(&form), "{page}");
    assert!(text(&page).contains("Label set limits") && page.contains("up to 1,000 active series"), "{page}");
}
