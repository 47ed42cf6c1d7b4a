//! The header of CSV: whether a line is one, and what its columns are.

use super::cell;
use crate::holders::limits::MAX_COLUMNS;
use crate::{Trouble, text};
use csv::ReaderBuilder;

/// What a column holds. Those that say who it is come first, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Who,
    Id,
    Email,
    User,
    Name,
    Kind,
    Role,
    Workspace,
    Unused,
}

impl Column {
    fn of(name: &str) -> Self {
        let letters = name.chars().filter(|c| !" _-.".contains(*c)).flat_map(char::to_lowercase);
        match letters.collect::<String>().as_str() {
            "who" | "holder" | "principal" => Self::Who,
            "id" | "userid" | "groupid" | "holderid" | "principalid" => Self::Id,
            "email" | "mail" | "emailaddress" => Self::Email,
            "user" | "username" | "login" => Self::User,
            "name" | "displayname" => Self::Name,
            "type" | "kind" | "usertype" | "holdertype" | "principaltype" => Self::Kind,
            "role" | "grafanarole" => Self::Role,
            "workspace" | "workspaceid" | "workspacename" => Self::Workspace,
            _ => Self::Unused,
        }
    }

    fn says_who(self) -> bool {
        self <= Self::Name
    }
}

pub(super) struct Header {
    /// `None`: one column, so that a line is a cell, commas and all.
    pub separator: Option<u8>,
    pub columns: Vec<Column>,
    names: Vec<String>,
}

impl Header {
    /// `None` if the line is none. A single word of ours is a header; of several cells two have to be, or one if no
    /// blank is behind a comma: "User, Test" is somebody's name.
    pub fn of(line: &str) -> Result<Option<Self>, Trouble> {
        // Of those that find as much, the last: commas.
        let present = [b'\t', b';', b','].into_iter().filter(|separator| line.as_bytes().contains(separator));
        let best = present.map(|separator| Self::read(line, separator)).max_by_key(Self::known);
        let header = best.unwrap_or_else(|| Self::named(vec![cell::clean(line).into_owned()], None));
        let says_who = header.columns.iter().any(|column| column.says_who());
        let is_header = match (header.columns.len(), header.known()) {
            (1, known) => known == 1 && says_who,
            (_, 1) => says_who && !line.contains(", "),
            (_, known) => known > 1,
        };
        if is_header { header.checked(says_who).map(Some) } else { Ok(None) }
    }

    fn read(line: &str, separator: u8) -> Self {
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(line.as_bytes());
        let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let names: Vec<String> = record.iter().map(|name| cell::clean(name).into_owned()).collect();
        let separator = (names.len() > 1).then_some(separator);
        Self::named(names, separator)
    }

    fn named(names: Vec<String>, separator: Option<u8>) -> Self {
        let columns = names.iter().map(|name| Column::of(name)).collect();
        Self { separator, columns, names }
    }

    fn known(&self) -> usize {
        self.columns.iter().filter(|column| **column != Column::Unused).count()
    }

    fn checked(self, says_who: bool) -> Result<Self, Trouble> {
        if self.columns.len() > MAX_COLUMNS {
            return Err(Trouble::new(format!(
                "The header has more than {MAX_COLUMNS} columns. Remove those not needed."
            )));
        }
        if !says_who {
            return Err(Trouble::new(
                "The header has no column that says who it is. Call it who, user, email, name, id or holder.",
            ));
        }
        let twice =
            |at: usize| self.columns[..at].iter().position(|one| *one != Column::Unused && *one == self.columns[at]);
        match (1..self.columns.len()).find_map(|at| Some((twice(at)?, at))) {
            Some((one, other)) => Err(Trouble::new(format!(
                "The columns {} and {} of the header say the same. Remove one of them.",
                text::quoted(&self.names[one]),
                text::quoted(&self.names[other])
            ))),
            None => Ok(self),
        }
    }

    pub fn place(&self, wanted: Column) -> Option<usize> {
        self.columns.iter().position(|column| *column == wanted)
    }

    /// The columns that say who it is, the first to be asked first.
    pub fn holders(&self) -> impl Iterator<Item = (usize, Column)> {
        let order = [Column::Who, Column::Id, Column::Email, Column::User, Column::Name];
        order.into_iter().filter_map(|column| Some((self.place(column)?, column)))
    }

    /// What separates cells, in a sentence.
    pub fn separator_word(&self) -> &'static str {
        match self.separator {
            Some(b'\t') => "a tab",
            Some(b';') => "a semicolon",
            _ => "a comma",
        }
    }

    /// What a person should know about how the text is read.
    pub fn notes(&self, line: usize) -> Vec<String> {
        let name = |at: usize| self.names[at].as_str();
        let mut holders = self.holders().map(|(at, _)| name(at));
        let first = text::quoted(holders.next().unwrap_or_default());
        let others: Vec<&str> = holders.collect();
        let mut notes = vec![format!("Line {line} is the header. Holders are read from the column {first}.")];
        if !others.is_empty() {
            notes.push(format!("Where it names nobody, they are read from {}.", text::listed(others, 5)));
        }
        let unused = (0..self.columns.len()).filter(|at| self.columns[*at] == Column::Unused && !name(*at).is_empty());
        let unused: Vec<&str> = unused.map(name).collect();
        if !unused.is_empty() {
            notes.push(format!("Not used: {}.", text::listed(unused, 5)));
        }
        notes
    }
}
