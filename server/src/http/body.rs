//! The body of a call: read whole before anything looks at it, up to a limit.

use axum::body::Body;
use futures::StreamExt;

/// The largest body a server function takes. A form carries a SAML metadata document twice, as it was and as it shall
/// be: 512 KiB each, every character of it escaped, and room for the rest.
pub(super) const LIMIT: usize = 3 * 1024 * 1024;

/// What is too large is read to its end and thrown away, up to here: a browser that is cut off while it sends does not
/// read the answer.
pub(super) const DRAINED: usize = 32 * 1024 * 1024;

/// Why there is no body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    /// The connection ended before the body did.
    CutOff,
}

pub(super) async fn read(body: Body) -> Result<Vec<u8>, Unread> {
    let mut chunks = body.into_data_stream();
    let (mut whole, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unread::CutOff)?;
        length += chunk.len();
        if length > DRAINED {
            break;
        }
        if length <= LIMIT {
            whole.extend_from_slice(&chunk);
        } else {
            whole = Vec::new();
        }
    }
    if length > LIMIT { Err(Unread::TooLarge) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use super::{DRAINED, LIMIT, Unread, read};
    use axum::body::Body;
    use futures::stream;

    /// A body in pieces of 64 KiB, which nobody announced the length of.
    fn pieces(bytes: usize) -> Body {
        let piece = vec![b'x'; 64 * 1024];
        let pieces = std::iter::repeat_n(piece, bytes / (64 * 1024)).map(Ok::<_, std::io::Error>);
        Body::from_stream(stream::iter(pieces))
    }

    #[tokio::test]
    async fn a_body_at_the_limit_is_read_whole() {
        assert_eq!(read(pieces(LIMIT)).await.map(|body| body.len()), Ok(LIMIT));
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_too_large_whether_or_not_it_has_an_end() {
        assert_eq!(read(pieces(LIMIT + 64 * 1024)).await, Err(Unread::TooLarge));
        assert_eq!(read(pieces(2 * DRAINED)).await, Err(Unread::TooLarge));
    }

    #[tokio::test]
    async fn a_body_that_is_cut_off_is_none() {
        let parts = [Ok(vec![b'{']), Err(std::io::Error::other("gone"))];
        assert_eq!(read(Body::from_stream(stream::iter(parts))).await, Err(Unread::CutOff));
    }
}
