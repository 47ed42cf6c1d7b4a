//! The interceptor that every client has.

use super::size::{MOST_OF_AN_ANSWER, count};
use super::{absent, promised};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use http_body_util::Limited;
use serde_json::Value;

/// Holds answers against [`MOST_OF_AN_ANSWER`] and against what their operations promise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard;

#[dyn_dispatch_hint]
impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "Guard"
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
