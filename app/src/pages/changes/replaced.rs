//! After a rotation: the way to revoke what was replaced. What was just made works on.

use super::live::Live;
use crate::layout::may;
use crate::pages::planning::Planning;
use crate::pages::tokens::plan_revoke;
use leptos::prelude::*;
use model::form::Revoke;
use model::{Permission, PlanView, ReplacedToken};
use ui::{Button, Kind};

/// Nothing where nothing was replaced, or all of it is gone.
pub fn replaced(live: Live, planning: Planning) -> Option<AnyView> {
    let (label, text) = live.plan.with_untracked(words)?;
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

fn words(plan: &PlanView) -> Option<(String, String)> {
    match plan.replaced.as_slice() {
        [] => None,
        [ReplacedToken { name, .. }] => Some((
            ["Revoke old token ", name].concat(),
            [name, " keeps working. Revoke it when nothing uses it any more. You review the change first."].concat(),
        )),
        many => Some((
            ["Revoke ", &many.len().to_string(), " old tokens"].concat(),
            "The old tokens keep working. Revoke them when nothing uses them any more. You review the change first."
                .to_owned(),
        )),
    }
}
