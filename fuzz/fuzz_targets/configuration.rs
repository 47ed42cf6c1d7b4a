//! Whatever configuration is edited: no panic; what comes out can be read, says what was asked for, and holds every
//! other key with the very characters of its value.

#![no_main]

use documents::configuration::{edit, read};
use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

type Members = BTreeMap<String, Box<RawValue>>;

const EDITED: [(&str, &str); 2] = [("unifiedAlerting", "enabled"), ("plugins", "pluginAdminEnabled")];

fuzz_target!(|current: &str| {
    for (alerting, plugin_admin) in [(Some(true), Some(false)), (Some(false), None), (None, Some(true))] {
        let edited = match edit(current, alerting, plugin_admin) {
            Ok(edited) => edited,
            Err(trouble) => {
                let expected = ["not an object", "too long"].iter().any(|why| trouble.sentence.contains(why));
                assert!(expected || read(current).is_err(), "{trouble}: {current:?}");
                continue;
            }
        };
        let before = read(current).expect("what was edited can be read");
        let after = read(&edited).expect("what comes out can be read");
        assert_eq!(after.alerting, alerting.or(before.alerting));
        assert_eq!(after.plugin_admin, plugin_admin.or(before.plugin_admin));
        assert_eq!(others(current), others(&edited));
        assert_eq!(
            edit(&edited, alerting, plugin_admin).as_deref(),
            Ok(edited.as_str()),
            "a second edit changes nothing"
        );
    }
    assert!(edit(current, None, None).is_ok_and(|same| same == current) || read(current).is_err());
});

/// Every value but the two that are edited, by its path.
fn others(configuration: &str) -> BTreeMap<(String, String), String> {
    let mut others = BTreeMap::new();
    let root: Members = serde_json::from_str(configuration).expect("an object");
    for (key, value) in root {
        let edited = EDITED.iter().find(|(section, _)| *section == key);
        match edited.zip(serde_json::from_str::<Members>(value.get()).ok()) {
            None => drop(others.insert((key, String::new()), value.get().to_owned())),
            Some(((section, edited), inner)) => {
                let kept = inner.into_iter().filter(|(name, _)| name != edited);
                others.extend(kept.map(|(name, value)| (((*section).to_owned(), name), value.get().to_owned())));
            }
        }
    }
    others
}
