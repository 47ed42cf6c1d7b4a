//! What the page of a plan says in each of its states, as the server renders it.

use super::api::Seen;
use super::review::Review;
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::{
    Confirmation, Credential, FieldError, Outcome, OutcomeWord, PlanId, PlanState, PlanView, RowView, StepView, Target,
    WarningView,
};

const ID: &str = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
const WORKSPACE: &str = "/grafana/441122338890/eu-west-1/g-0a1b2c3d4e";

fn plan(state: PlanState) -> PlanView {
    let target = Target {
        label: "payments-prod".into(),
        account: "441122338890".into(),
        account_name: "edge".into(),
        region: "eu-west-1".into(),
        path: Some(WORKSPACE.into()),
        diff: Vec::new(),
    };
    let request = "{\n  \"workspaceName\": \"</pre><script>\"\n}".to_owned();
    let step =
        StepView { operation: "grafana:CreateWorkspace".into(), target: 0, request, rows: Vec::new(), outcome: None };
    PlanView {
        id: PlanId::parse(ID).unwrap(),
        title: "Create workspace payments-prod".into(),
        action: "Create workspace".into(),
        state,
        created_at: 1_763_682_432_000,
        created_by: "local".into(),
        expires_at: 1_763_683_432_000,
        targets: vec![target],
        warnings: vec![warning("AWS creates no role.", &[], &[])],
        steps: vec![step],
        confirmation: None,
        credential: None,
        asks: None,
        undoable: false,
        replaced: Vec::new(),
        retryable: false,
        form_path: Some("/grafana/create".into()),
        result_path: None,
    }
}

fn ended(state: PlanState, word: OutcomeWord, fields: Vec<FieldError>) -> PlanView {
    let mut plan = plan(state);
    let message = "AWS answered.".to_owned();
    plan.steps[0].outcome = Some(Outcome {
        word,
        message,
        at: 1_763_682_433_000,
        request_id: Some("r-1".into()),
        fields,
        moved: Vec::new(),
        rows: Vec::new(),
    });
    plan
}

fn minting(state: PlanState) -> PlanView {
    let credential = Credential {
        name: "ci-writer".into(),
        grafana_role: "EDITOR".into(),
        seconds_to_live: 86_400,
        is_key: false,
        delivered_to: None,
    };
    PlanView { action: "Mint token".into(), credential: Some(credential), form_path: None, ..plan(state) }
}

/// What a person reads: without the markers that stand between two texts.
fn rendered(plan: PlanView) -> String {
    let owner = Owner::new();
    owner.set();
    provide_meta_context();
    Here::begin("/changes", crate::pages::show::load);
    let seen = Seen { now: 1_763_682_440_000, value: plan };
    view! { <Review seen /> }.to_html().replace("<!>", "")
}

