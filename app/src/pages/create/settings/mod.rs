//! What of a Grafana workspace can be changed later: the fields and sections that the form which creates one and the
//! form which changes one have in common. Knows neither of the two, and sends nothing.

mod fields;
mod network;
mod sections;

pub use fields::{LABELS, SettingFields, line, text};
pub use network::network;
pub use sections::{address_type, data, identity, notifications, section, stack_set};
