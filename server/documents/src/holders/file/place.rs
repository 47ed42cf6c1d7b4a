//! One value of a file and the way to it, such as `workspaces[0].holders[2].role`.

use crate::{Trouble, text};
use serde_json::{Map, Value};

#[derive(Clone)]
pub(super) struct Place<'a> {
    path: String,
    value: &'a Value,
}

impl<'a> Place<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self { path: String::new(), value }
    }

    /// "workspaces[0].id: …"; of the whole file the sentence alone.
    pub fn trouble(&self, what: &str) -> Trouble {
        if self.path.is_empty() { Trouble::new(what) } else { Trouble::new(format!("{}: {what}", self.path)) }
    }

    /// Refuses every key but the `known` ones.
    pub fn check_keys(&self, known: &[&str]) -> Result<(), Trouble> {
        match self.members()?.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => {
                let unknown = Self { path: self.path_to(&text::visible(key, 80)), value: self.value };
                Err(unknown.trouble(&format!("this key is not known here. There are {}.", known.join(", "))))
            }
            None => Ok(()),
        }
    }

    pub fn required(&self, key: &str) -> Result<Self, Trouble> {
        let missing = || self.trouble(&format!("the key {key} is missing."));
        self.optional(key)?.ok_or_else(missing)
    }

    /// `null` is as good as nothing.
    pub fn optional(&self, key: &str) -> Result<Option<Self>, Trouble> {
        let value = self.members()?.get(key).filter(|value| !value.is_null());
        Ok(value.map(|value| Self { path: self.path_to(key), value }))
    }

    pub fn items(&self) -> Result<impl ExactSizeIterator<Item = Self> + use<'a>, Trouble> {
        let items = self.value.as_array().ok_or_else(|| self.trouble("this is not a list."))?;
        let path = self.path.clone();
        Ok(items.iter().enumerate().map(move |(n, value)| Self { path: format!("{path}[{n}]"), value }))
    }

    pub fn text(&self) -> Result<&'a str, Trouble> {
        self.value.as_str().ok_or_else(|| self.trouble("this is not a text in quotation marks."))
    }

    pub fn number(&self) -> Option<u64> {
        self.value.as_u64()
    }

    fn members(&self) -> Result<&'a Map<String, Value>, Trouble> {
        self.value.as_object().ok_or_else(|| self.trouble("this is not an object: it does not begin with {."))
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
