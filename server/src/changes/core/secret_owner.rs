//! Whose a secret of Secrets Manager is. A tag on it names the token whose value it holds: the workspace, the service
//! account, and the token's whole name with the mark of its mint. Another mint under the same name is another token.

use super::kind::{Change, DeliveryTo, Mint};
use model::{Millis, ResourceKey, ServiceAccountId};
use sha2::{Digest, Sha256};

/// AWS's limit for the value of a tag, in characters.
const LONGEST: usize = 256;
/// What a name begins with that is told by its digest.
const DIGEST: &str = "sha256:";

/// The value of the tag for a token.
pub fn token_owner(workspace: &ResourceKey, account: &ServiceAccountId, name: &str) -> String {
    // An account's id has no colon in it, so that this is no tag of before, which named a token without its mark.
    value(&format!("{}/{account}:token/", workspace.arn()), name)
}

/// The value of the tag for an API key.
pub fn key_owner(workspace: &ResourceKey, name: &str) -> String {
    value(&format!("{}:key/", workspace.arn()), name)
}

/// AWS takes some characters in a tag and so many: of another name there is the digest.
fn value(begin: &str, name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "+-=._:/@".contains(c);
    match name.chars().all(fits) && begin.len() + name.len() <= LONGEST && !name.starts_with(DIGEST) {
        true => format!("{begin}{name}"),
        false => format!("{begin}{DIGEST}{}", hex::encode(&Sha256::digest(name)[..16])),
    }
}

fn mints(changes: &[Change]) -> impl Iterator<Item = Mint<'_>> {
    changes.iter().filter_map(|change| change.minted_credential())
}

fn deliveries(changes: &[Change]) -> impl Iterator<Item = DeliveryTo<'_>> {
    changes.iter().filter_map(|change| change.delivery_target())
}

/// The secret that the writes of a target deliver to and that is not known to hold the token that they replace; `None`
/// where there is none.
pub fn secret_of_others(changes: &[Change]) -> Option<&str> {
    let is_own = |tag: &str| mints(changes).any(|mint| mint.replaces.is_some_and(|old| old.owner == tag));
    deliveries(changes).find(|to| to.exists && !to.tagged.is_some_and(is_own)).map(|to| to.secret)
}

/// The writes of a target rotate a token that works at this moment into the secret that holds it: who reads that has what
/// it can do already. Of one that ended nobody has anything, whatever a tag says.
pub fn renews(changes: &[Change], at: Millis) -> bool {
    let works = |mint: &Mint<'_>, tag: &str| {
        mint.replaces.as_ref().is_some_and(|old| old.owner == tag && old.expires_at.is_some_and(|ends| ends > at))
    };
    deliveries(changes).any(|to| to.exists && to.tagged.is_some_and(|tag| mints(changes).any(|mint| works(&mint, tag))))
}
