//! One call, tried as often as is safe. Every try passes the gate.

use crate::error::{Again, Failure, Trouble};
use crate::gate::{Call, Gate, Urgency};
use backon::{ExponentialBuilder, Retryable};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Waiting longer than this is the caller's business: it is told how long AWS wants to be left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// What the gate is told when AWS throttles without saying for how long.
const USUAL_WAIT: Duration = Duration::from_secs(1);

fn backoff() -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(LONGEST_WAIT)
        .with_max_times(2)
        .with_jitter()
}

/// Sends at most three times. A write is sent again only when AWS said that it did nothing because of the rate; what
/// `send` calls a trouble for good is not.
pub(crate) async fn attempts<T, F>(
    gate: &dyn Gate,
    call: &Call,
    urgency: Urgency,
    send: impl Fn() -> F,
) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Trouble>>,
{
    let count = AtomicU32::new(0);
    let attempt = || async {
        gate.enter(call, urgency).await;
        let answer = send().await;
        log(call, count.fetch_add(1, Ordering::Relaxed) + 1, answer.as_ref().err());
        if let Some(wait) = answer.as_ref().err().and_then(Trouble::throttled) {
            gate.throttled(call, wait.unwrap_or(USUAL_WAIT));
        }
        answer
    };
    let answer = attempt
        .retry(backoff())
        .sleep(tokio::time::sleep)
        .when(|trouble| match trouble.again {
            Again::Never => false,
            Again::Read => urgency != Urgency::Write,
            Again::Always => true,
        })
        .adjust(|trouble, delay| delay.and_then(|delay| wait(trouble, delay)))
        .await;
    answer.map_err(|trouble| trouble.failure)
}

/// AWS's wish goes before our own backoff; `None` ends the trying.
fn wait(trouble: &Trouble, delay: Duration) -> Option<Duration> {
    let wish = trouble.failure.error.retry_after.map(|seconds| Duration::from_secs(seconds.into()));
    Some(wish.map_or(delay, |wish| wish + delay)).filter(|wait| *wait <= LONGEST_WAIT)
}

fn log(call: &Call, attempt: u32, trouble: Option<&Trouble>) {
    let error = trouble.map(|trouble| &trouble.failure.error);
    let outcome = error.map_or_else(|| "Ok".to_owned(), |error| format!("{:?}", error.code));
    tracing::debug!(
        aws.service = call.service.prefix(),
        aws.operation = call.operation,
        aws.scope = %call.scope,
        aws.request_id = error.and_then(|error| error.request_id.as_deref()),
        attempt,
        outcome,
        "aws call"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Certainty;
    use model::{Code, Error};

    fn after(seconds: Option<u32>) -> Option<Duration> {
        let error = Error { retry_after: seconds, ..Error::new(Code::Throttled, "") };
        let failure =
            Failure { error, certainty: Certainty::Refused, said: Box::default(), credentials_refused: false };
        wait(&Trouble { failure, again: Again::Always }, Duration::from_millis(100))
    }

    #[test]
    fn the_wish_of_aws_goes_before_our_own_backoff() {
        assert_eq!(after(None), Some(Duration::from_millis(100)));
        assert_eq!(after(Some(2)), Some(Duration::from_millis(2100)));
    }

    #[test]
    fn a_long_wait_is_left_to_the_caller() {
        assert_eq!(after(Some(60)), None);
    }
}
