//! Lines of a diff as the kit shows them.

use model::Sign;
use ui::DiffLine;

pub fn line(line: model::DiffLine) -> DiffLine {
    let model::DiffLine { sign, field, before, after } = line;
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    match sign {
        Sign::Add => DiffLine::add(field, after),
        Sign::Remove => DiffLine::remove(field, before),
        Sign::Change => DiffLine::change(field, before, after),
        Sign::Keep => DiffLine::same(field, if after.is_empty() { before } else { after }),
    }
}
