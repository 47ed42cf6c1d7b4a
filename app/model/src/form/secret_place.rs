//! Where minted secrets go, and what the names of secrets may be.

use crate::{FieldError, Scope};
use serde::{Deserialize, Serialize};

/// Characters of the prefix of secrets' names, at most.
pub const LONGEST_PREFIX: usize = 200;

/// AWS Secrets Manager in one account and region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretPlace {
    pub scope: Scope,
    /// What the name of every secret begins with that takes a minted one; empty: any name will do.
    pub prefix: String,
}

impl SecretPlace {
    /// Why no secret of this name takes what is minted; `None` for one that may.
    pub fn refuses(&self, name: &str) -> Option<String> {
        (!name.starts_with(&self.prefix)).then(|| secrets_go_below(&self.prefix))
    }

    /// Adds what is wrong with the beginning of a name, unless there is something else wrong with its field. Empty is
    /// fine: nothing is delivered then.
    #[must_use]
    pub fn check(&self, mut errors: Vec<FieldError>, field: &str, name: &str) -> Vec<FieldError> {
        let refused =
            self.refuses(name).filter(|_| !name.is_empty() && errors.iter().all(|error| error.field != field));
        errors.extend(refused.map(|message| FieldError::new(field, message)));
        errors
    }
}

/// What is told of a name that does not begin with the prefix.
pub fn secrets_go_below(prefix: &str) -> String {
    ["Secrets are delivered below ", prefix, " alone: begin the name with ", prefix, "."].concat()
}

/// A character that a secret's name may hold.
pub(super) fn fits(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/_+=.@-".contains(c)
}

/// Whether names of secrets can begin with it: characters of a name alone, [`LONGEST_PREFIX`] of them at most.
pub fn is_secret_prefix(prefix: &str) -> bool {
    prefix.len() <= LONGEST_PREFIX && prefix.chars().all(fits)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{SecretPlace, is_secret_prefix};
    use crate::{AccountId, FieldError, Region, Scope};

    fn place(prefix: &str) -> SecretPlace {
        let scope =
            Scope { account: AccountId::parse("441122338890").unwrap(), region: Region::parse("eu-west-1").unwrap() };
        SecretPlace { scope, prefix: prefix.to_owned() }
    }

    #[test]
    fn a_name_that_does_not_begin_with_the_prefix_is_refused_by_its_name() {
        for name in ["grafana/ci", "belvedere", "Belvedere/ci", "/belvedere/ci"] {
            assert!(place("belvedere/").refuses(name).unwrap().contains("belvedere/"), "{name}");
        }
        assert_eq!(place("belvedere/").refuses("belvedere/ci"), None);
        assert_eq!(place("").refuses("grafana/ci"), None, "without a prefix any name will do");
    }

    #[test]
    fn a_field_has_one_error_and_an_empty_one_none() {
        let other = vec![FieldError::new("deliver_to", "Use letters.")];
        assert_eq!(place("belvedere/").check(other.clone(), "deliver_to", "x y"), other);
        assert_eq!(place("belvedere/").check(Vec::new(), "deliver_to", ""), []);
        assert_eq!(place("belvedere/").check(Vec::new(), "deliver_to", "x").len(), 1);
    }

    #[test]
    fn a_prefix_holds_what_a_name_may_hold() {
        assert!(["", "belvedere/", "/prod/", "team_a+b=c.d@e-", &"x".repeat(200)].into_iter().all(is_secret_prefix));
        let odd = ["a b", "arn:aws", "é", "a*", &"x".repeat(201)];
        assert!(!odd.into_iter().any(is_secret_prefix));
    }
}
