//! The forms as they are made once they were opened.

use super::{alias, configuration, license, policy, settings, version, workspace_configuration};
use crate::route::Here;
use leptos::prelude::*;
use model::form::{
    Alias, Configuration, LabelSetLimit, License, Network, OpenedEdit, Policy, PrometheusConfigurationForm, Settings,
    Upgrade, Vpc,
};
use model::{FieldError, Kind, PlanId, ResourceKey};

fn key() -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap()
}

fn opened<F: Clone>(base: F) -> OpenedEdit<F> {
    OpenedEdit {
        id: PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap(),
        label: "payments-prod".to_owned(),
        values: base.clone(),
        base,
        errors: Vec::new(),
        sent: None,
        refused: None,
        more: Vec::new(),
    }
}

fn html<F: 'static>(form: fn(ResourceKey, OpenedEdit<F>) -> AnyView, opened: OpenedEdit<F>) -> String {
    Owner::new().with(|| {
        Here::begin("/grafana/441122338890/eu-west-1/g-0a1b2c3d4e/settings", crate::pages::show::load);
        form(key(), opened).to_html()
    })
}

fn more(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn full() -> Settings {
    let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    Settings {
        name: "payments-prod".into(),
        account_access: "ORGANIZATION".into(),
        permission_type: "CUSTOMER_MANAGED".into(),
        role_arn: "arn:aws:iam::441122338890:role/grafana".into(),
        ip_address_type: "IPv4".into(),
        organization_role_name: "reader".into(),
        stack_set_name: "set".into(),
        vpc: Some(Vpc { security_group_ids: words(&["sg-1"]), subnet_ids: words(&["subnet-1", "subnet-2"]) }),
        network: Some(Network { prefix_list_ids: words(&["pl-1"]), vpce_ids: words(&["vpce-1", "vpce-2"]) }),
        ..Settings::default()
    }
}

#[test]
fn every_setting_that_can_be_changed_has_its_control() {
    let page = html(settings::form, opened(full()));
    for field in [
        "name",
        "description",
        "account_access",
        "organizational_units",
        "organization_role_name",
        "permission_type",
        "role_arn",
        "inbound",
        "prefix_list_ids",
        "vpce_ids",
        "outbound",
        "security_group_ids",
        "subnet_ids",
        "notifications",
        "ip_address_type",
        "stack_set_name",
    ] {
        assert!(page.contains(&format!("id=\"{field}\"")), "{field} in {page}");
    }
}

#[test]
fn what_aws_cannot_clear_or_take_back_is_said_at_the_field() {
    let page = html(settings::form, opened(full()));
    assert_eq!(page.matches("but not clear it.").count(), 4, "{page}");
    assert!(page.contains("The API has no way back to permissions managed by AWS"), "{page}");
    assert!(!page.contains("AWS&#x27;s default") && !page.contains("AWS's default"), "{page}");
}

#[test]
fn who_gets_in_is_spelled_out_for_each_of_the_three_choices() {
    let with = |network| html(settings::form, opened(Settings { network, ..full() }));
    let restricted = with(full().network);
    assert!(
        restricted.contains("Only what these list can reach it: 1\u{a0}prefix list and 2\u{a0}VPC endpoints."),
        "{restricted}"
    );
    let locked = with(Some(Network::default()));
    assert!(locked.contains("Nobody will be able to reach this workspace."), "{locked}");
    let opening = OpenedEdit { values: Settings { network: None, ..full() }, ..opened(full()) };
    let open = html(settings::form, opening);
    assert!(open.contains("Everybody on the internet will reach its sign-in page."), "{open}");
    assert!(!open.contains("Nobody will be able") && !open.contains("Only what these list"), "{open}");
}

#[test]
fn leaving_the_vpc_says_what_is_not_reached_any_more() {
    let leaving = OpenedEdit { values: Settings { vpc: None, ..full() }, ..opened(full()) };
    assert!(html(settings::form, leaving).contains("Data sources inside the VPC will not be reached any more."));
    let outside = html(settings::form, opened(Settings { vpc: None, ..full() }));
    assert!(!outside.contains("will not be reached"), "{outside}");
}

#[test]
fn a_state_that_refuses_changes_closes_the_form_with_its_reason() {
    let why = "Its state is \"Updating\".";
    let page = html(settings::form, OpenedEdit { refused: Some(why.to_owned()), ..opened(full()) });
    assert!(page.contains("It cannot be changed now.") && page.contains("aria-disabled=\"true\""), "{page}");
}

#[test]
fn text_of_a_text_area_never_becomes_part_of_the_document() {
    let evil = "</textarea><script>alert(1)</script>";
    let page = html(settings::form, opened(Settings { description: evil.to_owned(), ..full() }));
    assert!(!page.contains("<script>alert"), "{page}");
    let page = html(policy::form, opened(Policy { document: evil.to_owned() }));
    assert!(!page.contains("<script>alert"), "{page}");
}

#[test]
fn a_configuration_is_shown_whole_with_the_keys_that_are_kept() {
    let base = Configuration { alerting: Some(true), plugin_admin: None };
    let found = more(&[("configuration", r#"{"later":"</pre><script>alert(1)</script>"}"#), ("kept", "later")]);
    let page = html(configuration::form, OpenedEdit { more: found, ..opened(base) });
    assert!(page.contains("Kept exactly as it is:") && page.contains(">later<"), "{page}");
    assert!(page.contains("later") && !page.contains("<script>alert"), "{page}");
}

#[test]
fn not_set_is_offered_only_where_nothing_is_set() {
    let base = Configuration { alerting: Some(true), plugin_admin: None };
    let page = html(configuration::form, opened(base));
    assert_eq!(page.matches(">Not set<").count(), 1, "{page}");
}

#[test]
fn what_aws_says_of_the_configuration_stands_where_it_is_shown() {
    let errors = vec![FieldError::new("configuration", "AWS does not take this key.")];
    let page = html(configuration::form, OpenedEdit { errors, ..opened(Configuration::default()) });
    assert!(page.contains("The configuration now: AWS does not take this key."), "{page}");
    assert!(page.contains("href=\"#configuration\"") && page.contains("id=\"configuration\""), "{page}");
}

#[test]
fn an_alias_that_would_be_cleared_says_so() {
    let base = Alias { alias: "metrics".to_owned() };
    let kept = html(alias::form, opened(base.clone()));
    let cleared = html(alias::form, OpenedEdit { values: Alias::default(), ..opened(base) });
    assert!(cleared.contains("The alias will be cleared.") && !kept.contains("will be cleared"), "{cleared}");
}

fn prometheus() -> PrometheusConfigurationForm {
    let limit =
        |labels: &[(&str, &str)], most: &str| LabelSetLimit { labels: more(labels), max_series: most.to_owned() };
    PrometheusConfigurationForm {
        retention_days: "150".to_owned(),
        limits: vec![limit(&[], "0"), limit(&[("env", "prod"), ("team", "a")], "1000")],
        out_of_order_seconds: "60".to_owned(),
        rule_offset_seconds: "0".to_owned(),
    }
}

/// The form as somebody left it with other values.
fn wanted(values: PrometheusConfigurationForm) -> String {
    html(workspace_configuration::form, OpenedEdit { values, ..opened(prometheus()) })
}

#[test]
fn the_configuration_of_a_prometheus_workspace_shows_every_number_and_the_whole_list_of_label_sets() {
    let page = html(workspace_configuration::form, opened(prometheus()));
    for (id, value) in [("retention_days", "150"), ("out_of_order_seconds", "60"), ("rule_offset_seconds", "0")] {
        let field = page.split("<input").find(|field| field.contains(&format!("id=\"{id}\""))).unwrap();
        assert!(field.split('>').next().unwrap().contains(&format!("value=\"{value}\"")), "{field}");
    }
    assert!(page.contains("AWS replaces the whole list with the label sets below"), "{page}");
    for name in ["Label set 1", "Label set 2", "Remove label set 2"] {
        assert!(page.contains(&format!("aria-label=\"{name}\"")), "{name} in {page}");
    }
    assert!(page.contains("value=\"1000\"") && !page.contains("Label set 3"), "{page}");
}

#[test]
fn a_shorter_retention_says_what_is_deleted_and_a_longer_one_does_not() {
    let with = |days: &str| {
        wanted(PrometheusConfigurationForm { retention_days: days.to_owned(), ..prometheus() }).replace('\u{a0}', " ")
    };
    let shorter = with("30");
    assert!(shorter.contains("This deletes samples older than 30 days"), "{shorter}");
    assert!(shorter.contains("AWS keeps samples for 150 days now."), "{shorter}");
    for days in ["150", "1095", "", "x"] {
        assert!(!with(days).contains("This deletes"), "{days}");
    }
    assert!(with("150").contains("AWS deletes all samples that are older"), "it stands at the field, too");
}

#[test]
fn a_retention_that_aws_does_not_tell_may_be_longer_than_the_one_that_is_wanted() {
    let base = PrometheusConfigurationForm { retention_days: String::new(), ..prometheus() };
    let page = html(workspace_configuration::form, OpenedEdit { values: prometheus(), ..opened(base) });
    assert!(page.contains("This may delete samples"), "{page}");
}

#[test]
fn what_aws_says_of_a_label_set_stands_at_the_list() {
    let errors = vec![FieldError::new("limits", "AWS does not accept this value.")];
    let page = html(workspace_configuration::form, OpenedEdit { errors, ..opened(prometheus()) });
    assert!(page.contains("Label set limits: AWS does not accept this value."), "{page}");
    assert!(page.contains("href=\"#limits\"") && page.contains("id=\"limits\""), "{page}");
}

#[test]
fn the_reason_that_aws_gives_for_the_status_of_a_configuration_stands_above_the_form() {
    let found = more(&[("status_reason", "The quota is <b>used up</b>.")]);
    let page = html(workspace_configuration::form, OpenedEdit { more: found, ..opened(prometheus()) });
    assert!(page.contains("AWS says: The quota is") && !page.contains("<b>used"), "{page}");
    assert!(!html(workspace_configuration::form, opened(prometheus())).contains("AWS gives a reason"));
}

#[test]
fn an_empty_policy_removes_the_one_there_is_and_says_so() {
    let base = Policy { document: r#"{"Version":"2012-10-17"}"#.to_owned() };
    let kept = html(policy::form, opened(base.clone()));
    assert!(kept.replace("<!>", "").contains(">24 of 7168 characters<"), "{kept}");
    assert!(!kept.contains("The policy will be removed."), "{kept}");
    let empty = html(policy::form, OpenedEdit { values: Policy::default(), ..opened(base) });
    assert!(empty.contains("The policy will be removed.") && empty.contains("Other accounts lose"), "{empty}");
    assert!(html(policy::form, opened(Policy::default())).contains("There is no policy now"));
}

fn upgrade(pairs: &[(&str, &str)]) -> String {
    let base = Upgrade { key: key(), version: String::new() };
    html(version::form, OpenedEdit { more: more(pairs), ..opened(base) })
}

#[test]
fn the_versions_aws_offers_are_choices_and_that_there_is_no_way_back_is_said() {
    let page = upgrade(&[("current", "9.4"), ("version", "12.4"), ("version", "10.4")]);
    assert!(page.contains("There is no way back.") && page.contains("It has Grafana 9.4."), "{page}");
    assert!(page.contains("value=\"12.4\"") && page.contains("value=\"10.4\""), "{page}");
    assert!(page.contains("href=\"/grafana/create?like=441122338890/eu-west-1/g-0a1b2c3d4e\""), "{page}");
}

#[test]
fn a_workspace_without_a_newer_version_is_told_so() {
    let page = upgrade(&[("current", "12.4")]);
    assert!(page.contains("AWS offers no newer version of Grafana for it."), "{page}");
    assert!(!page.contains("<form"), "{page}");
}

fn licensed(present: &str) -> String {
    let base = License { key: key(), license: present.to_owned() };
    let found = if present.is_empty() { Vec::new() } else { more(&[("expires", "1763682432000")]) };
    html(license::form, OpenedEdit { more: found, ..opened(base) })
}

/// The form as an earlier plan left it.
fn chosen(present: &str, wanted: &str) -> String {
    let license = |license: &str| License { key: key(), license: license.to_owned() };
    html(license::form, OpenedEdit { values: license(wanted), ..opened(license(present)) })
}

#[test]
fn adding_a_license_warns_of_its_price_and_asks_for_no_token_yet() {
    let page = chosen("", "ENTERPRISE");
    assert!(page.contains("It costs money from the moment it is added."), "{page}");
    assert!(page.contains("entered when the plan is applied") && !page.contains("type=\"password\""), "{page}");
    assert!(licensed("").contains("It has no license."));
}

#[test]
fn the_license_there_is_is_shown_with_its_end_and_can_be_removed() {
    let page = licensed("ENTERPRISE");
    assert!(page.contains(">ENTERPRISE<") && page.contains(&ui::date(1_763_682_432_000)), "{page}");
    assert!(page.contains("It has this license already."), "{page}");
    assert!(chosen("ENTERPRISE", "").contains("Enterprise data sources and features stop working."));
}

#[test]
fn what_aws_says_of_the_token_stands_in_the_form() {
    let base = License { key: key(), license: String::new() };
    let errors = vec![FieldError::new("token", "It is not known.")];
    let page = html(license::form, OpenedEdit { errors, ..opened(base) });
    assert!(page.contains("What to do: Grafana token: It is not known."), "{page}");
}

#[test]
fn no_choice_of_the_license_form_is_made_beforehand() {
    for present in ["", "ENTERPRISE", "ENTERPRISE_FREE_TRIAL"] {
        let page = licensed(present);
        let checked = page.split("<input").skip(1).filter(|input| input.split('>').next().unwrap().contains("checked"));
        assert_eq!(checked.count(), 0, "{present}: {page}");
        assert!(!page.contains("stop working."), "{present}: {page}");
    }
}

#[test]
fn the_endpoints_that_aws_ignores_are_those_of_other_services() {
    let page = html(settings::form, opened(full()));
    assert!(page.contains("grafana-workspace") && !page.contains("other VPCs"), "{page}");
}
