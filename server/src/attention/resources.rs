//! What needs somebody about the resources themselves: states, networks, licenses, certificates. Pure.

use super::collect::Around;
use crate::fleet::{Inbound, Signing};
use model::attention::{AttentionItem, AttentionKind, Severity};
use model::fleet::{Licence, Row};
use model::{Millis, ResourceKey, Tally};
use std::collections::HashMap;

type Networks<'a> = HashMap<&'a ResourceKey, Inbound>;
type Certificates<'a> = HashMap<&'a ResourceKey, Option<Signing>>;

pub(super) fn items(
    around: &Around<'_>,
    networks: &Networks<'_>,
    certificates: &Certificates<'_>,
) -> Vec<AttentionItem> {
    let of = |row: &Row| {
        let failed = failed(around, row);
        let usable = failed.is_none() && !matches!(row.status.raw(), "CREATING" | "DELETING");
        let inbound = networks.get(&row.key).copied().filter(|_| usable);
        let signing = certificates.get(&row.key).copied().flatten().filter(|_| usable);
        let mut all: Vec<AttentionItem> = failed.into_iter().chain(license(around, row)).collect();
        all.extend(inbound.and_then(|inbound| network(around, row, inbound)));
        all.extend(signing.and_then(|signing| certificate(around, row, signing)));
        all
    };
    around.seen.rows.iter().flat_map(of).collect()
}

/// As AWS says of it, whether or not its list could be read just now.
fn failed(around: &Around<'_>, row: &Row) -> Option<AttentionItem> {
    let kind = row.key.kind;
    (row.status.tally(kind) == Tally::Failed).then(|| {
        let title = [row.label(), " is in the state \"", &row.status.word(), "\""].concat();
        let detail = row.status.meaning(kind).to_owned();
        let item = around.item(AttentionKind::Failed, &row.key, row.status.raw(), title);
        AttentionItem { severity: Severity::Bad, detail, ..item }
    })
}

fn network(around: &Around<'_>, row: &Row, inbound: Inbound) -> Option<AttentionItem> {
    let (severity, what, says, detail) = match inbound {
        Inbound::Restricted => return None,
        Inbound::Open => (
            Severity::Warn,
            "open",
            " can be reached from everywhere",
            "Restrict its inbound network to prefix lists or VPC endpoints, if not everybody shall reach its sign-in page.",
        ),
        Inbound::LockedOut => (
            Severity::Bad,
            "locked-out",
            " can be reached by nobody",
            "Both lists of its inbound network are empty. Name a prefix list or a VPC endpoint, or open the network.",
        ),
    };
    let item = around.item(AttentionKind::Network, &row.key, what, [row.label(), says].concat());
    Some(AttentionItem { severity, detail: detail.to_owned(), ..item })
}

fn license(around: &Around<'_>, row: &Row) -> Option<AttentionItem> {
    let licence = row.licence.as_ref().filter(|licence| licence.is_ending(around.now))?;
    let until = licence.expires_at?;
    let which = if licence.kind == "ENTERPRISE_FREE_TRIAL" { "The free trial of " } else { "The license of " };
    let detail = "Renew it in AWS Marketplace or remove it: without it the Enterprise plugins stop working.";
    Some(ending(around, AttentionKind::License, row, which, until, detail))
}

/// One that ended counts as long as no other one signs.
fn certificate(around: &Around<'_>, row: &Row, signing: Signing) -> Option<AttentionItem> {
    let ends = |at: Millis| at - around.now < Licence::SOON;
    let kind = AttentionKind::Certificate;
    if ends(signing.last) {
        let detail =
            "Give the workspace the identity provider's current metadata: nobody can sign in with SAML after that.";
        return Some(ending(around, kind, row, "The SAML signing certificate of ", signing.last, detail));
    }
    ends(signing.first).then(|| {
        let title = ["One of the SAML signing certificates of ", row.label(), end(around, signing.first)].concat();
        let detail = "Another one lasts longer. See to it that the identity provider signs with that one.".to_owned();
        let item = around.item(kind, &row.key, "first", title);
        AttentionItem { detail, until: Some(signing.first), ..item }
    })
}

fn ending(
    around: &Around<'_>,
    kind: AttentionKind,
    row: &Row,
    which: &str,
    until: Millis,
    detail: &str,
) -> AttentionItem {
    let over = until <= around.now;
    let title = [which, row.label(), end(around, until)].concat();
    let item = around.item(kind, &row.key, if over { "ended" } else { "ends" }, title);
    let severity = if over { Severity::Bad } else { Severity::Warn };
    AttentionItem { severity, detail: detail.to_owned(), until: Some(until), ..item }
}

fn end(around: &Around<'_>, until: Millis) -> &'static str {
    if until <= around.now { " has ended" } else { " ends within 30 days" }
}
