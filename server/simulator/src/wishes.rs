//! What people plan: every form there is, about what is there.

use crate::fleet::Fleet;
use fastrand::Rng;
use model::door::{Changes, Draft, Facet, Values};
use model::form::{CreateWorkspace, Place};
use model::{Error, Principal, ResourceKey};
use serde_json::{Value, json};

/// The kinds of what is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    CreateWorkspace,
    CreatePrometheus,
    CreateDomain,
    DeleteWorkspace,
    DeletePrometheus,
    DeleteDomain,
    CreateAccount,
    DeleteAccount,
    MintToken,
    MintDelivered,
    MintKey,
    Revoke,
    RotateMany,
    Settings,
    SignIn,
    Configuration,
    Tags,
    Alias,
    Limits,
    Policy,
    Upgrade,
    License,
    CopySignIn,
    Grants,
    ManyTags,
}

impl Wish {
    pub const ALL: [Self; 25] = [
        Self::CreateWorkspace,
        Self::CreatePrometheus,
        Self::CreateDomain,
        Self::DeleteWorkspace,
        Self::DeletePrometheus,
        Self::DeleteDomain,
        Self::CreateAccount,
        Self::DeleteAccount,
        Self::MintToken,
        Self::MintDelivered,
        Self::MintKey,
        Self::Revoke,
        Self::RotateMany,
        Self::Settings,
        Self::SignIn,
        Self::Configuration,
        Self::Tags,
        Self::Alias,
        Self::Limits,
        Self::Policy,
        Self::Upgrade,
        Self::License,
        Self::CopySignIn,
        Self::Grants,
        Self::ManyTags,
    ];
}

fn any<'a, T>(random: &mut Rng, all: &'a [T]) -> Option<&'a T> {
    (!all.is_empty()).then(|| &all[random.usize(..all.len())])
}

/// The first few, in an order of chance.
fn some<T: Clone>(random: &mut Rng, all: &[T], most: usize) -> Vec<T> {
    let mut all = all.to_vec();
    random.shuffle(&mut all);
    all.truncate(random.usize(1..=most));
    all
}

fn parsed(value: Value) -> Result<Draft, Error> {
    serde_json::from_value(value).map_err(|error| Error::invalid(error.to_string()))
}

