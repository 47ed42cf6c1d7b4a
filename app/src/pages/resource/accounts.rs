//! The service accounts of a Grafana workspace, each with its tokens under it. Secrets are never here: AWS tells them
//! once, to who minted them.

use super::actions::way;
use super::facts;
use super::live::Live;
use super::rights::Rights;
use crate::pages::planning::Planning;
use crate::paths;
use leptos::prelude::*;
use model::detail::{AccountLine, Action, Detail, TokenLine};
use model::{Millis, Permission, Reading, ResourceKey};
use ui::{
    Button, Cell, CellKind, Empty, Head, IconName, Row, RowHead, Section, StatusMark, TableBox, TimeAgo, Tone,
    VisuallyHidden, span,
};

/// A token that ends sooner than this needs somebody.
const SOON: Millis = 7 * 24 * 3_600_000;

/// What every line of the table needs to know.
#[derive(Clone)]
struct Around {
    live: Live,
    planning: Planning,
    workspace: ResourceKey,
    mint_refused: Option<String>,
    /// The same of an admin's token.
    grant_refused: Option<String>,
    delete_refused: Option<String>,
}

/// `None` for kinds that have no service accounts.
pub fn section(live: Live, planning: Planning, detail: &Detail) -> Option<AnyView> {
    let accounts = detail.accounts.clone()?;
    let rights = Rights::of_reader();
    let delete = Action { refused: detail.row.status.refuses_accounts() };
    let around = Around {
        live,
        planning,
        workspace: detail.row.key.clone(),
        mint_refused: rights.refuse(&detail.mint, Permission::TokenMint),
        grant_refused: rights.refuse(&Action { refused: None }, Permission::GrafanaGrant),
        delete_refused: rights.refuse(&delete, Permission::ServiceAccountDelete),
    };
    let path = paths::create_account(&detail.row.key);
    let refused = rights.refuse(&detail.create_account, Permission::ServiceAccountCreate);
    let (body, read_at) = facts::reading(accounts, live.now, 4, move |accounts| match accounts.is_empty() {
        true => view! {
            <Empty
                what="No service accounts yet."
                why="A program that talks to this workspace gets a service account with a role, and tokens of its own."
            >
                {way(path, "Create service account", "", IconName::Plus, refused)}
            </Empty>
        }
        .into_any(),
        false => table(&around, accounts),
    });
    let ways = ways(detail, &rights);
    let view = view! {
        <Section title="Service accounts" actions=move || facts::source("grafana:ListWorkspaceServiceAccounts", read_at, live.now)>
            {body}
            {ways}
        </Section>
    };
    Some(view.into_any())
}

/// What there is of tokens beyond this page.
fn ways(detail: &Detail, rights: &Rights) -> AnyView {
    let key = &detail.row.key;
    let all = [paths::TOKENS, "?workspace=", &key.id].concat();
    let keys = rights.refuse(&detail.mint_key, Permission::TokenMint);
    view! {
        <p class="flex flex-wrap items-center gap-3 pt-3 text-sm text-ink-2">
            <span>
                <a href=all>"Tokens of this workspace"</a>
                " with their owners, API keys, rotating and revoking."
            </span>
            {way(paths::create_key(key), "Mint API key", "", IconName::Key, keys)}
        </p>
    }
    .into_any()
}

fn table(around: &Around, accounts: Vec<AccountLine>) -> AnyView {
    let lines = accounts.into_iter().flat_map(|account| lines(around, account)).collect::<Vec<_>>();
    view! {
        <TableBox label="Service accounts and their tokens">
            <thead>
                <tr>
                    <Head>"Name"</Head>
                    <Head>"Grafana role"</Head>
                    <Head>"Status"</Head>
                    <Head>"Created"</Head>
                    <Head>"Expires"</Head>
                    <Head>"Last used"</Head>
                    <Head>
                        // Hidden text is placed by the nearest positioned box: without one it widens the page.
                        <span class="relative">
                            <VisuallyHidden>"Actions"</VisuallyHidden>
                        </span>
                    </Head>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableBox>
    }
    .into_any()
}

/// The account's own line, then one for each token, or one that says why there are none.
fn lines(around: &Around, account: AccountLine) -> Vec<AnyView> {
    let AccountLine { id, name, grafana_role, disabled, tokens } = account;
    let mut lines = vec![account_line(around, &id, &name, &grafana_role, disabled)];
    let Reading { value, error, .. } = tokens;
    match (&error, &value) {
        (Some(error), Some(_)) => lines.push(remark(["Tokens could not be read again: ", &error.message].concat())),
        (Some(error), None) => lines.push(remark(["Tokens could not be read: ", &error.message].concat())),
        (None, None) => lines.push(remark("Reading tokens".to_owned())),
        (None, Some(tokens)) if tokens.is_empty() => lines.push(remark("No tokens".to_owned())),
        (None, Some(_)) => {}
    }
    lines.extend(value.into_iter().flatten().map(|token| token_line(around.live.now, token)));
    lines
}

