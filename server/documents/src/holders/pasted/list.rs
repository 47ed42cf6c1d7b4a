//! A plain list: each line is one holder.

use super::{Collected, cell};
use crate::{Trouble, text};
use model::access::PastedRow;

/// Reads the lines, the first of which has the number `first`.
pub(super) fn collect<'a>(
    lines: impl Iterator<Item = &'a str>,
    first: usize,
    collected: &mut Collected,
) -> Result<(), Trouble> {
    for (line, text) in (first..).zip(lines).filter(|(_, text)| !text::trimmed(text).is_empty()) {
        collected.add(line, row(line, text))?;
    }
    Ok(())
}

fn row(line: usize, text: &str) -> Result<PastedRow, String> {
    let text = text::trimmed(text);
    let text = cell::clean(text.strip_suffix([',', ';']).unwrap_or(text));
    let nobody = || "there is nobody in this line. Enter who it is.".to_owned();
    several(&text).map_or(Ok(()), Err)?;
    cell::check(&text)?;
    cell::check_length(&text)?;
    let (kind, who) = cell::holder(Some(&*text).filter(|text| !text.is_empty()).ok_or_else(nobody)?)?;
    Ok(PastedRow { line, who: who.to_owned(), kind, role: None, workspace: None })
}

/// Why a line looks like more than one cell. A comma alone says nothing: "Doe, Jane" is one name.
fn several(text: &str) -> Option<String> {
    if text.contains('\t') {
        return Some("there is a tab in it. For several columns put a header first, such as who,role.".to_owned());
    }
    let (first, rest) = text.split_once([',', ';'])?;
    let first = cell::clean(first);
    let (_, who) = cell::holder(&first).ok()?;
    let is_address = who.contains('@') && (who.ends_with('>') || !who.contains(char::is_whitespace));
    let is_whole = is_address || cell::is_id(who);
    (is_whole && !text::trimmed(rest).is_empty()).then(|| {
        format!(
            "there is more behind {}. Put each holder on a line of its own; for several columns put a header first, such as who,role.",
            text::quoted(&first)
        )
    })
}
