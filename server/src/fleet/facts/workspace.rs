//! DescribeWorkspace and DescribeWorkspaceConfiguration of Managed Grafana.

use super::{UNKNOWN, code, list, tag_fact, text, time};
use crate::fleet::Inbound;
use aws::grafana::{Configuration, Network, WorkspaceDescription};
use model::detail::{Fact, Value};

pub(in crate::fleet) fn workspace(found: &WorkspaceDescription) -> Vec<Fact> {
    let WorkspaceDescription {
        id,
        name,
        description,
        // The status is the page's head.
        status: _,
        degraded_reason,
        endpoint,
        grafana_version,
        created,
        modified,
        providers,
        saml_status,
        account_access_type,
        permission_type,
        role_arn,
        data_sources,
        notification_destinations,
        organization_role_name,
        organizational_units,
        stack_set_name,
        license_type,
        license_expiration,
        free_trial_consumed,
        free_trial_expiration,
        ip_address_type,
        kms_key_id,
        vpc,
        network,
        tags,
    } = found;
    let mut facts = vec![
        code("Workspace id", Some(id), ""),
        text("Name", name.as_deref(), "no name"),
        text("Description", description.as_deref(), "none"),
        match endpoint.as_str() {
            "" => Fact::new("Endpoint", Value::Absent(UNKNOWN.into())),
            host => Fact::new("Endpoint", Value::Link(format!("https://{host}"))),
        },
        text("Grafana version", Some(grafana_version), UNKNOWN),
        time("Created", *created, UNKNOWN),
        time("Modified", *modified, UNKNOWN),
        told("Sign-in", providers.as_deref(), "none: nobody can sign in"),
        text("SAML", saml_status.as_deref(), "not used"),
        text("Account access", account_access_type.as_deref(), "not given"),
        text("Permission type", permission_type.as_deref(), "not given"),
        code("Role", role_arn.as_deref(), "none: the workspace reads no AWS data"),
        told("Data sources", data_sources.as_deref(), "none"),
        list("Notification destinations", notification_destinations, "none"),
        list("Organizational units", organizational_units, "none"),
        text("Organization role", organization_role_name.as_deref(), "none"),
        text("Stack set", stack_set_name.as_deref(), "none"),
        text("License", license_type.as_deref(), "none"),
        time("License ends", *license_expiration, "no license"),
        text("Free trial", free_trial_consumed.map(|used| if used { "used" } else { "not used" }), "not given"),
        time("Free trial ends", *free_trial_expiration, "no trial"),
        text("IP addresses", ip_address_type.as_deref(), "not given"),
        code("KMS key", kms_key_id.as_deref(), "a key AWS owns"),
    ];
    if let Some(reason) = degraded_reason {
        facts.insert(0, Fact::new("Degraded because", Value::Reason(reason.clone())));
    }
    facts.extend(inbound(network.as_ref()));
    match vpc {
        None => facts.push(Fact::new("Outbound network", Value::Absent("the internet alone, no VPC".into()))),
        Some(vpc) => {
            facts.push(list("Outbound security groups", &vpc.security_group_ids, "none"));
            facts.push(list("Outbound subnets", &vpc.subnet_ids, "none"));
        }
    }
    facts.push(tag_fact(tags));
    facts
}

/// What AWS did not say is not known, which is not none.
fn told(label: &str, values: Option<&[String]>, absent: &str) -> Fact {
    values.map_or_else(|| Fact::new(label, Value::Absent(UNKNOWN.into())), |values| list(label, values, absent))
}

/// Open, restricted or locked out: the three things an access list can mean.
fn inbound(network: Option<&Network>) -> Vec<Fact> {
    let state = |words: &str| Fact::new("Inbound network", Value::Text(words.into()));
    let lists = |network: &Network| {
        [list("Prefix lists", &network.prefix_list_ids, "none"), list("VPC endpoints", &network.vpce_ids, "none")]
    };
    match Inbound::of(network) {
        Inbound::Open => vec![state("Open: anyone who can sign in may reach it from anywhere")],
        Inbound::LockedOut => vec![state("Locked out: both lists are empty, nobody can reach it")],
        Inbound::Restricted => {
            let first = state("Restricted to the lists below");
            std::iter::once(first).chain(network.into_iter().flat_map(lists)).collect()
        }
    }
}

pub(in crate::fleet) fn configuration(found: &Configuration) -> Vec<Fact> {
    let pretty =
        serde_json::from_str::<serde_json::Value>(&found.json).and_then(|json| serde_json::to_string_pretty(&json));
    vec![
        text("Grafana version", found.version.as_deref(), "not given"),
        Fact::new("Configuration", Value::Code(pretty.unwrap_or_else(|_| found.json.clone()))),
    ]
}
