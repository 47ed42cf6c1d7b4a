//! What goes with a Grafana workspace and what stays, for who is about to delete it. Reads only, twelve at most; what
//! could not be read is said to be so, and never counted as nothing.

use super::wording::counted;
use aws::grafana::{Holder, ServiceAccount, Token};
use aws::{Aws, Urgency};
use model::{Millis, ResourceKey};
use std::cmp::Reverse;
use time::OffsetDateTime;

/// Service accounts whose tokens are read.
const ACCOUNTS: usize = 10;
/// Tokens that are named.
const NAMED: usize = 10;

/// The service accounts of a workspace with their tokens, as far as they were read.
#[derive(Default)]
struct Programs {
    accounts: usize,
    /// (name of the account, token)
    tokens: Vec<(String, Token)>,
    /// Accounts whose tokens were not asked for.
    left_out: usize,
    /// Accounts whose tokens could not be read.
    unread: usize,
}

/// The consequence of deleting it, in sentences.
pub async fn with_workspace(aws: &Aws, key: &ResourceKey) -> String {
    let grafana = aws.grafana(&key.scope);
    let (accounts, holders) = futures::join!(
        grafana.list_service_accounts(&key.id, Urgency::Read),
        grafana.list_permissions(&key.id, Urgency::Read)
    );
    let programs = match accounts {
        Ok(accounts) => programs(aws, key, accounts).await.told(),
        Err(_) => {
            "Its service accounts and their tokens are destroyed too; which they are could not be read.".to_owned()
        }
    };
    let holders = match holders {
        Ok(holders) => people(&holders),
        Err(_) => "Who holds a role in it could not be read.".to_owned(),
    };
    format!(
        "Its dashboards, data sources and alerts are destroyed. {programs} {holders} This cannot be undone. What stays: \
         IAM roles, and the people and groups in IAM Identity Center."
    )
}

async fn programs(aws: &Aws, key: &ResourceKey, accounts: Vec<ServiceAccount>) -> Programs {
    let grafana = aws.grafana(&key.scope);
    let asked = accounts.iter().take(ACCOUNTS);
    let read = asked.map(|account| grafana.list_service_account_tokens(&key.id, &account.id, Urgency::Read));
    let answers = futures::future::join_all(read).await;
    let mut programs =
        Programs { accounts: accounts.len(), left_out: accounts.len().saturating_sub(ACCOUNTS), ..Programs::default() };
    for (account, answer) in accounts.iter().zip(answers) {
        match answer {
            Ok(tokens) => programs.tokens.extend(tokens.into_iter().map(|token| (account.name.clone(), token))),
            Err(_) => programs.unread += 1,
        }
    }
    programs
}

impl Programs {
    fn told(mut self) -> String {
        if self.accounts == 0 {
            return "It has no service accounts.".to_owned();
        }
        let accounts = counted(self.accounts, "service account");
        let verb = if self.accounts == 1 { "goes" } else { "go" };
        let tokens = self.tokens();
        let missing = self.missing();
        format!("Its {accounts} {verb} with it{tokens}.{missing}")
    }

    /// The tokens that were read, those used last first.
    fn tokens(&mut self) -> String {
        if self.tokens.is_empty() {
            let all = self.left_out + self.unread == 0;
            return if all { ", without any token".to_owned() } else { String::new() };
        }
        self.tokens.sort_by_key(|(_, token)| Reverse(token.last_used_at));
        let mut named: Vec<String> =
            self.tokens.iter().take(NAMED).map(|(account, token)| line(account, token)).collect();
        let more = self.tokens.len().saturating_sub(NAMED);
        if more > 0 {
            named.push(format!("{more} more"));
        }
        let count = counted(self.tokens.len(), "token");
        let stops = if self.tokens.len() == 1 { "which stops" } else { "which stop" };
        format!(", and with {count}, {stops} working at once: {}", named.join(", "))
    }

    /// What is not among the tokens, and why.
    fn missing(&self) -> String {
        let of = |count: usize, one: &str, why: &str| match count {
            0 => String::new(),
            count => format!(" The tokens of {} {why}.", counted(count, one)),
        };
        of(self.unread, "service account", "could not be read")
            + &of(self.left_out, "more service account", "were not asked for")
    }
}

fn line(account: &str, token: &Token) -> String {
    let used = token.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", day(at)));
    format!("{} of {account} ({used})", token.name)
}

/// "3 January 2026", in UTC.
pub fn day(at: Millis) -> String {
    match OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) {
        Ok(time) => format!("{} {} {}", time.day(), time.month(), time.year()),
        Err(_) => "at an unknown time".to_owned(),
    }
}

fn people(holders: &[Holder]) -> String {
    let groups = holders.iter().filter(|holder| holder.kind == "SSO_GROUP").count();
    let people = match holders.len() - groups {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    let who = match (holders.len() - groups, groups) {
        (0, 0) => return "Nobody holds a role in it through IAM Identity Center.".to_owned(),
        (0, groups) => counted(groups, "group"),
        (_, 0) => people,
        (_, groups) => format!("{people} and {}", counted(groups, "group")),
    };
    let lose = if holders.len() == 1 { "loses" } else { "lose" };
    format!("{who} {lose} access to it.")
}

#[cfg(test)]
mod tests {
    use super::{Programs, people};
    use aws::grafana::{Holder, Token};

    fn token(name: &str, last_used_at: Option<i64>) -> (String, Token) {
        let token =
            Token { id: name.to_owned(), name: name.to_owned(), created_at: None, expires_at: Some(1), last_used_at };
        ("ci".to_owned(), token)
    }

    fn holder(kind: &str) -> Holder {
        Holder { id: "a".to_owned(), kind: kind.to_owned(), grafana_role: "ADMIN".to_owned() }
    }

    #[test]
    fn tokens_are_named_with_their_last_use_the_newest_first() {
        let tokens = vec![token("old", None), token("main", Some(1_763_682_432_000))];
        let told = Programs { accounts: 1, tokens, ..Programs::default() }.told();
        assert_eq!(
            told,
            "Its 1 service account goes with it, and with 2 tokens, which stop working at once: main of ci (last used \
             20 November 2025), old of ci (never used)."
        );
    }

    #[test]
    fn many_tokens_are_counted_and_the_first_are_named() {
        let tokens = (0..12).map(|n| token(&format!("t{n}"), None)).collect();
        let told = Programs { accounts: 2, tokens, ..Programs::default() }.told();
        assert!(told.contains("12 tokens") && told.contains("t9 of ci") && told.ends_with(", 2 more."), "{told}");
    }

    #[test]
    fn tokens_that_were_not_read_are_never_counted_as_none() {
        let told = Programs { accounts: 14, left_out: 4, unread: 1, ..Programs::default() }.told();
        assert!(told.contains("1 service account could not be read."), "{told}");
        assert!(
            told.contains("4 more service accounts were not asked for") && !told.contains("without any token"),
            "{told}"
        );
    }

    #[test]
    fn people_and_groups_are_told_apart() {
        let (person, group) = (holder("SSO_USER"), holder("SSO_GROUP"));
        assert_eq!(people(std::slice::from_ref(&person)), "1 person loses access to it.");
        assert_eq!(people(&[group.clone(), group.clone()]), "2 groups lose access to it.");
        assert_eq!(people(&[person, group]), "1 person and 1 group lose access to it.");
        assert_eq!(people(&[]), "Nobody holds a role in it through IAM Identity Center.");
    }
}
