//! What a change would do, line by line: sign, name, value before and after.

use crate::erased::all;
use leptos::prelude::*;

/// What happens to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Add,
    Remove,
    Change,
    Same,
}

impl Sign {
    const ALL: [Self; 4] = [Self::Add, Self::Remove, Self::Change, Self::Same];

    const fn glyph(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Remove => "-",
            Self::Change => "~",
            Self::Same => "=",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Add => "added",
            Self::Remove => "removed",
            Self::Change => "changed",
            Self::Same => "unchanged",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Add => "diff-line diff-add",
            Self::Remove => "diff-line diff-remove",
            Self::Change => "diff-line diff-change",
            Self::Same => "diff-line",
        }
    }
}

/// One line of a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    sign: Sign,
    name: String,
    before: Option<String>,
    after: Option<String>,
}

impl DiffLine {
    /// A value that was not there before.
    pub fn add(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { sign: Sign::Add, name: name.into(), before: None, after: Some(value.into()) }
    }

    /// A value that will be gone.
    pub fn remove(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { sign: Sign::Remove, name: name.into(), before: Some(value.into()), after: None }
    }

    /// A value that becomes another.
    pub fn change(name: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { sign: Sign::Change, name: name.into(), before: Some(before.into()), after: Some(after.into()) }
    }

    /// A value that is so already.
    pub fn same(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { sign: Sign::Same, name: name.into(), before: None, after: Some(value.into()) }
    }
}

/// The lines of a change with a count per sign above them.
#[component]
pub fn Diff(#[prop(into)] label: String, lines: Vec<DiffLine>) -> impl IntoView {
    let counts = diff_counts(&lines);
    let rows = lines.into_iter().map(line).collect_view();
    view! {
        <div class="diff">
            <p class="diff-head">{counts}</p>
            <ul class="diff-lines" aria-label=label>{rows}</ul>
        </div>
    }
    .into_any()
}

/// How many lines there are of each sign.
pub fn diff_counts(lines: &[DiffLine]) -> AnyView {
    all(Sign::ALL.into_iter().filter_map(|sign| count_of(sign, lines)))
}

fn count_of(sign: Sign, lines: &[DiffLine]) -> Option<impl IntoView + use<>> {
    let count = lines.iter().filter(|line| line.sign == sign).count();
    (count > 0).then(|| {
        view! {
            <span>
                <span class="diff-sign" aria-hidden="true">{sign.glyph()}</span>
                {format!("{count}\u{a0}{}", sign.word())}
            </span>
        }
    })
}

/// A name in dots may break after each of them.
fn broken(name: &str) -> AnyView {
    all(name.split_inclusive('.').map(|part| view! { {part.to_owned()}<wbr /> }))
}

fn line(DiffLine { sign, name, before, after }: DiffLine) -> impl IntoView {
    let arrow =
        (before.is_some() && after.is_some()).then(|| view! { <span class="diff-to" aria-hidden="true">" → "</span> });
    view! {
        <li class=sign.class()>
            <span class="diff-sign" aria-hidden="true">{sign.glyph()}</span>
            <span class="diff-name"><span class="sr">{sign.word()}" "</span>{broken(&name)}</span>
            <span class="diff-value">
                {before.map(|before| view! { <del>{before}</del> })}
                {arrow}
                {after.map(|after| view! { <ins>{after}</ins> })}
            </span>
        </li>
    }
}
