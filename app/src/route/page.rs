//! The one table of pages: what an address names. What shows each is in `pages::show`.

use model::access::{Holder, HolderKind};
use model::{Kind, PlanId, ResourceKey, ServiceAccountId};

/// A page, with what its path names. The other way round is in [`crate::paths`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    List(Kind),
    Create(Kind),
    Resource(ResourceKey),
    /// The form for a service account of a workspace.
    CreateAccount(ResourceKey),
    /// The form for a token of a service account of a workspace.
    MintToken(ResourceKey, ServiceAccountId),
    /// The form for an API key of a workspace.
    MintKey(ResourceKey),
    /// The form for one facet of a resource.
    Edit(ResourceKey, Edited),
    /// Who holds which role.
    Access,
    /// The batch of role changes.
    ChangeRoles,
    /// One person or group in all workspaces.
    Holder(Holder),
    /// All who hold a role in a workspace.
    WorkspaceAccess(ResourceKey),
    /// What needs somebody.
    Attention,
    /// Service accounts, tokens and API keys of the fleet.
    Tokens,
    Changes,
    Change(PlanId),
    Audit,
    /// One event of the record, by its sequence.
    AuditEvent(i64),
    /// No page has this address.
    Nowhere,
}

/// What of a resource a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Settings,
    SignIn,
    CopySignIn,
    Configuration,
    Tags,
    Alias,
    Policy,
    Version,
    License,
    /// Of a Prometheus workspace; `Configuration` is Grafana's.
    WorkspaceConfiguration,
}

impl Edited {
    pub const ALL: [Edited; 10] = [
        Edited::Settings,
        Edited::SignIn,
        Edited::CopySignIn,
        Edited::Configuration,
        Edited::Tags,
        Edited::Alias,
        Edited::Policy,
        Edited::Version,
        Edited::License,
        Edited::WorkspaceConfiguration,
    ];

    /// The end of its path, below its resource.
    pub const fn segment(self) -> &'static str {
        match self {
            Edited::Settings => "settings",
            Edited::SignIn => "sign-in",
            Edited::CopySignIn => "copy-sign-in",
            Edited::Configuration => "configuration",
            Edited::Tags => "tags",
            Edited::Alias => "alias",
            Edited::Policy => "policy",
            Edited::Version => "version",
            Edited::License => "license",
            Edited::WorkspaceConfiguration => "workspace-configuration",
        }
    }

    /// Whether resources of a kind have it.
    pub const fn is_of(self, kind: Kind) -> bool {
        match self {
            Edited::Tags => true,
            Edited::Alias | Edited::WorkspaceConfiguration => matches!(kind, Kind::Prometheus),
            Edited::Policy => matches!(kind, Kind::CodeArtifact),
            _ => matches!(kind, Kind::Grafana),
        }
    }
}

impl Page {
    /// The page at a path, with or without a slash at its end.
    pub fn of(path: &str) -> Self {
        let path = path.strip_suffix('/').unwrap_or(path);
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        Self::named(&parts).unwrap_or(Self::Nowhere)
    }

    fn named(parts: &[&str]) -> Option<Self> {
        let kind = |segment| Kind::ALL.into_iter().find(|kind| kind.segment() == segment);
        let key = |segment, account, region, id| ResourceKey::parse(kind(segment)?, account, region, id).ok();
        let workspace = |kind, account, region, id| key(kind, account, region, id).filter(|k| k.kind == Kind::Grafana);
        match *parts {
            ["access"] => Some(Self::Access),
            ["access", "edit"] => Some(Self::ChangeRoles),
            ["access", kind, id] => {
                let holder = Holder::new(HolderKind::of_word(kind)?, id);
                holder.segment().is_some().then_some(Self::Holder(holder))
            }
            ["attention"] => Some(Self::Attention),
            ["tokens"] => Some(Self::Tokens),
            ["changes"] => Some(Self::Changes),
            ["changes", id] => PlanId::parse(id).ok().map(Self::Change),
            ["audit"] => Some(Self::Audit),
            ["audit", sequence] => number(sequence).map(Self::AuditEvent),
            [list] => kind(list).map(Self::List),
            [list, "create"] => kind(list).map(Self::Create),
            [list, account, region, id] => key(list, account, region, id).map(Self::Resource),
            [list, account, region, id, "access"] => workspace(list, account, region, id).map(Self::WorkspaceAccess),
            [list, account, region, id, facet] => {
                let key = key(list, account, region, id)?;
                let edited = Edited::ALL.into_iter().find(|edited| edited.segment() == facet && edited.is_of(key.kind));
                edited.map(|edited| Self::Edit(key, edited))
            }
            [list, account, region, id, "service-accounts", "create"] => {
                workspace(list, account, region, id).map(Self::CreateAccount)
            }
            [list, account, region, id, "api-keys", "create"] => {
                workspace(list, account, region, id).map(Self::MintKey)
            }
            [list, account, region, id, "service-accounts", holder, "mint"] => {
                let holder = ServiceAccountId::parse(holder).ok()?;
                workspace(list, account, region, id).map(|key| Self::MintToken(key, holder))
            }
            _ => None,
        }
    }
}

