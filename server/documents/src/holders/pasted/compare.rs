//! Lines held against each other: the same said twice, and contradictions.

use super::{cell, problem};
use crate::text;
use model::access::{GrafanaRole, HolderKind, Pasted, PastedProblem, PastedRow};
use std::collections::HashMap;

/// Who and where: what one line can say something about. Addresses and ids are the same in any case.
type Subject = (String, Option<HolderKind>, Option<String>);

/// Notes what repeats an earlier line. Lines that contradict each other leave the rows: each becomes a problem that names
/// another of them.
pub(super) fn compared(pasted: Pasted) -> Pasted {
    let Pasted { rows, mut problems, notes } = pasted;
    let mut said: HashMap<Subject, Vec<PastedRow>> = HashMap::new();
    for row in rows {
        said.entry(subject(&row)).or_default().push(row);
    }
    let mut rows = Vec::new();
    for group in said.into_values() {
        let (first, other) = (&group[0], group.iter().find(|row| row.role != group[0].role));
        match other {
            None => rows.extend(repeated(group)),
            Some(other) => problems.extend(group.iter().map(|row| {
                let against = if row.role == first.role { other } else { first };
                contradiction(row, against)
            })),
        }
    }
    rows.sort_by_key(|row| row.line);
    problems.sort_by_key(|problem| problem.line);
    Pasted { rows, problems, notes }
}

fn subject(row: &PastedRow) -> Subject {
    let plain = row.who.contains('@') || cell::is_id(&row.who);
    let who = if plain { row.who.to_lowercase() } else { row.who.clone() };
    (who, row.kind, row.workspace.clone())
}

fn repeated(group: Vec<PastedRow>) -> impl Iterator<Item = PastedRow> {
    let first = group.first().map(|row| row.line);
    group.into_iter().map(move |row| PastedRow { repeats: first.filter(|first| *first != row.line), ..row })
}

fn contradiction(row: &PastedRow, against: &PastedRow) -> PastedProblem {
    let where_to = row.workspace.as_ref().map(|workspace| format!(" in {}", text::quoted(workspace)));
    let what = format!(
        "{} shall have {} here{}, and {} in line {}. Remove one of the two lines.",
        text::quoted(&row.who),
        role(row),
        where_to.unwrap_or_default(),
        role(against),
        against.line
    );
    problem(row.line, &what)
}

fn role(row: &PastedRow) -> &'static str {
    row.role.flatten().map_or("no role", GrafanaRole::aws)
}
