//! Rows that were chosen, and what is done to all of them at once.

use super::api::{plan_revoke, plan_rotate};
use super::board::Board;
use crate::layout::may;
use leptos::ev;
use leptos::prelude::*;
use model::Permission;
use model::form::{KeyAt, LIFETIMES, ROTATED_AT_ONCE, Revoke, RotateMany, SecretPlace, TokenAt};
use model::tokens::{TokenKind, TokenRow};
use ui::{Button, Choice, Dialog, FormActions, IconName, Kind, Select, TextField, counted, maybe};

/// What can be revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    Token(TokenAt),
    Key(KeyAt),
}

impl Chosen {
    /// `None` for a service account.
    pub fn of(row: &TokenRow) -> Option<Self> {
        let workspace = row.workspace.clone();
        match row.kind {
            TokenKind::Account => None,
            TokenKind::Key => Some(Self::Key(KeyAt { workspace, name: row.name.clone() })),
            TokenKind::Token => {
                Some(Self::Token(TokenAt { workspace, account: row.account.clone()?, token: row.id.clone() }))
            }
        }
    }
}

pub fn revoke(board: Board, all: Vec<Chosen>) {
    let mut values = Revoke::default();
    for chosen in all {
        match chosen {
            Chosen::Token(token) => values.tokens.push(token),
            Chosen::Key(key) => values.keys.push(key),
        }
    }
    board.planning.run(move |form| Box::pin(plan_revoke(form, values)));
}

/// The box before a row that can be chosen.
pub fn tick(board: Board, row: &TokenRow) -> AnyView {
    let open = may(Permission::TokenRevoke) || may(Permission::TokenMint);
    let Some(chosen) = Chosen::of(row).filter(|_| open) else { return maybe(None::<&str>) };
    let label = ["Choose ", &row.name].concat();
    let (is, pick) = (chosen.clone(), chosen);
    let change = move |event: ev::Event| {
        let ticked = event_target_checked(&event);
        board.chosen.update(|all| {
            all.retain(|one| *one != pick);
            if ticked {
                all.push(pick.clone());
            }
        });
    };
    view! {
        <input type="checkbox" class="mt-0.5" aria-label=label prop:checked=move || board.chosen.with(|all| all.contains(&is)) on:change=change />
    }
    .into_any()
}

/// What can be done with what was chosen; nothing while nothing was.
pub fn bar(board: Board) -> AnyView {
    let open = RwSignal::new(false);
    let count = Memo::new(move |_| board.chosen.with(Vec::len));
    let delivers = board.delivers_to.get_value();
    let rotate = delivers.clone().filter(|_| may(Permission::TokenMint)).map(|_| {
        let reason = Signal::derive(move || too_many(board).unwrap_or_default().to_owned());
        view! { <Button icon=IconName::Key reason on_click=move |_| open.set(true)>"Rotate and deliver"</Button> }
    });
    let revoke_all = move |_| revoke(board, board.chosen.get_untracked());
    view! {
        <div class="contents">
            <div class="flex flex-wrap items-center gap-3 rounded border border-line bg-surface px-3 py-2" hidden=move || count.get() == 0>
                <span class="text-sm" role="status">
                    {move || match count.get() { 0 => String::new(), n => [&n.to_string(), " chosen"].concat() }}
                </span>
                {maybe(rotate)}
                {maybe(may(Permission::TokenRevoke).then(|| view! {
                    <Button icon=IconName::Trash busy=board.planning.busy reason=board.planning.obstacle(None) on_click=revoke_all>"Revoke"</Button>
                }))}
                <Button kind=Kind::Quiet on_click=move |_| board.chosen.set(Vec::new())>"Choose none"</Button>
            </div>
            {maybe(delivers.map(|place| dialog(board, open, &place)))}
        </div>
    }
    .into_any()
}

/// Why what was chosen cannot be rotated at once.
fn too_many(board: Board) -> Option<&'static str> {
    board.chosen.with(|all| match all.iter().any(|one| matches!(one, Chosen::Key(_))) {
        true => Some("API keys are not rotated: mint a token of a service account in their place"),
        false if all.len() > ROTATED_AT_ONCE => Some("One plan rotates 20 tokens"),
        false => None,
    })
}

fn dialog(board: Board, open: RwSignal<bool>, to: &SecretPlace) -> AnyView {
    let lifetime = RwSignal::new(String::new());
    let folder = RwSignal::new([&to.prefix, "grafana"].concat());
    let offered = LIFETIMES.into_iter().map(|(seconds, words)| Choice::new(seconds.to_string(), words));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "As long as each old token")).chain(offered).collect();
    let tokens = move || {
        let all = board.chosen.get_untracked();
        all.into_iter().filter_map(|one| if let Chosen::Token(token) = one { Some(token) } else { None }).collect()
    };
    let values = move || RotateMany {
        tokens: tokens(),
        // Nothing chosen keeps what each had.
        seconds_to_live: lifetime.get_untracked().parse().ok(),
        folder: folder.with_untracked(|folder| folder.trim().to_owned()),
    };
    let wrong = RwSignal::new(None::<String>);
    let checks = to.clone();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let values = values();
        let errors = checks.check(values.validate(), "folder", &values.beginning());
        match errors.into_iter().next() {
            Some(error) => wrong.set(Some(error.message)),
            None => {
                wrong.set(None);
                open.set(false);
                board.planning.run(move |form| Box::pin(plan_rotate(form, values)));
            }
        }
    };
    let place = ["AWS Secrets Manager in ", &to.scope.to_string()].concat();
    // Whoever may not give the role renews what is an admin's already.
    let admins = (!may(Permission::GrafanaGrant)).then_some(
        "Your roles do not have the permission grafana.grant: the token of an admin is rotated while it works, \
         into the secret that is tagged for it, and nowhere else.",
    );
    let count = move || counted(board.chosen.with(Vec::len), "token");
    view! {
        <Dialog id="rotate" title="Rotate and deliver" open>
            <form method="dialog" class="stack" novalidate on:submit=submit>
                <p>
                    {count}" get a successor each. Nobody sees the secrets: they go to "{place}
                    ". The old tokens work until they are revoked or expire."
                </p>
                {maybe(admins.map(|text| view! { <p class="text-sm text-ink-2">{text}</p> }))}
                <Select id="rotate_lifetime" label="Lifetime of the successors" value=lifetime choices />
                <TextField id="folder" label="Folder of the secrets" value=folder mono=true error=wrong help="Each secret is called folder/workspace/account/token." />
                <FormActions>
                    <Button kind=Kind::Main submit=true busy=board.planning.busy>"Review"</Button>
                </FormActions>
            </form>
        </Dialog>
    }
    .into_any()
}
