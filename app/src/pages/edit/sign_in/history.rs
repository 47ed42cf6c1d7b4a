//! What this server replaced before: any of it can be brought back, as a plan like every other.

use super::api::{plan_restore_sign_in, sign_in_history};
use super::parts::{button, intro, section as section_of};
use crate::pages::resource::new_form;
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use crate::{Failure, paths};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::form::Earlier;
use model::{Error, ResourceKey};
use ui::{Skeleton, VisuallyHidden, all, exact, following, iso, maybe};

#[derive(Clone, Copy)]
struct History {
    key: StoredValue<ResourceKey>,
    found: RwSignal<Option<Result<Vec<Earlier>, Error>>>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Error>>,
    /// Why nothing can be brought back just now; empty when it can.
    obstacle: Signal<String>,
    here: Here,
}

impl History {
    fn read(self) {
        let key = self.key.get_value();
        spawn_local(async move {
            let found = sign_in_history(key).await.map_err(|Failure(error)| error);
            self.found.try_set(Some(found));
        });
    }

    fn bring_back(self, number: i64) {
        let key = self.key.get_value();
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = match new_form().await {
                Ok(form) => plan_restore_sign_in(form, key, number).await,
                Err(failure) => Err(failure),
            };
            // Gone meanwhile: the reader is elsewhere and stays there.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(plan) => self.here.go(&paths::change(&plan)),
                Err(Failure(error)) => self.failure.set(Some(error)),
            }
        });
    }
}

/// `unsaved`: the form above has changes, which going to another plan would lose.
pub fn section(key: ResourceKey, unsaved: Memo<bool>) -> AnyView {
    let obstacle = Signal::derive(move || {
        let lost = "The form above has changes, which would be lost. Review them or undo them first";
        if unsaved.get() { lost.to_owned() } else { String::new() }
    });
    let history = History {
        key: StoredValue::new(key),
        found: RwSignal::new(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        obstacle,
        here: Here::get(),
    };
    Effect::new(move |_| history.read());
    let retry = Callback::new(move |()| history.read());
    let list = following(move || match history.found.get() {
        None => view! { <Skeleton rows=2 label="Reading what was before" /> }.into_any(),
        Some(Err(error)) => view! { <ErrorPanel error retry /> }.into_any(),
        Some(Ok(found)) => lines(history, found),
    });
    let failure = following(move || maybe(history.failure.get().map(|error| view! { <ErrorPanel error /> })));
    let what = "What Belvedere replaced in this workspace, the newest first, at most 50. What was changed elsewhere is not among it.";
    section_of("Earlier configurations", vec![intro(what.to_owned()), list, failure])
}

fn lines(history: History, found: Vec<Earlier>) -> AnyView {
    if found.is_empty() {
        return intro("Nothing was replaced yet.".to_owned());
    }
    let lines = all(found.into_iter().map(|earlier| line(history, earlier)));
    view! { <ul class="flex flex-col gap-4" aria-label="Earlier configurations">{lines}</ul> }.into_any()
}

fn line(history: History, earlier: Earlier) -> AnyView {
    let Earlier { number, at, actor, plan, lines } = earlier;
    let when = exact(at);
    let of = [" of ", &when].concat();
    let (before, path) = (of.clone(), paths::change(&plan));
    let press = Callback::new(move |()| history.bring_back(number));
    let said = all(lines.into_iter().map(|line| view! { <li class="wrap-anywhere">{line}</li> }));
    view! {
        <li class="flex flex-wrap items-start justify-between gap-3 border-t border-line pt-3">
            <div class="min-w-0 grow basis-80 text-sm">
                <p>
                    "In force until "
                    <time datetime=iso(at)>{when}</time>
                    ", replaced by "
                    {actor}
                    ": "
                    <a href=path>"the plan"<VisuallyHidden>{of}</VisuallyHidden></a>
                </p>
                <ul class="text-ink-2">{said}</ul>
            </div>
            {button("Bring back", Some(before), history.busy, history.obstacle, press)}
        </li>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
pub fn rendered(key: ResourceKey, found: Vec<Earlier>) -> String {
    let history = History {
        key: StoredValue::new(key),
        found: RwSignal::new(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        obstacle: Signal::stored(String::new()),
        here: Here::get(),
    };
    lines(history, found).to_html()
}
