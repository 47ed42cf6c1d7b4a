//! A SAML response in base64, as browsers send it and their tools show it.

use super::PASTE;
use crate::Trouble;
use crate::saml::pasted::Looks;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The XML inside, or `None` if this is not base64 of XML at all.
///
/// # Errors
/// It begins like base64 of XML and cannot be decoded.
pub(super) fn decode(pasted: &str) -> Result<Option<String>, Trouble> {
    let whole = pasted.trim();
    let form = whole.strip_prefix("SAMLResponse");
    let value = form.and_then(|rest| rest.trim_start().strip_prefix(['=', ':'])).unwrap_or(whole);
    let value = value.trim().trim_matches('"').split('&').next().unwrap_or_default();
    if Looks::like(value) == Looks::Xml {
        return Ok(Some(value.to_owned()));
    }
    let compact = unescaped(value);
    if Looks::like(&compact) != Looks::Base64 {
        return if form.is_some() && value.len() > 40 { Err(Trouble::new(NOT_XML)) } else { Ok(None) };
    }
    let bytes = LENIENT.decode(&compact).map_err(|_| Trouble::new(CUT))?;
    let xml = String::from_utf8(bytes).map_err(|_| Trouble::new(NOT_XML))?;
    if Looks::like(&xml) != Looks::Xml {
        return Err(Trouble::new(format!("This is base64 of something that is not XML. {PASTE}")));
    }
    Ok(Some(xml))
}

const CUT: &str = "This looks like base64, but it cannot be decoded: a part of it seems to be missing. Copy all of it.";
const NOT_XML: &str =
    "This is no SAML response in base64: there is no XML inside. A compressed one is not read; take it from the POST.";

/// Without blanks, in the standard alphabet, `%2B`, `%2F` and `%3D` of a form resolved.
fn unescaped(value: &str) -> String {
    let mut compact: String = value.split_whitespace().collect();
    if compact.contains('%') {
        for (escaped, plain) in
            [("2B", "+"), ("2b", "+"), ("2F", "/"), ("2f", "/"), ("3D", "="), ("3d", "="), ("0D", ""), ("0A", "")]
        {
            compact = compact.replace(&["%", escaped].concat(), plain);
        }
    }
    compact.replace('-', "+").replace('_', "/")
}
