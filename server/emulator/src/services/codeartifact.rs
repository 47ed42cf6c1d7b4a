//! AWS CodeArtifact: domains, their policies and tags, and the list of their repositories.

mod policy;

use serde_json::{Map, Value, json};

use super::arn::{arn, partition, resource_in};
use super::page::page;
use super::{Ask, tags};
use crate::wire::failure::Failure;
use crate::world::{Domain, World, token_of};

/// Domains in one account and region, beyond what the seed brought.
const MOST: usize = 10;

/// Does one operation.
pub(super) fn perform(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    match ask.operation.name {
        "CreateDomain" => create(world, ask),
        "DescribeDomain" => Ok(described(domain(world, ask)?, "Active")),
        "ListDomains" => list(world, ask),
        "DeleteDomain" => delete(world, ask),
        "ListRepositoriesInDomain" => repositories(world, ask),
        "GetDomainPermissionsPolicy" => policy::get(world, ask),
        "PutDomainPermissionsPolicy" => policy::put(world, ask),
        "DeleteDomainPermissionsPolicy" => policy::delete(world, ask),
        "ListTagsForResource" => Ok(json!({ "tags": listed(&tagged(world, ask)?.tags) })),
        "TagResource" => {
            let more = sent_tags(ask)?;
            tags::merge(ask, &mut tagged(world, ask)?.tags, more).map(|()| json!({}))
        }
        "UntagResource" => {
            tags::remove(&mut tagged(world, ask)?.tags, &ask.texts("tagKeys"));
            Ok(json!({}))
        }
        _ => Err(Failure::unknown_operation()),
    }
}

/// A domain without repositories. `key` is the ARN of its encryption key; without one AWS's own is shown.
pub(crate) fn fresh(sequence: u64, name: &str, account: &str, region: &str, key: Option<&str>, created: f64) -> Domain {
    let aws_key = || arn("kms", region, account, "key/5f2b0c1e-7a34-4d0e-9d52-0c8e6a1b4f70");
    let key = key.map_or_else(aws_key, str::to_owned);
    let digest = token_of(&[account, region, name]).to_lowercase();
    let bucket = format!("arn:{}:s3:::assets-{}-{region}", partition(region), digest.replace(['-', '_'], "0"));
    let members = [
        ("createdTime", created.into()),
        ("encryptionKey", key.into()),
        ("assetSizeBytes", 0.into()),
        ("s3BucketArn", Value::from(bucket)),
    ];
    Domain {
        sequence,
        name: name.to_owned(),
        owner: account.to_owned(),
        arn: arn("codeartifact", region, account, &format!("domain/{name}")),
        members: members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        tags: Map::new(),
        policy: None,
        repositories: Vec::new(),
    }
}

fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("domain");
    let tags = sent_tags(ask)?;
    tags::check(&tags)?;
    let sequence = world.next();
    let scope = ask.scope(world);
    if scope.domains.iter().any(|domain| domain.name == name) {
        return Err(Failure::conflict("domain", name, format!("There is already a domain {name}")));
    }
    if ask.settings.quotas && scope.domains.len() >= MOST.max(scope.seeded.domains + MOST) {
        let message = "The number of domains in this account and Region has reached its quota";
        return Err(Failure::quota("domain", name, "domains-per-account", message));
    }
    let (account, region) = (&ask.caller.account, &ask.caller.region);
    let mut domain = fresh(sequence, name, account, region, ask.given("encryptionKey"), ask.wall);
    domain.tags = tags;
    let answer = described(&domain, "Active");
    scope.domains.push(domain);
    Ok(answer)
}

fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let all = &ask.scope(world).domains;
    let items = all.iter().map(|domain| (domain.sequence, domain.describe("Active"))).collect();
    page(ask, "domains", items).map(Value::Object)
}

/// The operation declares no "not found": a domain that is not there is gone already, and the answer is empty.
fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = match domain(world, ask) {
        Ok(domain) if domain.repositories.is_empty() => domain.name.clone(),
        Ok(domain) => {
            let message = format!("The domain {} still has repositories", domain.name);
            return Err(Failure::conflict("domain", &domain.name, message));
        }
        Err(failure) if failure.code == "ResourceNotFoundException" => return Ok(json!({})),
        Err(failure) => return Err(failure),
    };
    let domains = &mut owner_scope(world, ask).domains;
    let Some(place) = domains.iter().position(|domain| domain.name == name) else { return Ok(json!({})) };
    Ok(described(&domains.remove(place), "Deleted"))
}

fn repositories(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let domain = domain(world, ask)?;
    let text =
        |one: &Map<String, Value>, name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let wanted = |one: &&Map<String, Value>| {
        text(one, "name").starts_with(ask.text("repositoryPrefix"))
            && ask.given("administratorAccount").is_none_or(|account| text(one, "administratorAccount") == account)
    };
    let numbered = (0..).zip(&domain.repositories).filter(|(_, one)| wanted(one));
    let items = numbered.map(|(place, one)| (place, Value::Object(one.clone()))).collect();
    page(ask, "repositories", items).map(Value::Object)
}

fn described(domain: &Domain, status: &str) -> Value {
    json!({ "domain": domain.describe(status) })
}

fn owner_scope<'w>(world: &'w mut World, ask: &Ask) -> &'w mut crate::world::Scope {
    world.scope(ask.given("domainOwner").unwrap_or(&ask.caller.account), &ask.caller.region)
}

/// The domain that the call is about. One of another account must name the caller, or everyone, in its policy.
fn domain<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Domain, Failure> {
    let name = ask.text("domain");
    let account = &ask.caller.account;
    let found = owner_scope(world, ask).domains.iter_mut().find(|domain| domain.name == name);
    let domain = found.ok_or_else(|| Failure::not_found("domain", name))?;
    let shared =
        |policy: &crate::world::Policy| policy.document.contains(account.as_str()) || policy.document.contains("\"*\"");
    if domain.owner == *account || domain.policy.as_ref().is_some_and(shared) {
        return Ok(domain);
    }
    Err(Failure::denied(format!("The policy of the domain {name} does not allow {}", ask.operation.name)))
}

fn tagged<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Domain, Failure> {
    let arn = ask.text("resourceArn");
    let part = resource_in(arn, "codeartifact", &ask.caller.region, &ask.caller.account);
    let part = part.map_err(|_| Failure::field("resourceArn", "It is not an ARN of this service"))?;
    let name = part.and_then(|part| part.strip_prefix("domain/"));
    let found = ask.scope(world).domains.iter_mut().find(|domain| Some(domain.name.as_str()) == name);
    found.ok_or_else(|| Failure::not_found("domain", arn))
}

/// Tags come as a list of pairs here. A key given twice is refused.
fn sent_tags(ask: &Ask) -> Result<Map<String, Value>, Failure> {
    let mut tags = Map::new();
    for pair in ask.input.get("tags").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| pair.get(name).and_then(Value::as_str).unwrap_or_default();
        if tags.insert(text("key").to_owned(), text("value").into()).is_some() {
            return Err(Failure::field("tags", format!("The key {} is given twice", text("key"))));
        }
    }
    Ok(tags)
}

fn listed(tags: &Map<String, Value>) -> Vec<Value> {
    tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()
}
