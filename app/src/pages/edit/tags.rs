//! The tags of any resource.

use super::api::{open_tags, plan_tags};
use super::frame;
use crate::pages::create::form::{Check, FormFrame, Labels, TagField, TagRows};
use crate::paths;
use leptos::prelude::*;
use model::form::{OpenedEdit, TagSet};
use model::{Kind, ResourceKey};

const LABELS: Labels = &[("tags", "Tags")];

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Edit tags", |key, opening| Box::pin(open_tags(key, opening)), form)
}

fn form(key: ResourceKey, opened: OpenedEdit<TagSet>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, .. } = opened;
    let rows = TagRows::of(&values.tags);
    let kind = key.kind;
    let check = Check::new(LABELS, errors, move || TagSet { tags: rows.read() }.validate(kind));
    let merge = RwSignal::new(false);
    let cancel = paths::resource(&key);
    let read = move || TagSet { tags: rows.read() };
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_tags(id, edit)));
    let help = match kind {
        Kind::CodeArtifact => "Up to 200. Keys have at most 128 characters, values 256.",
        _ => "Up to 50. Keys have at most 128 characters, values 256.",
    };
    view! {
        <FormFrame check id sent refused=refused.unwrap_or_default() merge planner label="Edit tags" cancel>
            <TagField check rows help />
        </FormFrame>
    }
    .into_any()
}
