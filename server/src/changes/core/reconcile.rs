//! Ways to find out what became of a call whose answer is lost. A kind chooses one.

use super::answer::{Answer, CallError};
use super::kind::{Call, ChangeKind, Lost};
use super::outcome::{Remark, Why};
use aws::Failure;
use model::{Code, Error};

/// Sends it again where AWS cannot do it twice: it knows the client token, or the call takes away what it names.
pub async fn by_repeating(kind: &dyn ChangeKind, call: Call<'_>, lost: Lost) -> Result<Answer, CallError> {
    match lost.may_send && kind.call_policy().is_repeatable() {
        true => repeat(kind, call, lost).await,
        false => Err(lost.error.with(Remark::LookBeforePlanning)),
    }
}

/// The second refusal says nothing about the first: that one may have been done.
pub async fn repeat(kind: &dyn ChangeKind, call: Call<'_>, lost: Lost) -> Result<Answer, CallError> {
    match kind.send_call(call).await {
        Ok(answer) => {
            let why = if answer.why == Why::Accepted { Why::FoundDone } else { answer.why };
            Ok(Answer { why, found_later: true, ..answer })
        }
        Err(second) => Err(refused_again(lost, &second)),
    }
}

/// What a call is that was sent again and refused.
pub fn refused_again(lost: Lost, second: &CallError) -> CallError {
    let error = second.error().cloned().unwrap_or_else(Error::internal);
    lost.error.with(Remark::SentAgain { error: Box::new(error) })
}

/// A deletion is done when the target is gone or going. `status`: what AWS says of it.
pub fn by_absence(status: Result<String, Failure>, lost: Lost) -> Result<Answer, CallError> {
    match status {
        Ok(status) if matches!(status.as_str(), "DELETING" | "Deleted") => Ok(Answer::found_done(None)),
        Ok(_) => Err(lost.error.with(Remark::NotFoundDone)),
        Err(failure) if failure.error.code == Code::NotFound => Ok(Answer::found_done(None)),
        Err(_) => Err(lost.error.with(Remark::LookFailed)),
    }
}

/// Something of a name that is there once: sent again where it is not there. `found`: the id of what has the name.
pub async fn by_name(
    kind: &dyn ChangeKind,
    found: Result<Option<String>, Failure>,
    call: Call<'_>,
    lost: Lost,
) -> Result<Answer, CallError> {
    match found {
        Ok(Some(id)) => Ok(Answer::found_done(Some(id))),
        // AWS may list late what the first call made: then it refuses the second, which made nothing.
        Ok(None) if lost.may_send => kind.send_call(call).await.map_err(|second| refused_again(lost, &second)),
        Ok(None) => Err(lost.error.with(Remark::NotFoundDone)),
        Err(_) => Err(lost.error.with(Remark::LookFailed)),
    }
}
