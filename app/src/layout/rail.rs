//! The navigation: a rail on wide screens, the same list in a drawer on narrow ones.

use super::Viewing;
use crate::paths;
use crate::route::Here;
use leptos::prelude::*;
use model::{Kind, Permission};
use ui::{Button, Dialog, DialogSize, Icon, IconName, all, maybe};

#[component]
pub fn Rail() -> impl IntoView {
    view! {
        <nav
            aria-label="Main"
            class="sticky top-0 hidden h-screen overflow-y-auto border-r border-line p-3 text-sm lg:block"
        >
            <a href=home() class="flex items-center gap-2 px-2 pt-1 pb-5 text-lg font-semibold">
                <Icon name=IconName::Logo />
                "Belvedere"
            </a>
            <Places />
        </nav>
    }
}

/// The rail of a narrow screen. Opens before the page is live, too.
#[component]
pub fn RailDrawer() -> impl IntoView {
    let open = RwSignal::new(false);
    let path = Here::get().path;
    Effect::new(move |_| {
        path.track();
        open.set(false);
    });
    view! {
        <div class="lg:hidden">
            <Button icon=IconName::Menu opens="rail">
                "Menu"
            </Button>
            <Dialog id="rail" title="Belvedere" open size=DialogSize::Rail>
                <nav aria-label="Main, narrow" class="text-sm">
                    <Places />
                </nav>
            </Dialog>
        </div>
    }
}

/// The kinds of resource this server looks after; all of them while that is not known.
fn kinds() -> Vec<Kind> {
    let known = use_context::<Viewing>().and_then(|Viewing(viewer)| viewer.get_untracked());
    known.map_or_else(|| Kind::ALL.to_vec(), |viewer| viewer.kinds)
}

/// Whether the reader may; who may not is not led there.
pub fn may(permission: Permission) -> bool {
    let known = use_context::<Viewing>().and_then(|Viewing(viewer)| viewer.get_untracked());
    known.is_some_and(|viewer| viewer.roles.iter().any(|role| role.allows(permission)))
}

/// Where the product begins: its first list.
pub fn home() -> &'static str {
    paths::list(kinds().first().copied().unwrap_or(Kind::Grafana))
}

#[component]
fn Places() -> impl IntoView {
    view! {
        <p class="px-2 pb-1 font-mono text-eyebrow text-ink-3 uppercase">"Fleet"</p>
        <ul>{all(kinds().into_iter().map(|kind| view! { <Place href=paths::list(kind) label=kind.many() /> }))}</ul>
        {part("Watch", may(Permission::FleetRead), paths::ATTENTION, "Attention")}
        {part("People", kinds().contains(&Kind::Grafana) && may(Permission::AccessRead), paths::ACCESS, "Access")}
        {part("Keys", kinds().contains(&Kind::Grafana) && may(Permission::FleetRead), paths::TOKENS, "Tokens")}
        {part("Change", true, paths::CHANGES, "Changes")}
        {part("Record", may(Permission::AuditRead), paths::AUDIT, "Audit")}
    }
}

/// A heading with its one place, for who may go there.
fn part(heading: &'static str, open: bool, href: &'static str, label: &'static str) -> AnyView {
    maybe(open.then(|| {
        view! {
            <p class="px-2 pt-5 pb-1 font-mono text-eyebrow text-ink-3 uppercase">{heading}</p>
            <ul>
                <Place href label />
            </ul>
        }
    }))
}

#[component]
fn Place(href: &'static str, label: &'static str) -> impl IntoView {
    let path = Here::get().path;
    let inside =
        move || path.with(|path| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let class = move || match inside() {
        true => "block rounded-sm bg-sunken px-2 py-1.5 font-medium",
        false => "block rounded-sm px-2 py-1.5 text-ink-2 hover:bg-sunken hover:text-ink",
    };
    view! {
        <li>
            <a href=href class=class aria-current=move || inside().then_some("page")>
                {label}
            </a>
        </li>
    }
}
