//! Whose a secret of Secrets Manager is. A tag on it names the token whose value it holds: the workspace, the service
//! account, and the token's whole name with the mark of its mint. Another mint under the same name is another token.

use crate::changes::change::Change;
use model::{Millis, ResourceKey, ServiceAccountId};
use sha2::{Digest, Sha256};

/// The key of the tag.
pub const TAG: &str = "belvedere:token";

/// AWS's limit for the value of a tag, in characters.
const LONGEST: usize = 256;
/// What a name begins with that is told by its digest.
const DIGEST: &str = "sha256:";

/// The value of the tag for what a write mints; `None` for one that mints nothing.
pub fn owner(mint: &Change) -> Option<String> {
    match mint {
        Change::MintToken { workspace, account, name, .. } => Some(token(workspace, account, name)),
        Change::MintKey { workspace, name, .. } => Some(value(&format!("{}:key/", workspace.arn()), name)),
        _ => None,
    }
}

fn token(workspace: &ResourceKey, account: &ServiceAccountId, name: &str) -> String {
    // An account's id has no colon in it, so that this is no tag of before, which named a token without its mark.
    value(&format!("{}/{account}:token/", workspace.arn()), name)
}

/// AWS takes some characters in a tag and so many: of another name there is the digest.
fn value(begin: &str, name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "+-=._:/@".contains(c);
    match name.chars().all(fits) && begin.len() + name.len() <= LONGEST && !name.starts_with(DIGEST) {
        true => format!("{begin}{name}"),
        false => format!("{begin}{DIGEST}{}", hex::encode(&Sha256::digest(name)[..16])),
    }
}

/// The value of the tag for the token that a write replaces.
fn replaced(mint: &Change) -> Option<String> {
    match mint {
        Change::MintToken { workspace, account, replaces: Some(old), .. } => Some(token(workspace, account, &old.name)),
        _ => None,
    }
}

/// The secret that the writes of a target deliver to and that is not known to hold the token that they replace; `None`
/// where there is none.
pub fn of_others(changes: &[Change]) -> Option<&str> {
    let own = |tag: &str| changes.iter().filter_map(replaced).any(|own| own == tag);
    changes.iter().find_map(|change| match change {
        Change::DeliverSecret { secret, exists: true, tagged, .. } if !tagged.as_deref().is_some_and(own) => {
            Some(secret.as_str())
        }
        _ => None,
    })
}

