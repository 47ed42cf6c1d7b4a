use super::*;
use model::Sign;
use model::document::Severity;

const READ: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["codeartifact:DescribeDomain","codeartifact:ListRepositoriesInDomain"],"Resource":"*"}]}"#;

fn statement(replace: &str, by: &str) -> String {
    let changed = READ.replace(replace, by);
    assert_ne!(changed, READ, "{replace}");
    changed
}

fn said(policy: &str) -> String {
    check(policy).expect_err("a trouble").sentence
}

fn found(policy: &str) -> Vec<(Severity, String)> {
    let findings = check(policy).expect("a policy");
    findings.into_iter().map(|finding| (finding.severity, finding.sentence)).collect()
}

#[track_caller]
fn finds(policy: &str, severity: Severity, part: &str) {
    let found = found(policy);
    assert!(found.iter().any(|(s, sentence)| *s == severity && sentence.contains(part)), "{found:?}");
}

#[test]
fn an_ordinary_policy_has_nothing_remarkable() {
    assert_eq!(found(READ), []);
}

#[test]
fn a_syntax_error_has_line_and_column() {
    assert!(
        said("{\n \"Version\": ,\n}").starts_with("Line 2, column 13: this is not valid JSON"),
        "{}",
        said("{\n \"Version\": ,\n}")
    );
}

