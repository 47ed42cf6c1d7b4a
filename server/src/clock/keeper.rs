//! Both clocks held against each other at each look.

use super::{Hands, Moment, Source};
use model::Millis;
use std::sync::Arc;
use tokio::sync::watch;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;
/// The wall clock was set forward, or the machine slept, when the wall clock gains more than this.
const FORWARD: Millis = 5_000;
/// It was set back when it loses more than this.
const BACK: Millis = MINUTE;
/// What a jump adds to every age: more than anything that is held is good for.
const JUMP: Millis = DAY;

/// That the wall clock was set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetBack {
    /// By how many milliseconds.
    pub by: Millis,
    /// What it said afterwards.
    pub at: Millis,
}

#[derive(Debug)]
pub struct Keeper {
    source: Arc<dyn Source>,
    last: Hands,
    steady: Millis,
    /// The wall clock less the monotonic one, after the last jump.
    apart: Millis,
    /// The last time it was set back, and the monotonic clock then.
    back: Option<(SetBack, Millis)>,
    jumps: watch::Sender<u64>,
}

impl Keeper {
    pub fn new(source: Arc<dyn Source>) -> Self {
        let last = source.read();
        let jumps = watch::Sender::new(0);
        Self { source, last, steady: last.wall.max(DAY), apart: apart(last), back: None, jumps }
    }

    /// Goes on with another source, of which nothing is known yet; ages are counted on.
    pub fn take(&mut self, source: Arc<dyn Source>) {
        let last = source.read();
        (self.source, self.last, self.apart, self.back) = (source, last, apart(last), None);
    }

    pub fn jumps(&self) -> watch::Receiver<u64> {
        self.jumps.subscribe()
    }

    pub fn look(&mut self) -> Moment {
        let hands = self.source.read();
        let by_wall = hands.wall.saturating_sub(self.last.wall);
        let by_monotonic = hands.monotonic.saturating_sub(self.last.monotonic);
        self.last = hands;
        self.steady = self.steady.saturating_add(by_wall.max(by_monotonic).max(0));
        match apart(hands).saturating_sub(self.apart) {
            gained if gained > FORWARD => {
                tracing::info!(seconds = gained / 1_000, "the clock went forward, or this machine slept");
                self.jump(hands);
            }
            lost if lost < -BACK => {
                self.jump(hands);
                self.note_back(lost.saturating_neg());
            }
            _ => {}
        }
        Moment { wall: hands.wall, steady: self.steady, monotonic: hands.monotonic }
    }

    fn jump(&mut self, hands: Hands) {
        self.apart = apart(hands);
        self.steady = self.steady.saturating_add(JUMP);
        self.jumps.send_modify(|jumps| *jumps += 1);
    }

    /// Logs it once, and remembers it.
    pub fn note_back(&mut self, by: Millis) {
        tracing::warn!(minutes = by / MINUTE, "the clock of this machine went back");
        self.back = Some((SetBack { by, at: self.last.wall }, self.last.monotonic));
    }

    /// In the last 24 hours.
    pub fn set_back(&mut self) -> Option<SetBack> {
        let monotonic = self.look().monotonic;
        self.back.filter(|(_, then)| monotonic.saturating_sub(*then) < DAY).map(|(back, _)| back)
    }
}

fn apart(hands: Hands) -> Millis {
    hands.wall.saturating_sub(hands.monotonic)
}

#[cfg(test)]
mod tests {
    use super::{BACK, DAY, FORWARD, Hands, Keeper, MINUTE, SetBack, Source};
    use std::sync::{Arc, Mutex};

    #[derive(Debug)]
    struct Set(Mutex<Hands>);

    impl Source for Set {
        fn read(&self) -> Hands {
            *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
        }
    }

    /// A keeper, and what moves its clocks: the wall clock, and the monotonic one.
    fn keeper() -> (Keeper, impl Fn(i64, i64)) {
        let set = Arc::new(Set(Mutex::new(Hands { wall: 1_000 * DAY, monotonic: 7 })));
        let keeper = Keeper::new(set.clone());
        let shift = move |wall, monotonic| {
            let mut hands = set.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *hands = Hands { wall: hands.wall + wall, monotonic: hands.monotonic + monotonic };
        };
        (keeper, shift)
    }

    #[test]
    fn an_age_is_what_both_clocks_say_and_the_larger_where_they_differ() {
        let (mut keeper, shift) = keeper();
        let at = keeper.look().steady;
        shift(1_000, 1_000);
        assert_eq!(keeper.look().steady - at, 1_000);
        shift(FORWARD, 0);
        assert_eq!(keeper.look().steady - at, 1_000 + FORWARD);
        shift(-BACK, 2_000);
        assert_eq!(keeper.look().steady - at, 3_000 + FORWARD);
    }

    #[test]
    fn after_a_jump_everything_is_older_than_a_day_and_whoever_waits_is_woken() {
        for jump in [FORWARD + 1, 8 * 60 * MINUTE, -BACK - 1, -60 * MINUTE] {
            let (mut keeper, shift) = keeper();
            let (at, jumps) = (keeper.look().steady, keeper.jumps());
            shift(jump, 0);
            assert!(keeper.look().steady - at >= DAY && jumps.has_changed().is_ok_and(|changed| changed), "{jump}");
            let at = keeper.look().steady;
            shift(1, 1);
            assert_eq!(keeper.look().steady - at, 1, "{jump}: told once");
        }
    }

    #[test]
    fn steps_that_are_small_by_themselves_are_a_jump_together() {
        let (mut keeper, shift) = keeper();
        for _ in 0..3 {
            assert_eq!(keeper.set_back(), None);
            shift(-BACK / 2, 0);
            keeper.look();
        }
        assert_eq!(keeper.set_back().map(|back| back.by), Some(3 * BACK / 2));
    }

    #[test]
    fn a_clock_that_was_set_back_is_told_for_a_day() {
        let (mut keeper, shift) = keeper();
        shift(-60 * MINUTE, 0);
        let at = 1_000 * DAY - 60 * MINUTE;
        assert_eq!(keeper.set_back(), Some(SetBack { by: 60 * MINUTE, at }));
        shift(DAY - 1, DAY - 1);
        assert!(keeper.set_back().is_some());
        shift(1, 1);
        assert_eq!(keeper.set_back(), None);
    }
}