/// The writes of a target rotate a token that works at this moment into the secret that holds it: who reads that has
/// what it can do already. Of one that ended nobody has anything, whatever a tag says.
pub fn renews(changes: &[Change], at: Millis) -> bool {
    let works = |mint: &&Change| match mint {
        Change::MintToken { replaces: Some(old), .. } => old.expires_at.is_some_and(|ends| ends > at),
        _ => false,
    };
    let own = |tag: &String| changes.iter().filter(works).filter_map(replaced).any(|own| own == *tag);
    changes.iter().any(|change| match change {
        Change::DeliverSecret { exists: true, tagged, .. } => tagged.as_ref().is_some_and(own),
        _ => false,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{of_others, owner, renews};
    use crate::changes::change::{Change, Replaced};
    use model::tokens::Note;
    use model::{Kind, ResourceKey, ServiceAccountId};

    const ENDS: i64 = 1_763_682_432_000;
    const OF: &str = "arn:aws:grafana:eu-west-1:441122338890:/workspaces/g-0a1b2c3d4e";

    fn mint(name: &str, replaces: Option<&str>) -> Change {
        Change::MintToken {
            workspace: ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap(),
            account: ServiceAccountId::parse("42").unwrap(),
            name: name.to_owned(),
            seconds: 60,
            note: Note::default(),
            replaces: replaces.map(|name| Replaced {
                id: "7".to_owned(),
                name: name.to_owned(),
                expires_at: Some(ENDS),
            }),
        }
    }

    fn delivery(mint: &Change, tagged: Option<&str>) -> Change {
        Change::DeliverSecret {
            scope: mint.scope().clone(),
            secret: "belvedere/ci".to_owned(),
            exists: true,
            kms_key: None,
            client_token: String::new(),
            token: owner(mint).unwrap(),
            tagged: tagged.map(str::to_owned),
        }
    }

    #[test]
    fn a_token_is_told_by_its_whole_name_and_never_as_it_was_without_its_mark() {
        let name = |name: &str| owner(&mint(name, None)).unwrap();
        assert_eq!(name("ci-1b4e28ba"), format!("{OF}/42:token/ci-1b4e28ba"));
        assert_ne!(name("ci-1b4e28ba"), name("ci-00ff00ff"));
        assert_ne!(name("ci"), format!("{OF}/42/ci"));
    }

    #[test]
    fn a_name_that_no_tag_takes_is_told_by_its_digest_and_no_two_names_are_alike() {
        let long = "x".repeat(119);
        let values = ["a b", "a*b", "ä", &long.repeat(2), "sha256:00"].map(|name| owner(&mint(name, None)).unwrap());
        for (at, value) in values.iter().enumerate() {
            assert!(value.starts_with(&format!("{OF}/42:token/sha256:")) && value.len() <= 256, "{value}");
            assert!(!values[..at].contains(value), "{value}");
        }
        assert_eq!(owner(&mint(&long, None)).unwrap(), format!("{OF}/42:token/{long}"));
    }

    #[test]
    fn a_secret_is_a_rotations_own_where_it_holds_the_token_that_is_replaced() {
        let (ci, cd) = (format!("{OF}/42:token/ci-1b4e28ba"), format!("{OF}/42:token/cd-00ff00ff"));
        let of_before = format!("{OF}/42/cd");
        let others = |replaces, tagged| {
            let mint = mint("ci-1b4e28ba", replaces);
            of_others(&[mint.clone(), delivery(&mint, tagged)]).is_some()
        };
        assert!(others(None, None) && others(None, Some("")) && others(None, Some(&cd)) && others(None, Some(&ci)));
        assert!(others(Some("cd-11111111"), Some(&cd)) && others(Some("cd"), Some(&of_before)));
        assert!(!others(Some("cd-00ff00ff"), Some(&cd)));
    }

    #[test]
    fn a_rotation_renews_what_is_tagged_for_the_token_that_it_replaces() {
        let (ci, cd) = (format!("{OF}/42:token/ci-00ff00ff"), format!("{OF}/42:token/cd"));
        let renewed = |replaces, tagged| {
            let mint = mint("ci-1b4e28ba", replaces);
            renews(&[mint.clone(), delivery(&mint, tagged)], ENDS - 1)
        };
        assert!(renewed(Some("ci-00ff00ff"), Some(&ci)) && renewed(Some("cd"), Some(&cd)));
        assert!(!renewed(None, Some(&ci)) && !renewed(Some("cd"), Some(&ci)) && !renewed(Some("ci"), None));
        assert!(!renewed(Some("ci-11111111"), Some(&ci)) && !renewed(Some("ci"), Some(&ci)));
        let mint = mint("ci", Some("ci"));
        assert!(!renews(&[mint], ENDS - 1), "what is shown renews nothing");
    }

    #[test]
    fn what_ended_or_may_have_ended_is_not_renewed() {
        let ci = format!("{OF}/42:token/ci");
        let renewed = |mint: &Change, at| renews(&[mint.clone(), delivery(mint, Some(&ci))], at);
        let mut mint = mint("ci-1b4e28ba", Some("ci"));
        assert!(renewed(&mint, ENDS - 1) && !renewed(&mint, ENDS));
        if let Change::MintToken { replaces: Some(old), .. } = &mut mint {
            old.expires_at = None;
        }
        assert!(!renewed(&mint, 0));
    }
}
