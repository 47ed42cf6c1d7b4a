//! What the webhook is told, and how it is signed. Pure: knows no socket and no clock.

use super::words;
use crate::config::WebhookFormat;
use hmac::{Hmac, Mac};
use model::Millis;
use model::attention::{AttentionItem, Severity};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;

/// The version of the JSON format.
const VERSION: u8 = 1;

/// The most items of one request. Slack takes 50 blocks, of which one is the head.
pub const fn most(format: WebhookFormat) -> usize {
    match format {
        WebhookFormat::Json => 50,
        WebhookFormat::Slack => 49,
    }
}

/// The body of one request, as JSON. `base` is Belvedere's own address without a slash at its end; without it, items
/// carry paths.
pub fn body(format: WebhookFormat, items: &[&AttentionItem], base: Option<&str>, sent_at: Millis) -> String {
    match format {
        WebhookFormat::Json => {
            let items: Vec<Told<'_>> = items.iter().map(|item| Told::of(item, base)).collect();
            json!({ "belvedere": VERSION, "sent_at": words::iso(sent_at), "items": items }).to_string()
        }
        WebhookFormat::Slack => slack(items, base).to_string(),
    }
}

/// One item under the names of the format.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    kind: &'static str,
    severity: &'static str,
    title: &'a str,
    detail: &'a str,
    place: &'a str,
    until: Option<String>,
    url: String,
}

impl<'a> Told<'a> {
    fn of(item: &'a AttentionItem, base: Option<&str>) -> Self {
        Self {
            id: &item.id,
            kind: item.kind.slug(),
            severity: item.severity.slug(),
            title: &item.title,
            detail: &item.detail,
            place: &item.place,
            until: item.until.map(words::iso),
            url: [base.unwrap_or_default(), &item.path].concat(),
        }
    }
}

fn slack(items: &[&AttentionItem], base: Option<&str>) -> Value {
    let head = match items.len() {
        1 => "1 thing needs somebody.".to_owned(),
        n => format!("{n} things need somebody."),
    };
    let section = |text: &str| json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } });
    let mut blocks = vec![section(&head)];
    blocks.extend(items.iter().map(|item| section(&told(item, base))));
    json!({ "text": head, "blocks": blocks })
}

/// Slack refuses a text of more than 3,000 characters, so what is quoted is cut before it is escaped.
fn told(item: &AttentionItem, base: Option<&str>) -> String {
    let mark = match item.severity {
        Severity::Bad => ":red_circle: ",
        Severity::Warn => ":large_yellow_circle: ",
    };
    let title = words::escaped(&words::cut(&item.title, 200));
    let title = match base {
        Some(base) => format!("*<{}|{title}>*", words::escaped(&[base, &item.path].concat())),
        None => format!("*{title}*"),
    };
    let (detail, place) =
        (words::escaped(&words::cut(&item.detail, 250)), words::escaped(&words::cut(&item.place, 80)));
    let until = item.until.map(|at| format!(" · {}", words::iso(at))).unwrap_or_default();
    format!("{mark}{title}\n{detail}\n{place}{until}")
}

/// `sha256=` and the HMAC-SHA256 of the seconds, a point and the body, in lower-case hexadecimal digits.
pub fn signature(secret: &str, seconds: &str, body: &str) -> Option<String> {
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(seconds.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    Some(["sha256=", &hex::encode(mac.finalize().into_bytes())].concat())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{body, most, signature};
    use crate::config::WebhookFormat;
    use model::attention::{AttentionItem, AttentionKind, Severity};
    use serde_json::{Value, json};

    fn item() -> AttentionItem {
        AttentionItem {
            id: "failed/arn/FAILED".into(),
            kind: AttentionKind::Failed,
            severity: Severity::Bad,
            title: "<!channel> & co".into(),
            detail: "Look.".into(),
            path: "/tokens?kind=token&concern=expired".into(),
            place: "prod 441122338890 eu-west-1".into(),
            until: Some(1_763_682_432_000),
        }
    }

    fn read(format: WebhookFormat, items: &[&AttentionItem], base: Option<&str>) -> Value {
        serde_json::from_str(&body(format, items, base, 0)).unwrap()
    }

    #[test]
    fn json_carries_every_field_and_a_whole_address_where_ours_is_known() {
        let told = read(WebhookFormat::Json, &[&item()], Some("https://belvedere.example.com"));
        let expected = json!({
            "belvedere": 1,
            "sent_at": "1970-01-01T00:00:00Z",
            "items": [{
                "id": "failed/arn/FAILED", "kind": "failed", "severity": "bad", "title": "<!channel> & co",
                "detail": "Look.", "place": "prod 441122338890 eu-west-1", "until": "2025-11-20T23:47:12Z",
                "url": "https://belvedere.example.com/tokens?kind=token&concern=expired"
            }]
        });
        assert_eq!(told, expected);
        let path = read(WebhookFormat::Json, &[&item()], None)["items"][0]["url"].clone();
        assert_eq!(path, "/tokens?kind=token&concern=expired");
    }

    #[test]
    fn nothing_in_a_text_for_slack_calls_anybody() {
        let told = read(WebhookFormat::Slack, &[&item()], Some("https://b.example.com"));
        let text = told["blocks"][1]["text"]["text"].as_str().unwrap();
        assert!(text.contains("|&lt;!channel&gt; &amp; co>*") && !text.contains("<!"), "{text}");
        assert!(text.contains("kind=token&amp;concern=expired"), "{text}");
        assert_eq!(told["text"], "1 thing needs somebody.");
    }

    #[test]
    fn slack_is_sent_no_more_blocks_and_no_longer_texts_than_it_takes() {
        let long = AttentionItem { title: "&".repeat(5_000), detail: "<".repeat(5_000), ..item() };
        let told = read(WebhookFormat::Slack, &[&long; most(WebhookFormat::Slack)], None);
        let blocks = told["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), 50);
        assert!(blocks.iter().all(|block| block["text"]["text"].as_str().unwrap().chars().count() <= 3_000));
    }

    #[test]
    fn a_signature_covers_the_time_and_the_body() {
        // echo -n '1763682432.{}' | openssl dgst -sha256 -hmac secret
        let expected = "sha256=ae17a9bbdcf05b2e766b40e423c4685d5336039a4de0c8148b676c0a96fcf1d8";
        assert_eq!(signature("secret", "1763682432", "{}").as_deref(), Some(expected));
        assert_ne!(signature("secret", "1763682433", "{}").as_deref(), Some(expected));
    }
}
