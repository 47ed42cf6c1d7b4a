//! Below the rows: the pages, and how many rows one has.

use super::address;
use super::live::Live;
use crate::layout::keep_page_size;
use leptos::prelude::*;
use model::fleet::{PAGE_SIZES, Query};
use ui::{Pager, all, following, portion};

pub fn foot(live: Live) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center justify-between gap-4 text-sm text-ink-3">
            <nav aria-label="Rows a page">
                <ul class="flex items-center gap-3">
                    <li>"Rows a page"</li>
                    {all(PAGE_SIZES.map(|size| page_size(live, size)))}
                </ul>
            </nav>
            {following(move || pager(live).into_any())}
        </div>
    }
}

fn page_size(live: Live, size: u32) -> impl IntoView {
    let href = move || {
        live.query.with(|query| address::href(live.kind, &Query { size: Some(size), page: 1, ..query.clone() }))
    };
    let current = move || size_of(live) == size;
    let keep = keep_page_size();
    view! {
        <li>
            <a href=href on:click=move |_| keep(size) aria-current=move || current().then_some("true") class="inline-grid min-h-6 min-w-6 place-items-center hover:underline aria-[current]:font-semibold aria-[current]:text-ink">
                {size.to_string()}
            </a>
        </li>
    }
}

fn size_of(live: Live) -> u32 {
    let preferred = live.page.with(|page| page.preferred);
    live.query.with(|query| query.size.unwrap_or(preferred))
}

fn pager(live: Live) -> impl IntoView {
    let (page, pages, matches) =
        live.page.with(|page| (page.selection.page, page.selection.pages, page.selection.matches));
    let size = size_of(live);
    let label = portion(page, size, matches);
    let to = |page: u32| live.query.with(|query| address::href(live.kind, &Query { page, ..query.clone() }));
    let previous = if page > 1 { to(page - 1) } else { String::new() };
    let next = if page < pages { to(page + 1) } else { String::new() };
    view! { <Pager label previous next /> }
}
