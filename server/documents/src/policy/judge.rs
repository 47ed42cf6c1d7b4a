//! What is remarkable about a policy's statements.

use super::meaning::strings;
use crate::text;
use model::document::Finding;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

pub(super) fn findings(policy: &Object, statements: &[&Value]) -> Vec<Finding> {
    let mut findings = Vec::new();
    version(policy, &mut findings);
    unknown_keys(policy, &["Version", "Id", "Statement"], "The policy", &mut findings);
    for (n, statement) in statements.iter().filter_map(|statement| statement.as_object()).enumerate() {
        let name = name(statement, n);
        form(statement, &name, &mut findings);
        if statement.get("Effect").is_some_and(|effect| effect == "Allow") {
            openness(statement, &name, &mut findings);
            width(statement, &name, &mut findings);
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// "Statement 2 ("ReadAll")"
fn name(statement: &Object, n: usize) -> String {
    match statement.get("Sid").and_then(Value::as_str) {
        Some(sid) if !sid.is_empty() => format!("Statement {} ({})", n + 1, text::quoted(sid)),
        _ => format!("Statement {}", n + 1),
    }
}

fn version(policy: &Object, findings: &mut Vec<Finding>) {
    match policy.get("Version").map(Value::as_str) {
        Some(Some("2012-10-17")) => {}
        Some(Some("2008-10-17")) => findings.push(Finding::note(
            "Version is 2008-10-17, the older policy language, which knows no variables. The current one is 2012-10-17.",
        )),
        Some(_) => findings.push(Finding::problem("Version is neither \"2012-10-17\" nor \"2008-10-17\".")),
        None => findings.push(Finding::note(
            "The policy names no Version: AWS reads it as 2008-10-17. Enter \"Version\": \"2012-10-17\".",
        )),
    }
}

fn unknown_keys(object: &Object, known: &[&str], of: &str, findings: &mut Vec<Finding>) {
    for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
        findings.push(Finding::problem(format!(
            "{of} has the key {}, which is none of the policy language. Keys are spelled exactly.",
            text::quoted(key)
        )));
    }
}

fn form(statement: &Object, name: &str, findings: &mut Vec<Finding>) {
    const KNOWN: [&str; 9] =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    unknown_keys(statement, &KNOWN, name, findings);
    if !statement.get("Effect").is_some_and(|effect| effect == "Allow" || effect == "Deny") {
        findings.push(Finding::problem(format!("{name} has no Effect that is \"Allow\" or \"Deny\".")));
    }
    for (yes, no) in [("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource")] {
        match (statement.contains_key(yes), statement.contains_key(no)) {
            (false, false) => findings.push(Finding::problem(format!("{name} has no {yes}."))),
            (true, true) => findings.push(Finding::problem(format!("{name} has {yes} and {no}: AWS takes one."))),
            _ => {}
        }
    }
}

/// Who an allowing statement lets in.
fn openness(statement: &Object, name: &str, findings: &mut Vec<Finding>) {
    let conditional = statement.get("Condition").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    if statement.contains_key("NotPrincipal") {
        findings.push(Finding::warning(format!(
            "{name} allows everyone but those named in NotPrincipal, in every AWS account."
        )));
    }
    if !statement.get("Principal").is_some_and(everyone) {
        return;
    }
    findings.push(if conditional {
        Finding::note(format!("{name} allows everyone in every AWS account who meets its conditions."))
    } else {
        Finding::warning(format!(
            "{name} allows everyone in every AWS account: Principal is \"*\" and there is no Condition."
        ))
    });
}

fn everyone(principal: &Value) -> bool {
    let among = |value: &Value| strings(value).contains(&"*");
    among(principal) || principal.get("AWS").is_some_and(among)
}

/// What an allowing statement lets people do.
fn width(statement: &Object, name: &str, findings: &mut Vec<Finding>) {
    if statement.contains_key("NotAction") {
        findings.push(Finding::warning(format!("{name} allows every action but those named in NotAction.")));
    }
    let actions = statement.get("Action").map(strings).unwrap_or_default();
    if let Some(all) = actions.iter().find(|action| ["*", "codeartifact:*"].contains(&action.to_lowercase().as_str())) {
        findings.push(Finding::warning(format!(
            "{name} allows every action ({}), among them deleting the domain's repositories and packages.",
            text::quoted(all)
        )));
    }
    let foreign = |action: &&&str| !["codeartifact:", "sts:"].iter().any(|own| action.to_lowercase().starts_with(own));
    let foreign: Vec<&str> = actions.iter().filter(foreign).filter(|action| **action != "*").copied().collect();
    if !foreign.is_empty() {
        findings.push(Finding::warning(format!(
            "{name} names actions that are not of CodeArtifact: {}. They have no effect here.",
            text::listed(foreign, 5)
        )));
    }
}
