//! Writing who answers for something, and what it is for.

use super::api::note_token;
use super::board::Board;
use crate::Failure;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::tokens::{Note, TokenRow};
use ui::{Banner, Button, Dialog, FormActions, Kind, TextArea, TextField, Tone, following, maybe};

#[derive(Clone, Copy)]
struct Noting {
    open: RwSignal<bool>,
    owner: RwSignal<String>,
    purpose: RwSignal<String>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

pub fn dialog(board: Board) -> AnyView {
    let noting = Noting {
        open: RwSignal::new(false),
        owner: RwSignal::new(String::new()),
        purpose: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
    };
    begin(board, noting);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(row) = board.noting.get_untracked().filter(|_| !noting.busy.get_untracked()) {
            keep(board, noting, &row);
        }
    };
    let title = Signal::derive(move || board.noting.with(|row| row.as_ref().map(title).unwrap_or_default()));
    view! {
        <Dialog id="note" title open=noting.open>
            <form method="dialog" class="stack" novalidate on:submit=submit>
                {following(move || maybe(noting.wrong.get().map(|text| view! { <Banner tone=Tone::Bad title="The note was not kept." live=true>{text}</Banner> })))}
                <TextField id="owner" label="Owner" value=noting.owner maxlength=100 optional=true help="The person or team that answers for it. The owner of a service account answers for its tokens, too." />
                <TextArea id="purpose" label="Purpose" value=noting.purpose rows=3 maxlength=500 optional=true help="What it is used for, and where it is kept. Never the secret itself." />
                <FormActions>
                    <Button kind=Kind::Main submit=true busy=noting.busy>"Keep note"</Button>
                </FormActions>
            </form>
        </Dialog>
    }
    .into_any()
}

fn title(row: &TokenRow) -> String {
    [row.kind.word(), " ", &row.name].concat()
}

/// Opens with what is noted of the row that was pressed; a dialog that was closed forgets its row.
fn begin(board: Board, noting: Noting) {
    Effect::new(move |_| {
        let Some(row) = board.noting.get() else { return };
        noting.owner.set(row.note.owner);
        noting.purpose.set(row.note.purpose);
        noting.wrong.set(None);
        noting.open.set(true);
    });
    Effect::new(move |before: Option<bool>| {
        let open = noting.open.get();
        if before == Some(true) && !open {
            board.noting.set(None);
        }
        open
    });
}

fn keep(board: Board, noting: Noting, row: &TokenRow) {
    let Some(subject) = row.subject() else { return };
    let trimmed = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
    let note = Note { owner: trimmed(noting.owner), purpose: trimmed(noting.purpose) };
    if let Some(error) = note.validate().into_iter().next() {
        noting.wrong.set(Some(error.message));
        return;
    }
    noting.busy.set(true);
    spawn_local(async move {
        let answer = note_token(subject, note).await;
        noting.busy.try_set(false);
        match answer {
            Ok(()) => {
                noting.open.try_set(false);
                board.load();
            }
            Err(Failure(error)) => drop(noting.wrong.try_set(Some(error.message))),
        }
    });
}
