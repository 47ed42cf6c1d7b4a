//! The demo's Managed Grafana workspaces.

use serde_json::{Map, Value, json};

use super::{DAY, account, automation, derived, derived_uuid, people, tags};
use crate::services::{DEFAULT_CONFIGURATION, arn, endpoint};
use crate::world::{Resource, Status, Workspace, World};

/// One line of `seed/grafana.txt`.
pub(super) fn plant(world: &mut World, words: &[&str], wall: f64) -> Option<()> {
    let (columns, description) = words.split_at_checked(12)?;
    let &[account_name, region, name, status, version, sign_in, licence, network, people, jobs, age, tag] = columns
    else {
        return None;
    };
    let account = account(account_name)?;
    let id = format!("g-{}", derived(&[account, region, name]).get(..10)?);
    let age: f64 = age.parse().ok()?;
    let status: Status = serde_json::from_value(json!(status)).ok()?;
    let mut members = members(&id, account, region, wall - age * DAY, wall);
    members.insert("name".into(), name.into());
    members.insert("description".into(), description.join(" ").into());
    members.insert("grafanaVersion".into(), version.into());
    members.extend(licence_of(licence, name, wall)?);
    members.extend(network_of(network, &id)?);
    if status == Status::Degraded {
        let reason = "The customer managed key cannot be used: it is disabled";
        members.insert("degradedWorkspaceReason".into(), reason.into());
        members.insert("kmsKeyId".into(), key(region, account, &id)?.into());
    }
    let mut resource = Resource::resting(world.next(), id.clone(), members, status);
    resource.tags = tags(tag)?;
    let (providers, saml) = sign_in_of(sign_in, name)?;
    let sso_client = if providers.contains(&"AWS_SSO".to_owned()) { derived_uuid(&[&id, "sso"]) } else { None };
    let grants = people::grants(world, people, name)?;
    let (accounts, keys) = (Vec::new(), Vec::new());
    let mut workspace = Workspace { resource, providers, sso_client, saml, grants, accounts, keys, numbers: 0 };
    automation::employ(&mut workspace, jobs, wall)?;
    world.scope(account, region).workspaces.push(workspace);
    Some(())
}

fn members(id: &str, account: &str, region: &str, created: f64, wall: f64) -> Map<String, Value> {
    let role = format!("arn:aws:iam::{account}:role/service-role/AmazonGrafanaServiceRole-{id}");
    let members = [
        ("accountAccessType", json!("CURRENT_ACCOUNT")),
        ("configuration", json!(DEFAULT_CONFIGURATION)),
        ("created", json!(created)),
        ("dataSources", json!(["CLOUDWATCH", "PROMETHEUS", "XRAY"])),
        ("endpoint", json!(endpoint(id, region))),
        ("freeTrialConsumed", json!(false)),
        ("ipAddressType", json!("IPv4")),
        ("modified", json!(created + (wall - created) * 0.9)),
        ("notificationDestinations", json!(["SNS"])),
        ("permissionType", json!("CUSTOMER_MANAGED")),
        ("workspaceRoleArn", json!(role)),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn licence_of(text: &str, name: &str, wall: f64) -> Option<Map<String, Value>> {
    let mut members = Map::new();
    let Some((kind, days)) = text.split_once(':') else { return (text == "-").then_some(members) };
    let end = wall + days.parse::<f64>().ok()? * DAY;
    match kind {
        "ent" => {
            members.insert("licenseType".into(), "ENTERPRISE".into());
            members.insert("licenseExpiration".into(), end.into());
            members.insert("grafanaToken".into(), derived_uuid(&[name, "grafana labs"])?.into());
        }
        "trial" => {
            members.insert("licenseType".into(), "ENTERPRISE_FREE_TRIAL".into());
            members.insert("freeTrialExpiration".into(), end.into());
            members.insert("freeTrialConsumed".into(), true.into());
        }
        _ => return None,
    }
    Some(members)
}

fn network_of(text: &str, id: &str) -> Option<Map<String, Value>> {
    let short = |kind: &str, which: &str| Some(format!("{kind}-0{}", derived(&[id, kind, which]).get(..16)?));
    let mut members = Map::new();
    for part in text.split('+') {
        let (prefixes, endpoints) = match part {
            "open" => continue,
            "vpc" => {
                let subnets = json!([short("subnet", "a")?, short("subnet", "b")?]);
                let vpc = json!({ "securityGroupIds": [short("sg", "a")?], "subnetIds": subnets });
                members.insert("vpcConfiguration".into(), vpc);
                continue;
            }
            "vpce" => (json!([]), json!([short("vpce", "a")?, short("vpce", "b")?])),
            "prefix" => (json!([short("pl", "a")?]), json!([])),
            "locked" => (json!([]), json!([])),
            _ => return None,
        };
        let access = json!({ "prefixListIds": prefixes, "vpceIds": endpoints });
        members.insert("networkAccessControl".into(), access);
    }
    Some(members)
}

/// Providers, and the SAML configuration where there is one.
fn sign_in_of(text: &str, name: &str) -> Option<(Vec<String>, Option<Value>)> {
    let (kind, configured) = text.strip_suffix('?').map_or((text, true), |kind| (kind, false));
    let providers: &[&str] = match kind {
        "sso" => &["AWS_SSO"],
        "saml" => &["SAML"],
        "both" => &["AWS_SSO", "SAML"],
        _ => return None,
    };
    let saml = json!({
        "idpMetadata": { "url": format!("https://login.example.com/saml/{name}/metadata") },
        "assertionAttributes": {
            "name": "displayName", "login": "mail", "email": "mail", "groups": "groups", "role": "role",
        },
        "roleValues": { "admin": ["Platform Admins"], "editor": ["Software Developers", "Data Analysts"] },
        "allowedOrganizations": [],
        "loginValidityDuration": 480,
    });
    let used = configured && kind != "sso";
    Some((providers.iter().map(|one| (*one).to_owned()).collect(), used.then_some(saml)))
}

fn key(region: &str, account: &str, id: &str) -> Option<String> {
    Some(arn("kms", region, account, &format!("key/{}", derived_uuid(&[id, "key"])?)))
}
