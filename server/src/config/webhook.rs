//! The webhook of the attention feed: where it is sent, in which format, and how it is signed. Its address may hold a
//! token, so no message here quotes it.

use super::ConfigError;
use http::Uri;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::net::IpAddr;
use std::time::Duration;

/// The shortest secret, in bytes.
const SHORTEST: usize = 16;
/// A day, in seconds.
const LONGEST_INTERVAL: u64 = 86_400;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WebhookFormat {
    #[default]
    Json,
    Slack,
}

/// The section `[webhook]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WebhookEntry {
    url: Option<SecretString>,
    format: WebhookFormat,
    secret: Option<SecretString>,
    base_url: Option<String>,
    interval_s: Option<u64>,
}

/// A webhook that can be told.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// `https`, or `http` on this machine.
    pub url: SecretString,
    pub format: WebhookFormat,
    /// What requests are signed with; `None`: they are not.
    pub secret: Option<SecretString>,
    /// Belvedere's own address as people open it, without a slash at its end. `None`: paths are told.
    pub base_url: Option<String>,
    /// How often there is looked for what is new.
    pub interval: Duration,
}

/// `url` and `secret`, from the command line or variables, go before the file's. `None` where no webhook is configured.
///
/// # Errors
/// One line that names the setting, and never its value.
pub(super) fn webhook(
    entry: Option<WebhookEntry>,
    url: Option<SecretString>,
    secret: Option<SecretString>,
) -> Result<Option<WebhookConfig>, ConfigError> {
    let said = |text: &SecretString| !text.expose_secret().is_empty();
    let (url, secret) = (url.filter(said), secret.filter(said));
    if entry.is_none() && url.is_none() {
        return if secret.is_none() { Ok(None) } else { refuse("url: it is missing, and there is a secret.") };
    }
    let entry = entry.unwrap_or_default();
    let Some(url) = url.or(entry.url) else { return refuse("url: it is missing.") };
    check_url(url.expose_secret())?;
    let secret = secret.or(entry.secret);
    if secret.as_ref().is_some_and(|secret| secret.expose_secret().len() < SHORTEST) {
        return refuse("secret: it needs at least 16 bytes.");
    }
    let seconds = entry.interval_s.unwrap_or(60);
    if !(1..=LONGEST_INTERVAL).contains(&seconds) {
        return refuse("interval_s: from 1 to 86400 seconds.");
    }
    let base_url = entry.base_url.map(|text| base(&text)).transpose()?;
    Ok(Some(WebhookConfig { url, format: entry.format, secret, base_url, interval: Duration::from_secs(seconds) }))
}

fn refuse<T>(why: &str) -> Result<T, ConfigError> {
    Err(ConfigError(["webhook.", why].concat()))
}

fn check_url(text: &str) -> Result<(), ConfigError> {
    let uri: Option<Uri> = text.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let authority = uri.as_ref().and_then(Uri::authority).map_or("", |authority| authority.as_str());
    match uri.as_ref().and_then(Uri::scheme_str) {
        _ if host.is_empty() => refuse("url: this is not the address of a webhook."),
        _ if authority.contains('@') => refuse("url: a user name in the address is not sent; remove it."),
        Some("https") => Ok(()),
        Some("http") if is_this_machine(host) => Ok(()),
        _ => refuse("url: it has to begin with https://. Plain http is for this machine (127.0.0.1) alone."),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn base(text: &str) -> Result<String, ConfigError> {
    let uri: Option<Uri> = text.parse().ok().filter(|uri: &Uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    });
    match uri.filter(|uri| uri.query().is_none()) {
        Some(_) => Ok(text.trim_end_matches('/').to_owned()),
        None => refuse("base_url: it has to be an address such as https://belvedere.example.com."),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{WebhookEntry, WebhookFormat, webhook};
    use secrecy::ExposeSecret;

    fn entry(text: &str) -> WebhookEntry {
        toml::from_str(text).unwrap()
    }

    fn refusal(text: &str) -> String {
        webhook(Some(entry(text)), None, None).unwrap_err().to_string()
    }

    #[test]
    fn without_a_section_and_an_address_there_is_none() {
        assert!(webhook(None, None, None).unwrap().is_none());
        assert!(webhook(None, Some("".into()), None).unwrap().is_none(), "an empty variable says nothing");
    }

    #[test]
    fn an_address_is_enough_and_the_variable_goes_before_the_file() {
        let config = webhook(Some(entry("url = 'https://a.example.com/x'\nformat = 'slack'")), None, None);
        let config = config.unwrap().unwrap();
        assert_eq!((config.format, config.interval.as_secs()), (WebhookFormat::Slack, 60));
        let file = entry("url = 'https://a.example.com'\nbase_url = 'https://belvedere.example.com/'");
        let config = webhook(Some(file), Some("https://b.example.com/hook".into()), None).unwrap().unwrap();
        assert_eq!(config.url.expose_secret(), "https://b.example.com/hook");
        assert_eq!(config.base_url.as_deref(), Some("https://belvedere.example.com"));
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for url in ["http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:9/x"] {
            assert!(webhook(None, Some(url.into()), None).is_ok(), "{url}");
        }
        for url in ["http://hooks.example.com/SECRET", "ftp://127.0.0.1/SECRET", "SECRET", "http://10.0.0.1/SECRET"] {
            let line = webhook(None, Some(url.into()), None).unwrap_err().to_string();
            assert!(line.starts_with("webhook.url") && !line.contains("SECRET"), "{line}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert!(refusal("format = 'json'").contains("url: it is missing"));
        assert!(refusal("url = 'https://a.example.com'\nsecret = 'short'").contains("16 bytes"));
        assert!(refusal("url = 'https://a.example.com'\ninterval_s = 0").contains("interval_s"));
        assert!(refusal("url = 'https://a.example.com'\nbase_url = 'belvedere'").contains("base_url"));
        assert!(refusal("url = 'https://me:SECRET@a.example.com'").contains("user name"));
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let text = "url = 'https://a.example.com/TOKEN'\nsecret = 'SECRETSECRETSECRET'";
        let config = webhook(Some(entry(text)), None, None).unwrap();
        let printed = format!("{config:?}");
        assert!(!printed.contains("TOKEN") && !printed.contains("SECRETSECRET"), "{printed}");
    }
}
