//! The values of the form while it is edited, and back into what is sent.

use crate::pages::create::form::{TagRows, known};
use crate::pages::create::settings::{SettingFields, line, text};
use leptos::prelude::*;
use model::form::{CreateWorkspace, Options, Place};

/// The fields that are folded away.
pub const RARE: &[&str] = &["notifications", "ip_address_type", "kms_key_id", "configuration", "stack_set_name"];

/// Whether one of the folded fields has a value.
pub fn rare_in_use(values: &CreateWorkspace) -> bool {
    let texts = [&values.ip_address_type, &values.kms_key_id, &values.configuration, &values.stack_set_name];
    !values.notifications.is_empty() || texts.iter().any(|text| !text.is_empty())
}

#[derive(Clone, Copy)]
pub struct Fields {
    pub place: RwSignal<String>,
    pub settings: SettingFields,
    pub providers: RwSignal<Vec<String>>,
    pub data_sources: RwSignal<Vec<String>>,
    pub version: RwSignal<String>,
    pub kms_key_id: RwSignal<String>,
    pub configuration: RwSignal<String>,
    pub tags: TagRows,
}

impl Fields {
    pub fn of(values: &CreateWorkspace, options: &Options) -> Self {
        Self {
            place: known(&values.place, options),
            settings: SettingFields::of(&values.settings(), None),
            providers: RwSignal::new(values.providers.clone()),
            data_sources: RwSignal::new(values.data_sources.clone()),
            version: text(&values.version),
            kms_key_id: text(&values.kms_key_id),
            configuration: text(&values.configuration),
            tags: TagRows::of(&values.tags),
        }
    }

    /// What is sent. Fields that are not shown are left out; blanks around a value are not part of it.
    pub fn read(self) -> CreateWorkspace {
        CreateWorkspace {
            place: Place(self.place.get()),
            providers: self.providers.get(),
            version: line(self.version),
            kms_key_id: line(self.kms_key_id),
            configuration: line(self.configuration),
            data_sources: self.data_sources.get(),
            tags: self.tags.read(),
            ..CreateWorkspace::default()
        }
        .with(self.settings.read())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Fields;
    use leptos::prelude::*;
    use model::form::{CreateWorkspace, Network, Options, Place, PlaceOption, Vpc};
    use model::{AccountId, Region, Scope};

    fn full() -> (CreateWorkspace, Options) {
        let scope =
            Scope { account: AccountId::parse("441122338890").unwrap(), region: Region::parse("eu-west-1").unwrap() };
        let place = Place::of(&scope);
        let option = PlaceOption { place: place.clone(), account_name: "edge".into(), scope, trouble: None };
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let values = CreateWorkspace {
            name: "payments".into(),
            description: "For payments".into(),
            account_access: "ORGANIZATION".into(),
            providers: words(&["AWS_SSO", "SAML"]),
            permission_type: "CUSTOMER_MANAGED".into(),
            role_arn: "arn:aws:iam::441122338890:role/grafana".into(),
            version: "10.4".into(),
            ip_address_type: "IPv4".into(),
            kms_key_id: "alias/grafana".into(),
            configuration: "{}".into(),
            data_sources: words(&["CLOUDWATCH"]),
            notifications: words(&["SNS"]),
            organizational_units: words(&["ou-1", "ou-2"]),
            organization_role_name: "reader".into(),
            stack_set_name: "set".into(),
            vpc: Some(Vpc { security_group_ids: words(&["sg-1"]), subnet_ids: words(&["subnet-1", "subnet-2"]) }),
            network: Some(Network { prefix_list_ids: words(&["pl-1"]), vpce_ids: words(&["vpce-1"]) }),
            tags: vec![("team".into(), "edge".into())],
            place,
        };
        (values, Options { places: vec![option], versions: Vec::new() })
    }

    #[test]
    fn every_input_survives_the_way_into_the_form_and_out_of_it() {
        let owner = Owner::new();
        owner.set();
        let (values, options) = full();
        assert_eq!(untrack(|| Fields::of(&values, &options).read()), values);
    }

    #[test]
    fn a_place_that_is_not_offered_any_more_has_to_be_chosen_again() {
        let owner = Owner::new();
        owner.set();
        let (values, _) = full();
        let errors = untrack(|| Fields::of(&values, &Options::default()).read().validate());
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["place"]);
    }
}
