//! Findings about a document, with the marks of the kit.

use leptos::prelude::*;
use model::document::{Finding, Severity};
use ui::{StatusMark, Tone, all};

/// One line each; nothing when there are none.
pub fn findings(found: Vec<Finding>) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let lines = all(found.into_iter().map(|Finding { severity, sentence }| {
        let (tone, word) = match severity {
            Severity::Problem => (Tone::Bad, "Problem"),
            Severity::Warning => (Tone::Warn, "Warning"),
            Severity::Note => (Tone::Idle, "Note"),
        };
        view! {
            <li class="flex flex-wrap items-baseline gap-x-3 text-sm">
                <StatusMark tone word />
                <span class="min-w-0 grow basis-60 wrap-anywhere">{sentence}</span>
            </li>
        }
    }));
    view! { <ul class="flex flex-col gap-2">{lines}</ul> }.into_any()
}

/// How many of each, for who cannot see them: "1 problem, 2 warnings".
pub fn counted(found: &[Finding]) -> String {
    let of = |severity, one: &str| match found.iter().filter(|finding| finding.severity == severity).count() {
        0 => None,
        1 => Some(["1 ", one].concat()),
        n => Some([&n.to_string(), " ", one, "s"].concat()),
    };
    let told: Vec<String> =
        [of(Severity::Problem, "problem"), of(Severity::Warning, "warning"), of(Severity::Note, "note")]
            .into_iter()
            .flatten()
            .collect();
    if told.is_empty() { "Nothing to remark on".to_owned() } else { told.join(", ") }
}
