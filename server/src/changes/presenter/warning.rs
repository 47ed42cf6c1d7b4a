//! Warnings as sentences.

use super::super::core::refusal::Refusal;
use super::super::core::warning::{Reason, Warning};
use super::holder::Names;
use super::refusal::describe_refusal;
use super::unfit::describe_unfit;
use super::words::day;
use crate::words::counted;

pub fn warning_text(warning: &Warning, names: Names<'_>) -> String {
    if let Some(fixed) = fixed_text(warning) {
        return fixed.to_owned();
    }
    match warning {
        Warning::NoAdminValue { saml_only } => {
            let other = if *saml_only { " and nobody can become one by signing in" } else { "" };
            format!("No value makes an admin: people who sign in by SAML are editors or viewers{other}.")
        }
        Warning::PolicyFinding { finding } => finding.clone(),
        Warning::LimitsReplaced { removed } => format!(
            "AWS replaces the whole list of limits: {} that {} not among them {} taken away.",
            counted(*removed, "label set"),
            if *removed == 1 { "is" } else { "are" },
            if *removed == 1 { "is" } else { "are" },
        ),
        Warning::AccountRoleUnknown { role } if role.is_empty() => {
            powers("has a role that AWS does not say, which Belvedere takes for an admin's")
        }
        Warning::AccountRoleUnknown { role } => {
            powers(&format!("has the role {role}, which Belvedere does not know and takes for an admin's"))
        }
        Warning::AccountIsAdmin => powers("is an admin"),
        Warning::ReplacedTokenExpired { name, at } => {
            format!("{name} expired on {}; nothing that uses it works.", day(*at))
        }
        Warning::ReplacedTokenWorks { name } => {
            format!("{name} goes on working until it is revoked or ends: revoke it once nothing uses it any more.")
        }
        Warning::SecretGetsVersion { secret } => {
            format!("The secret {secret} exists: it gets a new version, which whoever reads it gets from then on.")
        }
        Warning::TokenQuota { tokens, expired, refused, mints } => {
            let what = if *mints == 1 { "another".to_owned() } else { format!("{refused} of the {mints} new ones") };
            format!(
                "The workspace has {tokens} tokens, {expired} of them expired, and AWS allows 100: it will refuse {what} \
                 until some are deleted."
            )
        }
        Warning::ExpiredTokensStay { reason } => format!("Its expired tokens stay. {}", reason_text(reason)),
        Warning::SomeExpiredTokensStay { reason } => {
            format!("Some of its expired tokens may stay. {}", reason_text(reason))
        }
        Warning::WorkspaceRefusesNow { reason } => {
            let reason = describe_unfit(reason);
            format!("{reason} If that is still so when this is applied, nothing is sent to it.")
        }
        Warning::LeftOut { reason } => format!("It is left out: {}", reason_text(reason)),
        about_holders => holders_text(about_holders, names),
    }
}

fn powers(account: &str) -> String {
    format!("The service account {account}: whoever holds the token can change everything in the workspace.")
}

fn holders_text(warning: &Warning, names: Names<'_>) -> String {
    let Some(list) = warning.holders() else { return String::new() };
    let told = names.list(list);
    match warning {
        Warning::OwnRole { .. } => format!("This changes your own role: {told} is you."),
        Warning::OwnRoleThroughGroup { .. } => format!("This changes your own role: you are in {told}."),
        Warning::HoldersUnknown { .. } => {
            format!("The directory does not know {told}: AWS may refuse them, or give a role to nobody.")
        }
        Warning::RoleTwice { .. } => {
            format!("A group that has a role here has {told} in it, too: of both roles the greater counts.")
        }
        _ => format!("Who is in {told} is not known here: people in it may have a role of their own, too."),
    }
}

fn reason_text(reason: &Reason) -> String {
    match reason {
        Reason::AccountsNotRead => describe_refusal(&Refusal::AccountsNotRead).message,
        Reason::State { reason } => describe_unfit(reason),
        Reason::Refused { refusal } => describe_refusal(refusal).message,
    }
}

