//! What stands around every page: rail, top bar, scope switcher, preferences.

mod api;
mod preferences;
mod rail;
mod scopes;

use crate::route::Here;
use leptos::prelude::*;
use model::detail::{Preferences, Viewer};
use preferences::PreferencesMenu;
pub use preferences::keep_page_size;
use rail::{Rail, RailDrawer};
pub use rail::{home, may};
use scopes::ScopeMenu;
use ui::{LiveRegion, SkipLink, maybe};

/// Who looks, for pages that say why an action is not theirs to take; `None` while it is not known.
#[derive(Clone, Copy, Debug)]
pub struct Viewing(pub Signal<Option<Viewer>>);

/// What the person prefers, as it was last chosen.
#[derive(Clone, Copy, Debug)]
struct Chosen(RwSignal<Preferences>);

/// Rail left, bar on top, the page inside. Waits for nothing: what stands inside of something that waits is made
/// once for each try, and a page must be made from the very data that the browser gets with it.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let viewer = api::viewer();
    let emulator = viewer.as_ref().and_then(|viewer| viewer.emulator.clone());
    let subject = viewer.as_ref().map(|viewer| viewer.subject.clone());
    let preferences = viewer.as_ref().map(|viewer| viewer.preferences.clone());
    provide_context(Chosen(RwSignal::new(preferences.unwrap_or_default())));
    provide_context(Viewing(Signal::stored(viewer)));
    Effect::new(|_| say_live());
    follow_pages();
    view! {
        <SkipLink />
        <div class="min-h-screen lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
            <Rail />
            <div class="min-w-0">
                <header class="sticky top-0 z-10 flex min-h-12 flex-wrap items-center justify-between gap-2 border-b border-line bg-canvas px-4 py-1 text-sm lg:px-6 max-sm:[&_summary>svg:last-child]:hidden">
                    <div class="flex min-w-0 items-center gap-2">
                        <RailDrawer />
                        <ScopeMenu />
                        {maybe(
                            emulator
                                .map(|address| {
                                    view! {
                                        <span class="hidden sm:inline truncate text-ink-3">
                                            "Built-in emulator at " <span class="font-mono text-xs">{address}</span>
                                        </span>
                                    }
                                }),
                        )}
                    </div>
                    <div class="flex items-center gap-2">
                        {maybe(
                            subject
                                .map(|subject| view! { <span class="hidden sm:inline truncate text-ink-3">{subject}</span> }),
                        )}
                        <PreferencesMenu />
                    </div>
                </header>
                <main id="main" tabindex="-1" class="relative mx-auto max-w-[100rem] px-4 pt-5 pb-12 lg:px-6">
                    {children()}
                </main>
            </div>
            <LiveRegion />
        </div>
    }
}

/// The heading of a page that was gone to takes the focus; moving within one, as a filter does, leaves it.
fn follow_pages() {
    Effect::new(|_| ui::await_no_page_after_press());
    let path = Here::get().path;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            ui::await_page();
        }
        path
    });
}

/// Says on the document's root that the page is live, where style and tests can see it.
fn say_live() {
    if let Some(root) = document().document_element() {
        // A root that takes no attribute is no reason to stop.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
