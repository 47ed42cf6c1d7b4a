//! Whoever plans, as the directory knows them, so that they are told what is about themselves. Nothing decides by it.

use crate::changes::core::context::Context;
use crate::identity::LOCAL;
use model::Principal;
use model::access::{Holder, HolderKind};
use std::time::Duration;

/// How long AWS is waited for to say who calls: it is for a warning alone.
const PATIENCE: Duration = Duration::from_secs(2);

/// Nobody signs in to a local server by name. There the session of its AWS credentials says who it is, where Identity
/// Center gave them to a person; nobody otherwise, and where AWS does not say.
pub async fn find_own_holders(cx: &Context, who: &Principal) -> Vec<Holder> {
    if who.subject != LOCAL {
        return cx.directory.resolve(&who.subject);
    }
    if !cx.directory.state().configured {
        return Vec::new();
    }
    let Ok(Ok(caller)) = tokio::time::timeout(PATIENCE, cx.aws.caller()).await else { return Vec::new() };
    let mut own = session(&caller.arn).map(|name| cx.directory.resolve(name)).unwrap_or_default();
    own.retain(|holder| holder.kind == HolderKind::User);
    own
}

/// The user name in Identity Center behind an assumed role, if its permission sets made that role.
fn session(arn: &str) -> Option<&str> {
    let (_, role) = arn.split_once(":assumed-role/AWSReservedSSO_")?;
    let (_, name) = role.split_once('/')?;
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::session;

    #[test]
    fn a_session_of_identity_center_names_its_person_and_no_other_session_does() {
        let of = |rest: &str| format!("arn:aws:sts::441122338890:{rest}");
        let own = of("assumed-role/AWSReservedSSO_Operators_0123456789abcdef/ada@example.com");
        assert_eq!(session(&own), Some("ada@example.com"));
        for other in ["assumed-role/belvedere/ada@example.com", "assumed-role/AWSReservedSSO_Operators_01/"] {
            assert_eq!(session(&of(other)), None, "{other}");
        }
        assert_eq!(session("arn:aws:iam::441122338890:user/ada"), None);
    }
}
