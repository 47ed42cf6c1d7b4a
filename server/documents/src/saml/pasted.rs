//! What people paste instead of the XML that was asked for.

use crate::Trouble;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a text looks like from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Nothing,
    Xml,
    WebPage,
    Address,
    Pem,
    Json,
    /// XML in base64.
    Base64,
    Other,
}

impl Looks {
    pub fn like(text: &str) -> Self {
        let text = text.trim_start_matches('\u{FEFF}').trim();
        let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if text.is_empty() {
            Self::Nothing
        } else if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body") {
            Self::WebPage
        } else if text.starts_with('<') {
            Self::Xml
        } else if (begins("https://") || begins("http://")) && !text.contains(char::is_whitespace) {
            Self::Address
        } else if begins("-----BEGIN ") {
            Self::Pem
        } else if text.starts_with(['{', '[']) {
            Self::Json
        } else if is_base64(text) {
            Self::Base64
        } else {
            Self::Other
        }
    }
}

/// Base64 through and through, and what it begins with is the beginning of XML.
fn is_base64(text: &str) -> bool {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || b"+/-_ \r\n\t".contains(&b);
    let start: String = text.split_whitespace().flat_map(str::chars).take(16).collect();
    text.trim_end_matches('=').bytes().all(alphabet)
        && STANDARD.decode(start).is_ok_and(|bytes| {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
            bytes.trim_ascii_start().starts_with(b"<")
        })
}

/// Refuses what is not XML, with what to do about it.
pub(super) fn require_xml(text: &str, wanted: &str) -> Result<(), Trouble> {
    let sentence = match Looks::like(text) {
        Looks::Xml => return Ok(()),
        Looks::Nothing => format!("There is no text. Paste {wanted}."),
        Looks::WebPage => format!(
            "This is a web page, not {wanted}: perhaps a sign-in page came instead of the file. Download the XML and paste that."
        ),
        Looks::Address => {
            "This is an address, not XML. Enter it as the metadata URL, or open it and paste what it shows.".to_owned()
        }
        Looks::Pem => format!("This is a certificate, not {wanted}. The metadata holds the certificate and more."),
        Looks::Json => format!("This is JSON, not {wanted}."),
        Looks::Base64 => format!("This looks like base64. Decode it and paste {wanted}."),
        Looks::Other => format!("This is not XML: XML begins with <. Paste {wanted}."),
    };
    Err(Trouble::new(sentence))
}
