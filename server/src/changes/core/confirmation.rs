//! What a person types before a plan can be applied, and what is lost or given then.

use model::Millis;
use serde::{Deserialize, Serialize};

/// What one target wants to have confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "confirms", rename_all = "kebab-case")]
pub enum Confirmation {
    /// The name of what is deleted.
    Delete { name: String, loss: Loss },
    /// Data that a setting deletes; the name of what holds it.
    DeleteData { name: String, loss: Loss },
    /// Workspaces that are left without an admin.
    LastAdmin { labels: Vec<String> },
    /// Tokens and keys of which some still work; `unnamed` keys have a name that nobody can type.
    Revoke {
        names: Vec<String>,
        #[serde(default)]
        unnamed: usize,
        working: usize,
    },
    /// A secret that is not known to be the token's own takes its value; `powerful` where what is minted is, too.
    OthersSecret { secret: String, powerful: Option<Power> },
    /// What is minted can do everything, or lives as long as AWS allows.
    Powerful { labels: Vec<String>, power: Power },
}

/// What makes a minted secret powerful: at least one of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Power {
    pub admin: bool,
    pub longest_life: bool,
}

/// What goes with something that is deleted, and what stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Loss {
    Workspace {
        /// `None` where they could not be read.
        programs: Option<LostPrograms>,
        /// People and groups; `None` where they could not be read.
        holders: Option<(usize, usize)>,
    },
    PrometheusWorkspace,
    Domain,
    ServiceAccount {
        /// The names of its tokens, in their order.
        tokens: Vec<String>,
    },
    /// Metrics that are older than the new retention, in days; `from` where the present one is known.
    Metrics {
        from: Option<i32>,
        to: i32,
    },
}

/// The service accounts of a workspace with their tokens, as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostPrograms {
    pub accounts: usize,
    /// The tokens used last first, as many as are named.
    pub tokens: Vec<LostToken>,
    /// Tokens that were read and are not named.
    pub more: usize,
    /// Accounts whose tokens were not asked for.
    pub left_out: usize,
    /// Accounts whose tokens could not be read.
    pub unread: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostToken {
    pub account: String,
    pub name: String,
    pub last_used_at: Option<Millis>,
}

impl Confirmation {
    /// The one that a plan asks for, of those its targets ask for: each kind of loss before what is given.
    pub fn of_plan(all: Vec<Self>) -> Option<Self> {
        let (mut first, mut admins, mut names) = (None, Vec::new(), Vec::new());
        let (mut unnamed, mut working) = (0, 0);
        let (mut secret, mut minted, mut power) = (None, Vec::new(), Power::default());
        for one in all {
            match one {
                Self::Delete { .. } | Self::DeleteData { .. } => first = first.or(Some(one)),
                Self::LastAdmin { labels } => admins.extend(labels),
                Self::Revoke { names: more, unnamed: others, working: still } => {
                    names.extend(more);
                    unnamed += others;
                    working += still;
                }
                Self::OthersSecret { secret: name, .. } => secret = secret.or(Some(name)),
                Self::Powerful { labels, power: own } => {
                    minted.extend(labels);
                    power.admin |= own.admin;
                    power.longest_life |= own.longest_life;
                }
            }
        }
        let powerful = (power != Power::default()).then_some(power);
        first
            .or((!admins.is_empty()).then_some(Self::LastAdmin { labels: admins }))
            .or((working > 0).then_some(Self::Revoke { names, unnamed, working }))
            .or(secret.map(|secret| Self::OthersSecret { secret, powerful }))
            .or(powerful.map(|power| Self::Powerful { labels: minted, power }))
    }
}
