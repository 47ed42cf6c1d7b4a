//! How long a secret stays. Counted on the clock of the wall: a timer alone stands still while a laptop sleeps.

/// Milliseconds from being shown to being hidden again.
const SHOWN: f64 = 120_000.0;
/// Milliseconds from the beginning to the end.
const LIFE: f64 = 900_000.0;

/// What the time that passed asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Nothing,
    Hiding,
    End,
}

/// The time that has passed, from the first look on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    last: Option<f64>,
    age: f64,
    since_shown: f64,
}

impl Clock {
    /// Takes in what the wall says. A clock that is set back takes no time away that had passed.
    pub fn look(&mut self, now: f64) -> Due {
        let passed = self.last.replace(now).map_or(0.0, |last| (now - last).max(0.0));
        self.age += passed;
        self.since_shown += passed;
        match (self.age >= LIFE, self.since_shown >= SHOWN) {
            (true, _) => Due::End,
            (false, true) => Due::Hiding,
            (false, false) => Due::Nothing,
        }
    }

    /// From here the time to the next hiding counts.
    pub fn shown(&mut self) {
        self.since_shown = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Due, LIFE, SHOWN};

    const BEGIN: f64 = 1_763_682_432_000.0;

    fn begun() -> Clock {
        let mut clock = Clock::default();
        assert_eq!(clock.look(BEGIN), Due::Nothing);
        clock
    }

    #[test]
    fn the_end_is_due_after_its_time_however_few_looks_there_were() {
        let mut clock = begun();
        assert_eq!(clock.look(BEGIN + LIFE - 1.0), Due::Hiding);
        assert_eq!(clock.look(BEGIN + LIFE), Due::End);
        assert_eq!(begun().look(BEGIN + 100.0 * LIFE), Due::End);
    }

    #[test]
    fn each_showing_has_its_own_time() {
        let mut clock = begun();
        clock.look(BEGIN + SHOWN - 1.0);
        clock.shown();
        assert_eq!(clock.look(BEGIN + SHOWN), Due::Nothing);
        assert_eq!(clock.look(BEGIN + 2.0 * SHOWN - 1.0), Due::Hiding);
    }

    #[test]
    fn a_clock_that_is_set_back_wins_no_time() {
        let mut clock = begun();
        clock.look(BEGIN + LIFE - 2.0);
        assert_eq!(clock.look(BEGIN - LIFE), Due::Hiding);
        assert_eq!(clock.look(BEGIN - LIFE + 2.0), Due::End);
    }
}
