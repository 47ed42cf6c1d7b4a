//! The holders of a workspace as AWS has them, and as a plan keeps those it names.

use super::instruction::{Instruction, RolesByHolder};
use crate::changes::core::context::Context;
use crate::changes::core::observation::Observation;
use crate::changes::core::refusal::Refusal;
use crate::changes::core::unfit::Wanted;
use crate::changes::kinds::usable::label_of;
use aws::{Aws, Failure, Urgency};
use model::ResourceKey;
use model::access::{GrafanaRole, Holder, HolderKind};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// ListPermissions, to the end. A kind or a role that is not known here is left alone.
///
/// # Errors
/// Why they could not be read.
pub async fn fetch_roles(aws: &Aws, key: &ResourceKey) -> Result<RolesByHolder, Failure> {
    Ok(fetch_roles_and_unknown(aws, key).await?.0)
}

/// The same, with how many entries have a kind or a role that is not known here.
///
/// # Errors
/// As [`fetch_roles`].
pub async fn fetch_roles_and_unknown(aws: &Aws, key: &ResourceKey) -> Result<(RolesByHolder, usize), Failure> {
    Ok(understood(&aws.grafana(&key.scope).list_permissions(&key.id, Urgency::Write).await?))
}

/// The ids of holders as AWS writes them, where that is not as they are written here.
#[derive(Debug, Default)]
pub struct Spelling(BTreeMap<Holder, String>);

impl Spelling {
    /// The instruction with its holder's id as AWS writes it.
    pub fn for_aws(&self, one: &Instruction) -> aws::grafana::Instruction {
        let mut instruction = one.for_aws();
        if let Some(id) = self.0.get(&one.holder) {
            instruction.holder.id.clone_from(id);
        }
        instruction
    }
}

/// As [`fetch_roles`], with how AWS writes the ids of their holders.
///
/// # Errors
/// As [`fetch_roles`].
pub async fn fetch_roles_as_written(aws: &Aws, key: &ResourceKey) -> Result<(RolesByHolder, Spelling), Failure> {
    let listed = aws.grafana(&key.scope).list_permissions(&key.id, Urgency::Write).await?;
    let written = listed.iter().filter_map(|one| {
        let holder = Holder::new(HolderKind::of_aws(&one.kind)?, one.id.as_str());
        (holder.id != one.id).then(|| (holder, one.id.clone()))
    });
    Ok((understood(&listed).0, Spelling(written.collect())))
}

/// Those that are understood, and how many are not.
fn understood(listed: &[aws::grafana::Holder]) -> (RolesByHolder, usize) {
    let (mut roles, mut unknown) = (RolesByHolder::new(), 0);
    for one in listed {
        match (HolderKind::of_aws(&one.kind), GrafanaRole::parse(&one.grafana_role)) {
            (Some(kind), Some(role)) => drop(roles.entry(Holder::new(kind, one.id.as_str())).or_default().insert(role)),
            _ => unknown += 1,
        }
    }
    (roles, unknown)
}

/// What a plan is held against: the roles of those it names, and whether anybody else is an admin. Others may come and
/// go meanwhile.
pub fn state<'a>(held: &RolesByHolder, named: impl Iterator<Item = &'a Holder>) -> Value {
    let named: BTreeSet<&Holder> = named.collect();
    let mut grants = Map::new();
    for holder in &named {
        let roles: Vec<GrafanaRole> = held.get(*holder).into_iter().flatten().copied().collect();
        grants.insert(state_name(holder), json!(roles));
    }
    let others = held.iter().filter(|(holder, _)| !named.contains(holder));
    let admin = others.into_iter().any(|(_, roles)| roles.contains(&GrafanaRole::Admin));
    json!({ "grants": grants, "anotherAdmin": admin })
}

/// The holders a kept state names, with the roles they had.
pub fn roles_in_state(state: &Value) -> RolesByHolder {
    let grants = state["grants"].as_object().into_iter().flatten();
    let one = |(name, roles): (&String, &Value)| {
        let (kind, id) = name.split_once(' ')?;
        let roles = serde_json::from_value(roles.clone()).ok()?;
        Some((Holder::new(HolderKind::of_word(kind)?, id), roles))
    };
    grants.filter_map(one).collect()
}

/// "user 0c2f…": how states and records name a holder.
pub fn state_name(holder: &Holder) -> String {
    format!("{} {}", holder.kind.word(), holder.id)
}

impl Instruction {
    fn for_aws(&self) -> aws::grafana::Instruction {
        let Holder { kind, id } = self.holder.clone();
        let holder = aws::grafana::Holder { id, kind: kind.aws().to_owned(), grafana_role: self.role.aws().to_owned() };
        aws::grafana::Instruction { action: self.action, holder }
    }
}

/// A fresh look at what a plan was held against.
///
/// # Errors
/// That the state of the workspace refuses it, or why it could not be read.
pub async fn observe(cx: &Context, key: &ResourceKey, on: &Value) -> Result<Observation, Refusal> {
    let found = cx.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Write).await?;
    Refusal::unless_fit(key.kind, &found.status, Wanted::Change)?;
    let state = state(&fetch_roles(&cx.aws, key).await?, roles_in_state(on).keys());
    Ok(Observation { label: label_of(&found), state, ..Observation::default() })
}
