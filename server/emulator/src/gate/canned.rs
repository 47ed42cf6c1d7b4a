//! An answer that a fault gives in place of AWS's own: whatever was ordered, from an empty body to one without end in
//! sight.

use axum::body::Body;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{Response, StatusCode};
use hyper::body::{Bytes, Frame, SizeHint};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The most blanks after a body, in bytes.
const MOST_PADDING: u64 = 1 << 30;
/// How many of them come at a time.
const CHUNK: usize = 65_536;
static BLANKS: [u8; CHUNK] = [b' '; CHUNK];

/// What to answer; the members of an order that are about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Canned {
    /// 200 to 599; 200, if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<BTreeMap<String, String>>,
    /// A text is sent as it is, anything else as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    /// Blanks after the body, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pad: Option<u64>,
}

impl Canned {
    /// Whether it says nothing.
    pub(crate) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Why it cannot be sent.
    pub(crate) fn trouble(&self) -> Option<String> {
        if self.status.is_some_and(|status| !(200..600).contains(&status)) {
            return Some("status is a number from 200 to 599".to_owned());
        }
        if self.pad.is_some_and(|pad| pad > MOST_PADDING) {
            return Some(format!("pad is at most {MOST_PADDING} bytes"));
        }
        let framing = [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION];
        let wrong = |(name, value): &(&String, &String)| {
            let name = HeaderName::try_from(name.as_str());
            name.is_err() || name.is_ok_and(|name| framing.contains(&name)) || HeaderValue::try_from(*value).is_err()
        };
        let headers = self.headers.iter().flatten();
        headers.into_iter().find(wrong).map(|(name, _)| format!("the header '{name}' cannot be set"))
    }

    /// The answer, of the service's content type if no other is ordered.
    pub(crate) fn response(&self, kind: &'static str, request_id: &str) -> Response<Body> {
        let text = match &self.body {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let padded = Padded { text: Bytes::from(text), blanks: self.pad.unwrap_or_default() };
        let mut response = Response::new(Body::new(padded));
        *response.status_mut() = StatusCode::from_u16(self.status.unwrap_or(200)).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Ok(id) = HeaderValue::try_from(request_id) {
            headers.insert("x-amzn-requestid", id);
        }
        for (name, value) in self.headers.iter().flatten() {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// A text and blanks, made as they are sent.
struct Padded {
    text: Bytes,
    blanks: u64,
}

impl hyper::body::Body for Padded {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !self.text.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.text)))));
        }
        if self.blanks == 0 {
            return Poll::Ready(None);
        }
        let now = self.blanks.min(CHUNK as u64);
        self.blanks -= now;
        let blanks = usize::try_from(now).ok().and_then(|now| BLANKS.get(..now)).unwrap_or_default();
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(blanks)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.text.len() as u64 + self.blanks)
    }
}
