//! Where a resource is created: one of the accounts and regions that can be written to.

use super::check::Check;
use leptos::prelude::*;
use model::form::{Options, Place, PlaceOption};
use ui::{Banner, Choice, Section, Select, Tone};

/// The place as text, or nothing when it is not offered any more.
pub fn known(place: &Place, options: &Options) -> RwSignal<String> {
    let offered = options.places.iter().any(|option| option.place == *place);
    RwSignal::new(if offered { place.0.clone() } else { String::new() })
}

/// The section that asks for account and region.
#[component]
pub fn PlaceField(check: Check, value: RwSignal<String>, places: Vec<PlaceOption>) -> impl IntoView {
    let none = places.is_empty();
    let choose = Choice::new("", "Choose an account and a region");
    let choices: Vec<Choice> = std::iter::once(choose).chain(places.iter().map(choice)).collect();
    let trouble = move || {
        let chosen = value.get();
        places.iter().find(|option| option.place.0 == chosen).and_then(|option| option.trouble.clone())
    };
    view! {
        <Section title="Where">
            <div class="flex flex-col gap-4">
                <Select
                    id="place"
                    label=check.label("place")
                    value
                    choices
                    help="It stays there: neither can be changed later."
                    error=check.error("place")
                />
                {none.then(|| view! {
                    <Banner tone=Tone::Warn title="There is no place to choose.">"No configured account and region takes this kind of resource."</Banner>
                })}
                {move || trouble().map(|why| view! {
                    <Banner tone=Tone::Warn title="The last read of this place failed." live=true>{why}" Creating may fail too."</Banner>
                })}
            </div>
        </Section>
    }
}

fn choice(option: &PlaceOption) -> Choice {
    let (account, region) = (option.scope.account.as_str(), option.scope.region.as_str());
    let trouble = if option.trouble.is_some() { " (not readable now)" } else { "" };
    let label = [&option.account_name, " ", account, ", ", region, trouble].concat();
    Choice::new(option.place.0.clone(), label)
}
