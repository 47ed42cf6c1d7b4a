//! The line to one service in one scope: credentials first, then the gate, then the call.

use crate::answer::{Absent, noting};
use crate::attempts::attempts;
use crate::credential::Pass;
use crate::error::{Context, Failure, trouble};
use crate::gate::{Call, Gate, Service, Urgency};
use aws_sdk_sts::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use model::Scope;
use std::sync::Arc;

/// A write AWS took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done<T> {
    pub value: T,
    pub request_id: Option<String>,
}

impl<T> Done<T> {
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Done<U> {
        Done { value: f(self.value), request_id: self.request_id }
    }
}

#[derive(Clone)]
pub(crate) struct Line {
    pub scope: Scope,
    pub service: Service,
    /// Who answers, for messages.
    pub host: Arc<str>,
    pub gate: Arc<dyn Gate>,
    pub pass: Pass,
}

impl Line {
    pub async fn read<T, E, F>(
        &self,
        operation: &'static str,
        urgency: Urgency,
        send: impl Fn() -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.send(operation, urgency, Effect::None, send).await
    }

    /// As [`Line::read`]; with what the answer did not say though the SDK hands something out.
    pub async fn read_noting<T, E, F>(
        &self,
        operation: &'static str,
        urgency: Urgency,
        send: impl Fn() -> F,
    ) -> Result<(T, Absent), Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let (answer, absent) = noting(Box::pin(self.read(operation, urgency, send))).await;
        Ok((answer?, absent))
    }

    /// What is called, and as whom.
    pub fn call(&self, operation: &'static str) -> Call {
        Call { scope: self.scope.clone(), service: self.service, operation }
    }

    async fn send<T, E, F>(
        &self,
        operation: &'static str,
        urgency: Urgency,
        effect: Effect,
        send: impl Fn() -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.pass.ready(urgency).await?;
        let call = self.call(operation);
        // A read that asks to be sent as a write loses its retries, and still changes nothing.
        let (writes, discreet) = (effect != Effect::None, effect == Effect::Document);
        let context = Context { call: &call, host: &self.host, writes, discreet };
        let once = effect == Effect::Mint;
        let attempt = || {
            // The SDK's futures are large: without the box they would be on the stack of everybody who waits for one.
            let sent = Box::pin(send());
            let context = &context;
            async move {
                let trouble = sent.await.map_err(|error| trouble(context, &error));
                trouble.map_err(|trouble| if once { trouble.for_good() } else { trouble })
            }
        };
        let answer = attempts(&*self.gate, &call, urgency, attempt).await;
        self.pass.judge(answer.as_ref().err());
        answer
    }

    pub async fn write<T, E, F>(&self, operation: &'static str, send: impl Fn() -> F) -> Result<Done<T>, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        T: RequestId,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        Ok(done(self.send(operation, Urgency::Write, Effect::Write, send).await?))
    }

    /// As [`Line::write`], of a call that may carry a document. Where it does, AWS's own words are in no error: they may
    /// repeat any part of it.
    pub async fn write_document<T, E, F>(
        &self,
        operation: &'static str,
        carries: bool,
        send: impl Fn() -> F,
    ) -> Result<Done<T>, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        T: RequestId,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let effect = if carries { Effect::Document } else { Effect::Write };
        Ok(done(self.send(operation, Urgency::Write, effect, send).await?))
    }

    /// As [`Line::write`], and never sent again: not even when AWS did nothing because of the rate.
    pub async fn write_once<T, E, F>(&self, operation: &'static str, send: impl Fn() -> F) -> Result<Done<T>, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        T: RequestId,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        Ok(done(self.send(operation, Urgency::Write, Effect::Mint, send).await?))
    }
}

/// What a call may do to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    None,
    Write,
    /// It changes something, by a document that AWS's words may repeat.
    Document,
    /// It is not sent a second time, whatever AWS answers.
    Mint,
}

fn done<T: RequestId>(value: T) -> Done<T> {
    let request_id = value.request_id().map(str::to_owned);
    Done { value, request_id }
}