const fn fixed_text(warning: &Warning) -> Option<&'static str> {
    Some(match warning {
        Warning::SamlNotConfiguredYet => {
            "SAML has to be configured once the workspace is active; until then nobody can sign in with it."
        }
        Warning::NoRoleForDataSources => {
            "Through the API, AWS creates no role for it: its data sources have no access until a role is set."
        }
        Warning::NoRoleNamed => "No role is named: the workspace will not be able to read AWS data.",
        Warning::NetworkListsEmpty => {
            "Inbound access is restricted to two empty lists: nobody will be able to reach it."
        }
        Warning::InboundOpen => "Inbound access becomes open: everybody on the internet reaches its sign-in page.",
        Warning::InboundLocked => "Inbound access is locked: both lists are empty, so nobody reaches it, you included.",
        Warning::InboundRestricted => {
            "Inbound access is restricted: only the listed prefix lists and VPC endpoints reach it. AWS ignores VPC \
             endpoints that are not for the service grafana-workspace."
        }
        Warning::VpcUnreachable => "Data sources inside the VPC are not reached any more.",
        Warning::NoWayBackToServiceManaged => "There is no way back to permissions managed by AWS through the API.",
        Warning::IdentityCenterRemoved => {
            "Nobody signs in through IAM Identity Center any more; roles given there stay and wait."
        }
        Warning::SamlRemoved => "Nobody signs in by SAML any more. Its configuration is taken away with it.",
        Warning::NobodyCanSignIn => "Nobody can sign in: SAML is the only way in, and it has no metadata.",
        Warning::SamlOnlyLeft => "SAML becomes the last way in. Try it before you close this page.",
        Warning::AllOrganizationsAllowed => "Every organization is allowed from now on.",
        Warning::AlertingSwitched => {
            "Switching Grafana alerting moves between two alerting systems: rules of the other one stop being evaluated."
        }
        Warning::PluginAdminGiven => "Every admin of the workspace can install and remove plugins from now on.",
        Warning::GrafanaRestarts => "AWS may restart Grafana to apply it; people who are signed in may notice.",
        Warning::NoOlderVersion => "There is no way back to an older version. Try it on a copy of the workspace first.",
        Warning::BlockedWhileUpdating => {
            "No change is possible while AWS updates it. Plugins keep the versions they have."
        }
        Warning::LicenseRemoved => {
            "Enterprise data sources and features stop working. What the license cost is not refunded here."
        }
        Warning::LicenseCharged => {
            "Grafana Enterprise is charged for every active user, on top of AWS's own price, from now on."
        }
        Warning::PolicyGrantsLost => "Other accounts lose what the policy granted them.",
        Warning::AccountDisabled => {
            "The service account is disabled: the token will not work until it is enabled in Grafana."
        }
        Warning::ApiKeysUnlisted => {
            "AWS cannot list API keys: this one will be known from here alone, and nobody can see when it was last used. \
             A token of a service account can be listed, and says when it was used."
        }
        Warning::SamlOnly => {
            "Nobody signs in to it by IAM Identity Center: people's roles come from what SAML asserts, and these are \
             without effect."
        }
        // What they say depends on what they hold: see `warning_text`.
        Warning::NoAdminValue { .. }
        | Warning::PolicyFinding { .. }
        | Warning::LimitsReplaced { .. }
        | Warning::AccountIsAdmin
        | Warning::AccountRoleUnknown { .. }
        | Warning::ReplacedTokenExpired { .. }
        | Warning::ReplacedTokenWorks { .. }
        | Warning::SecretGetsVersion { .. }
        | Warning::TokenQuota { .. }
        | Warning::ExpiredTokensStay { .. }
        | Warning::SomeExpiredTokensStay { .. }
        | Warning::OwnRole { .. }
        | Warning::OwnRoleThroughGroup { .. }
        | Warning::HoldersUnknown { .. }
        | Warning::RoleTwice { .. }
        | Warning::MembersUnknown { .. }
        | Warning::WorkspaceRefusesNow { .. }
        | Warning::LeftOut { .. } => return None,
    })
}
