//! Rows as CSV that is safe to open in a spreadsheet, whatever it separates columns by.

use model::Error;

/// Rows of a table as CSV, without formulas.
///
/// # Errors
/// `Internal`, when they cannot be written.
pub fn write_rows<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "export not written");
        Error::internal()
    };
    for row in rows {
        writer.write_record(row.each_ref().map(|cell| make_harmless(cell))).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(error.error()))
}

/// A spreadsheet takes what begins like this for a formula; the wide forms too, where they are typed.
const FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell that is text in every spreadsheet: what could be a formula gets an apostrophe before it, at its beginning and
/// behind every separator that the sheet may take for the end of a column. Hidden characters are written out, so that
/// no tab and no line end is left to separate by.
fn make_harmless(cell: &str) -> String {
    let cell = write_out(cell);
    let marked = cell.split_inclusive([',', ';']).map(|part| if may_calculate(part) { "'" } else { "" });
    marked.zip(cell.split_inclusive([',', ';'])).flat_map(|(mark, part)| [mark, part]).collect()
}

/// It begins a formula once a sheet has taken away blanks and quotation marks.
fn may_calculate(part: &str) -> bool {
    part.trim_start_matches(|c: char| c.is_whitespace() || c == '"').starts_with(FORMULAS)
}

/// Characters that do not show and steer others as `\u{202E}`. Joiners stay: they are a part of names.
fn write_out(cell: &str) -> String {
    let mut shown = String::with_capacity(cell.len());
    for c in cell.chars() {
        match steers(c) {
            true => shown.push_str(&format!("\\u{{{:04X}}}", u32::from(c))),
            false => shown.push(c),
        }
    }
    shown
}

/// Controls, line ends among them, marks of direction, and the byte order mark, which a sheet drops.
fn steers(c: char) -> bool {
    let direction =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || direction || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{make_harmless, write_rows};

    #[test]
    fn a_cell_that_could_be_a_formula_is_marked_as_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u{a0}-1", "\"=1", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(make_harmless(cell), format!("'{cell}"));
        }
        for cell in ["a=1", "", "a-b", "a@b.example", "1;2", "x, y", "ü🦀"] {
            assert_eq!(make_harmless(cell), cell);
        }
    }

    #[test]
    fn a_part_that_another_separator_would_cut_off_is_marked_as_text_too() {
        assert_eq!(make_harmless("x;=1+1"), "x;'=1+1");
        assert_eq!(make_harmless("x; \"@y;-1"), "x;' \"@y;'-1");
        assert_eq!(make_harmless("x,=1"), "x,'=1");
    }

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(make_harmless("x\t=cmd"), "x\\u{0009}=cmd");
        assert_eq!(
            make_harmless("a\u{7}\u{7f}\u{9b}\u{202e}\u{2066}\u{feff}b\r\n"),
            "a\\u{0007}\\u{007F}\\u{009B}\\u{202E}\\u{2066}\\u{FEFF}b\\u{000D}\\u{000A}"
        );
        // Names of people hold joiners.
        assert_eq!(make_harmless("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    /// What a spreadsheet would calculate: a formula behind blanks and quotation marks.
    fn is_formula(field: &str) -> bool {
        let blank = |c: char| c.is_whitespace() || c == '"' || c == '\u{feff}';
        field.trim_start_matches(blank).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    }

    /// As a spreadsheet reads it that heeds quotation marks, and as one that splits lines alone.
    fn fields(text: &str, separator: char) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(u8::try_from(separator).unwrap());
        let mut reader = reader.from_reader(text.as_bytes());
        let mut all: Vec<String> =
            reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
        all.extend(text.lines().flat_map(|line| line.split(separator)).map(str::to_owned));
        all
    }

    #[test]
    fn no_field_is_a_formula_however_the_sheet_separates() {
        let mut random = fastrand::Rng::with_seed(20_261_128);
        let letters: Vec<char> = "=+-@＝＋－＠;;,,\"\"'\t\r\n ax1\u{a0}\u{202e}\u{feff}|".chars().collect();
        let mut cell =
            || -> String { (0..random.usize(0..7)).map(|_| letters[random.usize(..letters.len())]).collect() };
        for _ in 0..20_000 {
            let rows: [[String; 3]; 2] = std::array::from_fn(|_| std::array::from_fn(|_| cell()));
            let text = String::from_utf8(write_rows(rows.clone()).unwrap()).unwrap();
            for separator in [',', ';', '\t'] {
                let wrong: Vec<String> = fields(&text, separator).into_iter().filter(|one| is_formula(one)).collect();
                assert!(wrong.is_empty(), "{rows:?} by {separator:?} in {text:?}: {wrong:?}");
            }
            let hidden = text.chars().filter(|c| c.is_control() && !matches!(c, '\r' | '\n')).count();
            assert_eq!(
                (hidden, text.matches("\r\n").count(), text.matches(['\r', '\n']).count()),
                (0, 2, 4),
                "{text:?}"
            );
        }
    }
}
