//! Everything UpdateWorkspace changes of a Grafana workspace.

use super::api::{open_settings, plan_settings};
use super::frame;
use crate::pages::create::form::{Check, FormFrame, More};
use crate::pages::create::settings::{
    LABELS, SettingFields, address_type, data, identity, network, notifications, stack_set,
};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{OpenedEdit, Settings};

/// The fields that are folded away.
const RARE: &[&str] = &["notifications", "ip_address_type", "stack_set_name"];

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Change settings", |key, opening| Box::pin(open_settings(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<Settings>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, .. } = opened;
    let fields = SettingFields::of(&values, Some(base.clone()));
    let in_use =
        !values.notifications.is_empty() || !values.ip_address_type.is_empty() || !values.stack_set_name.is_empty();
    let open = in_use || errors.iter().any(|error| RARE.contains(&error.field.as_str()));
    let check = Check::new(LABELS, errors, move || fields.check(fields.read().validate()));
    let merge = RwSignal::new(false);
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let read = move || fields.read();
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_settings(id, edit)));
    view! {
        <FormFrame check id sent refused merge planner label="Change settings" cancel>
            {identity(check, fields)}
            {data(check, fields, ().into_any())}
            {network(check, fields)}
            <More check title="More settings" fields=RARE open>
                {address_type(check, fields)}
                {notifications(check, fields)}
                {stack_set(check, fields)}
            </More>
        </FormFrame>
    }
    .into_any()
}
