//! Lists of people and groups as they are pasted or uploaded: one a line, or CSV with a header.
//!
//! Nothing is dropped in silence: every line that is not blank is the header, a row or a problem, in the order of the
//! text. A line that cannot be taken as it is makes no row. Whether two lines mean the same holder is not known here.

mod cell;
mod header;
mod list;
mod table;

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;

use super::limits::{MAX_BYTES, MAX_ROWS};
use crate::{Trouble, text};
use header::Header;
use model::access::{Pasted, PastedProblem, PastedRow};

/// Reads what somebody pasted. With a header in its first line, one that names a column `who`, `user`, `email`, `name`,
/// `id` or `holder`, it is CSV, separated by commas, semicolons or tabs; without one, each line is one holder, commas
/// and all. `user:` or `group:` may stand before whoever it is. Within [limits](super::limits): a cell that is too long
/// is a problem of its line.
///
/// # Errors
/// Nothing but blanks; more than [`MAX_BYTES`] or [`MAX_ROWS`]; a header that cannot be understood.
pub fn read(text: &str) -> Result<Pasted, Trouble> {
    if text.len() > MAX_BYTES {
        return Err(Trouble::new(format!("This text is too long: at most {MAX_BYTES} bytes are read at once.")));
    }
    // One kind of line end, so that lines are counted as an editor counts them.
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    let Some((at, first)) = text.split('\n').enumerate().find(|(_, line)| !text::trimmed(line).is_empty()) else {
        return Err(Trouble::new(
            "There is no text. Paste one holder a line, or CSV with a header such as who,role,workspace.",
        ));
    };
    let mut collected = Collected(Pasted::default());
    match Header::of(first)? {
        None => list::collect(text.split('\n'), 1, &mut collected)?,
        Some(header) => {
            collected.0.notes = header.notes(at + 1);
            let rest = text.splitn(at + 2, '\n').nth(at + 1).unwrap_or_default();
            match header.separator {
                None => list::collect(rest.split('\n'), at + 2, &mut collected)?,
                Some(separator) => table::collect(rest, at + 2, separator, &header, &mut collected)?,
            }
        }
    }
    Ok(collected.0)
}

/// What was read so far.
struct Collected(Pasted);

impl Collected {
    /// Takes what became of one line: a row, or the sentence that says why there is none.
    fn add(&mut self, line: usize, read: Result<PastedRow, String>) -> Result<(), Trouble> {
        let Pasted { rows, problems, .. } = &mut self.0;
        if rows.len() + problems.len() == MAX_ROWS {
            return Err(Trouble::new(format!("This list is too long: at most {MAX_ROWS} lines are read at once.")));
        }
        match read {
            Ok(row) => rows.push(row),
            Err(what) => problems.push(problem(line, &what)),
        }
        Ok(())
    }
}

fn problem(line: usize, what: &str) -> PastedProblem {
    PastedProblem { line, sentence: format!("Line {line}: {what}") }
}
