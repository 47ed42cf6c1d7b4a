//! The scopes that could not be read, with the reason. They are never counted as empty.

use super::head::UNREADABLE;
use super::live::Live;
use leptos::prelude::*;
use model::fleet::ScopeState;
use ui::{AccountNumber, Cell, CellKind, Head, Row, RowHead, Section, TableBox, TimeAgo, Tone, all, following, maybe};

pub fn unreadable(live: Live) -> AnyView {
    following(move || {
        let scopes = live.page.with(|page| {
            let failed = page.frame.scopes.iter().filter(|state| state.error.is_some());
            failed
                .map(|state| (state.clone(), page.frame.account_name(&state.scope.account).to_owned()))
                .collect::<Vec<_>>()
        });
        maybe((!scopes.is_empty()).then(|| {
            let rows = all(scopes.into_iter().map(|(state, name)| line(live, state, name)));
            view! {
                <div id=UNREADABLE tabindex="-1">
                    <Section title="Not readable">
                        <p class="text-sm text-ink-2">
                            "What these hold is not counted above, unless it was read before; such rows are marked. Reading is tried again by itself."
                        </p>
                        <TableBox label="Accounts and regions that could not be read" stacked=true>
                            <thead>
                                <tr>
                                    <Head>"Account"</Head>
                                    <Head>"Region"</Head>
                                    <Head>"Last good read"</Head>
                                    <Head>"Reason"</Head>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </TableBox>
                    </Section>
                </div>
            }
        }))
    })
}

fn line(live: Live, state: ScopeState, name: String) -> impl IntoView {
    let ScopeState { scope, read_at, error } = state;
    let age = match read_at {
        Some(at) => {
            view! { <span class="when-stacked">"Last good read "</span> <TimeAgo at now=live.now /> }.into_any()
        }
        None => "never read".into_any(),
    };
    view! {
        <Row tone=Tone::Idle>
            <RowHead>
                {name}
                " "
                <AccountNumber value=scope.account.to_string() />
            </RowHead>
            <Cell kind=CellKind::Mono>{scope.region.to_string()}</Cell>
            <Cell>{age}</Cell>
            <Cell kind=CellKind::Prose>{error.map(|error| error.message).unwrap_or_default()}</Cell>
        </Row>
    }
}
