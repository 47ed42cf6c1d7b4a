//! Client tokens: the same call again gets the first one's answer; another call under a used token is refused.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::shapes::{Operation, Service};
use crate::wire::failure::Failure;
use crate::wire::signature::Caller;

/// What was answered to which token, for as long as the emulator lives or until it is reset.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    answers: HashMap<Key, (Value, Value)>,
}

/// Account, region, service, operation, token.
pub(crate) type Key = [String; 5];

/// The key of a call and what it asks beside its token; `None` without a token, and where no conflict is declared: such
/// a service has tokens of another meaning, and keeps them itself.
pub(crate) fn key(
    service: &Service,
    operation: &Operation,
    caller: &Caller,
    input: &Map<String, Value>,
) -> Option<(Key, Value)> {
    if !operation.declares("ConflictException") {
        return None;
    }
    let member = service.inputs(operation).iter().find(|member| member.idempotent)?;
    let mut rest = input.clone();
    let token = rest.remove(member.name)?;
    let (account, region) = (caller.account.clone(), caller.region.clone());
    let key = [account, region, service.name.into(), operation.name.into(), token.as_str()?.to_owned()];
    Some((key, Value::Object(rest)))
}

impl Memory {
    /// The answer given before to this very call.
    pub(crate) fn recall(&self, key: &Key, asked: &Value) -> Result<Option<Value>, Failure> {
        match self.answers.get(key) {
            None => Ok(None),
            Some((before, answer)) if before == asked => Ok(Some(answer.clone())),
            Some(_) => {
                let message = "The client token was used with other parameters";
                Err(Failure::conflict("clientToken", &key[4], message))
            }
        }
    }

    pub(crate) fn keep(&mut self, key: Key, asked: Value, answer: Value) {
        self.answers.insert(key, (asked, answer));
    }
}
