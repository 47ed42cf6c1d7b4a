//! An assertion as somebody pastes it to try a mapping: a SAML response or a part of one as XML, the same in base64,
//! or lines of `name=value`.

mod encoded;
mod lines;
mod mapping;
mod near;
mod statement;

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;

pub use mapping::try_mapping;

use super::limits::{MAX_BYTES, MAX_VALUES};
use super::pasted::Looks;
use crate::Trouble;
use model::document::Attribute;

/// The attributes of what was pasted, each with its values in order. A blank inside of a value is kept as it is.
///
/// # Errors
/// What is none of the three forms, is not well-formed, is encrypted, holds no attribute, or exceeds one of the
/// [limits](super::limits).
pub fn parse(pasted: &str) -> Result<Vec<Attribute>, Trouble> {
    if pasted.len() > MAX_BYTES {
        return Err(Trouble::new(format!("This text is too long: at most {} KiB are read.", MAX_BYTES / 1024)));
    }
    let attributes = match Looks::like(pasted) {
        Looks::Nothing => return Err(Trouble::new(format!("There is no text. {PASTE}"))),
        Looks::WebPage => return Err(Trouble::new(format!("This is a web page, not an assertion. {PASTE}"))),
        Looks::Json => return Err(Trouble::new(format!("This is JSON, not an assertion. {PASTE}"))),
        Looks::Xml => statement::read(pasted)?,
        _ => match encoded::decode(pasted)? {
            Some(xml) => statement::read(&xml)?,
            None => lines::read(pasted)?,
        },
    };
    if attributes.iter().map(|attribute| attribute.values.len().max(1)).sum::<usize>() > MAX_VALUES {
        return Err(Trouble::new(format!("There are more than {MAX_VALUES} values. That is more than is read.")));
    }
    Ok(attributes)
}

const PASTE: &str = "Paste a SAML response, its attribute statement, or lines such as role=admin.";

/// Adds values to the attribute of that name, which may be there already.
fn add(attributes: &mut Vec<Attribute>, name: &str, friendly: Option<&str>, values: impl Iterator<Item = String>) {
    let known = attributes.iter().position(|attribute| attribute.name == name);
    let index = known.unwrap_or(attributes.len());
    if known.is_none() {
        let friendly = friendly.map(str::to_owned);
        attributes.push(Attribute { name: name.to_owned(), friendly, values: Vec::new() });
    }
    if let Some(attribute) = attributes.get_mut(index) {
        attribute.values.extend(values);
    }
}
