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

#[cfg(test)]
mod tests {
    use super::Receipted;
    use axum::body::Body;
    use futures::stream;
    use http_body_util::BodyExt;
    use model::door::Receipt;
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Whether a secret is lost when the connection takes so many frames of its answer, and goes away then.
    async fn is_lost(body: Body, frames: usize) -> bool {
        let lost = Arc::new(AtomicBool::new(false));
        let told = lost.clone();
        let mut answer = Receipted::default().with(body);
        answer.receipts.keep(Receipt::new(move || told.store(true, Ordering::SeqCst)));
        for _ in 0..frames {
            let _frame = answer.frame().await;
        }
        drop(answer);
        lost.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn a_secret_is_lost_unless_the_connection_took_all_of_its_answer() {
        let streamed = || Body::from_stream(stream::iter(["gl", "sa"].map(Ok::<_, Infallible>)));
        for (frames, lost) in [(0, true), (1, true), (2, true), (3, false)] {
            assert_eq!(is_lost(streamed(), frames).await, lost, "{frames}");
        }
        for (frames, lost) in [(0, true), (1, false)] {
            assert_eq!(is_lost(Body::from("glsa"), frames).await, lost, "of a known length: {frames}");
        }
    }
}