fn account_line(around: &Around, id: &str, name: &str, role: &str, disabled: Option<bool>) -> AnyView {
    let (tone, word) = match disabled {
        Some(true) => (Tone::Idle, "Disabled"),
        Some(false) => (Tone::Ok, "Enabled"),
        None => (Tone::Idle, "Not known"),
    };
    let mint = paths::mint_token(&around.workspace, id);
    let Around { live, planning, .. } = *around;
    let (account, role, name) = (id.to_owned(), role.to_owned(), name.to_owned());
    let of = [" ", &name].concat();
    let grant = around.grant_refused.clone().filter(|_| role == "ADMIN");
    let known = if role.is_empty() { "Not known".to_owned() } else { role };
    let refused = around.mint_refused.clone().or(grant);
    let mint = way(mint, "Mint token", &[" for ", &name].concat(), IconName::Key, refused);
    let reason = planning.obstacle(around.delete_refused.clone());
    let delete = move |_| planning.delete_account(live, &account);
    view! {
        <Row tone>
            <RowHead>{name}</RowHead>
            <Cell>{known}</Cell>
            <Cell>
                <StatusMark tone word />
            </Cell>
            {blank()}
            {blank()}
            {blank()}
            <Cell kind=CellKind::Actions>
                <span class="inline-flex gap-2">
                    {mint}
                    <Button
                        icon=IconName::Trash
                        busy=planning.busy
                        reason
                        on_click=delete
                    >
                        "Delete"
                        <VisuallyHidden>{of}</VisuallyHidden>
                    </Button>
                </span>
            </Cell>
        </Row>
    }
    .into_any()
}

fn token_line(now: RwSignal<Millis>, token: TokenLine) -> AnyView {
    let TokenLine { name, created_at, expires_at, last_used_at, .. } = token;
    let tone = Signal::derive(move || token_status(expires_at, now.get()).0);
    let status = move || {
        let (tone, word) = token_status(expires_at, now.get());
        view! { <StatusMark tone word /> }
    };
    let time = |at: Option<Millis>, missing: &'static str| match at {
        Some(at) => view! { <TimeAgo at now /> }.into_any(),
        None => missing.into_any(),
    };
    let (made, ends, used) =
        (time(created_at, "not known"), time(expires_at, "not known"), time(last_used_at, "never used"));
    view! {
        <Row tone>
            <RowHead>
                <span class="pl-5 font-normal">{name}</span>
            </RowHead>
            <Cell>"Token"</Cell>
            <Cell>{status}</Cell>
            <Cell>{made}</Cell>
            <Cell>{ends}</Cell>
            <Cell>{used}</Cell>
            {blank()}
        </Row>
    }
    .into_any()
}

/// Accounts have no end and tokens no actions; their cells stay empty.
fn blank() -> AnyView {
    view! { <Cell>{None::<&str>}</Cell> }.into_any()
}

/// A line under an account that is no token.
fn remark(words: String) -> AnyView {
    view! {
        <tr class=Tone::Idle.class()>
            <td colspan="7">
                <span class="pl-5 text-ink-3">{words}</span>
            </td>
        </tr>
    }
    .into_any()
}

fn token_status(expires_at: Option<Millis>, now: Millis) -> (Tone, String) {
    match expires_at.map(|at| at - now) {
        None => (Tone::Idle, "Not known".to_owned()),
        Some(..=0) => (Tone::Bad, "Expired".to_owned()),
        Some(left) if left < SOON => (Tone::Warn, ["Expires in ", &span(left)].concat()),
        Some(_) => (Tone::Ok, "Valid".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{SOON, token_status};
    use ui::Tone;

    #[test]
    fn a_token_warns_in_its_last_week_and_is_bad_once_it_ended() {
        let tone = |left| token_status(Some(left), 0).0;
        assert_eq!(
            [tone(SOON), tone(SOON - 1), tone(1), tone(0), tone(-1)],
            [Tone::Ok, Tone::Warn, Tone::Warn, Tone::Bad, Tone::Bad]
        );
        assert_eq!(token_status(None, 0), (Tone::Idle, "Not known".to_owned()));
    }
}
