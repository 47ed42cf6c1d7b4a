//! What a person types, and what is lost or given then.

use super::super::core::confirmation::{Confirmation, Loss, LostPrograms, LostToken, Power};
use super::words::day;
use crate::words::counted;

pub fn describe_confirmation(confirmation: &Confirmation) -> model::Confirmation {
    let (text, consequence, gives) = match confirmation {
        Confirmation::Delete { name, loss } | Confirmation::DeleteData { name, loss } => {
            (name.clone(), loss_text(loss), false)
        }
        Confirmation::LastAdmin { labels } => last_admin(labels),
        Confirmation::Revoke { names, unnamed, working } => revoke(names, *unnamed, *working),
        Confirmation::OthersSecret { secret, powerful } => (secret.clone(), of_others(secret, *powerful), false),
        Confirmation::Powerful { labels, power } => {
            let text = match labels.as_slice() {
                [one] => one.clone(),
                many => format!("{} tokens", many.len()),
            };
            (text, power_text(*power).to_owned(), true)
        }
    };
    model::Confirmation { text, consequence, gives }
}

/// Taking the last admin of a workspace is confirmed by its name.
fn last_admin(labels: &[String]) -> (String, String, bool) {
    let text = match labels {
        [one] => one.clone(),
        many => format!("{} workspaces without an admin", many.len()),
    };
    let places = labels.join(", ");
    let consequence = format!(
        "Afterwards nobody holds ADMIN in {places} through IAM Identity Center: nobody can manage users, data sources or \
         plugins there until somebody is given the role again."
    );
    (text, consequence, false)
}

/// Tokens and keys that still work stop working: their name is typed, or how many they are.
fn revoke(names: &[String], unnamed: usize, working: usize) -> (String, String, bool) {
    let all = names.len() + unnamed;
    let text = match (names, unnamed) {
        ([one], 0) => one.clone(),
        ([], 1) => "1 API key".to_owned(),
        _ => format!("{all} tokens"),
    };
    let stops = match (working, all) {
        (1, 1) => "It stops working".to_owned(),
        (working, _) => format!("{working} of them still {} and stop", if working == 1 { "works" } else { "work" }),
    };
    (text, format!("{stops} at once, and cannot be brought back."), false)
}

/// A secret that is not known to be the token's own is typed by its whole name.
fn of_others(secret: &str, powerful: Option<Power>) -> String {
    let told = format!(
        "The secret {secret} exists, and nothing says that it holds what this one replaces. Whoever reads it gets the new \
         token instead of its present value, which stays as the previous version. It is tagged as this token's."
    );
    match powerful {
        Some(power) => format!("{told} And what is minted is powerful. {}", power_text(power)),
        None => told,
    }
}

const fn power_text(power: Power) -> &'static str {
    match power {
        Power { admin: true, longest_life: false } => "It can change everything in the workspace.",
        Power { admin: true, longest_life: true } => {
            "It can change everything in the workspace, and lives for 30 days, the longest AWS allows."
        }
        Power { admin: false, .. } => {
            "It lives for 30 days, the longest AWS allows: whoever gets hold of it can use it all that time."
        }
    }
}

fn loss_text(loss: &Loss) -> String {
    match loss {
        Loss::Workspace { programs, holders } => format!(
            "Its dashboards, data sources and alerts are destroyed. {} {} This cannot be undone. What stays: IAM roles, \
             and the people and groups in IAM Identity Center.",
            programs_text(programs.as_ref()),
            holders_text(*holders)
        ),
        Loss::PrometheusWorkspace => "Its metrics, rules and alert manager are destroyed; AWS may keep the data up to \
                                      one month more. Scrapers that write to it may stay."
            .to_owned(),
        Loss::Domain => "The domain and its permissions policy are deleted. It holds no repositories.".to_owned(),
        Loss::ServiceAccount { tokens } => match tokens.as_slice() {
            [] => "It has no tokens.".to_owned(),
            [one] => format!("Its 1 token stops working at once: {one}."),
            many => format!("Its {} tokens stop working at once: {}.", many.len(), many.join(", ")),
        },
        Loss::Metrics { from, to } => {
            let kept = from.map(|days| format!(" They are kept for {days} days now.")).unwrap_or_default();
            format!(
                "Metrics older than {to} days are deleted.{kept} Setting the retention back does not bring them back."
            )
        }
    }
}

