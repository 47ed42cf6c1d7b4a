//! What a list shows, as it stands in the URL: text, property filters, tally, sort, page.

use crate::Tally;
use serde::{Deserialize, Serialize};

/// How many rows a page may have; the first is the default.
pub const PAGE_SIZES: [u32; 4] = [25, 50, 100, 500];

/// What a filter can compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Property {
    Account,
    Region,
    Status,
    Version,
    SignIn,
    Licence,
    Tag,
}

impl Property {
    pub const ALL: [Property; 7] = [
        Property::Account,
        Property::Region,
        Property::Status,
        Property::Version,
        Property::SignIn,
        Property::Licence,
        Property::Tag,
    ];

    /// Its parameter in the URL.
    pub const fn slug(self) -> &'static str {
        match self {
            Property::Account => "account",
            Property::Region => "region",
            Property::Status => "status",
            Property::Version => "version",
            Property::SignIn => "sign-in",
            Property::Licence => "license",
            Property::Tag => "tag",
        }
    }
}

/// `property = value`, or `property ≠ value` when negated. Values compare without regard to the case of A to Z.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub property: Property,
    pub negated: bool,
    pub value: String,
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    Name,
    Status,
    Id,
    Account,
    Region,
    Version,
    SignIn,
    Licence,
    Created,
    Read,
}

impl Column {
    pub const ALL: [Column; 10] = [
        Column::Name,
        Column::Status,
        Column::Id,
        Column::Account,
        Column::Region,
        Column::Version,
        Column::SignIn,
        Column::Licence,
        Column::Created,
        Column::Read,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Status => "status",
            Column::Id => "id",
            Column::Account => "account",
            Column::Region => "region",
            Column::Version => "version",
            Column::SignIn => "sign-in",
            Column::Licence => "license",
            Column::Created => "created",
            Column::Read => "read",
        }
    }
}

/// What of a list is shown, in which order and portion: everything the URL of a list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub text: String,
    pub filters: Vec<Filter>,
    pub tally: Option<Tally>,
    pub sort: Column,
    pub descending: bool,
    /// From 1.
    pub page: u32,
    /// `None` means the person's own preference.
    pub size: Option<u32>,
    /// Parts of the URL that were not understood, to be said on the page.
    pub ignored: Vec<String>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Vec::new(),
            tally: None,
            sort: Column::Name,
            descending: false,
            page: 1,
            size: None,
            ignored: Vec::new(),
        }
    }
}

impl Query {
    /// Reads decoded `(name, value)` pairs. Nothing is an error: what is not understood is kept in `ignored`.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            if !query.take(name, value.trim()) {
                query.ignored.push(format!("{name}={value}"));
            }
        }
        query
    }

    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            // An untouched field of the filter form arrives empty and means nothing.
            _ if value.is_empty() => true,
            "q" => self.add_text(value),
            "tally" => set(&mut self.tally, Tally::ALL.into_iter().find(|t| t.slug() == value).map(Some)),
            "sort" => self.add_sort(value),
            "page" => set(&mut self.page, value.parse().ok().filter(|page| *page > 0)),
            "size" => set(&mut self.size, value.parse().ok().filter(|s| PAGE_SIZES.contains(s)).map(Some)),
            _ => match Property::ALL.into_iter().find(|p| p.slug() == name) {
                Some(property) => self.add_filter(property, value),
                None => false,
            },
        }
    }

    /// Free text, in which `property=value` and `property!=value` become filters.
    fn add_text(&mut self, value: &str) -> bool {
        let mut words = Vec::new();
        for word in value.split_whitespace() {
            let parts = word.split_once("!=").map(|p| (p, true)).or_else(|| word.split_once('=').map(|p| (p, false)));
            let filter = parts.and_then(|((name, value), negated)| {
                let property = Property::ALL.into_iter().find(|p| p.slug() == name)?;
                (!value.is_empty()).then(|| Filter { property, negated, value: value.to_owned() })
            });
            match filter {
                Some(filter) => self.filters.push(filter),
                None => words.push(word),
            }
        }
        self.text = words.join(" ");
        true
    }

    fn add_sort(&mut self, value: &str) -> bool {
        let (slug, descending) = value.strip_prefix('-').map_or((value, false), |rest| (rest, true));
        let column = Column::ALL.into_iter().find(|c| c.slug() == slug);
        self.descending = column.is_some() && descending;
        set(&mut self.sort, column)
    }

    fn add_filter(&mut self, property: Property, value: &str) -> bool {
        let (value, negated) = value.strip_prefix('!').map_or((value, false), |rest| (rest, true));
        if value.is_empty() {
            return false;
        }
        self.filters.push(Filter { property, negated, value: value.to_owned() });
        true
    }

    /// The `(name, value)` pairs of this query; defaults are left out. `parse` reads them back to an equal query.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        for Filter { property, negated, value } in &self.filters {
            pairs.push((property.slug(), format!("{}{value}", if *negated { "!" } else { "" })));
        }
        if let Some(tally) = self.tally {
            pairs.push(("tally", tally.slug().to_owned()));
        }
        if (self.sort, self.descending) != (Column::Name, false) {
            pairs.push(("sort", format!("{}{}", if self.descending { "-" } else { "" }, self.sort.slug())));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        if let Some(size) = self.size {
            pairs.push(("size", size.to_string()));
        }
        pairs
    }

    /// The part of a URL after the path: empty, or `?` and percent-encoded pairs.
    pub fn to_search(&self) -> String {
        search_of(self.pairs())
    }

    /// Something narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.text.is_empty() || !self.filters.is_empty() || self.tally.is_some()
    }
}

/// The part of a URL after the path that holds these pairs: empty, or `?` and percent-encoded pairs.
pub fn search_of(pairs: Vec<(&'static str, String)>) -> String {
    let mut search = String::new();
    for (name, value) in pairs {
        search.push(if search.is_empty() { '?' } else { '&' });
        search.push_str(name);
        search.push('=');
        encode(&value, &mut search);
    }
    search
}

fn set<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!".contains(&byte) {
            out.push(byte as char);
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}
