//! Sending to the webhook: tried again while that can help, never redirected, and never named in a log: its address may
//! be a secret.

use super::webhook::signature;
use crate::clock::now;
use crate::config::WebhookConfig;
use axum::body::Bytes;
use backon::{ExponentialBuilder, Retryable};
use http::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use secrecy::ExposeSecret;
use std::time::Duration;

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first try and four more.
const AGAIN: usize = 4;
/// The longest wish of a receiver that is honoured.
const LONGEST_WISH: Duration = Duration::from_secs(60);

/// Why a try failed.
#[derive(Debug)]
pub struct Trouble {
    /// Safe to show and to log.
    pub sentence: String,
    again: bool,
    after: Option<Duration>,
}

impl Trouble {
    fn of(sentence: &str, again: bool) -> Self {
        Self { sentence: sentence.to_owned(), again, after: None }
    }
}

/// The way to one webhook.
pub struct Sender {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    config: WebhookConfig,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl Sender {
    /// # Errors
    /// When this machine has no root certificates.
    pub fn new(config: WebhookConfig) -> std::io::Result<Self> {
        let connector = HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1().build();
        Ok(Self { http: Client::builder(TokioExecutor::new()).build(connector), config })
    }

    pub fn config(&self) -> &WebhookConfig {
        &self.config
    }

    /// Hands over one body of JSON; five tries at most.
    ///
    /// # Errors
    /// The last try's.
    pub async fn send(&self, body: &str) -> Result<(), Trouble> {
        let attempt = || self.once(body);
        let backoff = ExponentialBuilder::new().with_min_delay(Duration::from_secs(1)).with_max_times(AGAIN);
        attempt
            .retry(backoff.with_jitter())
            .sleep(tokio::time::sleep)
            .when(|trouble: &Trouble| trouble.again)
            .adjust(|trouble: &Trouble, delay| delay.map(|delay| trouble.after.map_or(delay, |wish| wish.max(delay))))
            .await
    }

    async fn once(&self, body: &str) -> Result<(), Trouble> {
        let request = self.request(body).ok_or_else(|| Trouble::of("The webhook's address cannot be used.", false))?;
        match tokio::time::timeout(PATIENCE, self.http.request(request)).await {
            Ok(Ok(answer)) => judge(answer.status(), answer.headers()),
            Ok(Err(error)) if error.is_connect() => Err(Trouble::of("The webhook cannot be reached.", true)),
            Ok(Err(_)) => Err(Trouble::of("The connection to the webhook broke before it answered.", true)),
            Err(_) => Err(Trouble::of("The webhook did not answer within 10 seconds.", true)),
        }
    }

    /// Signed anew for each try, so that a receiver can refuse what is old.
    fn request(&self, body: &str) -> Option<Request<Full<Bytes>>> {
        let seconds = now().div_euclid(1000).to_string();
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.config.url.expose_secret())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(USER_AGENT, HeaderValue::from_static("belvedere"))
            .header("x-belvedere-timestamp", seconds.as_str());
        if let Some(secret) = &self.config.secret {
            request = request.header("x-belvedere-signature", signature(secret.expose_secret(), &seconds, body)?);
        }
        request.body(Full::from(body.to_owned())).ok()
    }
}

fn judge(status: StatusCode, headers: &HeaderMap) -> Result<(), Trouble> {
    if status.is_success() {
        return Ok(());
    }
    let throttled = status == StatusCode::TOO_MANY_REQUESTS;
    let why = if status.is_redirection() { " Redirects are not followed." } else { "" };
    Err(Trouble {
        sentence: format!("The webhook answered with status {}.{why}", status.as_u16()),
        again: throttled || status.is_server_error(),
        after: throttled.then(|| wish(headers)).flatten(),
    })
}

/// How long the receiver wants to be left alone, where it says so in seconds.
fn wish(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WISH))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{LONGEST_WISH, judge};
    use http::header::RETRY_AFTER;
    use http::{HeaderMap, StatusCode};
    use std::time::Duration;

    fn again(status: u16) -> bool {
        judge(StatusCode::from_u16(status).unwrap(), &HeaderMap::new()).unwrap_err().again
    }

    #[test]
    fn what_may_pass_is_tried_again_and_a_refusal_is_not() {
        assert!([429, 500, 502, 503].into_iter().all(again));
        assert!(![301, 400, 401, 404, 410].into_iter().any(again));
        assert!(judge(StatusCode::NO_CONTENT, &HeaderMap::new()).is_ok());
    }

    #[test]
    fn the_wish_of_a_receiver_is_honoured_for_a_minute_at_most() {
        let after = |value: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            judge(StatusCode::TOO_MANY_REQUESTS, &headers).unwrap_err().after
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after("86400"), Some(LONGEST_WISH));
        assert_eq!(after("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }
}
