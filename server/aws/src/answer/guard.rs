//! The interceptor that every client has.

use super::size::{MOST_OF_AN_ANSWER, count};
use super::{absent, promised};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
    BeforeSerializationInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use http_body_util::Limited;
use serde_json::Value;

/// Holds answers against [`MOST_OF_AN_ANSWER`] and against what their operations promise. An operation that promises
/// nothing yet is not sent: any answer at all would be taken for a yes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard;

/// Nobody wrote down what the operation promises.
#[derive(Debug)]
pub(crate) struct Unpromised(String);

impl std::fmt::Display for Unpromised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Belvedere does not know what an answer to {} has to say. Nothing was sent.", self.0)
    }
}

impl std::error::Error for Unpromised {}

#[dyn_dispatch_hint]
impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "Guard"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match bag.load::<Metadata>() {
            Some(operation) if promised::by(operation.service(), operation.name()).is_none() => {
                Err(Unpromised(format!("{}:{}", operation.service(), operation.name())).into())
            }
            _ => Ok(()),
        }
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = context.response_mut().body_mut();
        let whole = std::mem::replace(body, SdkBody::taken());
        *body = SdkBody::from_body_1_x(Limited::new(whole, MOST_OF_AN_ANSWER));
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(bytes) = context.response().body().bytes() else { return Ok(()) };
        count(bytes.len());
        let Some(operation) = bag.load::<Metadata>().filter(|_| context.response().status().is_success()) else {
            return Ok(());
        };
        let Some(promise) = promised::by(operation.service(), operation.name()) else {
            return Ok(());
        };
        if promise.silent {
            return promised::check_silent(bytes).map_err(Into::into);
        }
        let answer: Value = match serde_json::from_slice(bytes) {
            Ok(answer) => answer,
            // The SDK took it, so there is nothing in it; what it did not take is its own to refuse.
            Err(_) if context.output_or_error().is_ok() => Value::Null,
            Err(_) => return Ok(()),
        };
        absent::note(promise.told, &answer);
        promised::check(promise.needed, &answer).map_err(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::Unpromised;
    use crate::client::client;
    use aws_sdk_amp::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
    use std::error::Error;

    #[tokio::test]
    async fn an_operation_without_a_promise_is_not_sent() {
        let keys = Credentials::new("AKIA", "hush", None, None, "test");
        let config = aws_types::SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url("http://127.0.0.1:1")
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        let client = client!(aws_sdk_amp, &config);
        let answer = client.delete_rule_groups_namespace().workspace_id("ws-1").name("n").send().await;
        let Err(error) = answer else { panic!("it was sent") };
        let mut cause = error.source();
        while let Some(other) = cause.filter(|cause| !cause.is::<Unpromised>()) {
            cause = other.source();
        }
        assert!(cause.is_some(), "{error:?}");
    }
}
