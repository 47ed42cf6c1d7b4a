//! Giving and taking roles: UpdatePermissions. Reading them is in [`super::read`].

use super::{Grafana, Holder};
use crate::error::{Failure, shown};
use crate::line::Done;
use aws_sdk_grafana::error::BuildError;
use aws_sdk_grafana::types as sdk;
use serde::{Deserialize, Serialize};

/// The most instructions AWS takes in one call.
pub const MOST_INSTRUCTIONS: usize = 20;

/// What is done with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Action {
    Add,
    Revoke,
}

impl Action {
    /// AWS's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Action::Add => "ADD",
            Action::Revoke => "REVOKE",
        }
    }
}

/// One role given to, or taken from, one person or group. AWS takes instructions for many at once, but then an error
/// does not say whom it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    pub action: Action,
    pub holder: Holder,
}

/// An instruction that AWS did not carry out, though it took the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which of the instructions sent it is about; `None` if AWS names none, or one that was not sent.
    pub index: Option<usize>,
    /// AWS's, from 100 to 999, like the status codes of HTTP.
    pub code: i32,
    /// AWS's own words.
    pub message: String,
}

impl Grafana {
    /// UpdatePermissions, with 20 instructions at most, which AWS may carry out in any order. An answer means that AWS
    /// took the call: what is not among the refusals was done. It is sent again only when AWS throttled it.
    ///
    /// # Errors
    /// `Invalid`, with nothing sent, for more instructions than AWS takes.
    pub async fn update_permissions(
        &self,
        id: &str,
        instructions: &[Instruction],
    ) -> Result<Done<Vec<Refusal>>, Failure> {
        if instructions.len() > MOST_INSTRUCTIONS {
            let message =
                format!("AWS takes {MOST_INSTRUCTIONS} changes of permissions at a time. Nothing was changed.");
            return Err(Failure::unsent(message));
        }
        let batch = instructions.iter().map(instruction).collect::<Result<Vec<_>, _>>();
        let batch =
            batch.map_err(|_| Failure::unsent("A change of permissions lacks a value. Nothing was changed."))?;
        let send = || {
            let call = self.client.update_permissions().workspace_id(id);
            call.set_update_instruction_batch(Some(batch.clone())).send()
        };
        let done = self.line.write("UpdatePermissions", send).await?;
        Ok(done.map(|answer| refusals(&batch, answer.errors)))
    }
}

fn instruction(from: &Instruction) -> Result<sdk::UpdateInstruction, BuildError> {
    let Instruction { action, holder } = from;
    let user = sdk::User::builder().id(&holder.id).r#type(holder.kind.as_str().into()).build()?;
    let builder = sdk::UpdateInstruction::builder().action(action.as_str().into());
    builder.role(holder.grafana_role.as_str().into()).users(user).build()
}

/// Each error with the instruction that it repeats, or else with one for the same holder and role; of instructions that
/// are the same, every one is taken once.
fn refusals(sent: &[sdk::UpdateInstruction], errors: Vec<sdk::UpdateError>) -> Vec<Refusal> {
    let mut free: Vec<Option<&sdk::UpdateInstruction>> = sent.iter().map(Some).collect();
    let refusal = |error: sdk::UpdateError| {
        let caused_by = error.caused_by.as_ref();
        let find = |fits: &dyn Fn(&sdk::UpdateInstruction) -> bool| free.iter().position(|one| one.is_some_and(fits));
        let index = caused_by.and_then(|cause| find(&|one| one == cause).or_else(|| find(&|one| is_about(cause, one))));
        if let Some(place) = index.and_then(|index| free.get_mut(index)) {
            *place = None;
        }
        Refusal { index, code: error.code, message: shown(&error.message, 600) }
    };
    errors.into_iter().map(refusal).collect()
}

/// Whether a cause names the holder and the role of an instruction, and no other holder.
fn is_about(cause: &sdk::UpdateInstruction, sent: &sdk::UpdateInstruction) -> bool {
    match (cause.users.as_slice(), sent.users.as_slice()) {
        ([named], [user]) => cause.role == sent.role && named.id.eq_ignore_ascii_case(&user.id),
        _ => false,
    }
}
