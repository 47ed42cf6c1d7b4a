//! How long a token or key shall live.

use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::form::{LIFETIMES, LONGEST_LIFE, PRESET_LIFE};
use ui::{Choice, NumberField, RadioGroup};

pub const CUSTOM: &str = "custom";

#[derive(Clone, Copy)]
pub struct Life {
    /// Seconds of one of the offered lifetimes, or [`CUSTOM`].
    pub chosen: RwSignal<String>,
    pub seconds: RwSignal<String>,
}

impl Life {
    /// As it was planned before, or as what it replaces has it; else as it begins.
    pub fn of(kept: Option<u32>) -> Self {
        let text = |value: &str| RwSignal::new(value.to_owned());
        let kept = kept.unwrap_or(PRESET_LIFE);
        match LIFETIMES.iter().any(|(offered, _)| *offered == kept) {
            true => Self { chosen: text(&kept.to_string()), seconds: text("") },
            false => Self { chosen: text(CUSTOM), seconds: text(&kept.to_string()) },
        }
    }

    fn is_custom(self) -> bool {
        self.chosen.with(|chosen| chosen == CUSTOM)
    }

    /// Nothing, and anything that is no number, is as wrong as 0 and told the same.
    pub fn read(self) -> u32 {
        let seconds = if self.is_custom() { self.seconds } else { self.chosen };
        seconds.with(|seconds| seconds.trim().parse().unwrap_or(0))
    }

    pub fn fields(self, check: Check) -> AnyView {
        let offered = LIFETIMES.iter().map(|(seconds, words)| Choice::new(seconds.to_string(), *words));
        let custom = Choice::new(CUSTOM, "Other").help("In seconds, up to 30 days.");
        let choices: Vec<Choice> = offered.chain(std::iter::once(custom)).collect();
        let asked = Memo::new(move |_| self.is_custom());
        let seconds = move || {
            asked.get().then(|| {
                view! {
                    <NumberField
                        id="seconds_to_live"
                        label=check.label("seconds_to_live")
                        value=self.seconds
                        help="1 to 2,592,000. A day has 86,400."
                        unit="seconds"
                        min=1
                        max=i64::from(LONGEST_LIFE)
                        error=check.error("seconds_to_live")
                    />
                }
            })
        };
        view! {
            <RadioGroup id="lifetime" label=check.label("lifetime") value=self.chosen choices help="AWS gives none more than 30 days, and none can be prolonged." />
            {seconds}
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::{CUSTOM, Life};
    use leptos::prelude::*;
    use model::form::{LIFETIMES, PRESET_LIFE};

    #[test]
    fn the_lifetime_chosen_first_is_one_of_those_offered() {
        assert!(LIFETIMES.iter().any(|(seconds, _)| *seconds == PRESET_LIFE));
    }

    #[test]
    fn what_was_planned_comes_back_as_it_was_chosen() {
        let owner = Owner::new();
        owner.set();
        for seconds in [86_400, 7_201] {
            assert_eq!(untrack(|| Life::of(Some(seconds)).read()), seconds);
        }
    }

    #[test]
    fn a_custom_lifetime_counts_only_while_it_is_asked_for() {
        let owner = Owner::new();
        owner.set();
        let life = Life::of(None);
        life.seconds.set("90".into());
        assert_eq!(untrack(|| life.read()), 86_400);
        life.chosen.set(CUSTOM.into());
        assert_eq!(untrack(|| life.read()), 90);
    }

    #[test]
    fn what_is_no_number_is_as_wrong_as_nothing() {
        let owner = Owner::new();
        owner.set();
        let life = Life::of(None);
        life.chosen.set(CUSTOM.into());
        for wrong in ["", "soon", "-1", "99999999999"] {
            life.seconds.set(wrong.into());
            assert_eq!(untrack(|| life.read()), 0, "{wrong}");
        }
    }
}
