//! CSV below its header.

use super::header::{Column, Header};
use super::{Collected, cell};
use crate::Trouble;
use csv::{ReaderBuilder, StringRecord};
use model::access::{HolderKind, PastedRow};

/// The cells of one record, cleaned.
type Cells = Vec<String>;

/// Reads the records of `rest`, the first line of which has the number `first`.
pub(super) fn collect(
    rest: &str,
    first: usize,
    separator: u8,
    header: &Header,
    collected: &mut Collected,
) -> Result<(), Trouble> {
    // With a line end behind the last line, a quotation mark left open there shows in its cell as one does elsewhere.
    // With one before the first line, the reader finds no byte order mark to leave out.
    let (rest, first) = (format!("\n{rest}\n"), first - 1);
    let lines = rest.matches('\n').count();
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(rest.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|_| Trouble::new("This text cannot be read as CSV."))?;
        let begins = begin(&rest, &record);
        let more = record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let cells: Cells = record.iter().map(|text| cell::clean(text).into_owned()).collect();
        if more > 0 {
            let end = (begins + more).min(lines - 1);
            collected.add(first + begins, Err(open_quote(first + begins, first + end)))?;
        } else if cells.iter().any(|cell| !cell.is_empty()) {
            collected.add(first + begins, row(first + begins, &cells, header))?;
        }
    }
    Ok(())
}

/// The line a record begins in, from 0. The reader's position stands before the blank lines above it.
fn begin(rest: &str, record: &StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let skipped = usize::try_from(position.byte()).ok().and_then(|byte| rest.get(byte..));
    let blank = skipped.map_or(0, |skipped| skipped.len() - skipped.trim_start_matches('\n').len());
    usize::try_from(position.line()).unwrap_or_default().saturating_sub(1) + blank
}

fn open_quote(begin: usize, end: usize) -> String {
    let closed = "Close it in the line it is opened in, or write it twice where it is part of a name.";
    if begin == end {
        return format!("a quotation mark is not closed. {closed}");
    }
    format!("a quotation mark opens a cell that goes on to line {end}. {closed} None of these lines was read.")
}

fn row(line: usize, cells: &Cells, header: &Header) -> Result<PastedRow, String> {
    check_cells(cells, header)?;
    let of = |wanted: Column| header.place(wanted).map(|at| cells.get(at).map(String::as_str));
    let named = header.holders().filter_map(|(at, column)| Some((column, cells.get(at)?.as_str())));
    let (prefix, who) = cell::holder(pick(named).ok_or("there is nobody in this line. Enter who it is.")?)?;
    let kind = agreed(prefix, cell::kind(of(Column::Kind).flatten().unwrap_or_default())?)?;
    let role = match of(Column::Role) {
        None => None,
        Some(None) => return Err("the role is missing. Write ADMIN, EDITOR or VIEWER, or - to take it.".to_owned()),
        Some(Some(cell)) => Some(cell::role(cell)?),
    };
    let workspace = of(Column::Workspace).flatten().filter(|cell| !cell.is_empty()).map(str::to_owned);
    Ok(PastedRow { line, who: who.to_owned(), kind, role, workspace })
}

fn check_cells(cells: &Cells, header: &Header) -> Result<(), String> {
    let columns = header.columns.len();
    if cells.iter().skip(columns).any(|cell| !cell.is_empty()) {
        return Err(format!(
            "there are {} cells, and the header has {columns}. Put a name with {} in it into quotation marks.",
            cells.len(),
            header.separator_word()
        ));
    }
    for (cell, column) in cells.iter().zip(&header.columns) {
        cell::check(cell)?;
        if *column != Column::Unused {
            cell::check_length(cell)?;
        }
    }
    Ok(())
}

/// The first that is filled, in the header's order of preference. Other systems have ids of their own, so one counts
/// before the rest only if it is of Identity Center's form.
fn pick<'a>(named: impl Iterator<Item = (Column, &'a str)>) -> Option<&'a str> {
    let filled: Vec<(Column, &str)> = named.filter(|(_, cell)| !cell.is_empty()).collect();
    let sure = filled.iter().find(|(column, cell)| *column != Column::Id || cell::is_id(cell));
    sure.or(filled.first()).map(|(_, cell)| *cell)
}

fn agreed(prefix: Option<HolderKind>, kind: Option<HolderKind>) -> Result<Option<HolderKind>, String> {
    match (prefix, kind) {
        (Some(prefix), Some(kind)) if prefix != kind => {
            let (prefix, kind) = (prefix.word(), kind.word());
            Err(format!("it says {prefix}: before the name and {kind} in its column. Use one of them."))
        }
        _ => Ok(prefix.or(kind)),
    }
}
