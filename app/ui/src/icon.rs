//! Line icons. Owns the list of names; the drawings are in `public/static`, one symbol a name.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident $href:literal),+ $(,)?) => {
        /// The icons of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName { $(#[doc = $href] $name),+ }

        impl IconName {
            /// Every icon there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Address of the drawing inside the sprite.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("/static/icons.17e1b9ae.svg#", $href)),+ }
            }
        }
    };
}

icons! {
    ArrowDown "arrow-down", ArrowUp "arrow-up", Check "check", ChevronDown "chevron-down", ChevronLeft "chevron-left",
    ChevronRight "chevron-right", Clock "clock", Close "close", Copy "copy", Download "download", External "external",
    Eye "eye", EyeOff "eye-off", Filter "filter", Info "info", Key "key", Link "link", Lock "lock", Logo "logo",
    Menu "menu", Moon "moon", More "more", Pencil "pencil", Plus "plus", Refresh "refresh", Rows "rows",
    Search "search", Sort "sort", Sun "sun", System "system", Tag "tag", Trash "trash",
}

/// A 16 pixel icon in the colour of the text. Hidden from assistive technology: the control it sits in has the name.
#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    view! {
        <svg class="icon" width="16" height="16" aria-hidden="true">
            <use href=name.href() />
        </svg>
    }
}
