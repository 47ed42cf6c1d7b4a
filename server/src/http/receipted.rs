//! The body of an answer that may carry a secret: its receipts are signed when the connection has taken all of it.

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use model::door::Receipts;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Dropped before its end, by a request that goes away at whatever moment, it leaves the receipts unsigned.
#[derive(Debug, Default)]
pub(super) struct Receipted {
    body: Body,
    pub receipts: Receipts,
}

impl Receipted {
    pub fn with(mut self, body: Body) -> Self {
        self.body = body;
        self
    }
}

impl HttpBody for Receipted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        let taken = match &polled {
            Poll::Ready(None) => true,
            // Of a body whose length is known, nobody asks for what comes after the last byte.
            Poll::Ready(Some(Ok(_))) => self.body.is_end_stream(),
            Poll::Ready(Some(Err(_))) | Poll::Pending => false,
        };
        if taken {
            self.receipts.sign();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Receipted {
    fn drop(&mut self) {
        self.receipts.close();
    }
}
