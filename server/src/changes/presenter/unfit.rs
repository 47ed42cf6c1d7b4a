//! Why something takes no write, as a sentence.

use super::super::core::unfit::{Unfit, Wanted};
use model::form::secrets_go_below;

pub fn describe_unfit(unfit: &Unfit) -> String {
    match unfit {
        Unfit::State { kind, status, wanted } => match wanted {
            Wanted::Change => status.refuses_change(*kind),
            Wanted::Deletion => status.refuses_delete(*kind),
            Wanted::Accounts => status.refuses_accounts(),
        }
        .unwrap_or_default(),
        Unfit::Prefix { prefix } => secrets_go_below(prefix),
        Unfit::Written(text) => text.clone(),
    }
}
