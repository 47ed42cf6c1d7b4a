//! Lines held against each other once it is known whom and where they mean: an address and a user name may be one
//! person, a name and an id one workspace.

use super::api::Found;
use model::ResourceKey;
use model::access::Holder;
use std::collections::BTreeMap;

/// The most groups of lines that one note names.
const NAMED: usize = 50;

/// A line by its number, and what it leads to.
pub type Line = (usize, Found);

/// Lines that agree, in their order, each instruction once; what is wrong with the others, by line.
#[derive(Debug, PartialEq, Eq)]
pub struct Compared {
    pub found: Vec<Found>,
    pub problems: Vec<(usize, String)>,
    pub notes: Vec<String>,
}

/// Ids are the same in any case.
fn holder(found: &Found) -> Holder {
    Holder::new(found.holder.kind, found.holder.id.to_lowercase())
}

/// Of lines that say the same the first is taken, and a note names them all. Of those that contradict each other none
/// is, and each is a problem that names another one. A workspace that is named counts before those chosen beside the
/// list: such lines come last, and a note says so.
pub fn compared(lines: Vec<Line>) -> Compared {
    let mut said: BTreeMap<(Holder, Option<ResourceKey>), Vec<Line>> = BTreeMap::new();
    for line in lines {
        said.entry((holder(&line.1), line.1.workspace.clone())).or_default().push(line);
    }
    let (mut kept, mut repeated, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for group in said.into_values() {
        let first = group[0].clone();
        match group.iter().find(|(_, found)| found.role != first.1.role).cloned() {
            Some(other) => problems.extend(group.iter().map(|line| {
                let against = if line.1.role == first.1.role { &other } else { &first };
                (line.0, contradiction(line, against))
            })),
            None => {
                repeated.extend((group.len() > 1).then(|| group.iter().map(|line| line.0).collect::<Vec<_>>()));
                kept.push(first);
            }
        }
    }
    kept.sort_by_key(|(line, found)| (found.workspace.is_some(), *line));
    repeated.sort();
    let groups: Vec<String> = repeated.iter().map(|lines| numbers(lines)).collect();
    let same = note("These lines say the same and are taken once: ", &groups);
    let notes = same.into_iter().chain(narrower(&kept)).collect();
    Compared { found: kept.into_iter().map(|(_, found)| found).collect(), problems, notes }
}

fn contradiction((line, found): &Line, (other, against): &Line) -> String {
    let place = found.workspace.as_ref().map_or_else(String::new, |key| format!(" in {}", key.id));
    format!(
        "Line {line}: {} shall have {} here{place}, and {} in line {other}. Remove one of the two lines.",
        found.name,
        role(found),
        role(against)
    )
}

fn role(found: &Found) -> &str {
    found.role.as_deref().filter(|role| !role.is_empty()).unwrap_or("no role")
}

/// What is said of a holder wherever a workspace is chosen, and otherwise of a workspace by name.
fn narrower(kept: &[Line]) -> Option<String> {
    let wide: BTreeMap<Holder, &Line> =
        kept.iter().filter(|line| line.1.workspace.is_none()).map(|line| (holder(&line.1), line)).collect();
    let pair = |(line, found): &Line| {
        let (other, against) = wide.get(&holder(found))?;
        (found.workspace.is_some() && found.role != against.role).then(|| format!("line {line} before line {other}"))
    };
    let pairs: Vec<String> = kept.iter().filter_map(pair).collect();
    note("A workspace that a line names counts before those chosen above: ", &pairs)
}

/// `None` where there is nothing to tell.
fn note(about: &str, groups: &[String]) -> Option<String> {
    let more = match groups.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {more} more such"),
    };
    let named: Vec<&str> = groups.iter().take(NAMED).map(String::as_str).collect();
    (!named.is_empty()).then(|| format!("{about}{}{more}.", named.join("; ")))
}

/// "2, 3 and 7"
fn numbers(lines: &[usize]) -> String {
    let words: Vec<String> = lines.iter().map(usize::to_string).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Compared, Line, compared};
    use crate::pages::grants::api::Found;
    use model::access::{Holder, HolderKind};
    use model::{Kind, ResourceKey};

    fn line(number: usize, id: &str, role: &str, place: Option<&str>) -> Line {
        let key = |id| ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", id).unwrap();
        let (holder, role) = (Holder::new(HolderKind::User, id), Some(role.to_owned()));
        (number, Found { holder, name: "Ada".to_owned(), role, workspace: place.map(key) })
    }

    const PLACE: Option<&str> = Some("g-0123456789");

    fn kept(compared: &Compared) -> Vec<(&str, &str)> {
        compared.found.iter().map(|one| (one.holder.id.as_str(), one.role.as_deref().unwrap())).collect()
    }

    #[test]
    fn contradictions_are_problems_of_each_line_and_taken_from_none() {
        let told = compared(vec![
            line(2, "a", "ADMIN", PLACE),
            line(3, "b", "ADMIN", None),
            line(4, "A", "", PLACE),
            line(5, "a", "ADMIN", PLACE),
        ]);
        assert_eq!(kept(&told), [("b", "ADMIN")]);
        let against = |line: usize, role: &str, other: usize, others: &str| {
            (
                line,
                format!(
                    "Line {line}: Ada shall have {role} here in g-0123456789, and {others} in line {other}. Remove one of the two lines."
                ),
            )
        };
        let expected =
            [against(2, "ADMIN", 4, "no role"), against(4, "no role", 2, "ADMIN"), against(5, "ADMIN", 4, "no role")];
        assert_eq!((told.problems, told.notes), (expected.to_vec(), Vec::<String>::new()));
    }

    #[test]
    fn a_person_and_a_group_of_one_id_do_not_contradict_each_other() {
        let (number, found) = line(3, "a", "VIEWER", PLACE);
        let group = Found { holder: Holder::new(HolderKind::Group, "a"), ..found };
        let told = compared(vec![line(2, "a", "ADMIN", PLACE), (number, group)]);
        assert_eq!(kept(&told), [("a", "ADMIN"), ("a", "VIEWER")]);
        assert!(told.problems.is_empty() && told.notes.is_empty(), "{told:?}");
    }

    #[test]
    fn what_is_said_more_than_once_is_taken_once_and_told_by_line() {
        let told = compared(vec![
            line(2, "b", "ADMIN", None),
            line(3, "a", "VIEWER", None),
            line(4, "b", "ADMIN", None),
            line(5, "A", "VIEWER", None),
            line(9, "a", "VIEWER", None),
        ]);
        assert_eq!(kept(&told), [("b", "ADMIN"), ("a", "VIEWER")]);
        assert_eq!(told.notes, ["These lines say the same and are taken once: 2 and 4; 3, 5 and 9."]);
    }

    #[test]
    fn a_line_that_names_its_workspace_comes_after_one_that_names_none_and_is_told() {
        let told = compared(vec![line(2, "a", "ADMIN", PLACE), line(3, "a", "VIEWER", None)]);
        assert_eq!(kept(&told), [("a", "VIEWER"), ("a", "ADMIN")]);
        assert_eq!(
            told.notes,
            ["A workspace that a line names counts before those chosen above: line 2 before line 3."]
        );
    }
}