#[test]
fn what_is_no_object_with_statements_is_refused() {
    assert!(said("[]").contains("JSON object"));
    assert!(said("{}").contains("no Statement"));
    assert!(said(r#"{"statement":[]}"#).contains("\"statement\" where AWS expects \"Statement\""));
    assert!(said(r#"{"Statement":[]}"#).contains("is empty"));
    assert!(said(r#"{"Statement":"Allow"}"#).contains("neither a list nor an object"));
    assert!(said(r#"{"Statement":[{}, 1]}"#).contains("Statement 2 is not an object"));
}

#[test]
fn length_is_bounded_as_aws_bounds_it() {
    let padded = |n: usize| READ.to_owned() + &" ".repeat(n - READ.len());
    assert_eq!(check(&padded(7168)), Ok(Vec::new()));
    assert!(said(&padded(7169)).contains("at most 7168 characters"));
    assert!(said(&" ".repeat(10_000_000)).contains("at most 7168 characters"));
    assert!(said("").contains("There is no text"));
}

#[test]
fn invisible_characters_are_refused_with_their_place() {
    let hidden = statement("\"Read\"", "\"Re\u{202E}ad\"");
    assert_eq!(said(&hidden), "Line 1, column 48: AWS does not take the invisible character U+202E. Remove it.");
}

#[test]
fn a_duplicate_key_is_refused() {
    assert!(
        said(&statement("\"Resource\":\"*\"", "\"Resource\":\"*\",\"Effect\":\"Deny\""))
            .contains("\"Effect\" is there twice")
    );
}

#[test]
fn everyone_without_a_condition_is_a_warning_and_with_one_a_note() {
    let open = statement(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#, "\"*\"");
    finds(&open, Severity::Warning, "Statement 1 (\"Read\") allows everyone in every AWS account");
    finds(&statement("arn:aws:iam::111122223333:root", "*"), Severity::Warning, "allows everyone");
    let within = open
        .replace("\"Resource\":\"*\"", r#""Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#);
    finds(&within, Severity::Note, "who meets its conditions");
}

#[test]
fn denying_everyone_is_not_remarkable() {
    let denied = statement(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#, "\"*\"").replace("Allow", "Deny");
    assert_eq!(found(&denied), []);
}

#[test]
fn every_action_is_a_warning() {
    finds(&statement("codeartifact:DescribeDomain", "codeartifact:*"), Severity::Warning, "every action");
    finds(&statement("\"Action\"", "\"NotAction\""), Severity::Warning, "every action but");
}

#[test]
fn actions_of_other_services_are_named() {
    finds(&statement("codeartifact:DescribeDomain", "s3:GetObject"), Severity::Warning, "\"s3:GetObject\"");
}

#[test]
fn missing_and_misspelled_parts_are_problems() {
    finds(&statement("\"Effect\":\"Allow\",", ""), Severity::Problem, "no Effect");
    finds(&statement("\"Effect\":\"Allow\"", "\"Effect\":\"allow\""), Severity::Problem, "no Effect");
    finds(&statement("\"Action\"", "\"Actions\""), Severity::Problem, "\"Actions\"");
    finds(&statement(",\"Resource\":\"*\"", ""), Severity::Problem, "no Resource");
    finds(&statement("2012-10-17", "2026-01-01"), Severity::Problem, "Version");
    finds(&statement("\"Version\":\"2012-10-17\",", ""), Severity::Note, "names no Version");
}

#[test]
fn the_gravest_finding_comes_first() {
    let bad =
        statement("\"Effect\":\"Allow\"", "\"Effect\":\"Allow\",\"x\":1").replace("\"Version\":\"2012-10-17\",", "");
    let severities: Vec<_> = found(&bad).into_iter().map(|(severity, _)| severity).collect();
    assert_eq!(severities, [Severity::Problem, Severity::Note]);
}

#[test]
fn markup_in_a_statements_name_stays_text() {
    finds(
        &statement("\"Read\"", "\"</textarea><script>\"").replace("Allow", "allow"),
        Severity::Problem,
        "Statement 1 (\"</textarea><script>\")",
    );
}

#[test]
fn writing_the_same_differently_is_the_same() {
    let other = r#"{ "Statement": { "Effect":"Allow", "Resource":["*"], "Sid":"Read",
        "Action":["codeartifact:ListRepositoriesInDomain","CodeArtifact:DescribeDomain"],
        "Principal":{"AWS":["111122223333"]} }, "Version":"2012-10-17" }"#;
    assert!(same(READ, other));
    assert!(same(READ, READ));
}

#[test]
fn everyone_is_the_same_with_and_without_aws() {
    let bare = statement(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#, "\"*\"");
    assert!(same(&bare, &statement("arn:aws:iam::111122223333:root", "*")));
}

#[test]
fn another_account_action_effect_or_condition_is_not_the_same() {
    for (replace, by) in [
        ("111122223333", "444455556666"),
        ("DescribeDomain", "DeleteDomain"),
        ("Allow", "Deny"),
        ("\"Resource\":\"*\"", r#""Resource":"*","Condition":{"StringEquals":{"a":"b"}}"#),
        (":root", ":user/root"),
    ] {
        assert!(!same(READ, &statement(replace, by)), "{by}");
    }
}

#[test]
fn what_cannot_be_read_is_the_same_as_itself_alone() {
    assert!(same("{", "{"));
    assert!(!same("{", "{ "));
    assert!(!same(r#"{"a":1,"a":2}"#, r#"{"a":2}"#));
}

#[test]
fn lines_show_what_changed_with_what_stands_around_it() {
    let lines = lines(READ, &statement("DescribeDomain", "DeleteDomain"));
    let changed: Vec<_> = lines.iter().filter(|line| line.sign != Sign::Keep).collect();
    assert_eq!(changed.len(), 2);
    assert_eq!((changed[0].sign, changed[0].field.as_str()), (Sign::Remove, "line 5"));
    assert_eq!(changed[0].before.as_deref(), Some("        \"codeartifact:DescribeDomain\","));
    assert_eq!(changed[1].after.as_deref(), Some("        \"codeartifact:DeleteDomain\","));
    assert!(lines.len() < 10);
}

#[test]
fn lines_of_the_same_policy_in_another_layout_are_none() {
    assert_eq!(lines(READ, &READ.replace(',', " ,\n")), []);
}

#[test]
fn lines_of_a_first_policy_are_all_added_and_of_a_removed_one_all_removed() {
    assert!(lines("", READ).iter().all(|line| line.sign == Sign::Add));
    assert!(lines(READ, "").iter().all(|line| line.sign == Sign::Remove));
    assert_eq!(lines("", READ).len(), lines(READ, "").len());
}

#[test]
fn lines_of_what_is_no_policy_are_shown_as_written() {
    let lines = lines("a\nb\n", "a\n\u{202E}c");
    let shown: Vec<_> =
        lines.iter().map(|line| (line.sign, line.before.as_deref().or(line.after.as_deref()))).collect();
    assert_eq!(shown, [(Sign::Keep, Some("a")), (Sign::Remove, Some("b")), (Sign::Add, Some("\\u{202E}c"))]);
}

#[test]
fn lines_of_what_is_far_too_long_are_bounded() {
    assert_eq!(lines("", &"{\n".repeat(100_000)).len(), LENGTH.end() / 2);
}
