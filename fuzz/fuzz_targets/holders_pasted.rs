//! Whatever list of holders is pasted: no panic, no more than the limits, every line in order and spoken of by its own
//! number, none of them lost, and nothing that hides how it reads.

#![no_main]

use documents::holders::limits::{MAX_BYTES, MAX_CELL, MAX_ROWS};
use documents::holders::read;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

fuzz_target!(|text: &str| {
    let pasted = match read(text) {
        Ok(pasted) => pasted,
        Err(trouble) => return shown(&trouble.sentence),
    };
    assert!(text.len() <= MAX_BYTES);
    assert!(pasted.rows.len() + pasted.problems.len() <= MAX_ROWS);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    for row in &pasted.rows {
        let workspace = row.workspace.as_deref().unwrap_or("-");
        for cell in [row.who.as_str(), workspace] {
            assert!(!cell.is_empty() && cell.trim() == cell && cell.chars().count() <= MAX_CELL, "{cell:?}");
            shown(cell);
        }
        let letter = row.who.chars().find(|c| *c != '"').unwrap_or('"');
        assert!(lines[row.line - 1].contains(letter), "{row:?} is not of its line");
    }
    for problem in &pasted.problems {
        assert!(problem.sentence.starts_with(&format!("Line {}: ", problem.line)));
        assert!(!blank(lines[problem.line - 1]), "{problem:?} is of a blank line");
        shown(&problem.sentence);
    }
    pasted.notes.iter().for_each(|note| shown(note));
    assert!(pasted.rows.is_sorted_by(|a, b| a.line < b.line) && pasted.problems.is_sorted_by(|a, b| a.line < b.line));
    let told: BTreeSet<usize> =
        pasted.rows.iter().map(|row| row.line).chain(pasted.problems.iter().map(|problem| problem.line)).collect();
    assert_eq!(told.len(), pasted.rows.len() + pasted.problems.len(), "a line is told of once");
    // Below the header, and but for what an open quotation mark is said to have swallowed.
    let header = pasted.notes.first().and_then(|note| number(note, "Line ")).unwrap_or(0);
    let swallowed = |line: usize| {
        pasted.problems.iter().any(|problem| {
            let end = number(&problem.sentence, "goes on to line ");
            end.is_some_and(|end| (problem.line..=end).contains(&line))
        })
    };
    for (line, text) in (1..).zip(&lines).skip(header) {
        let lost = text.contains(char::is_alphanumeric) && !told.contains(&line) && !swallowed(line);
        assert!(!lost, "line {line} was lost: {text:?}");
    }
});

/// The number behind the first of these words.
fn number(sentence: &str, words: &str) -> Option<usize> {
    let (_, behind) = sentence.split_once(words)?;
    behind.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Nothing in it but blanks, or what the reader itself takes for as good as blanks.
fn blank(line: &str) -> bool {
    let plain = line.chars().any(|c| c.is_ascii_graphic());
    !plain && read(line).is_err_and(|trouble| trouble.sentence.starts_with("There is no text."))
}

/// No control character, nothing that turns the direction of text.
fn shown(text: &str) {
    let hidden =
        |c: char| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    assert!(!text.contains(hidden), "{text:?}");
}
