//! State as tone, shape and word. Owns the five tones and their marks; which state has which tone is the caller's to say.

use leptos::prelude::*;

/// The five states a thing can be in. Colour never speaks alone: every tone has a shape and is shown with a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Works as it should: a filled disc.
    Ok,
    /// Is changing right now: a half disc that pulses.
    Busy,
    /// Works, but needs somebody soon: a triangle.
    Warn,
    /// Has failed: a cross.
    Bad,
    /// Not known or not in use: a ring.
    #[default]
    Idle,
}

impl Tone {
    /// Class that colours text, readable on every ground and on the tone's own tint.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Ok => "text-ok",
            Self::Busy => "text-accent",
            Self::Warn => "text-warn",
            Self::Bad => "text-bad",
            Self::Idle => "text-idle",
        }
    }

    /// Class for the soft tint behind a message.
    pub const fn soft(self) -> &'static str {
        match self {
            Self::Ok => "bg-ok-soft",
            Self::Busy => "bg-accent-soft",
            Self::Warn => "bg-warn-soft",
            Self::Bad => "bg-bad-soft",
            Self::Idle => "bg-idle-soft",
        }
    }

    /// Class for a filled bar or dot.
    pub const fn solid(self) -> &'static str {
        match self {
            Self::Ok => "bg-ok-solid",
            Self::Busy => "bg-busy-solid",
            Self::Warn => "bg-warn-solid",
            Self::Bad => "bg-bad-solid",
            Self::Idle => "bg-idle-solid",
        }
    }

    /// Class that gives `--tone`, `--tone-soft` and `--tone-solid` to an element and what is inside it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-ok",
            Self::Busy => "tone-busy",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Idle => "tone-idle",
        }
    }

    /// Outline of the mark in a 10 by 10 box, filled by the even-odd rule.
    const fn path(self) -> &'static str {
        match self {
            Self::Ok => "M1 5a4 4 0 1 1 8 0 4 4 0 1 1-8 0z",
            Self::Busy => "M1 5a4 4 0 1 1 8 0 4 4 0 1 1-8 0zM5 2.25a2.75 2.75 0 0 1 0 5.5z",
            Self::Warn => "M5 .75 9.75 9.25H.25z",
            Self::Bad => "M1.1 2.4 2.4 1.1 5 3.7 7.6 1.1 8.9 2.4 6.3 5 8.9 7.6 7.6 8.9 5 6.3 2.4 8.9 1.1 7.6 3.7 5z",
            Self::Idle => "M1 5a4 4 0 1 1 8 0 4 4 0 1 1-8 0zM2.4 5a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0z",
        }
    }
}

/// The shape of a tone by itself. Hidden from assistive technology: a word must stand beside it.
#[component]
pub fn Mark(tone: Tone) -> impl IntoView {
    view! {
        <svg class=mark_class(tone) width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <path fill="currentColor" fill-rule="evenodd" d=tone.path() />
        </svg>
    }
}

const fn mark_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "mark tone-ok",
        Tone::Busy => "mark tone-busy pulse",
        Tone::Warn => "mark tone-warn",
        Tone::Bad => "mark tone-bad",
        Tone::Idle => "mark tone-idle",
    }
}

/// Shape and word of a state, as in a table's status column.
#[component]
pub fn StatusMark(tone: Tone, #[prop(into)] word: String) -> impl IntoView {
    view! {
        <span class=status_class(tone)>
            <Mark tone />
            {word}
        </span>
    }
}

const fn status_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "status tone-ok",
        Tone::Busy => "status tone-busy",
        Tone::Warn => "status tone-warn",
        Tone::Bad => "status tone-bad",
        Tone::Idle => "status tone-idle",
    }
}

/// The three pixel bar in a tone's solid colour, for a flex or grid box that has none built in.
#[component]
pub fn Rail(tone: Tone) -> impl IntoView {
    view! { <span class=rail_class(tone) aria-hidden="true"></span> }
}

const fn rail_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "rail tone-ok",
        Tone::Busy => "rail tone-busy",
        Tone::Warn => "rail tone-warn",
        Tone::Bad => "rail tone-bad",
        Tone::Idle => "rail tone-idle",
    }
}
