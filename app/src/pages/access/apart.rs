//! Workspaces that stand apart from the table: those whose roles SAML says, and those that could not be read.

use super::head::UNREADABLE;
use super::live::Live;
use super::words;
use crate::paths;
use crate::route::Edited;
use leptos::prelude::*;
use model::Millis;
use model::access::AccessWorkspace;
use ui::{Cell, CellKind, Head, Row, RowHead, Section, TableBox, TimeAgo, Tone, all, following, maybe};

pub fn apart(live: Live) -> AnyView {
    let unread = following(move || {
        let failing = live.shown.with(|shown| {
            shown.uncertain.iter().filter(|workspace| workspace.error.is_some()).cloned().collect::<Vec<_>>()
        });
        unreadable(failing, live.now)
    });
    view! {
        {unread}
        {following(move || saml(live.shown.with(|shown| shown.saml_only.clone())))}
    }
    .into_any()
}

/// Workspaces with the reason why their holders are not known, or not as they are now.
pub fn unreadable(workspaces: Vec<AccessWorkspace>, now: RwSignal<Millis>) -> AnyView {
    maybe((!workspaces.is_empty()).then(|| {
        view! {
            <div id=UNREADABLE tabindex="-1">
                <Section title="Not readable">
                    <p class="text-sm text-ink-2">
                        "Who holds a role in these is not known, or was known before and may be different by now. Reading is tried again by itself."
                    </p>
                    <TableBox label="Workspaces whose holders could not be read" stacked=true>
                        <thead>
                            <tr>
                                <Head>"Workspace"</Head>
                                <Head>"Account and region"</Head>
                                <Head>"Last good read"</Head>
                                <Head>"Reason"</Head>
                            </tr>
                        </thead>
                        <tbody>{all(workspaces.into_iter().map(|workspace| line(workspace, now)))}</tbody>
                    </TableBox>
                </Section>
            </div>
        }
    }))
}

fn line(workspace: AccessWorkspace, now: RwSignal<Millis>) -> AnyView {
    let (place, href) = (words::place(&workspace), paths::workspace_access(&workspace.key));
    let label = workspace.label().to_owned();
    let reason = workspace.error.map(|error| error.message).unwrap_or_default();
    let age = match workspace.read_at {
        Some(at) => view! { <span class="when-stacked">"Last good read "</span> <TimeAgo at now /> }.into_any(),
        None => "never read".into_any(),
    };
    view! {
        <Row tone=Tone::Idle>
            <RowHead>
                <a href=href>{label}</a>
            </RowHead>
            <Cell>{place}</Cell>
            <Cell>{age}</Cell>
            <Cell kind=CellKind::Prose>{reason}</Cell>
        </Row>
    }
    .into_any()
}

fn saml(workspaces: Vec<AccessWorkspace>) -> AnyView {
    maybe((!workspaces.is_empty()).then(|| {
        let item = |workspace: AccessWorkspace| {
            let (href, label) = (paths::edit(&workspace.key, Edited::SignIn), workspace.label().to_owned());
            view! {
                <li>
                    <a class="text-accent underline underline-offset-3" href=href>{label}</a>
                    <span class="text-ink-3">" " {words::place(&workspace)}</span>
                </li>
            }
        };
        view! {
            <Section title="Roles from SAML">
                <p class="text-sm text-ink-2">
                    "People sign in to these by SAML alone: their roles come from the assertion, and what Identity Center says has no effect. How the assertion is read stands on the sign-in page of each."
                </p>
                <ul class="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2 xl:grid-cols-3">{all(workspaces.into_iter().map(item))}</ul>
            </Section>
        }
    }))
}
