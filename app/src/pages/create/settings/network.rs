//! Who can reach a workspace and what it can reach, with the consequence of what is chosen.

use super::fields::{INSIDE_VPC, LOCKED, OPEN, PUBLIC, RESTRICTED, SettingFields};
use super::sections::section;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use ui::{Banner, Choice, RadioGroup, Tone, counted, following, maybe};

pub fn network(check: Check, fields: SettingFields) -> AnyView {
    section("Network", (inbound(check, fields), outbound(check, fields)).into_any())
}

fn inbound(check: Check, fields: SettingFields) -> AnyView {
    let choices = vec![
        Choice::new(OPEN, "Open to the internet")
            .help("Anyone can reach its address; who gets in is decided by sign-in."),
        Choice::new(RESTRICTED, "Restricted").help("Only the prefix lists and VPC endpoints you name can reach it."),
        Choice::new(LOCKED, "Locked out").help("Restricted to two empty lists: nobody can reach it."),
    ];
    let chosen = Memo::new(move |_| fields.inbound.get());
    let lists = following(move || maybe((chosen.get() == RESTRICTED).then(|| lists(check, fields))));
    let (label, value) = (check.label("inbound"), fields.inbound);
    view! {
        <RadioGroup id="inbound" label value choices error=check.error("inbound") />
        {lists}
        {consequence(fields)}
    }
    .into_any()
}

fn lists(check: Check, fields: SettingFields) -> AnyView {
    let prefix = "Ids such as pl-0a1b2c3d, one a line, at most 5.";
    let endpoints = "Ids such as vpce-0a1b2c3d, one a line, at most 5. Use interface endpoints for the service grafana-workspace: AWS ignores all others.";
    (
        check.lines("prefix_list_ids", fields.prefix_list_ids, prefix, 2, true),
        check.lines("vpce_ids", fields.vpce_ids, endpoints, 2, true),
    )
        .into_any()
}

/// Who will get in, as the choice stands.
fn consequence(fields: SettingFields) -> AnyView {
    let was_closed = fields.there(|there| there.network.is_some()) == Some(true);
    let chosen = Memo::new(move |_| (fields.inbound.get(), fields.let_in()));
    following(move || {
        let (chosen, (lists, endpoints)) = chosen.get();
        let (title, body) = match chosen.as_str() {
            OPEN if was_closed => (
                "Everybody on the internet will reach its sign-in page.",
                "It is restricted now. The lists are gone once this is applied.".to_owned(),
            ),
            LOCKED => (
                "Nobody will be able to reach this workspace.",
                "Both lists are empty, so every connection is refused, yours too.".to_owned(),
            ),
            RESTRICTED if (lists, endpoints) != (0, 0) => return only(lists, endpoints),
            _ => return ().into_any(),
        };
        view! { <Banner tone=Tone::Warn title live=true>{body}</Banner> }.into_any()
    })
}

fn only(lists: usize, endpoints: usize) -> AnyView {
    let words = [
        "Only what these list can reach it: ",
        &counted(lists, "prefix list"),
        " and ",
        &counted(endpoints, "VPC endpoint"),
        ".",
    ];
    view! { <p class="text-sm text-ink-2" role="status">{words.concat()}</p> }.into_any()
}

fn outbound(check: Check, fields: SettingFields) -> AnyView {
    let choices = vec![
        Choice::new(PUBLIC, "Public endpoints").help("It reads data sources over public addresses."),
        Choice::new(INSIDE_VPC, "A VPC").help("It also reaches data sources inside a VPC of its account and region."),
    ];
    let was_inside = fields.there(|there| there.vpc.is_some()) == Some(true);
    let inside = Memo::new(move |_| fields.is_inside_vpc());
    let lists = following(move || match inside.get() {
        true => vpc(check, fields),
        false => maybe(was_inside.then(|| {
            let title = "Data sources inside the VPC will not be reached any more.";
            view! { <Banner tone=Tone::Warn title live=true /> }
        })),
    });
    let (label, value) = (check.label("outbound"), fields.outbound);
    view! {
        <RadioGroup id="outbound" label value choices error=check.error("outbound") />
        {lists}
    }
    .into_any()
}

fn vpc(check: Check, fields: SettingFields) -> AnyView {
    let groups = "Ids such as sg-0a1b2c3d, one a line, 1 to 5.";
    let subnets = "Ids such as subnet-0a1b2c3d, one a line, 2 to 6, in at least two availability zones.";
    (
        check.lines("security_group_ids", fields.security_group_ids, groups, 2, false),
        check.lines("subnet_ids", fields.subnet_ids, subnets, 3, false),
    )
        .into_any()
}