fn programs_text(programs: Option<&LostPrograms>) -> String {
    let Some(programs) = programs else {
        return "Its service accounts and their tokens are destroyed too; which they are could not be read.".to_owned();
    };
    if programs.accounts == 0 {
        return "It has no service accounts.".to_owned();
    }
    let accounts = counted(programs.accounts, "service account");
    let verb = if programs.accounts == 1 { "goes" } else { "go" };
    format!("Its {accounts} {verb} with it{}.{}", tokens_text(programs), missing_text(programs))
}

/// The tokens that were read, those used last first.
fn tokens_text(programs: &LostPrograms) -> String {
    let count = programs.tokens.len() + programs.more;
    if count == 0 {
        let all = programs.left_out + programs.unread == 0;
        return if all { ", without any token".to_owned() } else { String::new() };
    }
    let mut named: Vec<String> = programs.tokens.iter().map(token_text).collect();
    if programs.more > 0 {
        named.push(format!("{} more", programs.more));
    }
    let stops = if count == 1 { "which stops" } else { "which stop" };
    format!(", and with {}, {stops} working at once: {}", counted(count, "token"), named.join(", "))
}

/// What is not among the tokens, and why.
fn missing_text(programs: &LostPrograms) -> String {
    let of = |count: usize, one: &str, why: &str| match count {
        0 => String::new(),
        count => format!(" The tokens of {} {why}.", counted(count, one)),
    };
    of(programs.unread, "service account", "could not be read")
        + &of(programs.left_out, "more service account", "were not asked for")
}

fn token_text(LostToken { account, name, last_used_at }: &LostToken) -> String {
    let used = last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", day(at)));
    format!("{name} of {account} ({used})")
}

fn holders_text(holders: Option<(usize, usize)>) -> String {
    let Some((people, groups)) = holders else { return "Who holds a role in it could not be read.".to_owned() };
    let told = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
    let who = match (people, groups) {
        (0, 0) => return "Nobody holds a role in it through IAM Identity Center.".to_owned(),
        (0, groups) => counted(groups, "group"),
        (_, 0) => told,
        (_, groups) => format!("{told} and {}", counted(groups, "group")),
    };
    let lose = if people + groups == 1 { "loses" } else { "lose" };
    format!("{who} {lose} access to it.")
}

#[cfg(test)]
mod tests {
    use super::{holders_text, programs_text};
    use crate::changes::core::confirmation::{LostPrograms, LostToken};

    fn token(name: &str, last_used_at: Option<i64>) -> LostToken {
        LostToken { account: "ci".to_owned(), name: name.to_owned(), last_used_at }
    }

    #[test]
    fn tokens_are_named_with_their_last_use() {
        let tokens = vec![token("main", Some(1_763_682_432_000)), token("old", None)];
        let told = programs_text(Some(&LostPrograms { accounts: 1, tokens, ..LostPrograms::default() }));
        assert_eq!(
            told,
            "Its 1 service account goes with it, and with 2 tokens, which stop working at once: main of ci (last used \
             20 November 2025), old of ci (never used)."
        );
    }

    #[test]
    fn many_tokens_are_counted_and_the_first_are_named() {
        let tokens = (0..10).map(|n| token(&format!("t{n}"), None)).collect();
        let told = programs_text(Some(&LostPrograms { accounts: 2, tokens, more: 2, ..LostPrograms::default() }));
        assert!(told.contains("12 tokens") && told.contains("t9 of ci") && told.ends_with(", 2 more."), "{told}");
    }

    #[test]
    fn tokens_that_were_not_read_are_never_counted_as_none() {
        let told =
            programs_text(Some(&LostPrograms { accounts: 14, left_out: 4, unread: 1, ..LostPrograms::default() }));
        assert!(told.contains("1 service account could not be read."), "{told}");
        assert!(
            told.contains("4 more service accounts were not asked for") && !told.contains("without any token"),
            "{told}"
        );
    }

    #[test]
    fn people_and_groups_are_told_apart() {
        assert_eq!(holders_text(Some((1, 0))), "1 person loses access to it.");
        assert_eq!(holders_text(Some((0, 2))), "2 groups lose access to it.");
        assert_eq!(holders_text(Some((1, 1))), "1 person and 1 group lose access to it.");
        assert_eq!(holders_text(Some((0, 0))), "Nobody holds a role in it through IAM Identity Center.");
        assert_eq!(holders_text(None), "Who holds a role in it could not be read.");
    }
}
