//! Trying the form as it stands on what an identity provider sends. What is pasted is about a person: it is sent to the
//! server for the answer and kept nowhere.

use super::api::try_sign_in;
use super::fields::mapping;
use super::findings::findings;
use super::parts::{self, Fact, button, facts, help, intro};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Error;
use model::document::{Mapping, Verdict};
use model::form::SignIn;
use ui::{StatusMark, TextArea, Tone, announce, following, maybe};

const HELP: &str = "A SAML response as the browser sends it, its XML or a part of it, or lines such as role=Platform Admins. \
                    It is about a person: Belvedere looks at it once and keeps it nowhere.";

/// What was tried, and what came of it.
#[derive(Clone)]
struct Tried {
    mapping: Mapping,
    pasted: String,
    answer: Result<Verdict, Error>,
}

#[derive(Clone, Copy)]
struct Tester {
    pasted: RwSignal<String>,
    now: Memo<SignIn>,
    busy: RwSignal<bool>,
    tried: RwSignal<Option<Tried>>,
}

impl Tester {
    fn run(self) {
        let (mapping, pasted) = (mapping(self.now.get_untracked()), self.pasted.get_untracked());
        self.busy.set(true);
        self.tried.set(None);
        spawn_local(async move {
            let answer = try_sign_in(mapping.clone(), pasted.clone()).await.map_err(|Failure(error)| error);
            if self.busy.try_set(false).is_some() {
                return;
            }
            announce(&match &answer {
                Ok(verdict) => headline(verdict).1,
                Err(error) => error.fields.first().map_or(&error.message, |field| &field.message).clone(),
            });
            self.tried.set(Some(Tried { mapping, pasted, answer }));
        });
    }

    /// The answer is about the form and the text in view.
    fn is_current(self) -> bool {
        self.tried.with(|tried| {
            tried.as_ref().is_some_and(|tried| {
                self.pasted.with(|pasted| *pasted == tried.pasted)
                    && self.now.with(|now| mapping(now.clone()) == tried.mapping)
            })
        })
    }

    /// Why what was pasted cannot be tried.
    fn refused(self) -> Option<String> {
        let of = |tried: &Tried| {
            let error = tried.answer.as_ref().err()?;
            error.fields.first().map(|field| field.message.clone())
        };
        let refused = self.tried.with(|tried| tried.as_ref().and_then(of));
        refused.filter(|_| self.is_current())
    }
}

pub fn section(now: Memo<SignIn>) -> AnyView {
    let tester =
        Tester { pasted: RwSignal::new(String::new()), now, busy: RwSignal::new(false), tried: RwSignal::new(None) };
    let obstacle = Signal::derive(move || {
        if tester.pasted.with(String::is_empty) { "There is nothing to try yet".to_owned() } else { String::new() }
    });
    let current = Memo::new(move |_| tester.tried.with(Option::is_some).then(|| tester.is_current()));
    let answer = following(move || match current.get() {
        None => ().into_any(),
        Some(false) => help("The form or the text has changed since it was tried.".to_owned()),
        Some(true) => maybe(tester.tried.get_untracked().map(|tried| answered(tried.answer))),
    });
    let looked = "With the form as it stands, saved or not. Signatures and times are not looked at: those are Grafana's to check.";
    let error = Signal::derive(move || tester.refused());
    let field = view! {
        <TextArea
            id="assertion"
            label="What the identity provider sends"
            value=tester.pasted
            help=HELP
            optional=true
            mono=true
            rows=6
            error
        />
    };
    let press = Callback::new(move |()| tester.run());
    parts::section(
        "Try it",
        vec![intro(looked.to_owned()), field.into_any(), button("Try it", None, tester.busy, obstacle, press), answer],
    )
}

fn answered(answer: Result<Verdict, Error>) -> AnyView {
    match answer {
        Ok(verdict) => told(verdict),
        // That one stands at the field.
        Err(error) if !error.fields.is_empty() => ().into_any(),
        Err(error) => view! { <ErrorPanel error /> }.into_any(),
    }
}

fn headline(verdict: &Verdict) -> (Tone, String) {
    let role = match verdict.grafana_role.as_str() {
        "ADMIN" => "an admin",
        "EDITOR" => "an editor",
        _ => "a viewer",
    };
    match (verdict.allowed, &verdict.login) {
        (false, _) => (Tone::Bad, "This person may not sign in.".to_owned()),
        (true, None) => (Tone::Bad, "This person cannot sign in: there is no login.".to_owned()),
        (true, Some(_)) => (Tone::Ok, ["This person signs in as ", role, "."].concat()),
    }
}

fn told(verdict: Verdict) -> AnyView {
    let (tone, word) = headline(&verdict);
    let Verdict { login, email, name, organization, why, grafana_role, matched, findings: found, .. } = verdict;
    let role = match matched {
        Some((list, value)) => [&grafana_role, ": \"", &value, "\" is among the values that make an ", &list].concat(),
        None => [&grafana_role, ": no value is in either list"].concat(),
    };
    let person = [("Login", login), ("E-mail address", email), ("Name", name), ("Organization", organization)];
    let mut told: Vec<Fact> =
        person.into_iter().map(|(label, value)| Fact::new(label, value.unwrap_or_else(|| "none".to_owned()))).collect();
    told.extend([Fact::new("May sign in", why), Fact::new("Role", role)]);
    view! {
        <div class="flex flex-col gap-4" data-verdict="">
            <h3 class="font-semibold"><StatusMark tone word /></h3>
            {facts(told)}
            {findings(found)}
        </div>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
pub fn rendered(verdict: Verdict) -> String {
    told(verdict).to_html()
}