#[test]
fn a_plan_that_waits_shows_its_exact_request_its_warnings_and_its_button() {
    let html = rendered(plan(PlanState::Planned));
    for expected in ["Create workspace</button>", "AWS creates no role.", "&lt;/pre&gt;&lt;script&gt;", "payments-prod"]
    {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    assert!(html.contains(&format!("href=\"/grafana/create?form={ID}\"")), "{html}");
}

#[test]
fn a_plan_on_its_way_or_over_cannot_be_applied_again() {
    use PlanState as S;
    for state in [S::Applying, S::Applied, S::Failed, S::Unknown, S::Interrupted, S::Expired] {
        assert!(!rendered(plan(state)).contains("<form"), "{state:?}");
    }
}

#[test]
fn a_plan_refused_for_its_fields_leads_back_to_a_form_with_its_values() {
    let fields = vec![FieldError::new("name", "It is taken.")];
    let html = rendered(ended(PlanState::Failed, OutcomeWord::Failed, fields));
    assert!(html.contains(&format!("href=\"/grafana/create?from={ID}\">Correct and plan again")), "{html}");
    assert!(html.contains("It is taken."), "{html}");
}

#[test]
fn a_deletion_asks_for_the_name_and_says_what_is_lost() {
    let confirmation =
        Confirmation { text: "payments-prod".into(), consequence: "Its dashboards are gone.".into(), gives: false };
    let html = rendered(PlanView { confirmation: Some(confirmation), ..plan(PlanState::Planned) });
    assert!(html.contains("Type payments-prod to confirm"), "{html}");
    assert!(html.contains("Its dashboards are gone."), "{html}");
    assert!(html.contains("btn-danger"), "{html}");
}

#[test]
fn a_step_without_an_answer_is_never_called_done_or_failed() {
    let html = rendered(ended(PlanState::Unknown, OutcomeWord::Unknown, Vec::new()));
    assert!(html.contains("Outcome unknown"), "{html}");
    assert!(html.contains("0 of 1 step applied"), "{html}");
    assert!(html.contains(&format!("href=\"{WORKSPACE}\">Look whether it happened")), "{html}");
}

/// A batch of role changes, with how each of its rows ended.
fn batch(state: PlanState, ended: &[OutcomeWord]) -> PlanView {
    let mut plan = self::ended(state, OutcomeWord::Unknown, Vec::new());
    let word = |word: &OutcomeWord| model::RowOutcome { word: *word, message: String::new() };
    let row =
        |number: usize| RowView { holder: format!("user u{number}"), text: format!("user u{number}: add VIEWER") };
    plan.steps[0].rows = (0..ended.len()).map(row).collect();
    plan.steps[0].outcome.as_mut().unwrap().rows = ended.iter().map(word).collect();
    plan
}

#[test]
fn a_batch_counts_role_changes_and_not_calls() {
    use OutcomeWord::{Failed, Unknown, Verified};
    let html = rendered(batch(PlanState::Failed, &[Verified, Verified, Failed]));
    assert!(html.contains("2 of 3 role changes applied"), "{html}");
    let html = rendered(batch(PlanState::Unknown, &[Verified, Verified, Unknown]));
    assert!(html.contains("Nobody knows whether all of it was applied."), "{html}");
    assert!(html.contains("2 of 3 role changes are applied. Of 1 it is not known"), "{html}");
    let html = rendered(batch(PlanState::Unknown, &[Unknown]));
    assert!(html.contains("Nobody knows whether it was applied."), "{html}");
}

#[test]
fn a_mint_tells_before_it_is_done_what_the_token_will_be_able_to_do_and_until_when() {
    let html = rendered(minting(PlanState::Planned));
    for expected in ["ci-writer", "Editor", "change dashboards and alerts", "1\u{a0}d", "21\u{a0}Nov\u{a0}2025"] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
}

#[test]
fn a_minted_token_is_not_shown_by_looking_at_its_plan_again() {
    let html = rendered(minting(PlanState::Applied));
    assert!(html.contains("cannot be shown again"), "{html}");
    assert!(!html.contains("secret-value"), "{html}");
}

#[test]
fn a_delivery_without_an_answer_says_that_the_token_was_minted() {
    for state in [PlanState::Unknown, PlanState::Interrupted] {
        let mut plan = ended(state, OutcomeWord::Applied, Vec::new());
        plan.credential = minting(state).credential;
        plan.credential.as_mut().unwrap().delivered_to = Some("grafana/ci in 441122338890".into());
        let html = rendered(plan);
        assert!(html.contains("It was minted; nobody knows whether it was delivered."), "{state:?}: {html}");
    }
}

#[test]
fn a_delivery_whose_secret_could_not_be_tagged_says_that_it_arrived() {
    let mut plan = ended(PlanState::Failed, OutcomeWord::Applied, Vec::new());
    plan.credential = minting(PlanState::Failed).credential;
    plan.credential.as_mut().unwrap().delivered_to = Some("belvedere/ci in 441122338890".into());
    plan.steps[0].operation = "secretsmanager:PutSecretValue".into();
    let html = rendered(plan);
    assert!(html.contains("It was minted and delivered.") && !html.contains("not delivered"), "{html}");
}

#[test]
fn what_many_mints_made_and_did_not_deliver_is_revoked_and_not_undone() {
    let mut plan = plan(PlanState::Failed);
    plan.steps[0].operation = "grafana:CreateWorkspaceServiceAccountToken".into();
    let html = rendered(PlanView { undoable: true, ..plan });
    assert!(html.contains(">Revoke tokens that were not delivered<") && !html.contains("Plan the opposite"), "{html}");
}

/// What was rotated and is still there.
fn rotated(names: &[&str]) -> Vec<model::ReplacedToken> {
    let at = |name: &str| model::form::TokenAt {
        workspace: model::ResourceKey::parse(model::Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e")
            .unwrap(),
        account: model::ServiceAccountId::parse("7").unwrap(),
        token: name.to_owned(),
    };
    let until = |name: &str| model::ReplacedToken { name: name.to_owned(), at: at(name), expires_at: Some(LATER) };
    names.iter().map(|name| until(name)).collect()
}

/// After the moment at which a plan is looked at here.
const LATER: i64 = 1_763_700_000_000;

#[test]
fn after_a_rotation_the_old_token_is_offered_to_be_revoked() {
    let html = rendered(PlanView { replaced: rotated(&["ci-1"]), ..minting(PlanState::Applied) });
    assert!(html.contains(">Revoke old token ci-1<") && html.contains("ci-1 keeps working."), "{html}");
    assert_eq!(html.matches(">Revoke").count(), 1, "{html}");
    let html = rendered(PlanView { replaced: rotated(&["ci-1", "ci-2"]), ..plan(PlanState::Applied) });
    assert!(html.contains(">Revoke 2 old tokens<"), "{html}");
}

#[test]
fn of_an_old_token_that_is_over_nobody_says_that_it_works() {
    let over = |names: &[&str], ends: &[Option<i64>]| {
        let all = rotated(names).into_iter().zip(ends);
        all.map(|(old, ends)| model::ReplacedToken { expires_at: *ends, ..old }).collect::<Vec<_>>()
    };
    let past = Some(1_763_682_000_000);
    let html = rendered(PlanView { replaced: over(&["ci-1"], &[past]), ..minting(PlanState::Applied) });
    assert!(html.contains(">Delete old token ci-1<"), "{html}");
    assert!(html.contains("ci-1 expired on 20\u{a0}Nov\u{a0}2025; nothing that uses it works."), "{html}");
    assert!(!html.contains("keeps working"), "{html}");
    let two = ["ci-1", "ci-2"];
    let html = rendered(PlanView { replaced: over(&two, &[past, past]), ..plan(PlanState::Applied) });
    assert!(html.contains(">Delete 2 old tokens<") && html.contains("have expired; nothing that uses them"), "{html}");
    let html = rendered(PlanView { replaced: over(&two, &[past, Some(LATER)]), ..plan(PlanState::Applied) });
    assert!(html.contains(">Revoke 2 old tokens<") && html.contains("1 of the old tokens keeps working"), "{html}");
    // Of a plan of an earlier version nobody knows.
    let html = rendered(PlanView { replaced: over(&["ci-1"], &[None]), ..minting(PlanState::Applied) });
    assert!(html.contains(">Revoke old token ci-1<") && !html.contains("keeps working"), "{html}");
}

#[test]
fn a_token_whose_secret_nobody_has_is_offered_to_be_revoked() {
    let html = rendered(PlanView { undoable: true, ..minting(PlanState::Applied) });
    assert!(html.contains("nobody has its secret") && html.contains(">Revoke token ci-writer<"), "{html}");
    assert!(!html.contains("banner tone-ok"), "{html}");
}

#[test]
fn a_mint_without_an_answer_says_that_the_token_may_exist() {
    for state in [PlanState::Unknown, PlanState::Interrupted] {
        let html = rendered(PlanView { undoable: true, ..minting(state) });
        assert!(html.contains("The token may exist") && html.contains("Revoke ci-writer below"), "{state:?}: {html}");
    }
}

#[test]
fn nobody_is_told_to_look_for_an_api_key_which_aws_cannot_list() {
    for state in [PlanState::Unknown, PlanState::Interrupted] {
        let mut plan = minting(state);
        plan.credential.as_mut().unwrap().is_key = true;
        let html = rendered(PlanView { undoable: state == PlanState::Unknown, ..plan });
        assert!(html.contains("AWS cannot list API keys") && html.contains("Revoke ci-writer below"), "{html}");
        assert!(
            !html.contains("Look whether") && !html.contains("looked for") && !html.contains("Look it up"),
            "{html}"
        );
        assert_eq!(html.contains(">Revoke API key ci-writer<"), state == PlanState::Unknown, "{html}");
    }
}

fn warning(text: &str, labels: &[&str], targets: &[u32]) -> WarningView {
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    WarningView { code: "left-out".to_owned(), labels, text: text.to_owned(), targets: targets.to_vec() }
}

#[test]
fn only_who_still_decides_is_warned() {
    use PlanState as S;
    for state in [S::Planned, S::Applying, S::Interrupted] {
        assert!(rendered(plan(state)).contains("AWS creates no role."), "{state:?}");
    }
    for state in [S::Applied, S::Failed, S::Unknown, S::Expired] {
        assert!(!rendered(plan(state)).contains("AWS creates no role."), "{state:?}");
    }
}

#[test]
fn a_target_that_was_left_out_says_why_once_its_warning_is_gone() {
    let left_out = |state, warnings: &[WarningView]| {
        let mut plan = several(state, &[("one", Some(OutcomeWord::Applied)), ("two", None), ("three", None)]);
        plan.steps.truncate(1);
        plan.targets[1].diff.clear();
        plan.warnings = warnings.to_vec();
        let html = rendered(plan);
        let parts = ["one", "two", "three"].map(|label| part_of(&html, label).to_owned());
        (html, parts)
    };
    let beware = warning("Beware.", &["one"], &[0]);
    let why = warning("It is left out: AWS denies it.", &["zero", "two"], &[7, 1]);
    let (_, [one, two, three]) = left_out(PlanState::Applied, &[beware, why.clone()]);
    assert!(two.contains(">It is left out: AWS denies it.<"), "{two}");
    assert!(!one.contains("Beware") && !three.contains("left out"), "{one} {three}");
    assert!(left_out(PlanState::Applied, &[]).1[1].contains("It was left out of this plan."));
    let (html, parts) = left_out(PlanState::Planned, &[why]);
    assert!(html.contains("zero, two: It is left out: AWS denies it.") && !parts[1].contains("left out"), "{html}");
}

#[test]
fn an_expired_plan_says_until_when_it_could_be_applied_and_shows_nothing_as_done() {
    let mut expired = several(PlanState::Expired, &[("one", None), ("two", None)]);
    expired.expires_at = 1_763_682_432_000;
    let html = rendered(expired.clone());
    assert!(html.contains("It could be applied until 20\u{a0}Nov\u{a0}2025, 23:47:12 UTC."), "{html}");
    assert!(part_of(&html, "one").contains("not-applied"), "{html}");
    assert!(html.contains("Planned in all: ") && !html.contains(">In all: "), "{html}");
    assert!(
        html.contains(r#"gap-x-4"><a href="/grafana/create?from="#) && html.contains(">Plan again</a> <a "),
        "links stand apart: {html}"
    );
    // By a clock that was set back since, that is still to come.
    let html = rendered(PlanView { expires_at: LATER, ..expired });
    assert!(html.contains("It is too old to be applied.") && !html.contains("could be applied until"), "{html}");
}

#[test]
fn what_moved_since_a_plan_was_made_has_a_caption_to_be_seen() {
    let mut plan = ended(PlanState::Failed, OutcomeWord::Refused, Vec::new());
    let (before, after) = (Some("one".into()), Some("two".into()));
    let moved = model::DiffLine { sign: model::Sign::Change, field: "name".into(), before, after };
    plan.steps[0].outcome.as_mut().unwrap().moved = vec![moved];
    let html = rendered(plan);
    assert!(html.contains(">What moved since the plan was made</p>"), "{html}");
}

/// A plan with several targets, one call each, with how each ended.
fn several(state: PlanState, ended: &[(&str, Option<OutcomeWord>)]) -> PlanView {
    let mut all = plan(state);
    let (target, step) = (all.targets[0].clone(), all.steps[0].clone());
    let line =
        model::DiffLine { sign: model::Sign::Add, field: "team".into(), before: None, after: Some("edge".into()) };
    let targets = ended.iter().map(|(label, _)| Target {
        label: (*label).to_owned(),
        diff: vec![line.clone()],
        ..target.clone()
    });
    all.targets = targets.collect();
    let steps = (0..).zip(ended).map(|(at, (_, word))| {
        let outcome = word.map(|word| Outcome {
            word,
            message: "AWS answered.".into(),
            at: 1_763_682_433_000,
            request_id: None,
            fields: Vec::new(),
            moved: Vec::new(),
            rows: Vec::new(),
        });
        StepView { target: at, outcome, ..step.clone() }
    });
    all.steps = steps.collect();
    all
}

/// From the heading of a target to the end of its part.
fn part_of<'a>(html: &'a str, label: &str) -> &'a str {
    let rest = &html[html.find(&format!("<h2>{label}</h2>")).unwrap()..];
    &rest[..rest.find("</section>").unwrap()]
}

#[test]
fn of_several_targets_each_result_stands_at_its_heading_and_failed_ones_come_first() {
    use OutcomeWord::{Applied, Failed, Refused, Unknown};
    let ended = [("one", Some(Applied)), ("two", Some(Refused)), ("three", Some(Unknown)), ("four", Some(Failed))];
    let html = rendered(several(PlanState::Unknown, &ended));
    let at = |label: &str| html.find(&format!("<h2>{label}</h2>")).unwrap();
    assert!(at("four") < at("three") && at("three") < at("two") && at("two") < at("one"), "{html}");
    for (label, said) in [("one", "Applied"), ("two", "Not tried"), ("three", "Outcome unknown"), ("four", "Failed")] {
        assert!(part_of(&html, label).contains(said), "{label}: {html}");
    }
}

#[test]
fn what_was_applied_in_part_is_not_called_not_applied() {
    use OutcomeWord::{Applied, Failed};
    let html = rendered(several(PlanState::Failed, &[("one", Some(Applied)), ("two", Some(Failed))]));
    assert!(html.contains("A part of it was not applied.") && html.contains("1 of 2 steps were applied"), "{html}");
}

#[test]
fn targets_that_wait_for_review_stand_in_their_order_without_a_result() {
    let html = rendered(several(PlanState::Planned, &[("one", None), ("two", None)]));
    assert!(html.find("<h2>one</h2>").unwrap() < html.find("<h2>two</h2>").unwrap(), "{html}");
    assert!(!part_of(&html, "one").contains("status"), "{html}");
}

#[test]
fn nothing_that_was_not_applied_is_shown_in_the_colour_of_success() {
    use OutcomeWord::{Applied, Failed, Refused, Unknown};
    let ended = [("one", Some(Applied)), ("two", Some(Refused)), ("three", Some(Unknown)), ("four", Some(Failed))];
    let html = rendered(several(PlanState::Unknown, &ended));
    for label in ["two", "three", "four"] {
        let part = part_of(&html, label);
        assert!(!part.contains("tone-ok") && part.contains("not-applied"), "{label}: {part}");
    }
    assert!(!part_of(&html, "one").contains("not-applied"), "{html}");
    // One target that was refused is no other.
    let html = rendered(several(PlanState::Failed, &[("one", Some(Failed))]));
    assert!(part_of(&html, "one").contains("not-applied"), "{html}");
}

#[test]
fn a_token_whose_secret_was_seen_is_not_offered_to_be_revoked() {
    let html = rendered(minting(PlanState::Applied));
    assert!(!html.contains("Revoke"), "{html}");
}
