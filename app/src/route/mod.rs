//! Where the reader is: which page an address names, and going to another without loading a document.
//!
//! The framework's own router stays out of the browser's half: it weighs as much as all three lists together. Knows
//! what pages there are, and not what shows them.

mod leave;
mod page;
mod search;
mod travel;

use leptos::prelude::*;
use page::split;
use search::{pairs, value_of};
use std::pin::Pin;

pub use page::{Edited, Page};
pub use search::pairs as search_pairs;

/// Fetches the code of a page; false when that cannot be had.
pub type Loader = fn(Page) -> Pin<Box<dyn Future<Output = bool>>>;

/// The address of the page in view; signals move when the reader does.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// The path, with its first slash.
    pub path: RwSignal<String>,
    /// What stands after the question mark, as it was written.
    pub search: RwSignal<String>,
    /// Grows with every step, so that a page that comes late knows it is late.
    steps: StoredValue<u32>,
    /// The page in view has something to lose.
    held: StoredValue<bool>,
    /// The page in view has something that is nowhere else.
    fast: StoredValue<bool>,
    /// Where a link leads that was pressed meanwhile; whoever holds the page asks the reader about it.
    pub wanted: RwSignal<Option<String>>,
    load: Loader,
}

impl Here {
    /// Begins at `address` (path and search) and provides itself to everything below.
    pub fn begin(address: &str, load: Loader) -> Self {
        let (path, search) = split(address);
        let here = Self {
            path: RwSignal::new(path.to_owned()),
            search: RwSignal::new(search.to_owned()),
            steps: StoredValue::new(0),
            held: StoredValue::new(false),
            fast: StoredValue::new(false),
            wanted: RwSignal::new(None),
            load,
        };
        provide_context(here);
        here
    }

    /// Of the page being made.
    pub fn get() -> Self {
        expect_context()
    }

    /// The page in view. Another search alone leaves it as it is.
    pub fn page(self) -> Memo<Page> {
        Memo::new(move |_| self.path.with(|path| Page::of(path)))
    }

    /// The decoded value of a parameter of the search, the first of this name.
    pub fn param(self, name: &str) -> Option<String> {
        self.search.with(|search| value_of(&pairs(search), name))
    }
}

/// The address of the page that is being asked for. Server only.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Asked(pub String);

/// Begins where the request, or the browser, is.
pub fn begin(load: Loader) -> Here {
    #[cfg(feature = "ssr")]
    let address = use_context::<Asked>().map(|asked| asked.0).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let address = travel::address();
    let here = Here::begin(&address, load);
    travel::follow(here);
    here
}

/// The page the browser is at.
#[cfg(feature = "hydrate")]
pub fn at() -> Page {
    Page::of(split(&travel::address()).0)
}
