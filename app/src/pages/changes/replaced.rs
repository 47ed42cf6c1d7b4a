//! After a rotation: the way to revoke what was replaced. What was just made works on.

use super::live::Live;
use crate::layout::may;
use crate::pages::planning::Planning;
use crate::pages::tokens::plan_revoke;
use leptos::prelude::*;
use model::form::Revoke;
use model::{Millis, Permission, PlanView, ReplacedToken};
use ui::{Button, Kind};

/// Nothing where nothing was replaced, or all of it is gone.
pub fn replaced(live: Live, planning: Planning) -> Option<AnyView> {
    let now = live.now.get_untracked();
    let (label, text) = live.plan.with_untracked(|plan| words(plan, now))?;
    let refused = (!may(Permission::TokenRevoke)).then(|| "Your roles lack token.revoke".to_owned());
    let revoke = move |_| {
        let tokens = live.plan.with_untracked(|plan| plan.replaced.iter().map(|old| old.at.clone()).collect());
        planning.run(move |form| Box::pin(plan_revoke(form, Revoke { tokens, keys: Vec::new() })));
    };
    Some(
        view! {
            <span class="block pt-1">{text}</span>
            <span class="block pt-2">
                <Button kind=Kind::Main busy=planning.busy reason=planning.obstacle(refused) on_click=revoke>{label}</Button>
            </span>
        }
        .into_any(),
    )
}

/// The button, and what is told of what was replaced, at this moment.
fn words(plan: &PlanView, now: Millis) -> Option<(String, String)> {
    match plan.replaced.as_slice() {
        [] => None,
        [old] => Some(of_one(old, now)),
        many => Some(of_many(many, now)),
    }
}

const REVIEWED: &str = "You review the change first.";

fn of_one(old: &ReplacedToken, now: Millis) -> (String, String) {
    let ReplacedToken { name, expires_at, .. } = old;
    let revoke = ["Revoke old token ", name].concat();
    let once = ["Revoke it when nothing uses it any more. ", REVIEWED].concat();
    match *expires_at {
        Some(at) if at <= now => (
            ["Delete old token ", name].concat(),
            [name, " expired on ", &ui::date(at), "; nothing that uses it works. ", REVIEWED].concat(),
        ),
        Some(_) => (revoke, [name, " keeps working. ", &once].concat()),
        None => (revoke, once),
    }
}

fn of_many(many: &[ReplacedToken], now: Millis) -> (String, String) {
    let count = |what: fn(Millis, Millis) -> bool| {
        many.iter().filter(|old| old.expires_at.is_some_and(|at| what(at, now))).count()
    };
    let (over, working, all) = (count(|at, now| at <= now), count(|at, now| at > now), many.len());
    if over == all {
        let label = ["Delete ", &all.to_string(), " old tokens"].concat();
        return (label, ["The old tokens have expired; nothing that uses them works. ", REVIEWED].concat());
    }
    let told = match working {
        0 => String::new(),
        1 => "1 of the old tokens keeps working. ".to_owned(),
        some if some == all => "The old tokens keep working. ".to_owned(),
        some => [&some.to_string(), " of the old tokens keep working. "].concat(),
    };
    let label = ["Revoke ", &all.to_string(), " old tokens"].concat();
    (label, [&told, "Revoke them when nothing uses them any more. ", REVIEWED].concat())
}