/// A request as a person makes it, from what is shown at this moment.
///
/// # Errors
/// As opening and filling in its form.
pub async fn draft(
    fleet: &Fleet,
    changes: &dyn Changes,
    who: &Principal,
    wish: Wish,
    random: &mut Rng,
) -> Result<Draft, Error> {
    let place = format!("{}/{}", fleet.scope.account, fleet.scope.region);
    let missing = || Error::not_found("there is none");
    let name = format!("sim-{:08x}", random.u32(..));
    let grafana = any(random, &fleet.grafana).ok_or_else(missing)?.clone();
    let account = any(random, &fleet.accounts).ok_or_else(missing)?.clone();
    match wish {
        Wish::CreateWorkspace => {
            let form = CreateWorkspace { name, ..CreateWorkspace::fresh(Place(place)) };
            Ok(Draft::CreateWorkspace(Box::new(form)))
        }
        Wish::CreatePrometheus => {
            parsed(json!({ "form": "create-prometheus", "place": place, "alias": name, "kms_key_arn": "", "tags": [] }))
        }
        Wish::CreateDomain => {
            parsed(json!({ "form": "create-domain", "place": place, "name": name, "encryption_key": "", "tags": [] }))
        }
        Wish::DeleteWorkspace => parsed(json!({ "form": "delete-resource", "key": grafana })),
        Wish::DeletePrometheus => {
            let key = any(random, &fleet.prometheus).ok_or_else(missing)?;
            parsed(json!({ "form": "delete-resource", "key": key }))
        }
        Wish::DeleteDomain => parsed(json!({ "form": "delete-resource", "key": fleet.empty })),
        Wish::CreateAccount => parsed(json!({
            "form": "create-service-account", "workspace": grafana, "name": name, "grafana_role": "EDITOR"
        })),
        Wish::DeleteAccount => {
            parsed(json!({ "form": "delete-service-account", "workspace": account.0, "account": account.1 }))
        }
        Wish::MintToken | Wish::MintDelivered => {
            let deliver_to = if wish == Wish::MintToken { String::new() } else { format!("belvedere/{name}") };
            parsed(json!({
                "form": "mint-token", "workspace": account.0, "account": account.1, "name": name,
                "seconds_to_live": 3600, "deliver_to": deliver_to
            }))
        }
        Wish::MintKey => {
            let key = any(random, &fleet.old).ok_or_else(missing)?;
            parsed(json!({
                "form": "mint-key", "workspace": key, "name": name, "grafana_role": "VIEWER", "seconds_to_live": 3600,
                "note": { "owner": "Team", "purpose": "Screens" }
            }))
        }
        Wish::Revoke => {
            let tokens = tokens(fleet, random, 3);
            parsed(json!({ "form": "revoke", "tokens": tokens, "keys": [] }))
        }
        Wish::RotateMany => {
            let tokens = tokens(fleet, random, 2);
            parsed(json!({
                "form": "rotate-many", "tokens": tokens, "seconds_to_live": 3600, "folder": format!("belvedere/{name}")
            }))
        }
        Wish::Upgrade => {
            let key = any(random, &fleet.grafana).ok_or_else(missing)?;
            parsed(json!({ "form": "upgrade", "key": key, "version": "12.4" }))
        }
        Wish::License => {
            let license = if random.bool() { "ENTERPRISE" } else { "" };
            parsed(json!({ "form": "license", "key": grafana, "license": license }))
        }
        Wish::CopySignIn => {
            let mut all = some(random, &fleet.grafana, 3);
            let from = fleet.grafana.iter().find(|key| !all.contains(key)).cloned().ok_or_else(missing)?;
            all.retain(|key| *key != from);
            parsed(json!({ "form": "copy-sign-in", "from": from, "to": all }))
        }
        Wish::Grants => {
            let wishes: Vec<Value> = some(random, &fleet.holders, 3)
                .into_iter()
                .map(|(workspace, kind, id)| {
                    let kind = if kind == "SSO_GROUP" { "group" } else { "user" };
                    let role = ["VIEWER", "EDITOR"][random.usize(..2)];
                    json!({ "workspace": workspace, "holder": { "kind": kind, "id": id }, "role": role })
                })
                .collect();
            parsed(json!({ "form": "grants", "wishes": wishes }))
        }
        Wish::ManyTags => {
            let state = json!({ "team": name, "env": "sim" }).to_string();
            let wish = |key: &ResourceKey| json!({ "key": key, "facet": "tags", "state": state });
            let wishes: Vec<Value> = some(random, &fleet.grafana, 3).iter().map(wish).collect();
            parsed(json!({ "form": "wishes", "origin": { "from": "restore" }, "wishes": wishes }))
        }
        Wish::Settings | Wish::SignIn | Wish::Configuration | Wish::Tags => {
            let (facet, of) = match wish {
                Wish::Settings => (Facet::Settings, grafana),
                Wish::SignIn => (Facet::SignIn, grafana),
                Wish::Configuration => (Facet::Configuration, grafana),
                _ => (Facet::Tags, any(random, &tagged(fleet)).ok_or_else(missing)?.clone()),
            };
            edit(changes, who, of, facet, &name, random).await
        }
        Wish::Alias | Wish::Limits => {
            let key = any(random, &fleet.prometheus).ok_or_else(missing)?.clone();
            let facet = if wish == Wish::Alias { Facet::Alias } else { Facet::WorkspaceConfiguration };
            edit(changes, who, key, facet, &name, random).await
        }
        Wish::Policy => {
            let key = any(random, &fleet.domains).ok_or_else(missing)?.clone();
            edit(changes, who, key, Facet::Policy, &name, random).await
        }
    }
}

fn tagged(fleet: &Fleet) -> Vec<ResourceKey> {
    [&fleet.grafana[..], &fleet.prometheus, &fleet.domains].concat()
}

fn tokens(fleet: &Fleet, random: &mut Rng, most: usize) -> Vec<Value> {
    let all: Vec<Value> = fleet
        .accounts
        .iter()
        .flat_map(|(key, account, tokens)| {
            tokens.iter().map(move |token| json!({ "workspace": key, "account": account, "token": token }))
        })
        .collect();
    some(random, &all, most)
}

/// A form as it is opened, with one of its values changed.
async fn edit(
    changes: &dyn Changes,
    who: &Principal,
    key: ResourceKey,
    facet: Facet,
    name: &str,
    random: &mut Rng,
) -> Result<Draft, Error> {
    let base = changes.now(who, &key, facet).await?.values;
    let mut values = json!(base);
    let form = &mut values["values"];
    match facet {
        Facet::Settings => form["description"] = json!(name),
        Facet::SignIn => form["login_minutes"] = json!(random.u32(60..600).to_string()),
        Facet::Configuration => {
            let given = form["plugin_admin"].as_bool().unwrap_or_default();
            form["plugin_admin"] = json!(!given);
        }
        Facet::Tags => form["tags"] = json!([["env", "sim"], ["team", name]]),
        Facet::Alias => form["alias"] = json!(name),
        Facet::WorkspaceConfiguration => {
            form["out_of_order_seconds"] = json!(random.u32(1..500).to_string());
        }
        Facet::Policy => {
            form["document"] = json!(match random.u8(..4) {
                0 => String::new(),
                _ => json!({
                    "Version": "2012-10-17",
                    "Statement": [{
                        "Sid": name.replace('-', ""), "Effect": "Allow", "Action": "codeartifact:ReadFromRepository",
                        "Resource": "*", "Principal": { "AWS": "arn:aws:iam::903211874410:root" }
                    }]
                })
                .to_string(),
            });
        }
    }
    let values: Values = serde_json::from_value(values).map_err(|error| Error::invalid(error.to_string()))?;
    parsed(json!({ "form": "edit", "key": key, "base": base, "values": values, "merge": random.bool() }))
}