/// A number from 1, written in the one way it is.
fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| digits)
}

/// Path and search of an address.
pub(super) fn split(address: &str) -> (&str, &str) {
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Edited, Page, split};
    use crate::paths;
    use model::access::{Holder, HolderKind};
    use model::{Kind, PlanId, ResourceKey, ServiceAccountId};

    fn workspace() -> ResourceKey {
        ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap()
    }

    #[test]
    fn every_path_the_product_builds_leads_to_its_page() {
        let plan = PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap();
        for kind in Kind::ALL {
            assert_eq!(Page::of(paths::list(kind)), Page::List(kind));
            assert_eq!(Page::of(paths::create(kind)), Page::Create(kind));
        }
        assert_eq!(Page::of(&paths::resource(&workspace())), Page::Resource(workspace()));
        assert_eq!(Page::of(&paths::create_account(&workspace())), Page::CreateAccount(workspace()));
        for edited in Edited::ALL.into_iter().filter(|edited| edited.is_of(Kind::Grafana)) {
            assert_eq!(Page::of(&paths::edit(&workspace(), edited)), Page::Edit(workspace(), edited));
        }
        let mint = Page::MintToken(workspace(), ServiceAccountId::parse("12").unwrap());
        assert_eq!(Page::of(&paths::mint_token(&workspace(), "12")), mint);
        let group = Holder::new(HolderKind::Group, "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab");
        assert_eq!(Page::of(paths::ACCESS), Page::Access);
        assert_eq!(Page::of(paths::CHANGE_ROLES), Page::ChangeRoles);
        assert_eq!(paths::holder(&group).map(|path| Page::of(&path)), Some(Page::Holder(group)));
        assert_eq!(paths::holder(&Holder::new(HolderKind::User, "a/b")), None);
        assert_eq!(Page::of(&paths::workspace_access(&workspace())), Page::WorkspaceAccess(workspace()));
        assert_eq!(Page::of(&paths::create_key(&workspace())), Page::MintKey(workspace()));
        assert_eq!(Page::of(paths::ATTENTION), Page::Attention);
        assert_eq!(Page::of(paths::TOKENS), Page::Tokens);
        assert_eq!(Page::of(paths::CHANGES), Page::Changes);
        assert_eq!(Page::of(&paths::change(&plan)), Page::Change(plan));
        assert_eq!(Page::of(paths::AUDIT), Page::Audit);
        assert_eq!(Page::of(&paths::audit_event(12)), Page::AuditEvent(12));
    }

    #[test]
    fn what_names_nothing_leads_nowhere() {
        for path in [
            "/",
            "",
            "/grafanas",
            "/grafana/x",
            "//grafana",
            "/changes/1",
            "/audit/0",
            "/audit/+1",
            "/audit/01",
            "/audit/99999999999999999999",
            "/audit/export.csv",
            "/access/export.csv",
            "/access/robot/0c2f0d1e",
            "/access/user/a%2fb",
            "/access/user/..",
            "/prometheus/441122338890/eu-west-1/ws-1b4e28ba-2fa1-41d2-883f-0016d3cca427/access",
            "/grafana/44112233889/eu-west-1/g-0a1b2c3d4e",
            "/grafana/441122338890/../g-0a1b2c3d4e",
            "/prometheus/441122338890/eu-west-1/g-0a1b2c3d4e",
            "/codeartifact/441122338890/eu-west-1/packages/service-accounts/create",
            "/codeartifact/441122338890/eu-west-1/packages/sign-in",
            "/grafana/441122338890/eu-west-1/g-0a1b2c3d4e/alias",
            "/grafana/441122338890/eu-west-1/g-0a1b2c3d4e/service-accounts/a%20b/mint",
        ] {
            assert_eq!(Page::of(path), Page::Nowhere, "{path}");
        }
    }

    #[test]
    fn a_slash_at_the_end_and_a_search_change_nothing() {
        assert_eq!(Page::of("/grafana/"), Page::List(Kind::Grafana));
        assert_eq!(split("/grafana?q=a?b"), ("/grafana", "q=a?b"));
    }
}
