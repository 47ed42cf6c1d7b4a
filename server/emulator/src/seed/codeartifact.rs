//! The demo's CodeArtifact domains.

use serde_json::{Map, Value, json};

use super::{DAY, account, derived, derived_uuid, tags};
use crate::services::{arn, fresh_domain};
use crate::world::{Policy, World};

/// One line of `seed/codeartifact.txt`.
pub(super) fn plant(world: &mut World, words: &[&str], wall: f64) -> Option<()> {
    let &[account_name, region, name, age, megabytes, key, policy, tag, repositories] = words else { return None };
    let owner = account(account_name)?;
    let created = wall - age.parse::<f64>().ok()? * DAY;
    let own = derived_uuid(&[owner, region, name, "key"]).map(|id| arn("kms", region, owner, &format!("key/{id}")));
    let key = if key == "own" { own } else { None };
    let mut domain = fresh_domain(world.next(), name, owner, region, key.as_deref(), created);
    domain.members.insert("assetSizeBytes".into(), json!(megabytes.parse::<u64>().ok()? << 20));
    domain.tags = tags(tag)?;
    if policy != "-" {
        let document = shared_with(account(policy)?);
        domain.policy = Some(Policy { document, revision: derived(&[name, "policy"]).get(..24)?.to_owned() });
    }
    let names = repositories.split(',').filter(|name| *name != "-");
    domain.repositories = names.map(|one| repository(one, name, owner, region, created)).collect();
    world.scope(owner, region).domains.push(domain);
    Some(())
}

fn shared_with(account: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{account}:root") },
            "Action": ["codeartifact:DescribeDomain", "codeartifact:ListRepositoriesInDomain"],
            "Resource": "*",
        }],
    })
    .to_string()
}

fn repository(name: &str, domain: &str, owner: &str, region: &str, created: f64) -> Map<String, Value> {
    let members = [
        ("name", json!(name)),
        ("administratorAccount", json!(owner)),
        ("domainName", json!(domain)),
        ("domainOwner", json!(owner)),
        ("arn", json!(arn("codeartifact", region, owner, &format!("repository/{domain}/{name}")))),
        ("description", json!(format!("{name} of {domain}"))),
        ("createdTime", json!(created)),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
